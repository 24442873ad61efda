"""The readings of a road map's indicators that count on a day, chosen from the ledger in one query."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, exists, select, true
from sqlalchemy.orm import Session, aliased

from roadmap.domain.facts import ReadingFact
from roadmap.domain.ledger import Entry, Facet
from roadmap.domain.readings import in_order
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.ledger_reading import COLUMNS, entry_of

Readings = dict[str, list[Entry[ReadingFact]]]


def readings_of(session: Session, roadmap_id: int, day: date, known_at: datetime | None = None) -> Readings:
    """The readings that were in the record on ``day``, by the indicator's code and in the order of their own days.

    What a known line corrects counts no longer.
    """
    later = aliased(LineRow)
    corrected = exists().where(later.roadmap_id == roadmap_id, later.corrects == EntryRow.seq)
    if known_at is not None:
        corrected = corrected.where(later.recorded_at <= known_at)
    known = EntryRow.recorded_at <= known_at if known_at is not None else true()
    query = (
        select(*COLUMNS)
        .join(LineRow, LineRow.id == EntryRow.line_id)
        .where(
            EntryRow.measure_id.is_(None),
            EntryRow.facet == Facet.READING.value,
            and_(EntryRow.effective_on <= day, known),
            LineRow.roadmap_id == roadmap_id,
            ~corrected,
        )
    )
    found: Readings = defaultdict(list)
    rows: Iterable[Row[Any]] = session.execute(query)
    for row in rows:
        entry: Entry[ReadingFact] = entry_of(row)
        found[entry.fact.indicator].append(entry)
    return {code: in_order(entries) for code, entries in found.items()}
