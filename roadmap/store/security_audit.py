"""Walking the chain of security events, as ``audit`` walks a road map's ledger."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.store.audit import Examined, KeptHead, Link, against_head, walked
from roadmap.store.security_log import SecurityEventRow, SecurityHeadRow, StoredEvent, event_checksum

_BATCH = 1000


def examine_security_log(session: Session, kept: Sequence[KeptHead] = ()) -> Examined:
    """Whether every event is the one that was written, and none is missing."""
    found = walked(_links(session), kept)
    if found.finding:
        return found
    head = session.execute(select(SecurityHeadRow.seq, SecurityHeadRow.hash)).one()
    return against_head(found, head.seq, head.hash, kept)


def _links(session: Session) -> Iterator[Link]:
    previous = ""
    query = select(*SecurityEventRow.__table__.columns).order_by(SecurityEventRow.seq).limit(_BATCH)
    events = session.execute(query).all()
    while events:
        for each in events:
            stored = StoredEvent(each.seq, each.at, each.kind, each.person_id, each.by_id, each.detail)
            fits = event_checksum(previous, stored) == each.hash
            objection = None if fits else "it is not the event that was written"
            yield Link(each.seq, each.previous_hash, each.hash, objection)
            previous = each.hash
        # The number is the table's key, so none is there twice.
        events = session.execute(query.where(SecurityEventRow.seq > events[-1].seq)).all()
