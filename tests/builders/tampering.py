"""What somebody with the keys to the database could do to a chain, and how cleverly."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from roadmap.store.append_only import APPEND_ONLY_LOGS, APPEND_ONLY_TABLES
from roadmap.store.chain import StoredEntry, StoredLine, checksum
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.plan import RoadmapRow


def unguard(session: Session) -> None:
    """Takes the database's own refusal away."""
    if session.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY_TABLES + APPEND_ONLY_LOGS:
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    for name in session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        session.execute(text(f"DROP TRIGGER {name}"))


@dataclass(frozen=True)
class Copy:
    """All lines, entries and heads, as a backup holds them."""

    lines: list[dict[str, Any]]
    entries: list[dict[str, Any]]
    heads: list[dict[str, Any]]


def copied(session: Session) -> Copy:
    """A backup."""
    heads = select(RoadmapRow.id, RoadmapRow.head_seq, RoadmapRow.head_hash)
    return Copy(*([dict(row._mapping) for row in session.execute(query)] for query in (_LINES, _ENTRIES, heads)))


_LINES = select(*LineRow.__table__.columns).order_by(LineRow.id)
_ENTRIES = select(*EntryRow.__table__.columns).order_by(EntryRow.id)


def put_back(session: Session, copy: Copy) -> None:
    """Replaces everything with an older copy, which fits in itself."""
    session.execute(delete(EntryRow))
    session.execute(delete(LineRow))
    if copy.lines:
        session.execute(insert(LineRow), copy.lines)
        session.execute(insert(EntryRow), copy.entries)
    for head in copy.heads:
        session.execute(
            update(RoadmapRow)
            .where(RoadmapRow.id == head["id"])
            .values(head_seq=head["head_seq"], head_hash=head["head_hash"])
        )


def written_anew(session: Session, roadmap_id: int, spoil: Callable[[Session], Any]) -> None:
    """Alters lines and then makes every checksum fit again, the head's as well."""
    spoil(session)
    previous, last = "", 0
    for line in session.execute(_LINES.where(LineRow.roadmap_id == roadmap_id).order_by(None).order_by(LineRow.seq)):
        entries = session.execute(
            _ENTRIES.where(EntryRow.line_id == line.id).order_by(None).order_by(EntryRow.position)
        )
        stored = StoredLine(
            line.seq,
            line.act,
            line.measure_id,
            line.effective_on,
            line.recorded_at,
            line.author_id,
            tuple(StoredEntry(entry.milestone_id, entry.facet, entry.fact) for entry in entries),
        )
        fitting = checksum(previous, stored)
        session.execute(update(LineRow).where(LineRow.id == line.id).values(previous_hash=previous, hash=fitting))
        previous, last = fitting, line.seq
    session.execute(update(RoadmapRow).where(RoadmapRow.id == roadmap_id).values(head_seq=last, head_hash=previous))
