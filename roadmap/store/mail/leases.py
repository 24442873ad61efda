"""The steps a delivery takes from state to state: taken on a lease, announced before the final dot, settled after it.

Each step is one short transaction, and the caller commits it before it speaks to the relay. Every step but the first
names the lease it acts under; whoever lost his lease changes nothing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

from roadmap.store.mail.outbox import DeliveryRow

LEASE = timedelta(seconds=120)
# Ten minutes is what RFC 5321 (4.5.3.2.6) gives a relay for its answer to the final dot.
ANSWER_TIMEOUT = timedelta(minutes=10)
_MARGIN = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Leased:
    """A message that one sender may hand over; ``token`` proves it. ``attempts`` counts answers about this message."""

    id: int
    token: int
    address: str
    message_id: str
    mime: bytes
    attempts: int


def moment_of(session: Session) -> datetime:
    """The database's own clock where it has one, so that senders on several hosts agree; SQLite has only one host."""
    if session.get_bind().dialect.name == "postgresql":
        moment: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
        return moment.astimezone(UTC)
    return datetime.now(UTC)


def release_expired(session: Session) -> int:
    """Takes back what senders that are gone had taken; how many of them nobody can tell the fate of."""
    at = moment_of(session)
    out = DeliveryRow.lease_until < at
    session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.state == "leased", out)
        .values(state="queued", state_changed_at=at, lease_owner=None, lease_until=None)
    )
    doubtful = session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.state == "handing", out)
        .values(state="in_doubt", state_changed_at=at, relay_reply="the sender ended before the relay answered")
        .returning(DeliveryRow.id)
    )
    return len(doubtful.all())


def claim(session: Session, owner: str, limit: int) -> list[Leased]:
    """Up to ``limit`` messages whose time has come, the oldest first, for this sender alone.

    PostgreSQL passes over rows that another sender is just taking; on SQLite a writing transaction stands alone.
    """
    at = moment_of(session)
    waiting = (
        select(DeliveryRow.id)
        .where(DeliveryRow.state == "queued", DeliveryRow.next_at <= at)
        .order_by(DeliveryRow.next_at, DeliveryRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id.in_(session.scalars(waiting).all()))
        .values(
            state="leased",
            state_changed_at=at,
            lease_owner=owner,
            lease_token=DeliveryRow.lease_token + 1,
            lease_until=at + LEASE,
        )
        .returning(
            DeliveryRow.id,
            DeliveryRow.lease_token,
            DeliveryRow.address,
            DeliveryRow.message_id,
            DeliveryRow.mime,
            DeliveryRow.attempts,
        )
    )
    return sorted((Leased(*row) for row in taken), key=lambda leased: leased.id)


def announce(session: Session, leased: Leased) -> bool:
    """Writes down that the final dot is about to be sent; without a ``True`` from here it must not be."""
    at = moment_of(session)
    held = and_(_held(leased, "leased"), DeliveryRow.lease_until > at)
    values = {"state": "handing", "state_changed_at": at, "lease_until": at + ANSWER_TIMEOUT + _MARGIN}
    return bool(session.execute(update(DeliveryRow).where(held).values(values).returning(DeliveryRow.id)).first())


def settle_sent(session: Session, leased: Leased, reply: str) -> bool:
    """The relay took it."""
    at = moment_of(session)
    return _settle(session, leased, at, state="sent", relay_reply=reply, accepted_at=at)


def settle_failed(session: Session, leased: Leased, reply: str) -> bool:
    """The relay refused it for good."""
    return _settle(session, leased, moment_of(session), state="failed", relay_reply=reply)


def settle_in_doubt(session: Session, leased: Leased, reply: str) -> bool:
    """The relay may have taken it and may not. It stays until somebody, or evidence, decides."""
    return _settle(session, leased, moment_of(session), state="in_doubt", relay_reply=reply)


def put_back(session: Session, leased: Leased, reply: str, wait: timedelta, *, counts: bool) -> bool:
    """It was certainly not taken, and is tried again. ``counts``: the relay's answer was about this very message."""
    at = moment_of(session)
    attempts = leased.attempts + int(counts)
    return _settle(session, leased, at, state="queued", relay_reply=reply, next_at=at + wait, attempts=attempts)


def _settle(session: Session, leased: Leased, at: datetime, **values: object) -> bool:
    values |= {"state_changed_at": at, "lease_until": None}
    query = update(DeliveryRow).where(_held(leased, "leased", "handing")).values(values).returning(DeliveryRow.id)
    return session.execute(query).first() is not None


def _held(leased: Leased, *states: str) -> ColumnElement[bool]:
    return and_(DeliveryRow.id == leased.id, DeliveryRow.lease_token == leased.token, DeliveryRow.state.in_(states))
