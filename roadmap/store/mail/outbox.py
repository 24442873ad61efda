"""The outbox: one delivery for each recipient of a mail, whose state is always one of those drawn here.

                        put back: certainly not taken
                  +---------------+-----------+
                  v               |           |
    written --> queued <----> leased ---> handing ---> sent
                |  ^  ^                   |  |           ^
                |  |  |                   |  +------> in_doubt (to sent, or to queued and handed over again)
                |  |  +-- failed <--------+
                |  +----> held
                +-------> expired, suppressed

queued   -> leased      a sender has taken it
leased   -> handing     the relay has all of it but the final dot, which is about to be sent
handing  -> sent        the relay said that it took it
leased, handing -> queued     refused for now, or the line broke before the final dot, or the lease ran out before it
leased, handing -> failed     refused for good
handing  -> in_doubt    no answer to the final dot, or the lease ran out while handing
in_doubt -> sent        the journal holds it, or the operator says that it arrived
in_doubt -> queued      the journal does not hold it; or without a journal the policy "resend"; or the operator says so.
                        Under the policy "hold" it stays in doubt until the operator decides
queued   -> expired     too old to be worth reading
queued   -> suppressed  the address was refused for good, its holder left, or does not want this mail any more
queued  <-> held        kept back one by one, as after a restored copy, and released by the operator
failed   -> queued      the operator's "try again"
held, in_doubt, queued -> expired   the operator's "let it be"
written  -> failed      it could not be composed for this address, so nothing was ever handed over

A sender's steps are in ``leases``, the checks before it takes one in ``lapsing``, the operator's in ``operator_acts``,
those of the resolver in ``doubts``. Every step is kept in ``history``. The states add up to everything written down.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, column_property, mapped_column

from roadmap.domain.items import Reminded
from roadmap.store.base import Row
from roadmap.store.conflicts import insert_into
from roadmap.store.mail.contents import content_of, keep_contents


class DeliveryRow(Row):
    """One message to one recipient: rendered once, never again, and handed over by whoever holds the lease."""

    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint(
            "state IN ('queued', 'leased', 'handing', 'sent', 'failed', 'in_doubt', 'expired', 'suppressed', 'held')",
            name="state",
        ),
        CheckConstraint("kind IN ('digest', 'reminder', 'invitation', 'opt_in', 'test', 'password')", name="kind"),
        Index("ix_delivery_state_next_at", "state", "next_at"),
        Index("ix_delivery_state_lease_until", "state", "lease_until"),
        Index("ix_delivery_person_id_on", "person_id", "on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(default="digest")
    # The local day it speaks of, and whether it carries the overview: the reader's next one begins there.
    on: Mapped[date | None]
    overview: Mapped[bool] = mapped_column(default=False)
    # 'digest:<zone>:<day>:<person>' or 'invitation:<link>'; whoever writes the same thing down twice is refused.
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"), index=True)
    # Empty while an address is only asked whether it wants any mail.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    address: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    mime_sha256: Mapped[str]
    state: Mapped[str] = mapped_column(default="queued")
    state_changed_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    # How often the relay's answer to its final dot was lost.
    doubts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    # When it is too old to be worth reading; None is never.
    expires_at: Mapped[datetime | None]
    lease_owner: Mapped[str | None]
    # Grows with every lease; a sender that lost its lease holds an older number and can settle nothing.
    lease_token: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    relay_reply: Mapped[str | None]
    accepted_at: Mapped[datetime | None]
    # Whether a copy for the journal went the same way, so that it can tell what became of this one.
    journaled: Mapped[bool] = mapped_column(default=False)
    # For reading only: the bytes are kept apart, so that a step does not write them anew. Empty where there are none.
    mime: Mapped[bytes] = column_property(content_of(id))


@dataclass(frozen=True, slots=True)
class Message:
    """A composed message for the outbox. Without ``mime`` it could not be composed; ``problem`` says why.

    ``reminds`` are the items that it reminds its reader of.
    ``on`` is the local day it speaks of, ``overview`` whether it carries the overview, ``expires_at`` when it is too
    old to be worth reading (``None``: never). Without ``person_id`` an address is only asked whether it wants any mail.
    """

    key: str
    person_id: int | None
    address: str
    language: str
    subject: str
    message_id: str
    mime: bytes
    mime_sha256: str
    problem: str | None = None
    kind: str = "digest"
    on: date | None = None
    overview: bool = False
    expires_at: datetime | None = None
    reminds: tuple[Reminded, ...] = ()


def write_down(
    session: Session,
    *,
    key: str,
    person_id: int | None,
    address: str,
    language: str,
    subject: str,
    message_id: str,
    mime: bytes,
    mime_sha256: str,
    at: datetime,
    kind: str = "digest",
    on: date | None = None,
    overview: bool = False,
    expires_at: datetime | None = None,
) -> bool:
    """Puts one composed message into the outbox; ``False`` if somebody wrote the same one down before."""
    message = Message(
        key,
        person_id,
        address,
        language,
        subject,
        message_id,
        mime,
        mime_sha256,
        kind=kind,
        on=on,
        overview=overview,
        expires_at=expires_at,
    )
    insert = insert_into(session, DeliveryRow).values(values_of(message, at, None))
    once = insert.on_conflict_do_nothing(index_elements=["dedupe_key"]).returning(DeliveryRow.id)
    number = session.scalar(once)
    if number is None:
        return False
    keep_contents(session, {number: mime})
    return True


def values_of(message: Message, at: datetime, edition_id: int | None) -> dict[str, Any]:
    """The row of a message, by column; its bytes are kept apart (``contents``)."""
    return {
        "kind": message.kind,
        "on": message.on,
        "overview": message.overview,
        "dedupe_key": message.key,
        "edition_id": edition_id,
        "person_id": message.person_id,
        "address": message.address,
        "language": message.language,
        "subject": message.subject,
        "message_id": message.message_id,
        "mime_sha256": message.mime_sha256,
        "state": "failed" if message.problem else "queued",
        "state_changed_at": at,
        "next_at": at,
        "expires_at": message.expires_at,
        "relay_reply": message.problem,
    }


def delivery_id_of(session: Session, key: str) -> int:
    """The number of the delivery with this key; raises ``NoResultFound`` if nobody wrote it down."""
    return session.scalars(select(DeliveryRow.id).where(DeliveryRow.dedupe_key == key)).one()
