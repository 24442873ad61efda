"""What the plan's forms edit, as it is kept: the values of one part, and the version that a form carries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from roadmap.domain.facts import BESIDE_PLAN, Element
from roadmap.domain.ledger import Facet
from roadmap.domain.plan import ClauseLink, ExecutorBasis, Holder, Origin, Relation, SourceReference
from roadmap.domain.planning import (
    Proposal,
    ProposedClause,
    ProposedExecutor,
    ProposedExecutors,
    ProposedMeasure,
    ProposedMilestone,
    ProposedRoadmap,
)
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.people import OrganisationRow
from roadmap.store.plan import (
    ClauseRow,
    ExecutorRow,
    MeasureRow,
    MeasureSourceRow,
    MilestoneClauseRow,
    MilestoneRow,
    RoadmapRow,
)

AMENDING = ("adoption", "amendment")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a plan: what kind it is, and its number (id). The executors have the number of their measure."""

    element: Element
    id: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A part as it is kept. ``sourced``: it is what the letter says, and its words are not edited.

    ``measure_id`` and ``milestone_id`` are the subject under which the ledger speaks of it; ``key`` is a clause's code.
    """

    part: Part
    values: Proposal
    version: int
    origin: Origin
    measure_id: int | None = None
    milestone_id: int | None = None
    key: str = ""
    sourced: bool = False


def kept(session: Session, roadmap_id: int, part: Part) -> Kept | None:
    """One part of a road map's plan, as it is now; ``None`` if this road map has none of that number."""
    return _READERS[part.element](session, roadmap_id, part)


def _roadmap(session: Session, roadmap_id: int, part: Part) -> Kept | None:
    row = session.get(RoadmapRow, roadmap_id) if part.id == roadmap_id else None
    if row is None:
        return None
    values = ProposedRoadmap(row.title, row.developer, row.timezone, row.calendar, row.decider_code, row.short_title)
    return Kept(part, values, row.version, Origin(row.title_origin))


def _measure(session: Session, roadmap_id: int, part: Part) -> Kept | None:
    row = measure_row(session, roadmap_id, part.id)
    if row is None:
        return None
    query = select(MeasureSourceRow).where(MeasureSourceRow.measure_id == row.id)
    paragraphs = session.scalars(query.order_by(MeasureSourceRow.source, MeasureSourceRow.paragraph))
    values = ProposedMeasure(
        number=row.number,
        title=row.title,
        wording=row.wording,
        completion_form=row.completion_form,
        funding=row.funding,
        decider_code=row.decider_code,
        references=tuple(SourceReference(each.source, each.paragraph) for each in paragraphs),
    )
    return Kept(part, values, row.version, Origin(row.origin), row.id, sourced=row.origin == Origin.LETTER)


def _executors(session: Session, roadmap_id: int, part: Part) -> Kept | None:
    row = measure_row(session, roadmap_id, part.id)
    if row is None:
        return None
    query = select(ExecutorRow, OrganisationRow.code).join(OrganisationRow)
    rows = session.execute(query.where(ExecutorRow.measure_id == row.id).order_by(ExecutorRow.position))
    executors = tuple(
        ProposedExecutor(code, each.is_lead, ExecutorBasis(each.basis), each.by_agreement, each.note)
        for each, code in rows
    )
    return Kept(part, ProposedExecutors(executors), row.version, Origin(row.origin), row.id)


def _clause(session: Session, roadmap_id: int, part: Part) -> Kept | None:
    query = select(ClauseRow, MeasureRow).join(MeasureRow, MeasureRow.id == ClauseRow.measure_id)
    found = session.execute(query.where(ClauseRow.id == part.id, MeasureRow.roadmap_id == roadmap_id)).first()
    if found is None:
        return None
    row, measure = found
    values = ProposedClause(row.code, row.text)
    sourced = row.source is not None
    return Kept(part, values, measure.version, Origin(measure.origin), measure.id, key=row.code, sourced=sourced)


def _milestone(session: Session, roadmap_id: int, part: Part) -> Kept | None:
    query = select(MilestoneRow).join(MeasureRow, MeasureRow.id == MilestoneRow.measure_id)
    row = session.scalar(query.where(MilestoneRow.id == part.id, MeasureRow.roadmap_id == roadmap_id))
    if row is None:
        return None
    linked = (
        select(ClauseRow.code, MilestoneClauseRow.relation)
        .join(ClauseRow, ClauseRow.id == MilestoneClauseRow.clause_id)
        .where(MilestoneClauseRow.milestone_id == row.id)
        .order_by(ClauseRow.position)
    )
    values = ProposedMilestone(
        number=row.number,
        title=row.title,
        completion_form=row.completion_form,
        weight=row.weight,
        holder=Holder(row.holder),
        counterparty=row.counterparty,
        beyond_wording=row.beyond_wording,
        links=tuple(ClauseLink(code, Relation(relation)) for code, relation in session.execute(linked)),
    )
    origin = Origin(row.origin)
    return Kept(part, values, row.version, origin, row.measure_id, row.id, sourced=origin is Origin.LETTER)


_READERS: dict[Element, Callable[[Session, int, Part], Kept | None]] = {
    Element.ROADMAP: _roadmap,
    Element.MEASURE: _measure,
    Element.EXECUTORS: _executors,
    Element.CLAUSE: _clause,
    Element.MILESTONE: _milestone,
}


def measure_row(session: Session, roadmap_id: int, measure_id: int) -> MeasureRow | None:
    """The measure of that number (id), if it is this road map's."""
    return session.scalar(select(MeasureRow).where(MeasureRow.id == measure_id, MeasureRow.roadmap_id == roadmap_id))


def last_amended_on(session: Session, roadmap_id: int, measure_id: int | None) -> date | None:
    """The latest day that an amendment of a measure (of the road map's own fields) speaks about, or the adoption.

    ``None`` in a plan that was never adopted.
    """
    query = (
        select(func.max(EntryRow.effective_on))
        .join(LineRow, LineRow.id == EntryRow.line_id)
        .where(LineRow.roadmap_id == roadmap_id, EntryRow.facet.in_(AMENDING))
    )
    about = or_(EntryRow.measure_id.is_(None), EntryRow.measure_id == measure_id)
    last: date | None = session.scalar(query.where(about, ~_beside_plan()))
    return last


def _beside_plan() -> ColumnElement[bool]:
    """Whether an amendment is one of what stands around the plan, which nothing in the plan waits for."""
    # Within the words of a fact a quotation mark is never bare.
    return or_(*(EntryRow.fact.contains(f'"element":"{each.value}"', autoescape=True) for each in BESIDE_PLAN))


def last_amended_beside(session: Session, roadmap_id: int, element: Element, key: str) -> date | None:
    """The latest day that an amendment of something around the plan speaks about, or the adoption."""
    itself = and_(
        EntryRow.fact.contains(f'"element":"{element.value}"', autoescape=True),
        EntryRow.fact.contains(f'"key":"{key}"', autoescape=True),
    )
    query = (
        select(func.max(EntryRow.effective_on))
        .join(LineRow, LineRow.id == EntryRow.line_id)
        .where(LineRow.roadmap_id == roadmap_id, or_(EntryRow.facet == Facet.ADOPTION.value, itself))
        .where(EntryRow.facet.in_(AMENDING))
    )
    last: date | None = session.scalar(query)
    return last
