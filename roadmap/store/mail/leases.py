"""A sender's steps: it takes messages on a lease, announces each before the final dot, and settles it after.

Each step is part of one short transaction, and the caller commits it before it speaks to the relay. Every step but the
first names the lease it acts under; whoever lost his lease changes nothing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from sqlalchemy import Connection, Table, and_, bindparam, case, func, not_, null, or_, update
from sqlalchemy.orm import Session

from roadmap.store.base import Moment
from roadmap.store.mail.contents import contents_of
from roadmap.store.mail.gate import gate_of, is_held
from roadmap.store.mail.lapsing import QUEUED, take_out
from roadmap.store.mail.moments import ThisMoment
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.mail.prepared import Prepared
from roadmap.store.mail.reasons import Reason

_NOTHING_LOADED = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a sender may keep a message, and how long a relay may think about its final dot.

    Ten minutes is what RFC 5321 (4.5.3.2.6) gives a relay; to give up earlier is to make copies.
    """

    lease: timedelta = timedelta(seconds=120)
    answer: timedelta = timedelta(minutes=10)

    @property
    def usable(self) -> timedelta:
        """A message begun later than this after it was taken might outlive its lease, and be begun in vain."""
        return self.lease / 2

    @property
    def handing(self) -> timedelta:
        """From the announcement until nobody waits for the answer any more."""
        return self.answer + self.lease / 2


TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Leased:
    """A message that one sender may hand over; ``token`` proves it.

    ``attempts`` counts answers about this very message. ``edition_id`` is ``None`` outside an edition.
    """

    id: int
    token: int
    address: str
    message_id: str
    attempts: int
    edition_id: int | None
    mime: bytes

    @property
    def vain(self) -> int:
        """How often it was taken before and nothing was learned about it."""
        return max(self.token - 1 - self.attempts, 0)


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that the relay took, in its own words."""

    leased: Leased
    words: str


def moment_of(session: Session) -> datetime:
    """The database's own clock where it has one, so that senders on several hosts agree; SQLite has only one host."""
    if session.get_bind().dialect.name == "postgresql":
        moment: datetime = session.connection().exec_driver_sql("SELECT clock_timestamp()").scalar_one()
        return moment.astimezone(UTC)
    return datetime.now(UTC)


def release_expired(session: Session) -> int:
    """Takes back what senders that are gone had taken; how many of them nobody can tell the fate of."""
    at = moment_of(session)
    out = DeliveryRow.lease_until < at
    gone = {"state_changed_at": at, "lease_until": None}
    session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.state == "leased", out)
        .values(state="queued", relay_reply=Reason.SENDER_GONE.value, **gone)
        .execution_options(**_NOTHING_LOADED)
    )
    doubtful = session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.state == "handing", out)
        .values(
            state="in_doubt",
            relay_reply=Reason.SENDER_GONE_AT_THE_DOT.value,
            doubts=DeliveryRow.doubts + 1,
            **gone,
        )
        .returning(DeliveryRow.id)
        .execution_options(**_NOTHING_LOADED)
    )
    return len(doubtful.all())


# Built once: they are run for every message or every few, and building them would take longer than running them.
_TABLE = cast(Table, DeliveryRow.__table__)
_WAITING = (
    QUEUED.where(DeliveryRow.next_at <= bindparam("now", type_=Moment()))
    .order_by(DeliveryRow.next_at, DeliveryRow.id)
    .limit(bindparam("most"))
)
_TAKE = (
    update(_TABLE)
    .where(_TABLE.c.id.in_(bindparam("wanted", expanding=True)))
    .values(
        state="leased",
        state_changed_at=bindparam("now"),
        lease_owner=bindparam("owner"),
        lease_token=_TABLE.c.lease_token + 1,
        lease_until=bindparam("until"),
        relay_reply=bindparam("words"),
    )
    .returning(_TABLE.c.lease_token.label("token"))
    .returning(*(_TABLE.c[name] for name in ("id", "address", "message_id", "attempts", "edition_id")))
)
_OURS = and_(_TABLE.c.id == bindparam("delivery_id"), _TABLE.c.lease_token == bindparam("token"))
_NOW = ThisMoment("now")
_IS_NEXT = _TABLE.c.id == bindparam("delivery_id")
_MAY_BE_HANDED_OVER = and_(_OURS, _TABLE.c.state == "leased", _TABLE.c.lease_until > _NOW, not_(is_held()))
_WAS_TAKEN = and_(
    _TABLE.c.id == bindparam("before_id"),
    _TABLE.c.lease_token == bindparam("before_token"),
    _TABLE.c.state == "handing",
)
# Both in one statement, since each is a transaction of its own and is run for every mail.
_ANNOUNCE = Prepared(
    update(_TABLE)
    .where(or_(_MAY_BE_HANDED_OVER, _WAS_TAKEN))
    .values(
        state=case((_IS_NEXT, "handing"), else_="sent"),
        state_changed_at=_NOW,
        lease_until=case((_IS_NEXT, ThisMoment("until", "seconds")), else_=null()),
        relay_reply=case((_IS_NEXT, bindparam("words")), else_=bindparam("before_words")),
        accepted_at=case((_IS_NEXT, _TABLE.c.accepted_at), else_=_NOW),
        journaled=case((_IS_NEXT, bindparam("copied")), else_=_TABLE.c.journaled),
    )
    .returning(_TABLE.c.id)
)
_SETTLE = Prepared(
    update(_TABLE)
    .where(_OURS, or_(_TABLE.c.state == "leased", _TABLE.c.state == "handing"))
    .values(
        state=bindparam("outcome"),
        state_changed_at=bindparam("now"),
        lease_until=None,
        relay_reply=bindparam("words"),
        accepted_at=bindparam("taken_at", type_=Moment()),
        next_at=func.coalesce(bindparam("again_at", type_=Moment()), _TABLE.c.next_at),
        attempts=_TABLE.c.attempts + bindparam("counted"),
        doubts=_TABLE.c.doubts + bindparam("doubted"),
    )
)


