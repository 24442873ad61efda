"""The rows that the demonstration adds to grids, each with its milestones, as a controller would."""

from datetime import datetime

from sqlalchemy.orm import Session

from roadmap.domain.grid_planning import ProposedRow
from roadmap.store.demonstration.story_file import StoryFile
from roadmap.store.grid_reading import grids_of
from roadmap.store.grid_writing import add_row
from roadmap.store.plan import RoadmapRow
from roadmap.store.plan_writing import Writer
from roadmap.store.seeding.keeper import text


def put_rows(session: Session, story: StoryFile, roadmap: RoadmapRow, measures: dict[str, int], at: datetime) -> None:
    """The rows of the story, in a plan that is still a draft. A grid that is not there has none of them."""
    grids = {(grid.measure_id, grid.code): grid for found in grids_of(session, roadmap.id).values() for grid in found}
    for row in story.grid_rows:
        grid = grids.get((measures.get(row.measure, 0), row.grid))
        if grid is not None:
            steps = tuple(range(len(row.milestones)))
            add_row(session, roadmap.id, grid.id, ProposedRow(text(row.title), row.clauses, steps), Writer(0, at))
