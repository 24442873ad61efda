"""Security events in a chain of their own: sign-ins, roles, passwords, links, and who did it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, event, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.domain.security import SecurityKind
from roadmap.store.base import Row
from roadmap.store.chain import checksum_of, moment_text

# What an event may say of itself: codes and numbers, never a name or an address.
Detail = str | int | bool | None
_LONGEST_WAIT = timedelta(minutes=1)


class LogRewritten(Exception):
    """Somebody tried to change or remove an event through the program."""


class SecurityEventRow(Row):
    """One event. ``person_id`` is whom it is about, ``by_id`` who did it; an unknown address is only a checksum."""

    __tablename__ = "security_event"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # Canonical JSON, without names or addresses.
    detail: Mapped[str]
    previous_hash: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str]


class SecurityHeadRow(Row):
    """The head of the chain; whoever appends locks it first."""

    __tablename__ = "security_head"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(default="")


def _refuse(_mapper: object, _connection: object, row: Row) -> None:
    raise LogRewritten(f"an event of the security log cannot be changed or removed: {row!r}")


for _happening in ("before_update", "before_delete"):
    event.listen(SecurityEventRow, _happening, _refuse)


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as its bytes are kept. Persons are numbers, so that a name can go and the chain still holds."""

    seq: int
    at: datetime
    kind: str
    person_id: int | None
    by_id: int | None
    detail: str


def event_checksum(previous: str, stored: StoredEvent) -> str:
    """The event's checksum; ``previous`` is that of the event before, or empty for the first."""
    numbers = ("" if number is None else str(number) for number in (stored.person_id, stored.by_id))
    return checksum_of((previous, str(stored.seq), moment_text(stored.at), stored.kind, *numbers, stored.detail))


def record(
    session: Session,
    kind: SecurityKind,
    at: datetime,
    person_id: int | None = None,
    by_id: int | None = None,
    **detail: Detail,
) -> int:
    """Writes one event and answers its number; in the transaction of the act itself, so that there is both or neither.

    ``person_id`` is whom it happened to, ``by_id`` who did it, if that is known. ``detail`` is codes and numbers.
    Call it last: it holds the head of the log until the transaction ends, and whoever holds it waits for nothing else.
    """
    session.flush()
    head = session.execute(
        select(SecurityHeadRow.seq, SecurityHeadRow.hash).where(SecurityHeadRow.id == 1).with_for_update()
    ).one()
    stored = StoredEvent(head.seq + 1, _not_before(session, head.seq, at), kind.value, person_id, by_id, _bytes(detail))
    digest = event_checksum(head.hash, stored)
    session.add(
        SecurityEventRow(
            seq=stored.seq,
            at=stored.at,
            kind=stored.kind,
            person_id=person_id,
            by_id=by_id,
            detail=stored.detail,
            previous_hash=head.hash,
            hash=digest,
        )
    )
    session.flush()
    session.execute(
        update(SecurityHeadRow)
        .where(SecurityHeadRow.id == 1)
        .values(seq=stored.seq, hash=digest)
        .execution_options(synchronize_session=False)
    )
    return stored.seq


def _not_before(session: Session, last: int, at: datetime) -> datetime:
    """Whoever waited for the head took his time before; a later event is not the earlier one (as in the ledger)."""
    before = session.scalar(select(SecurityEventRow.at).where(SecurityEventRow.seq == last))
    return max(at, before) if before and before - at < _LONGEST_WAIT else at


def _bytes(detail: Mapping[str, Detail]) -> str:
    for name, value in detail.items():
        if not isinstance(value, str | int | None):
            raise TypeError(f"a security event keeps codes and numbers, and {name} is {value!r}")
    said = {name: value for name, value in detail.items() if value is not None}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
