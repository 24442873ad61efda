"""The number of the last line about each measure: what every form of a page with many measures carries."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roadmap.domain.facts import Fact
from roadmap.domain.ledger import Entry, Line
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.ledger_reading import entry_of


def last_lines_of(session: Session, roadmap_id: int) -> dict[int, int]:
    """The last line of every measure of a road map that has one, by the measure's number (id), in one query."""
    query = (
        select(LineRow.measure_id, func.max(LineRow.seq))
        .where(LineRow.roadmap_id == roadmap_id, LineRow.measure_id.is_not(None))
        .group_by(LineRow.measure_id)
    )
    return {number: last for number, last in session.execute(query) if number is not None}


def lines_after(session: Session, roadmap_id: int, seen: Mapping[int, int]) -> list[Line]:
    """What was written about measures after the line of each that was seen, the newest first, in one query."""
    if not seen:
        return []
    query = (
        select(EntryRow)
        .join(LineRow, LineRow.id == EntryRow.line_id)
        .where(LineRow.roadmap_id == roadmap_id, EntryRow.measure_id.in_(seen), EntryRow.seq > min(seen.values()))
        .order_by(EntryRow.seq.desc(), EntryRow.position)
    )
    found: dict[int, list[Entry[Fact]]] = {}
    for row in session.scalars(query):
        if row.measure_id is not None and row.seq > seen[row.measure_id]:
            found.setdefault(row.seq, []).append(entry_of(row))
    return [_line(entries) for entries in found.values()]


def _line(entries: list[Entry[Fact]]) -> Line:
    first = entries[0]
    return Line(
        first.seq, first.act, first.measure_id, first.effective_on, first.recorded_at, first.author_id, tuple(entries)
    )
