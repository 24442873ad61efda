"""Removing a part of a draft of which no line of the ledger speaks. Nothing is committed here."""

from collections.abc import Callable
from enum import StrEnum

from sqlalchemy import delete, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from roadmap.domain.facts import Element
from roadmap.domain.plan import Origin, Stage
from roadmap.store.context import DevelopmentRow, RiskMeasureRow
from roadmap.store.drafts import DraftRow
from roadmap.store.ledger import EntryRow, LineRow, touch
from roadmap.store.plan import (
    ClauseRow,
    ExecutorRow,
    MeasureRow,
    MeasureSourceRow,
    MilestoneClauseRow,
    MilestoneRow,
)
from roadmap.store.plan_kept import Kept, Part, kept
from roadmap.store.plan_writing import Crossed, count, hold


class Why(StrEnum):
    """Why something stays."""

    ADOPTED = "adopted"
    LETTER = "letter"
    IN_LEDGER = "in_ledger"
    IN_USE = "in_use"


class Stays(Exception):
    """The part cannot be removed."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


def remove(session: Session, roadmap_id: int, part: Part, seen: int) -> Kept | None:
    """Removes a measure, a clause or a milestone with what belongs to it; answers what it was.

    ``None``: it was gone already. Raises ``Stays`` with the reason, or ``Crossed`` if it was changed since version
    ``seen``.
    """
    roadmap = hold(session, roadmap_id)
    now = kept(session, roadmap_id, part)
    if now is None:
        return None
    if roadmap.stage != Stage.BEING_DEVELOPED:
        raise Stays(Why.ADOPTED)
    if now.sourced or (part.element is Element.MEASURE and now.origin is Origin.LETTER):
        raise Stays(Why.LETTER)
    if _spoken_of(session, now):
        raise Stays(Why.IN_LEDGER)
    if now.version != seen:
        raise Crossed(now)
    try:
        _REMOVERS[part.element](session, part.id)
        session.flush()
    except IntegrityError as refused:
        # Somebody has a role on it, was reminded of it, or something that stands around the plan names it.
        raise Stays(Why.IN_USE) from refused
    touch(session, roadmap_id)
    return now


def _spoken_of(session: Session, now: Kept) -> bool:
    match now.part.element:
        case Element.MILESTONE:
            spoken = exists().where(EntryRow.milestone_id == now.part.id)
        case Element.MEASURE:
            spoken = exists().where(LineRow.measure_id == now.part.id)
        case _:
            return False
    return bool(session.scalar(select(spoken)))


def _remove_measure(session: Session, measure_id: int) -> None:
    clauses = select(ClauseRow.id).where(ClauseRow.measure_id == measure_id)
    session.execute(delete(MilestoneClauseRow).where(MilestoneClauseRow.clause_id.in_(clauses)))
    for table in (MilestoneRow, ClauseRow, ExecutorRow, MeasureSourceRow, RiskMeasureRow, DevelopmentRow, DraftRow):
        session.execute(delete(table).where(table.measure_id == measure_id))
    session.execute(delete(MeasureRow).where(MeasureRow.id == measure_id))


def _remove_clause(session: Session, clause_id: int) -> None:
    row = session.get_one(ClauseRow, clause_id)
    session.execute(delete(MilestoneClauseRow).where(MilestoneClauseRow.clause_id == clause_id))
    count(session.get_one(MeasureRow, row.measure_id))
    session.delete(row)


def _remove_milestone(session: Session, milestone_id: int) -> None:
    session.execute(delete(MilestoneClauseRow).where(MilestoneClauseRow.milestone_id == milestone_id))
    session.execute(delete(MilestoneRow).where(MilestoneRow.id == milestone_id))


_REMOVERS: dict[Element, Callable[[Session, int], None]] = {
    Element.MEASURE: _remove_measure,
    Element.CLAUSE: _remove_clause,
    Element.MILESTONE: _remove_milestone,
}
