"""Judging a measure: clauses, gauges, confidence, open asks and contradictions."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.facts import (
    AnswerFact,
    AskFact,
    Confidence,
    CorrectionFact,
    ExtensionFact,
    RefusalFact,
    ReportFact,
    Verdict,
    VerdictFact,
    WithdrawalFact,
)
from roadmap.domain.health import (
    CONFIRMED,
    OFF_CONTROL,
    OPEN_FOR_WORK,
    ControlStatus,
    Dates,
    MilestoneState,
    control_of,
    dates_of,
    pending_extension,
)
from roadmap.domain.ledger import Entry
from roadmap.domain.people import Responsible
from roadmap.domain.plan import Clause, Measure
from roadmap.domain.records import MeasureRecord

SILENT_AFTER = timedelta(days=30)
SAME_TEXT_REPORTS = 3


class Contradiction(StrEnum):
    """What does not fit together, shown plainly beside the judgement it concerns (product notes §3, "Status")."""

    ON_TRACK_BUT_OVERDUE = "on_track_but_overdue"
    SAME_TEXT_AGAIN = "same_text_again"
    SILENT = "silent"
    FORECAST_PASSED = "forecast_passed"


@dataclass(frozen=True, slots=True)
class Gauge:
    """Confirmed of all, by number and by the plan's weights. What was taken off control is in neither."""

    confirmed: int
    total: int
    confirmed_weight: int
    total_weight: int


@dataclass(frozen=True, slots=True)
class ClauseState:
    """A clause, and whether every milestone that completes it is confirmed."""

    clause: Clause
    complete: bool


@dataclass(frozen=True, slots=True)
class OpenAsk:
    """A decision asked for in line ``entry.seq`` and still unanswered."""

    entry: Entry[AskFact]
    age_days: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class MeasureState:
    """A measure on one day, judged. Control status and confidence stand apart and are never blended."""

    measure: Measure
    control: ControlStatus
    confidence: Confidence
    dates: Dates
    responsible: Responsible
    milestones: tuple[MilestoneState, ...]
    clauses: tuple[ClauseState, ...]
    gauge: Gauge
    beyond: Gauge
    reports: tuple[Entry[ReportFact], ...]
    asks: tuple[OpenAsk, ...]
    answers: tuple[Entry[AnswerFact], ...]
    withdrawals: tuple[Entry[WithdrawalFact], ...]
    verdict: Entry[VerdictFact] | None
    contradictions: tuple[Contradiction, ...]
    extension: Entry[ExtensionFact] | None = None
    refusals: tuple[Entry[RefusalFact], ...] = ()
    corrections: tuple[Entry[CorrectionFact], ...] = ()
    asked: tuple[Entry[AskFact], ...] = ()

    @property
    def last_report(self) -> Entry[ReportFact] | None:
        """The report in force, if there ever was one."""
        return self.reports[0] if self.reports else None

    @property
    def clauses_complete(self) -> int:
        """How many clauses are complete; with ``len(clauses)`` the measure's first truth."""
        return sum(state.complete for state in self.clauses)

    @property
    def next_milestone(self) -> MilestoneState | None:
        """The open milestone whose last day comes first; without any date, the first open one in the plan's order."""
        waiting = [state for state in self.milestones if state.open_for_work]
        return min(waiting, key=lambda state: state.dates.last_day or date.max, default=None)

    @property
    def worst_slip(self) -> MilestoneState | None:
        """The open or finished milestone that has slipped furthest, if any lies after its original date."""
        late = [s for s in self.milestones if s.counts and s.dates.slip and s.dates.slip.calendar_days > 0]
        return max(late, key=lambda state: state.dates.slip.calendar_days if state.dates.slip else 0, default=None)

    @property
    def moves(self) -> int:
        """How often an approved date of this measure or of its milestones was moved."""
        return self.dates.moves + sum(state.dates.moves for state in self.milestones)