def claim(session: Session, owner: str, limit: int, terms: Terms = TERMS) -> list[Leased]:
    """Up to ``limit`` messages whose time has come, the oldest first, for this sender alone; none while mail is held.

    What must not go out any more is taken out of the queue on the way (``lapsing``), in the same transaction.
    PostgreSQL passes over rows that another sender is just taking; on SQLite a writing transaction stands alone.
    """
    if gate_of(session).held:
        return []
    at = moment_of(session)
    found = session.execute(_WAITING, {"now": at, "most": limit}).all()
    take_out(session, at, found)
    given = {"wanted": [number for number, why in found if why is None], "owner": owner}
    taken = session.connection().execute(
        _TAKE, {**given, "now": at, "until": at + terms.lease, "words": Reason.TAKEN.value}
    )
    rows = sorted(taken, key=lambda row: row.id)
    contents = contents_of(session, [row.id for row in rows])
    return [Leased(mime=contents.get(row.id, b""), **row._mapping) for row in rows]


def announce(
    connection: Connection,
    leased: Leased,
    terms: Terms = TERMS,
    *,
    words: str = Reason.DOT_NEXT.value,
    journaled: bool = False,
    taken: Taken | None = None,
) -> frozenset[int]:
    """Writes down that the final dot is about to be sent; unless its number is answered, the dot must not be.

    It is not when the lease was lost, or when mail was held meanwhile. ``journaled``: the relay took the journal for a
    second recipient. ``taken``, the message before, is settled as sent by the same statement, and its number is
    answered too unless its lease was lost.
    """
    at = datetime.now(UTC)
    given = {
        "delivery_id": leased.id,
        "token": leased.token,
        "words": words,
        "copied": journaled,
        "now": at,
        "until": at + terms.handing,
        "seconds": terms.handing.total_seconds(),
        "before_id": taken.leased.id if taken else None,
        "before_token": taken.leased.token if taken else None,
        "before_words": taken.words if taken else None,
    }
    return _ANNOUNCE.numbers(connection, given)


def settle_sent(session: Session, leased: Leased, reply: str, at: datetime | None = None) -> bool:
    """The relay took it."""
    at = at or moment_of(session)
    return _settle(session, "sent", leased, at, reply, taken_at=at)


def settle_failed(session: Session, leased: Leased, reply: str, at: datetime | None = None) -> bool:
    """The relay refused it for good."""
    return _settle(session, "failed", leased, at or moment_of(session), reply)


def settle_in_doubt(session: Session, leased: Leased, reply: str, at: datetime | None = None) -> bool:
    """The relay may have taken it and may not. It stays until somebody, or evidence, decides."""
    return _settle(session, "in_doubt", leased, at or moment_of(session), reply, doubted=1)


def put_back(
    session: Session, leased: Leased, reply: str, wait: timedelta, *, counts: bool, at: datetime | None = None
) -> bool:
    """It was certainly not taken, and is tried again. ``counts``: the relay's answer was about this very message."""
    at = at or moment_of(session)
    return _settle(session, "queued", leased, at, reply, again_at=at + wait, counted=int(counts))


def _settle(session: Session, outcome: str, leased: Leased, at: datetime, words: str, **values: object) -> bool:
    nothing_else = {"taken_at": None, "again_at": None, "counted": 0, "doubted": 0}
    return _changed(session, _SETTLE, leased, at, words, outcome=outcome, **{**nothing_else, **values})


def _changed(session: Session, query: Prepared, leased: Leased, at: datetime, words: str, **values: object) -> bool:
    given = {"delivery_id": leased.id, "token": leased.token, "now": at, "words": words, **values}
    return query.run(session.connection(), given) == 1
