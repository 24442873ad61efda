"""The whole road map on one day. Every page, mail and document reads this; ``changes`` compares two days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from roadmap.domain.amendments import WrittenPlan
from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.health import CLOSED, OFF_CONTROL, OPEN_FOR_WORK, ControlStatus, MilestoneState
from roadmap.domain.measures import MeasureState, OpenAsk
from roadmap.domain.plan import Roadmap

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
    """A road map as of ``day`` and, if ``known_at`` is given, as it was known at that moment.

    ``plan`` is what it was made from, where that may differ from the plan of the day.
    """

    roadmap: Roadmap
    day: date
    known_at: datetime | None
    measures: tuple[MeasureState, ...]
    calendar: WorkingCalendar
    plan: WrittenPlan | None = None

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
