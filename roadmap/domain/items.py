"""What asks for attention on a working morning: overdue, returned, or due in three, one or no working days."""

from dataclasses import dataclass
from enum import StrEnum

from roadmap.domain.health import CLOSED, OFF_CONTROL, ControlStatus, Dates, MilestoneState
from roadmap.domain.measures import MeasureState
from roadmap.domain.portfolio import Portfolio

REMINDED_BEFORE = (3, 1, 0)
LAST_DAY = 0


class Why(StrEnum):
    """Why an item is in the mail, the most urgent first."""

    OVERDUE = "overdue"
    RETURNED = "returned"
    DUE = "due"
    LATER = "later"


_URGENCY = {why: place for place, why in enumerate(Why)}


@dataclass(frozen=True, slots=True)
class Item:
    """A milestone, or a measure with a date of its own (``milestone`` is ``None`` then), on one morning."""

    measure: MeasureState
    milestone: MilestoneState | None
    why: Why

    @property
    def dates(self) -> Dates:
        """The dates of whichever it is."""
        return self.milestone.dates if self.milestone else self.measure.dates

    @property
    def key(self) -> tuple[int, int | None]:
        """The measure's number (id), and the milestone's or ``None``."""
        return (self.measure.measure.id, self.milestone.milestone.id if self.milestone else None)

    @property
    def days_left(self) -> int | None:
        """Working days to the last day, negative when it has passed; ``None`` when no date is stated."""
        return self.dates.working_days_left

    @property
    def returned_because(self) -> str:
        """The controlling side's reason, for an item that was returned."""
        verdict = self.milestone.verdict if self.milestone else None
        return verdict.fact.reason if verdict and self.why is Why.RETURNED else ""

    @property
    def needs_action(self) -> bool:
        """Whether this morning is one on which its holder is reminded."""
        return self.why in (Why.OVERDUE, Why.RETURNED) or self.days_left in REMINDED_BEFORE

    @property
    def on_last_day(self) -> bool:
        """Whether this is the last reminder before it becomes overdue."""
        return self.days_left == LAST_DAY

    @property
    def urgency(self) -> tuple[int, int, int, tuple[int, int]]:
        """Sorts the most urgent first; items of equal urgency stand in a fixed order."""
        left = self.days_left
        measure_id, milestone_id = self.key
        return (_URGENCY[self.why], int(left is None), left or 0, (measure_id, milestone_id or 0))


def items_of(portfolio: Portfolio) -> list[Item]:
    """Everything that still has to be worked on and is overdue, returned or has a date ahead, most urgent first.

    "Permanent" and "not stated" are never due. What was taken off control, with its measure or alone, is not there.
    """
    found = []
    for measure in portfolio.measures:
        if measure.control in OFF_CONTROL:
            continue
        for milestone in measure.milestones:
            if milestone.open_for_work and (why := _why_milestone(milestone)):
                found.append(Item(measure, milestone, why))
        own = _why_by_date(measure.dates)
        if own and measure.control not in CLOSED | {ControlStatus.REPORTED_DONE}:
            found.append(Item(measure, None, own))
    return sorted(found, key=lambda item: item.urgency)


def _why_milestone(state: MilestoneState) -> Why | None:
    return Why.RETURNED if state.control is ControlStatus.RETURNED else _why_by_date(state.dates)


def _why_by_date(dates: Dates) -> Why | None:
    left = dates.working_days_left
    if left is None:
        return None
    if left < 0:
        return Why.OVERDUE
    return Why.DUE if left in REMINDED_BEFORE else Why.LATER
