"""Measures as they stand on a day, made from ledger entries alone: no database, no clock."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.facts import DeadlineFact, Fact
from roadmap.domain.health import judge_milestone
from roadmap.domain.ledger import Act, Entry, Facet
from roadmap.domain.measures import MeasureState, judge_measure
from roadmap.domain.people import Responsible
from roadmap.domain.plan import Deadline, DeadlineKind, Holder, Measure, Milestone, Origin
from roadmap.domain.text import NO_TEXT, LocalizedText
from roadmap.store.ledger_reading import record_of

MEASURE_ID = 70
FACETS = {"DeadlineFact": Facet.DEADLINE, "ProgressFact": Facet.PROGRESS, "VerdictFact": Facet.VERDICT}
FACETS |= {"AskFact": Facet.ASK, "ReportFact": Facet.REPORT, "ExtensionFact": Facet.EXTENSION, "OwnerFact": Facet.OWNER}


def milestone(number: int) -> Milestone:
    """A milestone whose id is its number."""
    title = LocalizedText(en=f"Step {number}")
    return Milestone(number, f"1.{number}", title, NO_TEXT, 1, Holder.US, NO_TEXT, Origin.PROPOSED, False)


def approved(on: date) -> DeadlineFact:
    """An approved date."""
    return DeadlineFact(Deadline(DeadlineKind.DAY, on), None)


def measure_on(day: date, *said: tuple[int | None, Fact, date], milestones: int = 3) -> MeasureState:
    """A measure of which the ledger says ``(milestone or None, fact, day it speaks about)``, line by line."""
    entries = [_entry(seq, *each) for seq, each in enumerate(said, 1)]
    record = record_of(entries)
    plan = [milestone(number) for number in range(1, milestones + 1)]
    calendar = WorkingCalendar()
    states = [judge_milestone(m, record.of_milestone(m.id), Responsible(), day, calendar) for m in plan]
    return judge_measure(_measure(plan), record, tuple(states), Responsible(), day, calendar)


def _entry(seq: int, milestone_id: int | None, fact: Fact, on: date) -> Entry[Any]:
    at = datetime(on.year, on.month, on.day, tzinfo=UTC)
    facet = FACETS[type(fact).__name__]
    return Entry(seq, Act.REPORT, MEASURE_ID, milestone_id, facet, on, at, None, fact)


def _measure(milestones: Sequence[Milestone]) -> Measure:
    title = LocalizedText(en="Measure")
    return Measure(
        MEASURE_ID, "1", title, NO_TEXT, NO_TEXT, None, NO_TEXT, NO_TEXT, Origin.LETTER, (), (), tuple(milestones)
    )
