"""Deliveries in doubt: the relay's answer to their final dot was lost. They are read, and settled, here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.mail.reasons import Reason


@dataclass(frozen=True, slots=True)
class Doubt:
    """One delivery in doubt. ``count`` is how often its answer was lost; ``token`` names the lease of the last time."""

    id: int
    token: int
    kind: str
    message_id: str
    journaled: bool
    count: int


def doubts_before(session: Session, moment: datetime) -> list[Doubt]:
    """Those that are in doubt since before ``moment``, the oldest first."""
    row = DeliveryRow
    query = (
        select(row.id, row.lease_token, row.kind, row.message_id, row.journaled, row.doubts)
        .where(row.state == "in_doubt", row.state_changed_at <= moment)
        .order_by(row.state_changed_at, row.id)
    )
    return [Doubt(*each) for each in session.execute(query)]


def settle(session: Session, doubts: Iterable[Doubt], reason: Reason, at: datetime, *, sent: bool) -> int:
    """Ends these doubts as sent or as queued again, all but those that somebody else decided meanwhile; how many."""
    tokens = {doubt.id: doubt.token for doubt in doubts}
    if not tokens:
        return 0
    outcome: dict[str, object] = {"state": "sent", "accepted_at": at} if sent else {"state": "queued", "next_at": at}
    found = select(DeliveryRow.id, DeliveryRow.lease_token).where(DeliveryRow.state == "in_doubt")
    still = session.execute(found.where(DeliveryRow.id.in_(tokens)).with_for_update())
    query = (
        update(DeliveryRow)
        .where(DeliveryRow.id.in_([number for number, token in still if tokens[number] == token]))
        .values(state_changed_at=at, relay_reply=reason.value, lease_owner=None, **outcome)
        .returning(DeliveryRow.id)
    )
    return len(session.execute(query).all())
