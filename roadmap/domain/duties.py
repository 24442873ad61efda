"""What is asked of one person now, and what else lies with him: the list that a coordinator's day begins with."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roadmap.domain.health import CLOSED, OFF_CONTROL, OPEN_FOR_WORK, ControlStatus, MilestoneState, held_by
from roadmap.domain.measures import MeasureState
from roadmap.domain.people import Person
from roadmap.domain.portfolio import Portfolio

SOON_IN_WORKING_DAYS = 10


class Asked(StrEnum):
    """What exactly is asked."""

    RETURNED = "returned"
    OVERDUE = "overdue"
    FORECAST_PASSED = "forecast_passed"
    DUE_SOON = "due_soon"
    REPORT_DUE = "report_due"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Duty:
    """One item of a person: a milestone, or a measure as a whole (``state`` is ``None``), and what is asked about it.

    ``on`` is the day that counts, ``working_days_left`` those from today to it, negative when it has passed.
    """

    measure: MeasureState
    state: MilestoneState | None
    asked: Asked
    on: date | None
    working_days_left: int | None


def duties_of(portfolio: Portfolio, person: Person, coordinates: Set[int], given: Set[int] = frozenset()) -> list[Duty]:
    """Every open item of a person, the nearest date first and those without one last.

    His are the measures he reports on, by their numbers in ``coordinates``, the milestones ``given`` to him one by one,
    and whatever he answers for by name.
    """
    found: list[Duty] = []
    silent = {measure.measure.id for measure in portfolio.not_reported}
    for measure in portfolio.measures:
        if measure.control in OFF_CONTROL:
            continue
        whole = measure.measure.id in coordinates or held_by(person, measure.responsible)
        if measure.control not in CLOSED and whole:
            found.append(_report(portfolio, measure, measure.measure.id in silent))
        found += [
            _duty(measure, state)
            for state in measure.milestones
            if state.open_for_work and (whole or state.milestone.id in given or held_by(person, state.responsible))
        ]
    return sorted(found, key=lambda duty: (duty.on or date.max, duty.state is not None))


def _report(portfolio: Portfolio, measure: MeasureState, silent: bool) -> Duty:
    """A report is due once a month, by the month's last working day; a date of the measure's own comes before that."""
    own, left = measure.dates.last_day, measure.dates.working_days_left
    if own and own < portfolio.day and measure.control is ControlStatus.OVERDUE:
        return Duty(measure, None, Asked.OVERDUE, own, left)
    if not silent and left is not None and left <= SOON_IN_WORKING_DAYS and measure.control in OPEN_FOR_WORK:
        return Duty(measure, None, Asked.DUE_SOON, own, left)
    if not silent:
        return Duty(measure, None, Asked.NOTHING, measure.dates.last_day, measure.dates.working_days_left)
    last = portfolio.calendar.on_or_before(_end_of_month(portfolio.day))
    return Duty(measure, None, Asked.REPORT_DUE, last, portfolio.calendar.between(portfolio.day, last))


def _end_of_month(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _duty(measure: MeasureState, state: MilestoneState) -> Duty:
    left = state.dates.working_days_left
    asked = Asked.NOTHING
    if state.control is ControlStatus.RETURNED:
        asked = Asked.RETURNED
    elif state.control is ControlStatus.OVERDUE:
        asked = Asked.OVERDUE
    elif state.forecast_passed:
        asked = Asked.FORECAST_PASSED
    elif left is not None and left <= SOON_IN_WORKING_DAYS:
        asked = Asked.DUE_SOON
    return Duty(measure, state, asked, state.dates.last_day, left)
