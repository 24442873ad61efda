"""The whole road map on one day, and the difference between two days. Every page, mail and document reads this."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.facts import Confidence, ReportFact
from roadmap.domain.health import CLOSED, OFF_CONTROL, OPEN_FOR_WORK, ControlStatus, Dates, MilestoneState
from roadmap.domain.ledger import Entry
from roadmap.domain.measures import MeasureState, OpenAsk
from roadmap.domain.plan import Deadline, Roadmap

DUE_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ItemState:
    """A milestone together with the measure it belongs to."""

    measure: MeasureState
    state: MilestoneState


@dataclass(frozen=True, slots=True)
class AskedOf:
    """An open ask together with its measure."""

    measure: MeasureState
    ask: OpenAsk


@dataclass(frozen=True)
class Portfolio:
    """A road map as of ``day`` and, if ``known_at`` is given, as it was known at that moment."""

    roadmap: Roadmap
    day: date
    known_at: datetime | None
    measures: tuple[MeasureState, ...]
    calendar: WorkingCalendar

    def measure(self, number: str) -> MeasureState | None:
        """The measure with this number, or ``None``."""
        return next((state for state in self.measures if state.measure.number == number), None)

    @property
    def decisions_needed(self) -> list[AskedOf]:
        """Open asks, the one needed soonest first."""
        asked = [AskedOf(measure, ask) for measure in self.measures for ask in measure.asks]
        return sorted(asked, key=lambda item: (item.ask.entry.fact.by, item.ask.entry.seq))

    @property
    def items(self) -> list[ItemState]:
        """Every milestone with its measure, in the plan's order; a measure taken off control takes its own along."""
        return [
            ItemState(measure, state)
            for measure in self.measures
            if measure.control not in OFF_CONTROL
            for state in measure.milestones
        ]

    @property
    def overdue(self) -> list[ItemState]:
        """Overdue milestones, the oldest first."""
        return _by_last_day([item for item in self.items if item.state.control is ControlStatus.OVERDUE])

    @property
    def due_soon(self) -> list[ItemState]:
        """Open milestones whose last day lies within the next 30 days, the nearest first."""
        last = self.day + DUE_SOON
        return _by_last_day(
            [
                item
                for item in self.items
                if item.state.control in OPEN_FOR_WORK
                and item.state.dates.last_day
                and self.day <= item.state.dates.last_day <= last
            ]
        )

    @property
    def to_report_on(self) -> list[MeasureState]:
        """The measures on which a report is expected every month: those neither confirmed done nor off control."""
        return [measure for measure in self.measures if measure.control not in CLOSED]

    @property
    def reported_this_month(self) -> int:
        """How many of the measures to report on have a report that speaks about a day of this month."""
        month = (self.day.year, self.day.month)
        last_reports = (measure.last_report for measure in self.to_report_on)
        return sum(1 for r in last_reports if r and (r.effective_on.year, r.effective_on.month) == month)

    @property
    def not_reported(self) -> list[MeasureState]:
        """Measures to report on and silent this month, those never reported on first, then the longest silent."""
        month_start = self.day.replace(day=1)
        silent = [m for m in self.to_report_on if not m.last_report or m.last_report.effective_on < month_start]
        return sorted(silent, key=lambda m: m.last_report.effective_on if m.last_report else date.min)


def _by_last_day(items: list[ItemState]) -> list[ItemState]:
    return sorted(items, key=lambda item: item.state.dates.last_day or date.max)


class ChangeKind(StrEnum):
    """What changed between two days."""

    CONTROL = "control"
    CONFIDENCE = "confidence"
    APPROVED_DATE = "approved_date"
    FORECAST = "forecast"
    ASKED = "asked"
    ASK_CLOSED = "ask_closed"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``before`` and ``after`` are of the kind's own type; ``seq`` is the line that brought it."""

    kind: ChangeKind
    measure: MeasureState
    milestone: MilestoneState | None
    before: ControlStatus | Confidence | Deadline | date | OpenAsk | None
    after: ControlStatus | Confidence | Deadline | date | OpenAsk | Entry[ReportFact] | None
    seq: int | None


def changes_between(before: Portfolio, after: Portfolio) -> list[Change]:
    """What is different on the later day, measure by measure in the plan's order."""
    earlier = {state.measure.id: state for state in before.measures}
    found: list[Change] = []
    for measure in after.measures:
        was = earlier.get(measure.measure.id)
        if was is not None:
            found += _measure_changes(was, measure)
    return found


def _measure_changes(was: MeasureState, now: MeasureState) -> list[Change]:
    found: list[Change] = []
    last = now.last_report
    if was.confidence is not now.confidence and last:
        found.append(Change(ChangeKind.CONFIDENCE, now, None, was.confidence, now.confidence, last.seq))
    elif last and (was.last_report is None or was.last_report.seq != last.seq):
        found.append(Change(ChangeKind.REPORTED, now, None, None, last, last.seq))
    asked_before = {ask.entry.seq: ask for ask in was.asks}
    asked_now = {ask.entry.seq: ask for ask in now.asks}
    found += [Change(ChangeKind.ASKED, now, None, None, a, s) for s, a in asked_now.items() if s not in asked_before]
    closed = {entry.fact.ask_seq: entry.seq for entry in now.answers}
    closed |= {entry.fact.ask_seq: entry.seq for entry in now.withdrawals}
    found += [
        Change(ChangeKind.ASK_CLOSED, now, None, a, None, closed.get(s, s))
        for s, a in asked_before.items()
        if s not in asked_now
    ]
    if was.dates.approved != now.dates.approved:
        found.append(_approved(now, None, was.dates, now.dates))
    states_before = {state.milestone.id: state for state in was.milestones}
    for state in now.milestones:
        previous = states_before.get(state.milestone.id)
        if previous is not None:
            found += _milestone_changes(now, previous, state)
    return found


def _milestone_changes(measure: MeasureState, was: MilestoneState, now: MilestoneState) -> list[Change]:
    found: list[Change] = []
    if was.control is not now.control:
        found.append(Change(ChangeKind.CONTROL, measure, now, was.control, now.control, _line_behind(was, now)))
    if was.dates.approved != now.dates.approved:
        found.append(_approved(measure, now, was.dates, now.dates))
    if was.dates.forecast_on != now.dates.forecast_on and now.dates.forecast_on:
        line = now.progress.seq if now.progress else None
        found.append(Change(ChangeKind.FORECAST, measure, now, was.dates.forecast_on, now.dates.forecast_on, line))
    return found


def _line_behind(was: MilestoneState, now: MilestoneState) -> int | None:
    """The line that changed the control status; nobody writes one when a date passes, so "overdue" has none."""
    if now.control is ControlStatus.OVERDUE:
        return None
    pairs = ((was.progress, now.progress), (was.verdict, now.verdict))
    new = [later.order for earlier, later in pairs if later and (earlier is None or earlier.seq != later.seq)]
    if new:
        return max(new)[1]
    return now.dates.approval.seq if now.dates.approval and was.dates.approval != now.dates.approval else None


def _approved(measure: MeasureState, milestone: MilestoneState | None, was: Dates, now: Dates) -> Change:
    line = now.approval.seq if now.approval else None
    return Change(ChangeKind.APPROVED_DATE, measure, milestone, was.approved, now.approved, line)
