"""The order of the measures of a draft, and of the clauses and milestones of a measure. Nothing is committed here."""

from typing import Any

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from roadmap.domain.facts import Element
from roadmap.domain.plan import Stage
from roadmap.store.ledger import touch
from roadmap.store.plan import ClauseRow, MeasureRow, MilestoneRow
from roadmap.store.plan_kept import Part, kept
from roadmap.store.plan_writing import Gone, NeedsBasis, hold

_ROWS: dict[Element, tuple[Any, Any]] = {
    Element.MEASURE: (MeasureRow, MeasureRow.roadmap_id),
    Element.CLAUSE: (ClauseRow, ClauseRow.measure_id),
    Element.MILESTONE: (MilestoneRow, MilestoneRow.measure_id),
}


def place(session: Session, roadmap_id: int, part: Part, wanted: int) -> bool:
    """Puts a part at the place ``wanted``, counted from 0; whether that changed anything.

    It is said where the part is to stand, not by how much it moves: a second click has no second effect. The order of
    an adopted plan stays; ``NeedsBasis`` is raised.
    """
    roadmap = hold(session, roadmap_id)
    if roadmap.stage != Stage.BEING_DEVELOPED:
        raise NeedsBasis
    now = kept(session, roadmap_id, part)
    if now is None:
        raise Gone
    table, parent = _ROWS[part.element]
    among = parent == (roadmap_id if part.element is Element.MEASURE else now.measure_id)
    before = list(session.scalars(select(table.id).where(among).order_by(table.position)))
    after = [each for each in before if each != part.id]
    after.insert(wanted, part.id)
    if after == before:
        return False
    # No two may share a place at any moment, so all step aside first.
    quietly = {"synchronize_session": False}
    session.execute(update(table).where(among).values(position=-1 - table.position).execution_options(**quietly))
    places = {each: position for position, each in enumerate(after, start=1)}
    session.execute(
        update(table).where(among).values(position=case(places, value=table.id)).execution_options(**quietly)
    )
    touch(session, roadmap_id)
    return True
