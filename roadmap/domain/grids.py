"""Milestones of a measure in rows and steps, judged like everything else: what of a row, of a step, of all is done.

A grid arranges milestones and judges nothing by itself: a cell is as its milestone is on that day. So nothing here can
be complete while a milestone is open, and what lies beyond the wording of the measure is counted apart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roadmap.domain.health import ControlStatus, MilestoneState
from roadmap.domain.measures import MeasureState
from roadmap.domain.plan import Holder
from roadmap.domain.text import LocalizedText


class GridKind(StrEnum):
    """In a matrix every row has to take every step; on a track each row has the steps that the plan has for it."""

    MATRIX = "matrix"
    TRACK = "track"


@dataclass(frozen=True, slots=True)
class GridRow:
    """A system, a country. ``clauses`` are the codes of those that it counts for.

    ``cells`` names for the place of a step its milestone's number (id), ``None`` where the step does not apply; for
    other places the plan has no milestone.
    """

    id: int
    title: LocalizedText
    clauses: tuple[str, ...]
    cells: Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Grid:
    """``things`` is what its rows are called, such as systems. ``list_milestone_id``: with it the list is approved."""

    id: int
    measure_id: int
    code: str
    kind: GridKind
    title: LocalizedText
    things: LocalizedText
    steps: tuple[LocalizedText, ...]
    rows: tuple[GridRow, ...]
    list_milestone_id: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A step of a row. Without a state the plan has no milestone for it, unless it does not apply."""

    state: MilestoneState | None
    applies: bool = True

    @property
    def counts(self) -> bool:
        """Whether it is to be done: what was excluded from the plan, or does not apply, is not."""
        if self.state is None:
            return self.applies
        return self.state.control is not ControlStatus.EXCLUDED

    @property
    def done(self) -> bool:
        """Whether it is confirmed."""
        return self.state is not None and self.state.confirmed

    @property
    def beyond(self) -> bool:
        """Whether it lies beyond the wording of the measure."""
        return self.state is not None and self.state.milestone.beyond_wording


@dataclass(frozen=True, slots=True)
class Tally:
    """So many of so many. Nothing of nothing is not complete."""

    done: int
    total: int

    @property
    def complete(self) -> bool:
        """Whether there was something to do, and all of it is done."""
        return 0 < self.total == self.done


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is in a row: that of whoever holds its first open step. ``since`` the step before it was done."""

    state: MilestoneState
    since: date | None
    days: int | None

    @property
    def ours(self) -> bool:
        """Whether it is ours, and no counterparty's."""
        return self.state.milestone.holder is Holder.US


@dataclass(frozen=True, slots=True)
class RowState:
    """A row on one day; ``within`` counts what the measure promises, ``beyond`` what lies beyond its wording."""

    row: GridRow
    cells: tuple[Cell, ...]
    within: Tally
    beyond: Tally
    turn: Turn | None

    @property
    def complete(self) -> bool:
        """Whether all that the measure promises of this row is confirmed."""
        return self.within.complete


@dataclass(frozen=True, slots=True)
class GridState:
    """A grid on one day. ``steps`` counts each step over all rows, within the wording and beyond it together.

    ``list_approved`` is ``None`` where no milestone approves the list of the rows.
    """

    grid: Grid
    rows: tuple[RowState, ...]
    steps: tuple[Tally, ...]
    clauses: Mapping[str, Tally]
    within: Tally
    beyond: Tally
    list_approved: bool | None

    @property
    def rows_complete(self) -> Tally:
        """How many rows are complete, of those that have to be."""
        return _rows_complete(self.rows)

    @property
    def counted(self) -> bool:
        """Whether a number of rows says something: until the list is approved, nobody knows of how many it is."""
        return self.list_approved is not False and bool(self.rows)


def judge_grid(grid: Grid, measure: MeasureState, day: date) -> GridState:
    """The grid as its measure's milestones stand on ``day``.

    A row all of whose milestones came into the plan later is not there yet.
    """
    states = {state.milestone.id: state for state in measure.milestones}
    rows = tuple(_row(grid, row, states, day) for row in grid.rows if _there(row, states))
    codes = [state.clause.code for state in measure.clauses]
    served = {code for row in rows for code in row.row.clauses}
    approved = states.get(grid.list_milestone_id) if grid.list_milestone_id else None
    return GridState(
        grid=grid,
        rows=rows,
        steps=tuple(_tally(row.cells[place] for row in rows) for place in range(len(grid.steps))),
        clauses={code: _rows_complete([r for r in rows if code in r.row.clauses]) for code in codes if code in served},
        within=_tally(cell for row in rows for cell in row.cells if not cell.beyond),
        beyond=_tally(cell for row in rows for cell in row.cells if cell.beyond),
        list_approved=None if grid.list_milestone_id is None else bool(approved and approved.confirmed),
    )


def _there(row: GridRow, states: Mapping[int, MilestoneState]) -> bool:
    named = [number for number in row.cells.values() if number is not None]
    return not named or any(number in states for number in named)


def _row(grid: Grid, row: GridRow, states: Mapping[int, MilestoneState], day: date) -> RowState:
    cells = tuple(_cell(grid, row, place, states) for place in range(len(grid.steps)))
    within, beyond = _tally(c for c in cells if not c.beyond), _tally(c for c in cells if c.beyond)
    return RowState(row, cells, within, beyond, _turn(cells, day))


def _cell(grid: Grid, row: GridRow, place: int, states: Mapping[int, MilestoneState]) -> Cell:
    number = row.cells.get(place)
    if number is not None:
        return Cell(states.get(number))
    # On a track a step that the plan does not have is none that is missing.
    return Cell(None, applies=place not in row.cells and grid.kind is GridKind.MATRIX)


def _tally(cells: Iterable[Cell]) -> Tally:
    counted = [cell for cell in cells if cell.counts]
    return Tally(sum(cell.done for cell in counted), len(counted))


def _rows_complete(rows: Iterable[RowState]) -> Tally:
    counted = [row for row in rows if row.within.total]
    return Tally(sum(row.complete for row in counted), len(counted))


def _turn(cells: Iterable[Cell], day: date) -> Turn | None:
    since: date | None = None
    for state in (cell.state for cell in cells if cell.state and cell.counts):
        if state.confirmed:
            since = state.dates.actual_on or (state.verdict.effective_on if state.verdict else None)
        elif state.counts:
            return Turn(state, since, (day - since).days if since else None)
    return None
