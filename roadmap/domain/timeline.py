"""The dates of a road map side by side: approved first and now, forecast, what happened, and who is waited for.

Places are percentages of the span that is shown, so that a picture of any width can be drawn from them. Words are for
``web``; a picture and its table are made from the same rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from roadmap.domain.days import LAST_YEAR
from roadmap.domain.health import MilestoneState
from roadmap.domain.measures import MeasureState
from roadmap.domain.plan import Holder

_MARGIN = timedelta(days=14)
_LONGEST_WITH_MONTHS = timedelta(days=200)
_LONGEST_WITH_QUARTERS = timedelta(days=1100)
_MONTHS_IN_A_YEAR = 12
# A slip of the hand that was written down once is drawn at the edge, and does not push everything else together.
_EARLIEST, _LATEST = date(1991, 1, 1), date(LAST_YEAR, 12, 31)


class MarkKind(StrEnum):
    """The four dates of a milestone. Where the approved date never moved, it is the original one as well."""

    ORIGINAL = "original"
    APPROVED = "approved"
    FORECAST = "forecast"
    ACTUAL = "actual"


class TickKind(StrEnum):
    """What begins at a tick."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Mark:
    """A date and its place from the left, in per cent."""

    kind: MarkKind
    day: date
    at: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one place to another, in per cent; ``back`` where the later word names the earlier day."""

    first: float
    last: float

    @property
    def back(self) -> bool:
        """Whether it leads to the left."""
        return self.last < self.first


@dataclass(frozen=True, slots=True)
class Tick:
    """Where a month, a quarter or a year begins."""

    kind: TickKind
    day: date
    at: float


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A milestone's dates. ``slip`` leads from the original date to the one that is expected or happened.

    ``waiting`` is drawn where a counterparty holds the ball: from today, or the approved date before it, to the day
    that is expected.
    """

    state: MilestoneState
    marks: tuple[Mark, ...]
    slip: Stretch | None
    waiting: Stretch | None


@dataclass(frozen=True, slots=True)
class Band:
    """A measure and its milestones. ``waiting``: for whose answer the measure waits, from then until today."""

    measure: MeasureState
    rows: tuple[TimelineRow, ...]
    waiting: Stretch | None
    own: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything between two days; ``today`` is the place of the day of the page."""

    first: date
    last: date
    today: float
    ticks: tuple[Tick, ...]
    bands: tuple[Band, ...]


def timeline_of(measures: Sequence[MeasureState], day: date) -> Timeline | None:
    """The dates of these measures as they stand on ``day``; ``None`` where none has a date."""
    days = [each for measure in measures for each in _days_of(measure)]
    if not days:
        return None
    scale = _Scale(_drawable(min(*days, day)) - _MARGIN, _drawable(max(*days, day)) + _MARGIN)
    bands = tuple(_band(measure, day, scale) for measure in measures)
    return Timeline(scale.first, scale.last, scale.at(day), tuple(_ticks(scale)), bands)


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def at(self, day: date) -> float:
        return round(100 * (_drawable(day) - self.first).days / (self.last - self.first).days, 2)

    def stretch(self, first: date, last: date) -> Stretch:
        return Stretch(self.at(first), self.at(last))


def _drawable(day: date) -> date:
    return min(max(day, _EARLIEST), _LATEST)


def _days_of(measure: MeasureState) -> Iterable[date]:
    yield from (mark for _, mark in _dates(measure))
    for state in measure.milestones:
        yield from (mark for _, mark in _dates(state))
    if measure.last_report and measure.last_report.fact.waiting:
        yield measure.last_report.fact.waiting.since


def _dates(state: MeasureState | MilestoneState) -> Iterable[tuple[MarkKind, date]]:
    dates = state.dates
    if dates.original and dates.original.on and dates.original != dates.approved:
        yield MarkKind.ORIGINAL, dates.original.on
    if dates.approved and dates.approved.on:
        yield MarkKind.APPROVED, dates.approved.on
    if dates.forecast_on:
        yield MarkKind.FORECAST, dates.forecast_on
    if dates.actual_on:
        yield MarkKind.ACTUAL, dates.actual_on


def _band(measure: MeasureState, day: date, scale: _Scale) -> Band:
    said = measure.last_report.fact.waiting if measure.last_report else None
    waiting = scale.stretch(said.since, day) if said and said.since < day else None
    rows = tuple(_row(state, day, scale) for state in measure.milestones if any(True for _ in _dates(state)))
    return Band(measure, rows, waiting, tuple(_marks(measure, scale)))


def _marks(state: MeasureState | MilestoneState, scale: _Scale) -> Iterable[Mark]:
    return (Mark(kind, day, scale.at(day)) for kind, day in _dates(state))


def _row(state: MilestoneState, day: date, scale: _Scale) -> TimelineRow:
    dates = state.dates
    original = dates.original.on if dates.original else None
    expected = dates.actual_on or dates.forecast_on or (dates.approved.on if dates.approved else None)
    slip = scale.stretch(original, expected) if original and expected and original != expected else None
    waiting = None
    if state.milestone.holder is Holder.COUNTERPARTY and state.open_for_work and expected and expected != day:
        waiting = scale.stretch(min(day, expected), max(day, expected))
    return TimelineRow(state, tuple(_marks(state, scale)), slip, waiting)


def _ticks(scale: _Scale) -> Iterable[Tick]:
    """The years always; quarters and months where there is room for them."""
    length = scale.last - scale.first
    step = 1 if length <= _LONGEST_WITH_MONTHS else 3 if length <= _LONGEST_WITH_QUARTERS else _MONTHS_IN_A_YEAR
    year, month = scale.first.year, 1
    while (begins := date(year, month, 1)) <= scale.last:
        if begins >= scale.first:
            quarter = TickKind.QUARTER if step == 3 else TickKind.MONTH
            yield Tick(TickKind.YEAR if month == 1 else quarter, begins, scale.at(begins))
        month += step
        year, month = (year + 1, 1) if month > _MONTHS_IN_A_YEAR else (year, month)
