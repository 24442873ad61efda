"""One line about one item: what it is, how it stands, and when its reader was reminded of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext

from roadmap.digests.words.phrases import Words, plain, words
from roadmap.domain.items import Item, Why
from roadmap.domain.measures import MeasureState
from roadmap.web.wording import brief_days, day, days_left, short_day

# The shapes of the pages; U+FE0E asks for the letter, since phones would else draw a coloured picture.
_MARKS = {
    Why.OVERDUE: "!",
    Why.RETURNED: "↩\ufe0e",
    Why.ASKED: "?",
    Why.FORECAST_PASSED: "▲",
    Why.TO_CONFIRM: "✓\ufe0e",
    Why.STALE: "○",
}
_PLAIN_MARK = "–"
# More days than these say nothing that they do not.
_DAYS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a shape, what it is about, and what there is to say of it. What is ``urgent`` is coloured too."""

    mark: str
    name: Words
    detail: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under a heading; ``about`` is the measure they belong to, ``links`` are pages to go to and their names."""

    heading: str
    lines: tuple[Line, ...]
    about: Words | None = None
    links: tuple[tuple[str, str], ...] = ()


def item_line(item: Item, language: str, reminded: Sequence[date] = ()) -> Line:
    """An item for a reader who was ``reminded`` of it on these days."""
    said = [*_how_it_stands(item), *_when_due(item)]
    if reminded:
        said.append(gettext("reminded on %(days)s", days=brief_days(reminded[-_DAYS_NAMED:])))
    return Line(_MARKS.get(item.why, _PLAIN_MARK), item_name(item, language), "; ".join(said), item.why is Why.OVERDUE)


def _how_it_stands(item: Item) -> Iterable[str]:
    step = item.milestone
    if item.why is Why.RETURNED and step and step.verdict:
        returned, reason = short_day(step.verdict.effective_on), plain(item.returned_because)
        if reason:
            yield gettext("returned on %(day)s: “%(reason)s”", day=returned, reason=reason)
        else:
            yield gettext("returned on %(day)s", day=returned)
    if item.why is Why.TO_CONFIRM and step and step.progress:
        yield gettext(
            "reported done on %(day)s, waits for your confirmation", day=short_day(step.progress.effective_on)
        )
    if item.why is Why.STALE and item.measure.last_report:
        yield gettext("no report since %(day)s", day=short_day(item.measure.last_report.effective_on))
    if item.why is Why.ASKED:
        yield gettext("a decision is asked of you")
    if step and step.forecast_passed:
        yield gettext("the forecast of %(day)s has passed", day=short_day(item.dates.forecast_on))


def _when_due(item: Item) -> Iterable[str]:
    if item.last_day is not None and item.days_left is not None:
        yield gettext("%(day)s: %(left)s", day=day(item.last_day), left=days_left(item.days_left))


def item_name(item: Item, language: str) -> Words:
    """What the item is called, with its number."""
    if item.ask:
        asked = words(item.ask.entry.fact.what, language, item.measure.measure.number)
        # The sentence goes on behind a dash.
        return replace(asked, text=asked.text.rstrip("."))
    if item.milestone:
        return words(item.milestone.milestone.title, language, item.milestone.milestone.number)
    return measure_name(item.measure, language)


def measure_name(state: MeasureState, language: str) -> Words:
    """A measure's number and title."""
    return words(state.measure.title, language, state.measure.number)
