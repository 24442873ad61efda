"""The grids of measures as they stand on a day."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from roadmap.domain.grids import GridState, judge_grid
from roadmap.domain.measures import MeasureState
from roadmap.store.grid_reading import grids_of


def grids_on(
    session: Session, roadmap_id: int, measures: Iterable[MeasureState], day: date, measure_id: int | None = None
) -> dict[int, list[GridState]]:
    """The grids of these measures, judged, by the measure's number (id): one query for all of them or for one."""
    kept = grids_of(session, roadmap_id, measure_id)
    return {
        state.measure.id: [judge_grid(grid, state, day) for grid in kept[state.measure.id]]
        for state in measures
        if state.measure.id in kept
    }