def judge_measure(
    measure: Measure,
    record: MeasureRecord,
    milestones: tuple[MilestoneState, ...],
    responsible: Responsible,
    day: date,
    calendar: WorkingCalendar,
) -> MeasureState:
    """The state of a measure on ``day``, given its milestones already judged on that day."""
    spoken = [report.effective_on for report in record.reports]
    dates = (
        dates_of(record.measure, day, calendar, spoken[0], spoken[1:], record.reports[0].fact.occurrence)
        if spoken
        else dates_of(record.measure, day, calendar)
    )
    within = [state for state in milestones if not state.milestone.beyond_wording]
    clauses = tuple(ClauseState(clause, _complete(clause, milestones)) for clause in measure.clauses)
    confidence = record.last_report.fact.confidence if record.last_report else Confidence.NO_DATA
    control = _control(record, dates, day, within, complete=all(state.complete for state in clauses))
    return MeasureState(
        measure=measure,
        control=control,
        confidence=confidence,
        dates=dates,
        responsible=responsible,
        milestones=milestones,
        clauses=clauses,
        gauge=_gauge(within),
        beyond=_gauge([state for state in milestones if state.milestone.beyond_wording]),
        reports=record.reports,
        asks=_open_asks(record, day),
        answers=record.answers,
        withdrawals=record.withdrawals,
        verdict=record.measure.verdict,
        contradictions=_contradictions(record, milestones, control, confidence, day),
        extension=pending_extension(record.measure, dates) if control in OPEN_FOR_WORK else None,
        refusals=record.measure.refusals,
        corrections=record.corrections,
        asked=record.asks,
    )


def _complete(clause: Clause, milestones: tuple[MilestoneState, ...]) -> bool:
    needed = [s for s in milestones if s.milestone.completes(clause.code) and s.control != ControlStatus.EXCLUDED]
    return bool(needed) and all(state.confirmed for state in needed)


def _gauge(states: list[MilestoneState]) -> Gauge:
    counted = [state for state in states if state.counts]
    done = [state for state in counted if state.confirmed]
    return Gauge(
        len(done), len(counted), sum(s.milestone.weight for s in done), sum(s.milestone.weight for s in counted)
    )


def _control(
    record: MeasureRecord, dates: Dates, day: date, within: list[MilestoneState], *, complete: bool
) -> ControlStatus:
    """A measure's own verdict comes first; then its most urgent milestone within the wording speaks for it.

    It is confirmed only when every clause is complete and no milestone within the wording is open. As for a milestone,
    what is reported done is not overdue any more, and what was done after the measure's own last day was done late.
    """
    if record.measure.verdict and record.measure.verdict.fact.verdict in (Verdict.EXCLUDED, Verdict.REMOVED):
        return control_of(record.measure, dates, day)
    found = {state.control for state in within} - OFF_CONTROL
    if found and found <= CONFIRMED and complete:
        late = ControlStatus.DONE_LATE in found or _done_after(dates.last_day, within)
        return ControlStatus.DONE_LATE if late else ControlStatus.CONFIRMED_DONE
    if ControlStatus.REPORTED_DONE in found and found <= CONFIRMED | {ControlStatus.REPORTED_DONE}:
        return ControlStatus.REPORTED_DONE
    if dates.last_day and dates.last_day < day:
        return ControlStatus.OVERDUE
    for urgent in (ControlStatus.OVERDUE, ControlStatus.RETURNED):
        if urgent in found:
            return urgent
    return ControlStatus.IN_PROGRESS if found - {ControlStatus.NOT_STARTED} else ControlStatus.NOT_STARTED


def _done_after(last_day: date | None, states: list[MilestoneState]) -> bool:
    done = [state.dates.actual_on for state in states if state.counts and state.dates.actual_on]
    return bool(last_day and done and max(done) > last_day)


def _open_asks(record: MeasureRecord, day: date) -> tuple[OpenAsk, ...]:
    settled = {entry.fact.ask_seq for entry in record.answers} | {entry.fact.ask_seq for entry in record.withdrawals}
    return tuple(
        OpenAsk(entry, (day - entry.effective_on).days, entry.fact.by < day)
        for entry in record.asks
        if entry.seq not in settled
    )


def _contradictions(
    record: MeasureRecord,
    milestones: tuple[MilestoneState, ...],
    control: ControlStatus,
    confidence: Confidence,
    day: date,
) -> tuple[Contradiction, ...]:
    if control in OFF_CONTROL:
        # Nobody is expected to move it, and nothing said of it before is wrong for that.
        return ()
    found = []
    if confidence is Confidence.ON_TRACK and any(s.control is ControlStatus.OVERDUE for s in milestones):
        found.append(Contradiction.ON_TRACK_BUT_OVERDUE)
    if len(record.reports) >= SAME_TEXT_REPORTS and len({entry.fact.done for entry in record.reports}) == 1:
        found.append(Contradiction.SAME_TEXT_AGAIN)
    if any(state.forecast_passed for state in milestones):
        found.append(Contradiction.FORECAST_PASSED)
    last = record.last_report
    if last and control not in CONFIRMED and day - last.effective_on > SILENT_AFTER:
        found.append(Contradiction.SILENT)
    return tuple(found)
