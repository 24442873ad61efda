"""Walking the chain: is every line of a road map's ledger still the one that was written?

The lines are read a batch at a time, so that a ledger of any length takes the same memory.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from roadmap.domain.ledger import Facet
from roadmap.store.chain import StoredEntry, StoredLine, checksum
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.plan import RoadmapRow

_BATCH = 500
# A row of the columns below.
_Stored = Any

_LINE = (
    LineRow.id,
    LineRow.seq,
    LineRow.act,
    LineRow.measure_id,
    LineRow.effective_on,
    LineRow.recorded_at,
    LineRow.author_id,
    LineRow.corrects,
    LineRow.previous_hash,
    LineRow.hash,
)
_ENTRY = (
    EntryRow.line_id,
    EntryRow.seq,
    EntryRow.place,
    EntryRow.act,
    EntryRow.measure_id,
    EntryRow.milestone_id,
    EntryRow.facet,
    EntryRow.effective_on,
    EntryRow.recorded_at,
    EntryRow.author_id,
    EntryRow.fact,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """The first line that does not fit, and why. ``seq`` is where the line was expected."""

    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class KeptHead:
    """Where a chain stood once, as somebody outside kept it: a line's number and the beginning of its checksum."""

    seq: int
    checksum: str


@dataclass(frozen=True, slots=True)
class Examined:
    """What a walk came to: how many lines fit, the checksum of the last of them, and the first that does not."""

    seq: int
    checksum: str
    finding: Finding | None = None


def first_misfit(session: Session, roadmap_id: int, kept: Sequence[KeptHead] = ()) -> Finding | None:
    """The first line that was altered, removed, inserted or moved; ``None`` if the chain is whole."""
    return examine(session, roadmap_id, kept).finding


def examine(session: Session, roadmap_id: int, kept: Sequence[KeptHead] = ()) -> Examined:
    """Walks a road map's whole chain, and holds it against the heads that were kept outside.

    Without those a chain that was written anew from its beginning, or an old copy, looks like any other.
    """
    found = walked(_links(session, roadmap_id), kept)
    if found.finding:
        return found
    head = session.execute(select(RoadmapRow.head_seq, RoadmapRow.head_hash).where(RoadmapRow.id == roadmap_id)).one()
    return against_head(found, head.head_seq, head.head_hash, kept)


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain as it is stored. ``objection`` says why it is not the one that was written."""

    seq: int
    previous: str
    checksum: str
    objection: str | None


def walked(links: Iterable[Link], kept: Sequence[KeptHead]) -> Examined:
    """Goes along the chain until a link does not fit the one before it, or what was kept of it."""
    last, previous = 0, ""
    for link in links:
        reason = _misfit(link, last, previous, kept)
        if reason:
            return Examined(last, previous, Finding(last + 1, reason))
        last, previous = link.seq, link.checksum
    return Examined(last, previous)


def _misfit(link: Link, last: int, previous: str, kept: Sequence[KeptHead]) -> str | None:
    if link.seq != last + 1:
        return "it is missing"
    if link.previous != previous:
        return "it does not follow the one before it"
    if link.objection is None and any(k.seq == link.seq and not link.checksum.startswith(k.checksum) for k in kept):
        return "its checksum is not the one that was kept: the record was written anew"
    return link.objection


def against_head(found: Examined, head_seq: int, head_hash: str, kept: Sequence[KeptHead]) -> Examined:
    """Whether a chain that fits in itself ends where its head says, and goes as far as was kept."""
    reason = None
    if head_seq > found.seq:
        reason = f"lines at the end are missing: the head is line {head_seq}"
    elif (head_seq, head_hash) != (found.seq, found.checksum):
        reason = "the head is not the last line"
    elif any(each.seq > found.seq for each in kept):
        longest = max(each.seq for each in kept)
        reason = f"line {longest} was kept: an old copy was put in place, or lines at the end were removed"
    return Examined(found.seq, found.checksum, Finding(found.seq + 1, reason)) if reason else found


def _links(session: Session, roadmap_id: int) -> Iterator[Link]:
    previous = ""
    for lines in _batches(session, roadmap_id):
        entries = _entries_of(session, [line.id for line in lines])
        corrected = _places_of(session, roadmap_id, [line.corrects for line in lines if line.corrects is not None])
        for line in lines:
            objection = _objection(previous, line, entries[line.id]) or _misplaced(line, entries[line.id], corrected)
            yield Link(line.seq, line.previous_hash, line.hash, objection)
            previous = line.hash


def _batches(session: Session, roadmap_id: int) -> Iterator[Sequence[_Stored]]:
    query = select(*_LINE).where(LineRow.roadmap_id == roadmap_id).order_by(LineRow.seq, LineRow.id).limit(_BATCH)
    lines = session.execute(query).all()
    while lines:
        yield lines
        # Whoever got past the keys may have written a number twice, or one below zero.
        after = tuple_(LineRow.seq, LineRow.id) > (lines[-1].seq, lines[-1].id)
        lines = session.execute(query.where(after)).all()


def _entries_of(session: Session, lines: Sequence[int]) -> dict[int, list[_Stored]]:
    found: dict[int, list[_Stored]] = defaultdict(list)
    query = select(*_ENTRY).where(EntryRow.line_id.in_(lines)).order_by(EntryRow.line_id, EntryRow.position)
    for entry in session.execute(query):
        found[entry.line_id].append(entry)
    return found


def _places_of(session: Session, roadmap_id: int, seqs: Sequence[int]) -> dict[int, int]:
    """The places of lines, by their numbers."""
    query = select(LineRow.seq, EntryRow.place).join(EntryRow, EntryRow.line_id == LineRow.id)
    found = session.execute(query.where(LineRow.roadmap_id == roadmap_id, LineRow.seq.in_(seqs))) if seqs else ()
    return {row.seq: row.place for row in found}


def _misplaced(line: _Stored, entries: Sequence[_Stored], corrected: Mapping[int, int]) -> str | None:
    """No checksum is made from the place: it follows from what is."""
    place = corrected.get(line.corrects, line.corrects or line.seq)
    return "an entry of it does not stand in its place" if any(entry.place != place for entry in entries) else None


def _objection(previous: str, line: _Stored, entries: Sequence[_Stored]) -> str | None:
    if checksum(previous, _bytes_of(line, entries)) != line.hash:
        return "it is not the line that was written"
    if any(not _agrees(entry, line) for entry in entries):
        return "an entry of it does not repeat what the line says"
    if line.corrects != _corrected(entries):
        return "it does not correct the line that it is said to correct"
    return None


def _corrected(entries: Sequence[_Stored]) -> int | None:
    said = (json.loads(entry.fact)["line"] for entry in entries if entry.facet == Facet.CORRECTION.value)
    return next(said, None)


def _agrees(entry: _Stored, line: _Stored) -> bool:
    """What an entry repeats of its line must be what the line says; the index selects by it."""
    return (entry.seq, entry.act, entry.measure_id, entry.effective_on, entry.recorded_at, entry.author_id) == (
        line.seq,
        line.act,
        line.measure_id,
        line.effective_on,
        line.recorded_at,
        line.author_id,
    )


def _bytes_of(line: _Stored, entries: Sequence[_Stored]) -> StoredLine:
    return StoredLine(
        line.seq,
        line.act,
        line.measure_id,
        line.effective_on,
        line.recorded_at,
        line.author_id,
        tuple(StoredEntry(entry.milestone_id, entry.facet, entry.fact) for entry in entries),
    )
