"""Choosing, ordering and paging the measures of a portfolio: what a reader of hundreds of measures does with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roadmap.domain.facts import Confidence
from roadmap.domain.health import ControlStatus
from roadmap.domain.measures import MeasureState
from roadmap.domain.people import Organisation, Person
from roadmap.domain.search import folded, says

PER_PAGE = 50


class Order(StrEnum):
    """What the measures are sorted by; ``plan`` is the road map's own order, every other begins with what is worst."""

    PLAN = "plan"
    CONTROL = "control"
    CONFIDENCE = "confidence"
    NEXT = "next"
    SLIP = "slip"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which measures to show; an empty field leaves everything in. ``text`` is sought in all three languages."""

    text: str = ""
    organisation: str | None = None
    control: ControlStatus | None = None
    confidence: Confidence | None = None
    person_id: int | None = None

    def __bool__(self) -> bool:
        return self != Filter()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; pages are counted from one."""

    measures: tuple[MeasureState, ...]
    number: int
    pages: int
    total: int


def chosen(measures: Sequence[MeasureState], wanted: Filter) -> tuple[MeasureState, ...]:
    """The measures that the filter lets through, in the order they came."""
    sought = folded(wanted.text)
    return tuple(each for each in measures if _passes(each, wanted, sought))


def _passes(state: MeasureState, wanted: Filter, sought: str) -> bool:
    if wanted.control and wanted.control not in _statuses_of(state):
        return False
    if wanted.confidence and state.confidence is not wanted.confidence:
        return False
    if wanted.organisation and wanted.organisation not in {each.code for each in organisations_of(state)}:
        return False
    if wanted.person_id and wanted.person_id not in {each.id for each in persons_of(state)}:
        return False
    return not sought or _mentions(state, sought)


def _statuses_of(state: MeasureState) -> set[ControlStatus]:
    """A measure is found by the status of any of its milestones too: who asks for "overdue" wants them all."""
    return {state.control, *(each.control for each in state.milestones)}


def _mentions(state: MeasureState, sought: str) -> bool:
    measure = state.measure
    texts = [measure.title, *(clause.clause.text for clause in state.clauses)]
    texts += [each.milestone.title for each in state.milestones]
    return folded(measure.number).startswith(sought) or any(says(text, sought) for text in texts)


def organisations_of(state: MeasureState) -> list[Organisation]:
    """The bodies that a measure names."""
    return [each.organisation for each in state.measure.executors]


def persons_of(state: MeasureState) -> list[Person]:
    """Whoever answers for the measure or for one of its milestones by name."""
    responsible = [state.responsible, *(each.responsible for each in state.milestones)]
    return [each.person for each in responsible if each.person]


_BY_CONFIDENCE = {
    each: place
    for place, each in enumerate((Confidence.OFF_TRACK, Confidence.AT_RISK, Confidence.NO_DATA, Confidence.ON_TRACK))
}
_BY_CONTROL = {
    each: place
    for place, each in enumerate(
        (
            ControlStatus.OVERDUE,
            ControlStatus.RETURNED,
            ControlStatus.REPORTED_DONE,
            ControlStatus.IN_PROGRESS,
            ControlStatus.NOT_STARTED,
        )
    )
}
Key = Callable[[MeasureState], tuple[int, ...]]
_KEYS: dict[Order, Key] = {
    Order.CONTROL: lambda state: (_BY_CONTROL.get(state.control, len(_BY_CONTROL)),),
    Order.CONFIDENCE: lambda state: (_BY_CONFIDENCE[state.confidence],),
    Order.NEXT: lambda state: (_next_day(state).toordinal(),),
    Order.SLIP: lambda state: (-_slip(state),),
    Order.REPORT: lambda state: (state.last_report.effective_on.toordinal() if state.last_report else 0,),
}


def _next_day(state: MeasureState) -> date:
    step = state.next_milestone
    return (step.dates.last_day if step else None) or date.max


def _slip(state: MeasureState) -> int:
    worst = state.worst_slip
    return worst.dates.slip.calendar_days if worst and worst.dates.slip else 0


def ordered(measures: Sequence[MeasureState], order: Order) -> tuple[MeasureState, ...]:
    """The measures by what is asked for; equal ones stay in the plan's order."""
    key = _KEYS.get(order)
    return tuple(sorted(measures, key=key)) if key else tuple(measures)


def page_of(measures: Sequence[MeasureState], number: int) -> Page:
    """The page with this number, or the nearest there is."""
    pages = max(1, -(-len(measures) // PER_PAGE))
    number = min(max(1, number), pages)
    return Page(tuple(measures[(number - 1) * PER_PAGE : number * PER_PAGE]), number, pages, len(measures))
