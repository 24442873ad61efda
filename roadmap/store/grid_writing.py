"""Adding a row to a grid together with its milestones, and taking a row out of a draft. Nothing is committed here."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from roadmap.domain.grid_planning import ProposedRow, milestones_of_row
from roadmap.domain.plan import Stage
from roadmap.store.grid_reading import grids_of
from roadmap.store.grids import GridCellRow, GridLineRow, GridTableRow
from roadmap.store.ledger import touch
from roadmap.store.plan import MeasureRow, MilestoneRow
from roadmap.store.plan_adding import add
from roadmap.store.plan_removal import Stays, Why
from roadmap.store.plan_writing import Gone, Taken, Writer, hold


def add_row(session: Session, roadmap_id: int, grid_id: int, proposed: ProposedRow, writer: Writer) -> int | None:
    """A further row, and a milestone in the plan for each of its steps; answers the last line that this became.

    In a draft it becomes no line. Raises ``Taken`` if there is such a row by now, and what adding a milestone raises.
    """
    hold(session, roadmap_id)
    kept = [grid for grids in grids_of(session, roadmap_id).values() for grid in grids if grid.id == grid_id]
    if not kept:
        raise Gone
    grid = kept[0]
    if proposed.title in [row.title for row in grid.rows]:
        raise Taken
    number = session.scalars(select(MeasureRow.number).where(MeasureRow.id == grid.measure_id)).one()
    of_measure = select(MilestoneRow.number).where(MilestoneRow.measure_id == grid.measure_id)
    planned = milestones_of_row(proposed, grid, session.scalars(of_measure).all(), number)
    row = _row(session, grid_id, proposed)
    seq: int | None = None
    for place, milestone in planned:
        saved = add(session, roadmap_id, grid.measure_id, milestone, writer)
        session.add(GridCellRow(row_id=row, step=place, milestone_id=saved.part.id))
        seq = saved.seq
    left_out = set(range(len(grid.steps))) - set(proposed.steps)
    session.add_all(GridCellRow(row_id=row, step=place, milestone_id=None) for place in left_out)
    session.flush()
    return seq


def _row(session: Session, grid_id: int, proposed: ProposedRow) -> int:
    last = session.scalar(select(func.max(GridLineRow.position)).where(GridLineRow.grid_id == grid_id))
    position = 0 if last is None else last + 1
    row = GridLineRow(grid_id=grid_id, position=position, title=proposed.title, clauses=",".join(proposed.clauses))
    session.add(row)
    session.flush()
    return row.id


def remove_row(session: Session, roadmap_id: int, row_id: int) -> None:
    """Takes a row out of a grid of a draft; its milestones stay in the plan. Raises ``Stays`` where it is adopted."""
    roadmap = hold(session, roadmap_id)
    if roadmap.stage != Stage.BEING_DEVELOPED:
        raise Stays(Why.ADOPTED)
    here = (
        select(GridLineRow.id)
        .join(GridTableRow, GridTableRow.id == GridLineRow.grid_id)
        .join(MeasureRow, MeasureRow.id == GridTableRow.measure_id)
        .where(GridLineRow.id == row_id, MeasureRow.roadmap_id == roadmap_id)
    )
    if session.scalar(here) is None:
        raise Gone
    session.execute(delete(GridCellRow).where(GridCellRow.row_id == row_id))
    session.execute(delete(GridLineRow).where(GridLineRow.id == row_id))
    touch(session, roadmap_id)
