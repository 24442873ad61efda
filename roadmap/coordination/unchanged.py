"""Reporting that nothing has changed: the last report's words once more, by one press of a button."""

from dataclasses import dataclass

from roadmap.coordination.desk import Desk
from roadmap.coordination.filling import done_last_time, filled_from
from roadmap.coordination.forms import as_typed, form_for
from roadmap.coordination.words import gap_words
from roadmap.domain.facts import ReportFact
from roadmap.domain.given import GivenPart
from roadmap.domain.ledger import Entry
from roadmap.domain.measures import MeasureState
from roadmap.domain.text import ShownText
from roadmap.domain.unchanged import Unsaid, gaps_in
from roadmap.web.sentences import first_sentence


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The report that would be repeated, its first sentence, and what speaks against repeating it."""

    report: Entry[ReportFact]
    sentence: ShownText | None
    problems: tuple[str, ...]
    last_line: int


def unchanged_on(desk: Desk) -> Unchanged | None:
    """What the page says about it; ``None`` where there is nothing to repeat, or nothing to say."""
    if isinstance(desk.measure, GivenPart):
        return None
    last, gaps = desk.measure.last_report, gaps_in(desk.measure, desk.day)
    if last is None or any(gap.what is Unsaid.REPORTED_TODAY for gap in gaps):
        return None
    return Unchanged(last, first_sentence(last.fact.done), tuple(map(gap_words, gaps)), desk.last_line)


def said_again(desk: Desk, measure: MeasureState, seen: int) -> dict[str, str]:
    """The form as a browser would send it if nothing in it had been touched and the last words were taken over."""
    filled = filled_from(measure, seen, desk.day) | done_last_time(measure)
    return as_typed(form_for(measure, filled=filled))
