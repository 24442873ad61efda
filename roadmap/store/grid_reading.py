"""Reading the grids of a road map's measures, in one query however many rows they have."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.domain.grids import Grid, GridKind, GridRow
from roadmap.domain.text import LocalizedText
from roadmap.store.grids import GridCellRow, GridLineRow, GridTableRow
from roadmap.store.plan import MeasureRow


def grids_of(session: Session, roadmap_id: int, measure_id: int | None = None) -> dict[int, list[Grid]]:
    """The grids by their measure's number (id); with ``measure_id`` those of one measure only."""
    query = (
        select(GridTableRow, GridLineRow, GridCellRow.step, GridCellRow.milestone_id)
        .join(MeasureRow, MeasureRow.id == GridTableRow.measure_id)
        .outerjoin(GridLineRow, GridLineRow.grid_id == GridTableRow.id)
        .outerjoin(GridCellRow, GridCellRow.row_id == GridLineRow.id)
        .where(MeasureRow.roadmap_id == roadmap_id)
        .order_by(
            GridTableRow.measure_id, GridTableRow.position, GridTableRow.id, GridLineRow.position, GridCellRow.step
        )
    )
    if measure_id is not None:
        query = query.where(GridTableRow.measure_id == measure_id)
    grids: dict[int, GridTableRow] = {}
    lines: dict[int, dict[int, GridLineRow]] = {}
    cells: dict[int, dict[int, int | None]] = {}
    for grid, line, step, milestone_id in session.execute(query):
        grids[grid.id] = grid
        of = lines.setdefault(grid.id, {})
        if line is not None:
            of[line.id] = line
            if step is not None:
                cells.setdefault(line.id, {})[step] = milestone_id
    found: dict[int, list[Grid]] = {}
    for grid in grids.values():
        rows = tuple(_row(line, cells.get(line.id, {})) for line in lines[grid.id].values())
        found.setdefault(grid.measure_id, []).append(_grid(grid, rows))
    return found


def _row(line: GridLineRow, cells: dict[int, int | None]) -> GridRow:
    return GridRow(line.id, line.title, tuple(code for code in line.clauses.split(",") if code), cells)


def _grid(kept: GridTableRow, rows: tuple[GridRow, ...]) -> Grid:
    return Grid(
        id=kept.id,
        measure_id=kept.measure_id,
        code=kept.code,
        kind=GridKind(kept.kind),
        title=kept.title,
        things=kept.things,
        steps=tuple(LocalizedText(**step) for step in kept.steps),
        rows=rows,
        list_milestone_id=kept.list_milestone_id,
    )
