"""Reading the log of security events: a page at a time, the newest first."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from roadmap.domain.security import SecurityKind
from roadmap.store.people import PersonRow
from roadmap.store.security_log import Detail, SecurityEventRow, SecurityHeadRow


@dataclass(frozen=True, slots=True)
class Named:
    """A person by number; without a name if it was erased."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class SecurityEvent:
    """One event: to whom it happened, and who did it, if that is known."""

    seq: int
    at: datetime
    kind: SecurityKind | None
    person: Named | None
    by: Named | None
    detail: dict[str, Detail]
    checksum: str


def security_events(
    session: Session,
    *,
    count: int,
    before: int | None = None,
    person_id: int | None = None,
    kind: SecurityKind | None = None,
) -> list[SecurityEvent]:
    """At most ``count`` events older than number ``before``, the newest first, in one query.

    ``person_id`` is whom they happened to or who did them.
    """
    person, by = aliased(PersonRow), aliased(PersonRow)
    query = (
        select(SecurityEventRow, person.name, by.name)
        .outerjoin(person, person.id == SecurityEventRow.person_id)
        .outerjoin(by, by.id == SecurityEventRow.by_id)
        .order_by(SecurityEventRow.seq.desc())
        .limit(count)
    )
    if before is not None:
        query = query.where(SecurityEventRow.seq < before)
    if person_id is not None:
        query = query.where(or_(SecurityEventRow.person_id == person_id, SecurityEventRow.by_id == person_id))
    if kind is not None:
        query = query.where(SecurityEventRow.kind == kind.value)
    return [_event_of(*found) for found in session.execute(query)]


def security_head(session: Session) -> tuple[int, str]:
    """The number of the last event and its checksum; 0 and an empty one before the first."""
    seq, checksum = session.execute(select(SecurityHeadRow.seq, SecurityHeadRow.hash)).one()
    return seq, checksum


def _event_of(row: SecurityEventRow, person: str | None, by: str | None) -> SecurityEvent:
    known = row.kind in set(SecurityKind)
    return SecurityEvent(
        row.seq,
        row.at,
        SecurityKind(row.kind) if known else None,
        Named(row.person_id, person or "") if row.person_id is not None else None,
        Named(row.by_id, by or "") if row.by_id is not None else None,
        json.loads(row.detail),
        row.hash,
    )
