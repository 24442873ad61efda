"""Which last days a change of the working calendar moved, and which change it was."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from roadmap.domain.days import DayChange, calendar_before
from roadmap.domain.health import OPEN_FOR_WORK, Dates, MilestoneState
from roadmap.domain.measures import MeasureState
from roadmap.domain.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class DayMove:
    """The last day of a milestone, or (``milestone`` is ``None``) of a measure, before a change and after it."""

    measure: MeasureState
    milestone: MilestoneState | None
    before: date
    after: date
    change: DayChange

    @property
    def number(self) -> str:
        """The number in the plan of what has moved."""
        return self.milestone.milestone.number if self.milestone else self.measure.measure.number


def day_moves(
    portfolio: Portfolio,
    changes: Sequence[DayChange],
    since: datetime,
    measures: Collection[int],
    milestones: Collection[int],
) -> list[DayMove]:
    """What moved since then of these measures and milestones (by id), in the plan's order.

    ``changes`` are all that the portfolio's calendar has seen since ``since`` or earlier, the earliest first.
    """
    later = [change for change in changes if change.recorded_at > since]
    if not later:
        return []
    earlier = calendar_before(portfolio.calendar.exceptions, later)
    found = []
    for measure, milestone in _open(portfolio, measures, milestones):
        dates = milestone.dates if milestone else measure.dates
        if dates.due_on is None or dates.last_day is None:
            continue
        before = earlier.on_or_after(dates.due_on)
        change = _behind(dates, before, later)
        if before != dates.last_day and change:
            found.append(DayMove(measure, milestone, before, dates.last_day, change))
    return found


def _open(
    portfolio: Portfolio, measures: Collection[int], milestones: Collection[int]
) -> Iterator[tuple[MeasureState, MilestoneState | None]]:
    for measure in portfolio.measures:
        if measure.measure.id in measures and measure.control in OPEN_FOR_WORK:
            yield measure, None
        for state in measure.milestones:
            if state.milestone.id in milestones and state.open_for_work:
                yield measure, state


def _behind(dates: Dates, before: date, changes: Sequence[DayChange]) -> DayChange | None:
    """The latest change of a day between the date itself and the last day that counted or counts."""
    if dates.due_on is None or dates.last_day is None:
        return None
    first, last = dates.due_on, max(before, dates.last_day)
    return next((change for change in reversed(changes) if first <= change.on <= last), None)
