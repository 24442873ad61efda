"""Plans and records for tests of the domain, without a database."""

from datetime import UTC, date, datetime, time
from itertools import count

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.facts import (
    Confidence,
    DeadlineFact,
    Fact,
    Progress,
    ProgressFact,
    ReportFact,
    Verdict,
    VerdictFact,
)
from roadmap.domain.health import MilestoneState, judge_milestone
from roadmap.domain.ledger import Act, Entry, Facet
from roadmap.domain.measures import MeasureState, judge_measure
from roadmap.domain.people import Responsible
from roadmap.domain.plan import (
    Clause,
    ClauseLink,
    Deadline,
    DeadlineKind,
    Holder,
    Measure,
    Milestone,
    Origin,
    Relation,
)
from roadmap.domain.records import MeasureRecord, SubjectRecord
from roadmap.domain.text import NO_TEXT, LocalizedText

PLAIN = WorkingCalendar()
_FACETS: dict[type, Facet] = {
    ReportFact: Facet.REPORT,
    ProgressFact: Facet.PROGRESS,
    VerdictFact: Facet.VERDICT,
    DeadlineFact: Facet.DEADLINE,
}
_numbers = count(1)


def entry(fact: Fact, on: date, seq: int | None = None, facet: Facet | None = None, milestone_id: int = 1) -> Entry:
    """An entry recorded on the day it speaks about; without ``seq`` it comes after every earlier one."""
    return Entry(
        seq=seq or next(_numbers),
        act=Act.REPORT,
        measure_id=1,
        milestone_id=milestone_id,
        facet=facet or _FACETS.get(type(fact), Facet.ASK),
        effective_on=on,
        recorded_at=datetime.combine(on, time(6, 0), UTC),
        author_id=None,
        fact=fact,
    )


def approved(
    on: date | None,
    kind: DeadlineKind = DeadlineKind.DAY,
    decided: date = date(2026, 1, 12),
    wording: str = "",
    seq: int | None = None,
) -> Entry:
    """An approved date."""
    return entry(DeadlineFact(Deadline(kind, on, LocalizedText(en=wording or None)), None), decided, seq)


def said(
    state: Progress, on: date, *, forecast: date | None = None, actual: date | None = None, seq: int | None = None
) -> Entry:
    """A coordinator's word on a milestone."""
    return entry(ProgressFact(state, forecast, "", actual), on, seq)


def decided(verdict: Verdict, on: date, seq: int | None = None) -> Entry:
    """A decision of the controlling side."""
    return entry(VerdictFact(verdict), on, seq)


def reported(confidence: Confidence, on: date, done: str = "Done.") -> Entry:
    """A coordinator's account of a measure."""
    return entry(ReportFact(confidence, LocalizedText(en=done)), on)


def milestone(number: str, *links: tuple[str, Relation], beyond: bool = False, weight: int = 1) -> Milestone:
    """A milestone whose id is its last number."""
    return Milestone(
        id=int(number.split(".")[1]),
        number=number,
        title=LocalizedText(en=f"Step {number}"),
        completion_form=NO_TEXT,
        weight=weight,
        holder=Holder.US,
        counterparty=NO_TEXT,
        origin=Origin.PROPOSED,
        beyond_wording=beyond,
        links=tuple(ClauseLink(code, relation) for code, relation in links),
    )


def measure(*milestones: Milestone, clauses: tuple[str, ...] = ("3a",)) -> Measure:
    """A measure with these milestones."""
    return Measure(
        id=1,
        number="3",
        title=LocalizedText(en="Draft agreement"),
        wording=NO_TEXT,
        quote=NO_TEXT,
        quote_reference=None,
        completion_form=NO_TEXT,
        funding=NO_TEXT,
        origin=Origin.LETTER,
        executors=(),
        clauses=tuple(Clause(code, NO_TEXT) for code in clauses),
        milestones=milestones,
    )


def judged_milestone(record: SubjectRecord, day: date, calendar: WorkingCalendar = PLAIN) -> MilestoneState:
    """Milestone 3.1 on a day."""
    return judge_milestone(milestone("3.1"), record, Responsible(), day, calendar)


def judged(plan: Measure, record: MeasureRecord, day: date, calendar: WorkingCalendar = PLAIN) -> MeasureState:
    """A measure with all its milestones on a day."""
    states = tuple(
        judge_milestone(each, record.of_milestone(each.id), Responsible(), day, calendar) for each in plan.milestones
    )
    return judge_measure(plan, record, states, Responsible(), day, calendar)


DONE = Progress.REPORTED_DONE
STARTED = Progress.IN_PROGRESS


def confirmed(on: date) -> SubjectRecord:
    """A milestone that was done and confirmed on one day."""
    return SubjectRecord(progress=said(DONE, on, actual=on), verdict=decided(Verdict.CONFIRMED, on))
