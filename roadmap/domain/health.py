"""Judging one milestone: its dates, its slip and its control status, from the record and the calendar alone.

The official words of control are those of domain notes §3.5. Nothing here is stored; the same arguments always give the
same answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.deadlines import due_on, moves_among, open_occurrences, original_among
from roadmap.domain.facts import DeadlineFact, Document, ExtensionFact, ProgressFact, RefusalFact, Verdict, VerdictFact
from roadmap.domain.facts import Progress as Said
from roadmap.domain.ledger import Entry
from roadmap.domain.people import Person, Responsible
from roadmap.domain.plan import Deadline, Milestone
from roadmap.domain.records import SubjectRecord


class ControlStatus(StrEnum):
    """The official word for how an item stands under control."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    OVERDUE = "overdue"
    REPORTED_DONE = "reported_done"
    CONFIRMED_DONE = "confirmed_done"
    DONE_LATE = "done_late"
    RETURNED = "returned"
    REMOVED = "removed"
    EXCLUDED = "excluded"


CONFIRMED = frozenset({ControlStatus.CONFIRMED_DONE, ControlStatus.DONE_LATE})
OFF_CONTROL = frozenset({ControlStatus.REMOVED, ControlStatus.EXCLUDED})
CLOSED = CONFIRMED | OFF_CONTROL
# What somebody still has to work on; "reported done" waits for the controlling side instead.
OPEN_FOR_WORK = frozenset(ControlStatus) - CLOSED - {ControlStatus.REPORTED_DONE}


@dataclass(frozen=True, slots=True)
class Slip:
    """How far a forecast or actual date lies after the original one (before it, when negative)."""

    calendar_days: int
    working_days: int


@dataclass(frozen=True, slots=True)
class Dates:
    """The four dates of a milestone, and the decision that approved the one in force.

    ``due_on`` is the day that the approved date, or its occurrence that is due, falls on; ``last_day`` is that day,
    moved to the next working day if it is off. ``decisions`` are those that approved the date and moved it, in the
    order of force. ``late`` are the days of the occurrences for which a report is late, and the next one.
    """

    original: Deadline | None
    approved: Deadline | None
    moves: int
    last_day: date | None
    forecast_on: date | None
    actual_on: date | None
    slip: Slip | None
    working_days_left: int | None
    approval: Entry[DeadlineFact] | None = None
    due_on: date | None = None
    decisions: tuple[Entry[DeadlineFact], ...] = ()
    late: tuple[date, ...] = ()

    @property
    def moved_days(self) -> int | None:
        """How many calendar days the approved date lies after the original one, if it was moved from day to day."""
        if not self.moves or not (self.original and self.original.on and self.approved and self.approved.on):
            return None
        return (self.approved.on - self.original.on).days

    @property
    def ever_due(self) -> bool:
        """Whether there is a day after which the item is overdue; "permanent" and "not stated" have none."""
        return self.last_day is not None


@dataclass(frozen=True, slots=True)
class MilestoneState:
    """A milestone on one day, judged."""

    milestone: Milestone
    control: ControlStatus
    dates: Dates
    responsible: Responsible
    document: Document | None
    progress: Entry[ProgressFact] | None
    verdict: Entry[VerdictFact] | None
    extension: Entry[ExtensionFact] | None
    forecast_passed: bool
    refusals: tuple[Entry[RefusalFact], ...] = ()

    @property
    def confirmed(self) -> bool:
        """Confirmed done, in time or late."""
        return self.control in CONFIRMED

    @property
    def counts(self) -> bool:
        """Whether it belongs into a gauge: what was removed from control or excluded does not."""
        return self.control not in OFF_CONTROL

    @property
    def open_for_work(self) -> bool:
        """Whether the executing side still has something to do."""
        return self.control in OPEN_FOR_WORK


