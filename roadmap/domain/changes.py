"""The difference between two days of a road map: what moved, what was said, what was corrected, and the plan itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roadmap.domain.amendments import PlanEntry
from roadmap.domain.deadlines import same_date
from roadmap.domain.facts import (
    AdoptionFact,
    AmendmentFact,
    Confidence,
    CorrectionFact,
    Element,
    RefusalFact,
    ReportFact,
)
from roadmap.domain.health import ControlStatus, Dates, MilestoneState
from roadmap.domain.ledger import Entry
from roadmap.domain.measures import MeasureState, OpenAsk
from roadmap.domain.plan import Deadline
from roadmap.domain.portfolio import Portfolio


class ChangeKind(StrEnum):
    """What changed between two days. ``reworded``: an approved date is the same day in other words."""

    CONTROL = "control"
    CONFIDENCE = "confidence"
    APPROVED_DATE = "approved_date"
    REWORDED = "reworded"
    FORECAST = "forecast"
    ASKED = "asked"
    ASK_CLOSED = "ask_closed"
    REPORTED = "reported"
    EXTENSION_REFUSED = "extension_refused"
    CORRECTED = "corrected"
    AMENDED = "amended"
    ADOPTED = "adopted"


Said = Entry[ReportFact] | Entry[RefusalFact] | Entry[CorrectionFact] | Entry[AmendmentFact] | Entry[AdoptionFact]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``before`` and ``after`` are of the kind's own type; ``seq`` is the line that brought it.

    ``measure`` is ``None`` where the road map itself was adopted or amended.
    """

    kind: ChangeKind
    measure: MeasureState | None
    milestone: MilestoneState | None
    before: ControlStatus | Confidence | Deadline | date | OpenAsk | None
    after: ControlStatus | Confidence | Deadline | date | OpenAsk | Said | None
    seq: int | None


def changes_between(before: Portfolio, after: Portfolio) -> list[Change]:
    """What is different on the later day: first the plan itself, then measure by measure in the plan's order."""
    earlier = {state.measure.id: state for state in before.measures}
    found = list(_plan_changes(before, after))
    for measure in after.measures:
        was = earlier.get(measure.measure.id)
        if was is not None:
            found += _measure_changes(was, measure)
    return found


def _plan_changes(before: Portfolio, after: Portfolio) -> Iterator[Change]:
    """The adoption and the amendments that did not count yet on the earlier day, and count on the later one."""
    plan = before.plan or after.plan
    states = {state.measure.id: state for state in after.measures}
    new: list[PlanEntry] = [
        line.entry
        for line in (plan.lines if plan else ())
        if line.heard(after.day, after.known_at) and not line.heard(before.day, before.known_at)
    ]
    # What is new with its measure is not told part by part.
    added = {entry.measure_id: entry for entry in new if _adds_measure(entry)}
    for entry in sorted(new, key=lambda entry: entry.order):
        measure = states.get(entry.measure_id or 0)
        if entry.measure_id and (measure is None or added.get(entry.measure_id, entry) is not entry):
            continue
        kind = ChangeKind.ADOPTED if isinstance(entry.fact, AdoptionFact) else ChangeKind.AMENDED
        yield Change(kind, measure, _milestone_of(measure, entry), None, entry, entry.seq)


def _adds_measure(entry: PlanEntry) -> bool:
    return isinstance(entry.fact, AmendmentFact) and entry.fact.added and entry.fact.element is Element.MEASURE


def _milestone_of(measure: MeasureState | None, entry: PlanEntry) -> MilestoneState | None:
    states = measure.milestones if measure else ()
    return next((state for state in states if state.milestone.id == entry.milestone_id), None)


def _measure_changes(was: MeasureState, now: MeasureState) -> list[Change]:
    found: list[Change] = []
    last = now.last_report
    if was.confidence is not now.confidence and last:
        found.append(Change(ChangeKind.CONFIDENCE, now, None, was.confidence, now.confidence, last.seq))
    elif last and (was.last_report is None or was.last_report.seq != last.seq):
        found.append(Change(ChangeKind.REPORTED, now, None, None, last, last.seq))
    found += _asks(was, now)
    known = {entry.seq for entry in was.corrections}
    found += [Change(ChangeKind.CORRECTED, now, None, None, e, e.seq) for e in now.corrections if e.seq not in known]
    found += _approved(now, None, was.dates, now.dates)
    found += _refused(now, None, was, now)
    states_before = {state.milestone.id: state for state in was.milestones}
    for state in now.milestones:
        previous = states_before.get(state.milestone.id)
        if previous is not None:
            found += _milestone_changes(now, previous, state)
    return found


def _asks(was: MeasureState, now: MeasureState) -> Iterator[Change]:
    before = {ask.entry.seq: ask for ask in was.asks}
    after = {ask.entry.seq: ask for ask in now.asks}
    for seq, ask in after.items():
        if seq not in before:
            yield Change(ChangeKind.ASKED, now, None, None, ask, seq)
    closed = {entry.fact.ask_seq: entry.seq for entry in now.answers}
    closed |= {entry.fact.ask_seq: entry.seq for entry in now.withdrawals}
    for seq, ask in before.items():
        if seq not in after:
            yield Change(ChangeKind.ASK_CLOSED, now, None, ask, None, closed.get(seq, seq))


def _milestone_changes(measure: MeasureState, was: MilestoneState, now: MilestoneState) -> list[Change]:
    found: list[Change] = []
    if was.control is not now.control:
        found.append(Change(ChangeKind.CONTROL, measure, now, was.control, now.control, _line_behind(was, now)))
    found += _approved(measure, now, was.dates, now.dates)
    found += _refused(measure, now, was, now)
    if was.dates.forecast_on != now.dates.forecast_on and now.dates.forecast_on:
        line = now.progress.seq if now.progress else None
        found.append(Change(ChangeKind.FORECAST, measure, now, was.dates.forecast_on, now.dates.forecast_on, line))
    return found


def _line_behind(was: MilestoneState, now: MilestoneState) -> int | None:
    """The line that changed the control status; nobody writes one when a date passes, so "overdue" has none.

    It has one where the controlling side put the item under control again after its day had passed.
    """
    pairs = ((was.progress, now.progress), (was.verdict, now.verdict))
    new = [later.order for earlier, later in pairs if later and (earlier is None or earlier.seq != later.seq)]
    if now.control is ControlStatus.OVERDUE and was.counts and not was.confirmed:
        return None
    if new:
        return max(new)[-1]
    return now.dates.approval.seq if now.dates.approval and was.dates.approval != now.dates.approval else None


def _approved(measure: MeasureState, milestone: MilestoneState | None, was: Dates, now: Dates) -> Iterator[Change]:
    """The approved date that another one replaced, or the same date in other words."""
    if was.approved == now.approved:
        return
    moved = was.approved is None or now.approved is None or not same_date(was.approved, now.approved)
    kind = ChangeKind.APPROVED_DATE if moved else ChangeKind.REWORDED
    line = now.approval.seq if now.approval else None
    yield Change(kind, measure, milestone, was.approved, now.approved, line)


def _refused(
    measure: MeasureState,
    milestone: MilestoneState | None,
    was: MeasureState | MilestoneState,
    now: MeasureState | MilestoneState,
) -> Iterator[Change]:
    known = {entry.seq for entry in was.refusals}
    for entry in now.refusals:
        if entry.seq not in known:
            yield Change(ChangeKind.EXTENSION_REFUSED, measure, milestone, None, entry, entry.seq)
