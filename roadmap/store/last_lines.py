"""The number of the last line about each measure: what every form of a page with many measures carries."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roadmap.store.ledger import LineRow


def last_lines_of(session: Session, roadmap_id: int) -> dict[int, int]:
    """The last line of every measure of a road map that has one, by the measure's number (id), in one query."""
    query = (
        select(LineRow.measure_id, func.max(LineRow.seq))
        .where(LineRow.roadmap_id == roadmap_id, LineRow.measure_id.is_not(None))
        .group_by(LineRow.measure_id)
    )
    return {number: last for number, last in session.execute(query) if number is not None}
