"""One line of the ledger by its number, with the checksum under which it stands there: what a receipt shows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.domain.ledger import Act, Line
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.ledger_reading import entry_of

# Beyond this PostgreSQL's integer has no room, and no line either.
_LAST_POSSIBLE = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Receipt:
    """A line as it was written down, and its checksum in hexadecimal."""

    line: Line
    checksum: str


def receipt_of(session: Session, measure_id: int, seq: int) -> Receipt | None:
    """The line with this number, if it is about this measure."""
    row = _row(session, measure_id, seq)
    if row is None:
        return None
    entries = session.scalars(select(EntryRow).where(EntryRow.line_id == row.id).order_by(EntryRow.position))
    line = Line(
        row.seq,
        Act(row.act),
        row.measure_id,
        row.effective_on,
        row.recorded_at,
        row.author_id,
        tuple(entry_of(entry) for entry in entries),
    )
    return Receipt(line, row.hash)


def recorded_at_of(session: Session, measure_id: int, seq: int) -> datetime | None:
    """When the line with this number was written, if it is about this measure."""
    row = _row(session, measure_id, seq)
    return row.recorded_at if row else None


def _row(session: Session, measure_id: int, seq: int) -> LineRow | None:
    if not 0 < seq <= _LAST_POSSIBLE:
        return None
    return session.scalar(select(LineRow).where(LineRow.measure_id == measure_id, LineRow.seq == seq))
