"""Requests that an approved date be moved: what was asked, how long before the date, and what became of it.

A request moves nothing. The approved date moves by a decision that names who took it and the document it rests on.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.facts import DeadlineFact, ExtensionFact, RefusalFact
from roadmap.domain.health import Dates, MilestoneState
from roadmap.domain.ledger import Entry
from roadmap.domain.measures import MeasureState
from roadmap.domain.portfolio import Portfolio
from roadmap.domain.records import SubjectRecord


class RequestState(StrEnum):
    """What became of a request. ``settled``: something else was decided or reported, and nobody waits for it."""

    PENDING = "pending"
    GRANTED = "granted"
    REFUSED = "refused"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class ExtensionRequest:
    """A request about a milestone, or (``milestone`` is ``None``) about a measure as a whole.

    ``last_day`` is the last day of the date in force when it was made, and ``days_before`` the working days that were
    left of it then: negative where it was asked for after the date had passed.
    """

    asked: Entry[ExtensionFact]
    measure: MeasureState
    milestone: MilestoneState | None
    state: RequestState
    last_day: date | None
    days_before: int | None
    decision: Entry[DeadlineFact] | Entry[RefusalFact] | None = None

    @property
    def dates(self) -> Dates:
        """The dates of what it is about."""
        return self.milestone.dates if self.milestone else self.measure.dates

    @property
    def number(self) -> str:
        """The number in the plan of what it is about."""
        return self.milestone.milestone.number if self.milestone else self.measure.measure.number


def pending_requests(portfolio: Portfolio) -> list[ExtensionRequest]:
    """Every request that waits for a decision, those whose date comes first at the head; the undated last."""
    found = []
    for measure in portfolio.measures:
        for milestone in (None, *measure.milestones):
            asked = milestone.extension if milestone else measure.extension
            if asked:
                found.append(_pending(asked, measure, milestone, portfolio.calendar))
    return sorted(found, key=lambda each: (each.last_day or date.max, each.asked.seq))


def _pending(
    asked: Entry[ExtensionFact], measure: MeasureState, milestone: MilestoneState | None, calendar: WorkingCalendar
) -> ExtensionRequest:
    # Nothing was decided about the date since, so the one in force is the one that was in force then.
    last_day = (milestone or measure).dates.last_day
    left = calendar.between(asked.effective_on, last_day) if last_day else None
    return ExtensionRequest(asked, measure, milestone, RequestState.PENDING, last_day, left)


def request_in(
    asked: Entry[ExtensionFact],
    measure: MeasureState,
    milestone: MilestoneState | None,
    record: SubjectRecord,
    calendar: WorkingCalendar,
) -> ExtensionRequest:
    """One request, decided or not, given the record of what it is about."""
    pending = (milestone or measure).extension
    before = [entry.fact.deadline for entry in record.deadlines if entry.written < asked.written]
    # A date that falls anew in every period has no day of its own that could be looked up afterwards.
    falls_on = before[-1].on if before else None
    last_day = calendar.on_or_after(falls_on) if falls_on else None
    left = calendar.between(asked.effective_on, last_day) if last_day else None
    decision = decision_on(asked, record)
    match decision.fact if decision else None:
        case DeadlineFact(asked_seq=asked.seq):
            state = RequestState.GRANTED
        case RefusalFact():
            state = RequestState.REFUSED
        case _:
            state = RequestState.PENDING if pending and pending.seq == asked.seq else RequestState.SETTLED
    return ExtensionRequest(asked, measure, milestone, state, last_day, left, decision)


def decision_on(asked: Entry[ExtensionFact], record: SubjectRecord) -> Entry[DeadlineFact] | Entry[RefusalFact] | None:
    """The decision that names the request, else the first one about the date that was written after it."""
    granted = [entry for entry in record.deadlines if entry.fact.asked_seq == asked.seq]
    refused = [entry for entry in record.refusals if entry.fact.asked_seq == asked.seq]
    if granted and not (refused and refused[-1].written > granted[-1].written):
        return granted[-1]
    if refused:
        return refused[-1]
    later = (entry for entry in record.deadlines if entry.written > asked.written)
    return min(later, key=lambda each: each.written, default=None)
