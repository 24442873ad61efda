"""A digest as blocks of lines, the same for the text and the HTML of the mail; the templates only lay them out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask_babel import gettext, ngettext

from roadmap.digests.links import Links
from roadmap.digests.words.phrases import Words, change_words, confidence_word, control_word, plain, words
from roadmap.domain.checksums import checksum_groups
from roadmap.domain.digest import ActionGroup, Part
from roadmap.domain.items import Item, Why
from roadmap.domain.ledger import Confidence
from roadmap.domain.measures import MeasureState
from roadmap.domain.plan import Roadmap
from roadmap.domain.portfolio import AskedOf, Change
from roadmap.web.wording import day, days_left, short_day

# The shapes of the pages; U+FE0E asks for the letter, since phones would else draw a coloured picture.
_ITEM_MARKS = {Why.OVERDUE: "!", Why.RETURNED: "↩\ufe0e"}
_CONFIDENCE_MARKS = {
    Confidence.ON_TRACK: "●",
    Confidence.AT_RISK: "▲",
    Confidence.OFF_TRACK: "■",
    Confidence.NO_DATA: "○",
}
_PLAIN_MARK = "–"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a shape, what it is about, and what there is to say of it. What is ``urgent`` is coloured too."""

    mark: str
    name: Words
    detail: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under a heading; ``about`` and ``href`` are the measure they belong to and the page to go to."""

    heading: str
    lines: tuple[Line, ...]
    about: Words | None = None
    href: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class PartView:
    """All about one road map."""

    title: Words
    href: str
    blocks: tuple[Block, ...]
    quiet: str
    more: str
    record: str


def part_view(part: Part, links: Links, language: str) -> PartView:
    """One road map's part of a mail, in words."""
    blocks = [*_action_blocks(part, links, language), *_overview_blocks(part, language)]
    quiet = ngettext("All quiet elsewhere: %(num)d milestone.", "All quiet elsewhere: %(num)d milestones.", part.quiet)
    more = ngettext("%(num)d more line on the page.", "%(num)d more lines on the page.", part.left_out)
    return PartView(
        title=words(part.roadmap.title, language),
        href=links.overview(part.roadmap),
        blocks=tuple(blocks),
        quiet=quiet if part.quiet else "",
        more=more if part.left_out else "",
        record=_record(part.roadmap),
    )


def _record(roadmap: Roadmap) -> str:
    """Where the ledger stood, and the beginning of its checksum: who rewrites the record cannot reach this mail."""
    return gettext(
        "Record %(seq)s · %(checksum)s", seq=roadmap.head_seq, checksum=checksum_groups(roadmap.head_hash) or "–"
    )


def _action_blocks(part: Part, links: Links, language: str) -> Iterable[Block]:
    heading = gettext("Needs your action")
    for group in part.groups:
        href, link = _where_to_act(part, group, links)
        measure = group.measure.measure
        yield Block(
            heading,
            tuple(_item_line(item, language) for item in group.items),
            words(measure.title, language, measure.number),
            href,
            link,
        )
        # Said once, above the first measure.
        heading = ""


def _where_to_act(part: Part, group: ActionGroup, links: Links) -> tuple[str, str]:
    measure = group.measure.measure
    if measure.id in part.reports_on:
        return links.report(part.roadmap, measure), gettext("Report on it")
    return links.measure(part.roadmap, measure), gettext("Open the measure")


def _overview_blocks(part: Part, language: str) -> Iterable[Block]:
    since = gettext("Changed since %(day)s", day=short_day(part.since)) if part.since else ""
    found = (
        (gettext("Decision needed"), [_decision_line(asked, language) for asked in part.decisions]),
        (gettext("Measures"), [_measure_line(state, language) for state in part.measures]),
        (gettext("Overdue or returned"), [_item_line(item, language) for item in part.late]),
        (gettext("Next ten working days"), [_item_line(item, language) for item in part.upcoming]),
        (since, [_change_line(change, language) for change in part.changes]),
    )
    return (Block(heading, tuple(lines)) for heading, lines in found if lines)


def _item_line(item: Item, language: str) -> Line:
    said = []
    if item.why is Why.RETURNED and item.milestone and item.milestone.verdict:
        returned = short_day(item.milestone.verdict.effective_on)
        reason = plain(item.returned_because)
        said.append(
            gettext("returned on %(day)s: “%(reason)s”", day=returned, reason=reason)
            if reason
            else gettext("returned on %(day)s", day=returned)
        )
    if item.dates.last_day and item.days_left is not None:
        left = days_left(item.days_left)
        said.append(gettext("%(day)s: %(left)s", day=day(item.dates.last_day), left=left))
    return Line(
        _ITEM_MARKS.get(item.why, _PLAIN_MARK), _item_name(item, language), "; ".join(said), item.why is Why.OVERDUE
    )


def _item_name(item: Item, language: str) -> Words:
    if item.milestone:
        return words(item.milestone.milestone.title, language, item.milestone.milestone.number)
    return _measure_name(item.measure, language)


def _measure_name(state: MeasureState, language: str) -> Words:
    return words(state.measure.title, language, state.measure.number)


def _measure_line(state: MeasureState, language: str) -> Line:
    gauge = gettext(
        "milestones confirmed: %(confirmed)d of %(total)d", confirmed=state.gauge.confirmed, total=state.gauge.total
    )
    detail = " · ".join((confidence_word(state.confidence), control_word(state.control), gauge))
    troubled = state.confidence is Confidence.OFF_TRACK
    return Line(_CONFIDENCE_MARKS[state.confidence], _measure_name(state, language), detail, troubled)


def _decision_line(asked: AskedOf, language: str) -> Line:
    fact = asked.ask.entry.fact
    detail = gettext("asked of: %(whom)s; needed by %(day)s", whom=plain(fact.whom), day=day(fact.by))
    name = words(fact.what, language, asked.measure.measure.number)
    # The sentence goes on behind a dash.
    return Line("!", replace(name, text=name.text.rstrip(".")), detail)


def _change_line(change: Change, language: str) -> Line:
    milestone = change.milestone.milestone if change.milestone else None
    name = words(milestone.title, language, milestone.number) if milestone else _measure_name(change.measure, language)
    return Line(_PLAIN_MARK, name, change_words(change, language))
