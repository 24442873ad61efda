"""Whether "nothing has changed" is an answer: not while a date has passed unexplained, or somebody waits for a word."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roadmap.domain.facts import Confidence
from roadmap.domain.health import ControlStatus, MilestoneState
from roadmap.domain.measures import MeasureState


class Unsaid(StrEnum):
    """What only a full report can say."""

    NO_REPORT = "no_report"
    REPORTED_TODAY = "reported_today"
    ASK_NEEDED = "ask_needed"
    RETURNED = "returned"
    FORECAST_PASSED = "forecast_passed"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing to be said anew, about a milestone or (``None``) the measure as a whole."""

    what: Unsaid
    state: MilestoneState | None = None


def gaps_in(measure: MeasureState, today: date) -> list[Gap]:
    """What keeps the last report from being repeated word for word; none means that it may be.

    An overdue milestone whose forecast is still ahead has been explained already, so it may stay as it is.
    """
    last = measure.last_report
    if last is None:
        return [Gap(Unsaid.NO_REPORT)]
    if last.effective_on >= today:
        return [Gap(Unsaid.REPORTED_TODAY)]
    found = []
    if last.fact.confidence is not Confidence.ON_TRACK and not measure.asks:
        found.append(Gap(Unsaid.ASK_NEEDED))
    spoken = ((state, _unsaid(state)) for state in measure.milestones)
    return [*found, *(Gap(what, state) for state, what in spoken if what)]


def _unsaid(state: MilestoneState) -> Unsaid | None:
    if state.control is ControlStatus.RETURNED:
        return Unsaid.RETURNED
    if state.forecast_passed:
        return Unsaid.FORECAST_PASSED
    if state.control is ControlStatus.OVERDUE and state.dates.forecast_on is None:
        return Unsaid.OVERDUE
    return None