def dates_of(
    record: SubjectRecord,
    day: date,
    calendar: WorkingCalendar,
    spoken_on: date | None = None,
    spoken_before: Sequence[date] | None = None,
    named: date | None = None,
) -> Dates:
    """The dates in force on ``day``; the slip counts from the original approved date to the actual or forecast one.

    ``spoken_on`` is the day of the last report, for a recurring deadline; without one that of the word on progress.
    ``spoken_before`` are the days of the reports before it, where they are known, and ``named`` is the occurrence for
    which it came late.
    """
    deadlines = [entry.fact.deadline for entry in record.deadlines]
    original, approved = original_among(deadlines), (deadlines[-1] if deadlines else None)
    said = record.progress.fact if record.progress else None
    # What was returned, or is under control again, was not done: the day that was reported for it no longer counts.
    done = said is not None and said.state is Said.REPORTED_DONE and not _sent_back(record)
    actual = said.actual_on if said and done else None
    forecast = said.forecast_on if said and actual is None else None
    if spoken_on is None and record.progress:
        spoken_on, named = record.progress.effective_on, record.progress.fact.occurrence
    falls_on = due_on(approved, spoken_on, calendar, spoken_before, named)
    last_day = calendar.on_or_after(falls_on) if falls_on else None
    expected = actual or forecast
    slip = None
    if original and original.on and expected:
        slip = Slip((expected - original.on).days, calendar.between(original.on, expected))
    left = calendar.between(day, last_day) if last_day else None
    approval = record.deadlines[-1] if deadlines else None
    moves = moves_among(deadlines)
    late = tuple(open_occurrences(approved, falls_on, day, calendar))
    return Dates(
        original, approved, moves, last_day, forecast, actual, slip, left, approval, falls_on, record.deadlines, late
    )


def control_of(record: SubjectRecord, dates: Dates, day: date) -> ControlStatus:
    """The control status of a milestone on ``day``.

    A verdict that takes an item off control, or confirms it, stands until a further one resumes it; what was reported
    done before that is not done any more. "Returned" stands until the executing side speaks again. "Late" compares the
    actual date with the last day of the approved one.
    """
    verdict, progress = record.verdict, record.progress
    if verdict:
        match verdict.fact.verdict:
            case Verdict.EXCLUDED:
                return ControlStatus.EXCLUDED
            case Verdict.REMOVED:
                return ControlStatus.REMOVED
            case Verdict.CONFIRMED:
                return ControlStatus.DONE_LATE if _was_late(dates) else ControlStatus.CONFIRMED_DONE
            case Verdict.RETURNED if _sent_back(record):
                return ControlStatus.RETURNED
            case _:
                pass
    if progress and progress.fact.state is Said.REPORTED_DONE and not _sent_back(record):
        return ControlStatus.REPORTED_DONE
    if dates.last_day and dates.last_day < day:
        return ControlStatus.OVERDUE
    started = progress is not None and progress.fact.state is not Said.NOT_STARTED
    return ControlStatus.IN_PROGRESS if started else ControlStatus.NOT_STARTED


def _sent_back(record: SubjectRecord) -> bool:
    """Whether the last word is the controlling side's, and it was to do it again, or to go on with it."""
    verdict, progress = record.verdict, record.progress
    if verdict is None or verdict.fact.verdict not in (Verdict.RETURNED, Verdict.RESUMED):
        return False
    return progress is None or progress.order < verdict.order


def _was_late(dates: Dates) -> bool:
    return bool(dates.actual_on and dates.last_day and dates.actual_on > dates.last_day)


def judge_milestone(
    milestone: Milestone, record: SubjectRecord, responsible: Responsible, day: date, calendar: WorkingCalendar
) -> MilestoneState:
    """The state of one milestone on ``day``."""
    dates = dates_of(record, day, calendar)
    control = control_of(record, dates, day)
    said = record.progress.fact if record.progress else None
    still_open = control in OPEN_FOR_WORK
    return MilestoneState(
        milestone=milestone,
        control=control,
        dates=dates,
        responsible=responsible,
        document=said.document if said else None,
        progress=record.progress,
        verdict=record.verdict,
        extension=pending_extension(record, dates) if still_open else None,
        forecast_passed=bool(still_open and dates.forecast_on and dates.forecast_on < day),
        refusals=record.refusals,
    )


def pending_extension(record: SubjectRecord, dates: Dates) -> Entry[ExtensionFact] | None:
    """The request for an extension that no decision about the date, no refusal and no verdict has settled since.

    Which was written later decides, not which day it speaks of: a decision may hold from a day before the request. What
    corrects a line counts as written when that line was. A
    refusal settles the request that it names. A later report that expects to keep the approved date after all takes
    the request back.
    """
    asked = record.extension
    if asked is None:
        return None
    settled = [entry.written for entry in record.deadlines] + ([record.verdict.written] if record.verdict else [])
    settled += [entry.written for entry in record.refusals if entry.fact.asked_seq == asked.seq]
    if record.progress and _keeps_the_date(dates):
        settled.append(record.progress.written)
    return None if any(written > asked.written for written in settled) else asked


def _keeps_the_date(dates: Dates) -> bool:
    return bool(dates.forecast_on and dates.last_day and dates.forecast_on <= dates.last_day)


def held_by(person: Person | None, responsible: Responsible) -> bool:
    """Whether ``person`` answers for something, or is its working contact."""
    if person is None:
        return False
    return person.id in {holder.id for holder in (responsible.person, responsible.contact) if holder}
