"""The numbers (ids) of a measure's clauses, for the addresses of their pages; the domain knows clauses by code."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.store.plan import ClauseRow

PartNumbers = dict[str, int]


def part_numbers(session: Session, measure_id: int) -> PartNumbers:
    """The clauses of a measure by code."""
    query = select(ClauseRow.code, ClauseRow.id).where(ClauseRow.measure_id == measure_id)
    return dict(session.execute(query).all())
