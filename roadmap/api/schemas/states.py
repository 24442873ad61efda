"""Measures and milestones judged on one day, as the read model has them: nothing is computed here."""

from roadmap.api.schemas.base import Answer, Day, Moment, Text, text_of
from roadmap.api.schemas.people import ResponsibleAnswer, responsible_answer
from roadmap.api.schemas.roadmaps import (
    DeadlineAnswer,
    RoadmapAnswer,
    deadline_answer,
    roadmap_answer,
)
from roadmap.domain.facts import Confidence, ExtensionFact, Progress
from roadmap.domain.health import ControlStatus, Dates, MilestoneState
from roadmap.domain.ledger import Entry
from roadmap.domain.measures import Contradiction, MeasureState, OpenAsk
from roadmap.domain.portfolio import ItemState, Portfolio


class SlipAnswer(Answer):
    """How far the forecast or actual date lies after the original one."""

    calendar_days: int
    working_days: int


class DatesAnswer(Answer):
    """The dates. ``last_day`` is the approved day moved to a working one; ``moves`` counts decisions that moved it."""

    original: DeadlineAnswer | None
    approved: DeadlineAnswer | None
    moves: int
    moved_days: int | None
    due_on: Day | None
    last_day: Day | None
    forecast_on: Day | None
    actual_on: Day | None
    slip: SlipAnswer | None
    working_days_left: int | None


class DocumentAnswer(Answer):
    """A document by number and date; ``evidence`` is the line that put a copy into the record."""

    number: str
    dated_on: Day
    title: str
    address: str
    evidence: int | None


class RequestAnswer(Answer):
    """A pending request that the approved date be moved, made in line ``seq``."""

    seq: int
    to: Day
    reason: str


class MilestoneAnswer(Answer):
    """A milestone on one day. ``seq`` is the line of the word that is in force on it."""

    id: int
    number: str
    title: Text
    control: ControlStatus
    reported: Progress | None
    seq: int | None
    dates: DatesAnswer
    responsible: ResponsibleAnswer
    document: DocumentAnswer | None
    extension: RequestAnswer | None
    forecast_passed: bool


class GaugeAnswer(Answer):
    """Confirmed of all, by number and by the plan's weights."""

    confirmed: int
    total: int
    confirmed_weight: int
    total_weight: int


class ClauseStateAnswer(Answer):
    """A clause, and whether every milestone that completes it is confirmed."""

    code: str
    complete: bool


class WaitingAnswer(Answer):
    """For whose answer, and since when."""

    whom: str
    since: Day


class LastReportAnswer(Answer):
    """The report that is in force."""

    seq: int
    effective_on: Day
    recorded_at: Moment
    author: int | None
    confidence: Confidence
    done: Text
    next_step: Text
    blocker: Text
    waiting: WaitingAnswer | None


class AskAnswer(Answer):
    """A decision asked for in line ``seq`` and still unanswered."""

    seq: int
    what: Text
    whom: str
    by: Day
    age_days: int
    overdue: bool


class MeasureAnswer(Answer):
    """A measure on one day. ``last_line`` is the last line about it: what a writer sends back as ``last_seen``."""

    id: int
    number: str
    title: Text
    control: ControlStatus
    confidence: Confidence
    dates: DatesAnswer
    responsible: ResponsibleAnswer
    gauge: GaugeAnswer
    beyond: GaugeAnswer
    clauses: list[ClauseStateAnswer]
    last_report: LastReportAnswer | None
    asks: list[AskAnswer]
    extension: RequestAnswer | None
    contradictions: list[Contradiction]
    last_line: int
    milestones: list[MilestoneAnswer]


class ItemAnswer(Answer):
    """A milestone by its measure's number and its own."""

    measure: str
    milestone: str


class PortfolioAnswer(Answer):
    """The whole road map on one day and, with ``known_at``, as it was known at that moment."""

    roadmap: RoadmapAnswer
    day: Day
    known_at: Moment | None
    reported_this_month: int
    to_report_on: int
    overdue: list[ItemAnswer]
    due_soon: list[ItemAnswer]
    measures: list[MeasureAnswer]


