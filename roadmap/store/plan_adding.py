"""Adding to a plan: a further measure, clause or milestone. Nothing is committed here."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roadmap.domain.facts import Element
from roadmap.domain.plan import Origin, Stage
from roadmap.domain.plan_changes import changes_between
from roadmap.domain.planning import Proposal, ProposedClause, ProposedMeasure, ProposedMilestone
from roadmap.store.plan import ClauseRow, MeasureRow, MilestoneRow, RoadmapRow
from roadmap.store.plan_kept import Kept, Part, kept
from roadmap.store.plan_writing import (
    Gone,
    Saved,
    Writer,
    check,
    count,
    flush,
    hold,
    record,
    write_measure,
    write_milestone,
)


def add(session: Session, roadmap_id: int, measure_id: int | None, values: Proposal, writer: Writer) -> Saved:
    """A further measure, or a further clause or milestone of a measure; the last, and a proposal of ours in a draft.

    Where a part with just these values is there already, it is the one that is meant.
    """
    roadmap = hold(session, roadmap_id)
    there = _same_already(session, roadmap_id, measure_id, values)
    if there is not None:
        return Saved(False, there.part)
    part = _ADDERS[type(values)](session, roadmap, measure_id, values)
    now = kept(session, roadmap_id, part)
    if now is None:
        raise Gone
    check(session, roadmap, now, writer)
    return Saved(True, part, record(session, roadmap, now, changes_between(None, now.values), writer, added=True))


def _add_measure(session: Session, roadmap: RoadmapRow, _measure_id: int | None, values: ProposedMeasure) -> Part:
    last = session.scalar(select(func.max(MeasureRow.position)).where(MeasureRow.roadmap_id == roadmap.id))
    row = MeasureRow(roadmap_id=roadmap.id, number=values.number, position=_after(last), origin=_origin(roadmap))
    session.add(row)
    flush(session)
    write_measure(session, row.id, values)
    session.flush()
    return Part(Element.MEASURE, row.id)


def _add_clause(session: Session, _roadmap: RoadmapRow, measure_id: int | None, values: ProposedClause) -> Part:
    last = session.scalar(select(func.max(ClauseRow.position)).where(ClauseRow.measure_id == measure_id))
    row = ClauseRow(measure_id=measure_id, code=values.code, position=_after(last), text=values.text)
    session.add(row)
    flush(session)
    count(session.get_one(MeasureRow, measure_id))
    session.flush()
    return Part(Element.CLAUSE, row.id)


def _add_milestone(session: Session, roadmap: RoadmapRow, measure_id: int | None, values: ProposedMilestone) -> Part:
    last = session.scalar(select(func.max(MilestoneRow.position)).where(MilestoneRow.measure_id == measure_id))
    row = MilestoneRow(measure_id=measure_id, number=values.number, position=_after(last), origin=_origin(roadmap))
    session.add(row)
    flush(session)
    write_milestone(session, row.id, values)
    session.flush()
    return Part(Element.MILESTONE, row.id)


def _origin(roadmap: RoadmapRow) -> str:
    """Into an adopted plan something comes only by an act, which adopts it."""
    drafted = roadmap.stage == Stage.BEING_DEVELOPED
    return Origin.PROPOSED.value if drafted else Origin.ADOPTED.value


def _after(last: int | None) -> int:
    return 1 if last is None else last + 1


_ADDERS: dict[type[Any], Callable[[Session, RoadmapRow, int | None, Any], Part]] = {
    ProposedMeasure: _add_measure,
    ProposedClause: _add_clause,
    ProposedMilestone: _add_milestone,
}


def _same_already(session: Session, roadmap_id: int, measure_id: int | None, values: Proposal) -> Kept | None:
    match values:
        case ProposedMeasure(number=number):
            element = Element.MEASURE
            which: Any = select(MeasureRow.id).where(MeasureRow.roadmap_id == roadmap_id, MeasureRow.number == number)
        case ProposedClause(code=code):
            element = Element.CLAUSE
            which = select(ClauseRow.id).where(ClauseRow.measure_id == measure_id, ClauseRow.code == code)
        case ProposedMilestone(number=number):
            element = Element.MILESTONE
            which = select(MilestoneRow.id).where(MilestoneRow.measure_id == measure_id, MilestoneRow.number == number)
        case _:
            return None
    found = session.scalar(which)
    there = kept(session, roadmap_id, Part(element, found)) if found else None
    return there if there and there.values == values else None
