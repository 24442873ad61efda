"""The grids of a measure from its seed file: how its milestones are laid out."""

from sqlalchemy import select

from roadmap.store.grids import GridCellRow, GridLineRow, GridTableRow
from roadmap.store.plan import MeasureRow, MilestoneRow
from roadmap.store.seedfiles.plan import GridRowSeed, GridSeed, MeasureSeed
from roadmap.store.seeding.keeper import Keeper, text

Milestones = dict[str, int]


def put_grids(keeper: Keeper, measure_key: str, measure: MeasureRow, seed: MeasureSeed) -> None:
    """The grids of a measure whose milestones are there; what somebody removed since does not come back."""
    if not seed.grids:
        return
    of_measure = select(MilestoneRow.number, MilestoneRow.id).where(MilestoneRow.measure_id == measure.id)
    milestones: Milestones = dict(keeper.session.execute(of_measure).all())
    for position, grid in enumerate(seed.grids):
        _put_grid(keeper, f"{measure_key}/{grid.code}", measure, grid, position, milestones)


def _put_grid(
    keeper: Keeper, key: str, measure: MeasureRow, seed: GridSeed, position: int, milestones: Milestones
) -> None:
    natural = {"measure_id": measure.id, "code": seed.code}
    if keeper.removed_since("grid", key, GridTableRow, natural):
        return
    values = {
        "position": position,
        "kind": seed.kind,
        "title": text(seed.title),
        "things": text(seed.things),
        "steps": [text(step).as_dict() for step in seed.steps],
        "list_milestone_id": milestones.get(seed.list) if seed.list else None,
    }
    grid = keeper.put("grid", key, GridTableRow, natural, values)
    for place, row in enumerate(seed.rows):
        _put_row(keeper, f"{key}/{place + 1}", {"grid_id": grid.id, "position": place}, row, milestones)


def _put_row(keeper: Keeper, key: str, natural: dict[str, int], seed: GridRowSeed, milestones: Milestones) -> None:
    if keeper.removed_since("row of a grid", key, GridLineRow, natural):
        return
    values = {"title": text(seed.title), "clauses": ",".join(seed.clauses)}
    row = keeper.put("row of a grid", key, GridLineRow, natural, values)
    for step, number in enumerate(seed.milestones):
        cell = {"row_id": row.id, "step": step}
        cell_key = f"{key}/{step + 1}"
        if number in milestones and not keeper.removed_since("cell", cell_key, GridCellRow, cell):
            keeper.put("cell", cell_key, GridCellRow, cell, {"milestone_id": milestones[number]})