def portfolio_answer(portfolio: Portfolio, last_lines: dict[int, int]) -> PortfolioAnswer:
    """The read model as it is answered. ``last_lines`` are by the measure's number (id)."""
    return PortfolioAnswer(
        roadmap=roadmap_answer(portfolio.roadmap),
        day=portfolio.day,
        known_at=portfolio.known_at,
        reported_this_month=portfolio.reported_this_month,
        to_report_on=len(portfolio.to_report_on),
        overdue=[_item(each) for each in portfolio.overdue],
        due_soon=[_item(each) for each in portfolio.due_soon],
        measures=[measure_state(each, last_lines.get(each.measure.id, 0)) for each in portfolio.measures],
    )


def measure_state(state: MeasureState, last_line: int) -> MeasureAnswer:
    """A judged measure as it is answered."""
    return MeasureAnswer(
        id=state.measure.id,
        number=state.measure.number,
        title=text_of(state.measure.title),
        control=state.control,
        confidence=state.confidence,
        dates=_dates(state.dates),
        responsible=responsible_answer(state.responsible),
        gauge=GaugeAnswer.model_validate(state.gauge),
        beyond=GaugeAnswer.model_validate(state.beyond),
        clauses=[ClauseStateAnswer(code=each.clause.code, complete=each.complete) for each in state.clauses],
        last_report=_report(state),
        asks=[_ask(each) for each in state.asks],
        extension=_request(state.extension),
        contradictions=list(state.contradictions),
        last_line=last_line,
        milestones=[_milestone(each) for each in state.milestones],
    )


def _milestone(state: MilestoneState) -> MilestoneAnswer:
    return MilestoneAnswer(
        id=state.milestone.id,
        number=state.milestone.number,
        title=text_of(state.milestone.title),
        control=state.control,
        reported=state.progress.fact.state if state.progress else None,
        seq=state.progress.seq if state.progress else None,
        dates=_dates(state.dates),
        responsible=responsible_answer(state.responsible),
        document=DocumentAnswer.model_validate(state.document) if state.document else None,
        extension=_request(state.extension),
        forecast_passed=state.forecast_passed,
    )


def _dates(dates: Dates) -> DatesAnswer:
    return DatesAnswer(
        original=deadline_answer(dates.original),
        approved=deadline_answer(dates.approved),
        moves=dates.moves,
        moved_days=dates.moved_days,
        due_on=dates.due_on,
        last_day=dates.last_day,
        forecast_on=dates.forecast_on,
        actual_on=dates.actual_on,
        slip=SlipAnswer.model_validate(dates.slip) if dates.slip else None,
        working_days_left=dates.working_days_left,
    )


def _report(state: MeasureState) -> LastReportAnswer | None:
    entry = state.last_report
    if entry is None:
        return None
    fact = entry.fact
    return LastReportAnswer(
        seq=entry.seq,
        effective_on=entry.effective_on,
        recorded_at=entry.recorded_at,
        author=entry.author_id,
        confidence=fact.confidence,
        done=text_of(fact.done),
        next_step=text_of(fact.next_step),
        blocker=text_of(fact.blocker),
        waiting=WaitingAnswer.model_validate(fact.waiting) if fact.waiting else None,
    )


def _ask(ask: OpenAsk) -> AskAnswer:
    fact = ask.entry.fact
    return AskAnswer(
        seq=ask.entry.seq,
        what=text_of(fact.what),
        whom=fact.whom,
        by=fact.by,
        age_days=ask.age_days,
        overdue=ask.overdue,
    )


def _request(asked: Entry[ExtensionFact] | None) -> RequestAnswer | None:
    return RequestAnswer(seq=asked.seq, to=asked.fact.to, reason=asked.fact.reason) if asked else None


def _item(item: ItemState) -> ItemAnswer:
    return ItemAnswer(measure=item.measure.measure.number, milestone=item.state.milestone.number)
