"""The ledger's lines after a number, as they were written: for whoever follows without reading whole tables."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.plan import MeasureRow, MilestoneRow


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """An entry with its fact as the stored JSON has it, and the milestone's number in the plan of today."""

    facet: str
    milestone_id: int | None
    milestone: str | None
    fact: dict[str, Any]


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line with its checksums, and the measure's number in the plan of today."""

    seq: int
    act: str
    measure_id: int | None
    measure: str | None
    effective_on: date
    recorded_at: datetime
    author_id: int | None
    corrects: int | None
    previous_checksum: str
    checksum: str
    entries: tuple[WrittenEntry, ...]

    @property
    def persons(self) -> set[int]:
        """The numbers of everybody whom the line speaks of."""
        named = {entry.fact.get(name) for entry in self.entries for name in ("person_id", "contact_id")}
        return {number for number in {self.author_id, *named} if number}


def written_after(
    session: Session, roadmap_id: int, after: int, limit: int, measure_id: int | None = None
) -> list[WrittenLine]:
    """The next ``limit`` lines after number ``after``, of the road map or of one measure: two queries."""
    query = (
        select(LineRow, MeasureRow.number)
        .outerjoin(MeasureRow, MeasureRow.id == LineRow.measure_id)
        .where(LineRow.roadmap_id == roadmap_id, LineRow.seq > after)
        .order_by(LineRow.seq)
        .limit(limit)
    )
    if measure_id is not None:
        query = query.where(LineRow.measure_id == measure_id)
    rows = session.execute(query).all()
    entries = _entries(session, [line.id for line, _number in rows])
    return [
        WrittenLine(
            line.seq,
            line.act,
            line.measure_id,
            number,
            line.effective_on,
            line.recorded_at,
            line.author_id,
            line.corrects,
            line.previous_hash,
            line.hash,
            tuple(entries[line.id]),
        )
        for line, number in rows
    ]


def _entries(session: Session, lines: list[int]) -> dict[int, list[WrittenEntry]]:
    query = (
        select(EntryRow.line_id, EntryRow.facet, EntryRow.milestone_id, MilestoneRow.number, EntryRow.fact)
        .outerjoin(MilestoneRow, MilestoneRow.id == EntryRow.milestone_id)
        .where(EntryRow.line_id.in_(lines))
        .order_by(EntryRow.line_id, EntryRow.position)
    )
    found: dict[int, list[WrittenEntry]] = defaultdict(list)
    for line_id, facet, milestone_id, number, fact in session.execute(query):
        found[line_id].append(WrittenEntry(facet, milestone_id, number, json.loads(fact)))
    return found
