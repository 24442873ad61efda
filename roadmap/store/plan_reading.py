"""Reading the plan: rows become domain objects here and nowhere else, in a number of queries that never grows."""

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from roadmap.domain.plan import (
    Clause,
    ClauseLink,
    Executor,
    ExecutorBasis,
    Holder,
    Measure,
    Milestone,
    Origin,
    Relation,
    Roadmap,
    SourceReference,
    Stage,
    StageAct,
)
from roadmap.store.people import OrganisationRow, organisation_of
from roadmap.store.plan import (
    ClauseRow,
    ExecutorRow,
    MeasureRow,
    MeasureSourceRow,
    MilestoneClauseRow,
    MilestoneRow,
    RoadmapRow,
)

Which = ColumnElement[bool]


def roadmap_of(row: RoadmapRow) -> Roadmap:
    """The row as the domain speaks of it."""
    act = None
    if row.act_number and row.act_dated_on:
        act = StageAct(row.act_title, row.act_number, row.act_dated_on)
    return Roadmap(
        id=row.id,
        slug=row.slug,
        title=row.title,
        title_origin=Origin(row.title_origin),
        stage=Stage(row.stage),
        stage_act=act,
        timezone=row.timezone,
        calendar=row.calendar,
        revision=row.revision,
        demonstration=row.demonstration,
        head_seq=row.head_seq,
        head_hash=row.head_hash,
        escalate_after=row.escalate_after,
        # One that was adopted before it was written down here has no line about that.
        adopted_on=row.adopted_on or (row.act_dated_on if row.stage == Stage.ADOPTED else None),
        plan_changed_on=row.plan_changed_on,
        plan_changed_at=row.plan_changed_at,
        decider_code=row.decider_code,
        from_letter=row.from_letter,
        short_title=row.short_title,
    )


def default_roadmap(session: Session) -> Roadmap | None:
    """The road map that the short addresses speak of; ``None`` before the first is loaded."""
    row = session.scalar(select(RoadmapRow).order_by(RoadmapRow.is_default.desc(), RoadmapRow.id).limit(1))
    return roadmap_of(row) if row else None


def roadmap_by_slug(session: Session, slug: str) -> Roadmap | None:
    """The road map with this short name."""
    row = session.scalar(select(RoadmapRow).where(RoadmapRow.slug == slug))
    return roadmap_of(row) if row else None


def all_roadmaps(session: Session) -> list[Roadmap]:
    """Every road map, the default one first."""
    rows = session.scalars(select(RoadmapRow).order_by(RoadmapRow.is_default.desc(), RoadmapRow.id))
    return [roadmap_of(row) for row in rows]


def measure_number(session: Session, roadmap_id: int, measure_id: int) -> str | None:
    """The number that a measure has in its road map; ``None`` if it is not there."""
    query = select(MeasureRow.number).where(MeasureRow.id == measure_id, MeasureRow.roadmap_id == roadmap_id)
    number: str | None = session.scalar(query)
    return number


def measures_of(
    session: Session, roadmap_id: int, number: str | None = None, measure_id: int | None = None
) -> list[Measure]:
    """The measures of a road map with everything that belongs to their plan, in the plan's order: six queries.

    With ``number`` only the measure of that number, with ``measure_id`` only that one, if there is one.
    """
    which = MeasureRow.roadmap_id == roadmap_id
    if measure_id is not None:
        which = and_(which, MeasureRow.id == measure_id)
    if number is not None:
        which = and_(which, MeasureRow.number == number)
    executors = _executors(session, which)
    clauses = _clauses(session, which)
    references = _sources(session, which)
    milestones = _milestones(session, which)
    rows = session.scalars(select(MeasureRow).where(which).order_by(MeasureRow.position))
    return [
        Measure(
            id=row.id,
            number=row.number,
            title=row.title,
            wording=row.wording,
            quote=row.quote,
            quote_reference=_reference(row.quote_source, row.quote_paragraph),
            completion_form=row.completion_form,
            funding=row.funding,
            origin=Origin(row.origin),
            executors=tuple(executors[row.id]),
            clauses=tuple(clauses[row.id]),
            milestones=tuple(milestones[row.id]),
            references=tuple(references[row.id]),
            decider_code=row.decider_code,
        )
        for row in rows
    ]


def _of_measures(query: Any, which: Which, measure_id: Any) -> Any:
    return query.join(MeasureRow, MeasureRow.id == measure_id).where(which)


def _executors(session: Session, which: Which) -> dict[int, list[Executor]]:
    query = _of_measures(select(ExecutorRow, OrganisationRow), which, ExecutorRow.measure_id)
    query = query.join(OrganisationRow, OrganisationRow.id == ExecutorRow.organisation_id)
    found: dict[int, list[Executor]] = defaultdict(list)
    for row, organisation in session.execute(query.order_by(ExecutorRow.measure_id, ExecutorRow.position)):
        basis = ExecutorBasis(row.basis)
        found[row.measure_id].append(
            Executor(organisation_of(organisation), row.is_lead, basis, row.by_agreement, row.note)
        )
    return found


def _clauses(session: Session, which: Which) -> dict[int, list[Clause]]:
    query = _of_measures(select(ClauseRow), which, ClauseRow.measure_id)
    found: dict[int, list[Clause]] = defaultdict(list)
    for row in session.scalars(query.order_by(ClauseRow.measure_id, ClauseRow.position)):
        found[row.measure_id].append(Clause(row.code, row.text, _reference(row.source, row.paragraph)))
    return found


def _sources(session: Session, which: Which) -> dict[int, list[SourceReference]]:
    query = _of_measures(select(MeasureSourceRow), which, MeasureSourceRow.measure_id)
    found: dict[int, list[SourceReference]] = defaultdict(list)
    for row in session.scalars(query.order_by(MeasureSourceRow.source, MeasureSourceRow.paragraph)):
        found[row.measure_id].append(SourceReference(row.source, row.paragraph))
    return found


def _milestones(session: Session, which: Which) -> dict[int, list[Milestone]]:
    linked = select(MilestoneClauseRow, ClauseRow.code).join(ClauseRow, ClauseRow.id == MilestoneClauseRow.clause_id)
    links: dict[int, list[ClauseLink]] = defaultdict(list)
    for link, code in session.execute(_of_measures(linked, which, ClauseRow.measure_id).order_by(ClauseRow.position)):
        links[link.milestone_id].append(ClauseLink(code, Relation(link.relation)))
    query = _of_measures(select(MilestoneRow), which, MilestoneRow.measure_id)
    found: dict[int, list[Milestone]] = defaultdict(list)
    for row in session.scalars(query.order_by(MilestoneRow.measure_id, MilestoneRow.position)):
        found[row.measure_id].append(
            Milestone(
                id=row.id,
                number=row.number,
                title=row.title,
                completion_form=row.completion_form,
                weight=row.weight,
                holder=Holder(row.holder),
                counterparty=row.counterparty,
                origin=Origin(row.origin),
                beyond_wording=row.beyond_wording,
                links=tuple(links[row.id]),
            )
        )
    return found


def _reference(source: str | None, paragraph: str | None) -> SourceReference | None:
    return SourceReference(source, paragraph) if source and paragraph else None
