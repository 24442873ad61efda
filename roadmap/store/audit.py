"""Walking the chain: is every line of a road map's ledger still the one that was written?"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.store.chain import StoredEntry, StoredLine, checksum
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.plan import RoadmapRow


@dataclass(frozen=True, slots=True)
class Finding:
    """The first line that does not fit, and why. ``seq`` is where the line was expected."""

    seq: int
    reason: str


def first_misfit(session: Session, roadmap_id: int) -> Finding | None:
    """The first line that was altered, removed, inserted or moved; ``None`` if the chain is whole."""
    previous, expected = "", 1
    entries = _entries_by_line(session, roadmap_id)
    for row in session.scalars(select(LineRow).where(LineRow.roadmap_id == roadmap_id).order_by(LineRow.seq)):
        if row.seq != expected:
            return Finding(expected, "the line is missing")
        if row.previous_hash != previous:
            return Finding(row.seq, "the line does not follow the one before it")
        found = entries.get(row.id, [])
        if any(not _agrees(entry, row) for entry in found) or checksum(previous, _stored(row, found)) != row.hash:
            return Finding(row.seq, "the line is not the one that was written")
        previous, expected = row.hash, expected + 1
    head = session.execute(select(RoadmapRow.head_seq, RoadmapRow.head_hash).where(RoadmapRow.id == roadmap_id)).one()
    if (head.head_seq, head.head_hash) != (expected - 1, previous):
        return Finding(expected, "lines at the end are missing, or the head was altered")
    return None


def _entries_by_line(session: Session, roadmap_id: int) -> dict[int, list[EntryRow]]:
    query = (
        select(EntryRow)
        .join(LineRow, LineRow.id == EntryRow.line_id)
        .where(LineRow.roadmap_id == roadmap_id)
        .order_by(EntryRow.line_id, EntryRow.position)
    )
    found: dict[int, list[EntryRow]] = {}
    for entry in session.scalars(query):
        found.setdefault(entry.line_id, []).append(entry)
    return found


def _agrees(entry: EntryRow, line: LineRow) -> bool:
    """What an entry repeats of its line must be what the line says; the index selects by it."""
    return (entry.seq, entry.act, entry.measure_id, entry.effective_on, entry.recorded_at, entry.author_id) == (
        line.seq,
        line.act,
        line.measure_id,
        line.effective_on,
        line.recorded_at,
        line.author_id,
    )


def _stored(line: LineRow, entries: list[EntryRow]) -> StoredLine:
    return StoredLine(
        line.seq,
        line.act,
        line.measure_id,
        line.effective_on,
        line.recorded_at,
        line.author_id,
        tuple(StoredEntry(entry.milestone_id, entry.facet, entry.fact) for entry in entries),
    )
