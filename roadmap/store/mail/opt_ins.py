"""Addresses that are asked whether they want the mail. Nothing is sent to them before their holders said yes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, and_, delete, func, or_, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.domain.people import Role
from roadmap.domain.security import SecurityKind
from roadmap.store.base import Row
from roadmap.store.ledger import touch
from roadmap.store.people import add_person, grant, person_by_email
from roadmap.store.security_log import record

# Whoever types a stranger's address must not be able to fill that stranger's mailbox, nor anybody else's.
PAUSE = timedelta(minutes=15)
WINDOW = timedelta(hours=1)
ASKED_IN_A_WINDOW = 20
# Any number will do, as long as every process takes the same one.
_LOCK = 0x6F7074696E


class OptInRow(Row):
    """One request: added by the secretariat, or asked for by the holder, which the secretariat then has to approve."""

    __tablename__ = "opt_in"
    __table_args__ = (CheckConstraint("language IN ('kk', 'ru', 'en')", name="language"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"), index=True)
    name: Mapped[str]
    # In lower case.
    email: Mapped[str]
    language: Mapped[str]
    # Empty when the holder asked for it himself.
    added_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    # Approved or refused by the secretariat; an address that it added itself is approved from the start.
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    approved: Mapped[bool | None]
    # Who it became, once confirmed and approved.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


@dataclass(frozen=True, slots=True)
class OptIn:
    """A request to be written to, and how far it has come."""

    id: int
    roadmap_id: int
    name: str
    email: str
    language: str
    added_by: int | None
    expires_at: datetime
    confirmed_at: datetime | None

    def open_at(self, at: datetime) -> bool:
        """Whether the link can still be used."""
        return self.confirmed_at is None and at < self.expires_at


@dataclass(frozen=True, slots=True)
class Asking:
    """Who is to be asked, for which road map, and by whom; nobody, if the holder of the address asks himself."""

    roadmap_id: int
    name: str
    email: str
    language: str
    added_by: int | None = None


def ask(session: Session, asking: Asking, token_hash: str, at: datetime, until: datetime) -> bool:
    """Writes a request down; ``False`` if this address was asked just now, or too many were, and nothing is.

    Earlier links to the same address for the same road map stop working.
    """
    _one_at_a_time(session)
    if _too_many(session, asking, at):
        return False
    session.execute(update(OptInRow).where(_still_open(asking, at)).values(expires_at=at))
    added = asking.added_by is not None
    session.add(
        OptInRow(
            token_hash=token_hash,
            roadmap_id=asking.roadmap_id,
            name=asking.name,
            email=asking.email,
            language=asking.language,
            added_by=asking.added_by,
            asked_at=at,
            expires_at=until,
            decided_by=asking.added_by,
            decided_at=at if added else None,
            approved=True if added else None,
        )
    )
    session.flush()
    return True


def _one_at_a_time(session: Session) -> None:
    """Lets requests be counted one after the other. SQLite's writers wait for each other anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _too_many(session: Session, asking: Asking, at: datetime) -> bool:
    same = and_(OptInRow.email == asking.email, OptInRow.asked_at > at - PAUSE)
    if session.scalar(select(OptInRow.id).where(same).limit(1)) is not None:
        return True
    if asking.added_by is not None:
        return False
    lately = select(func.count()).where(OptInRow.added_by.is_(None), OptInRow.asked_at > at - WINDOW)
    return (session.scalar(lately) or 0) >= ASKED_IN_A_WINDOW


def _still_open(asking: Asking, at: datetime) -> ColumnElement[bool]:
    return and_(
        OptInRow.email == asking.email,
        OptInRow.roadmap_id == asking.roadmap_id,
        OptInRow.confirmed_at.is_(None),
        OptInRow.expires_at > at,
    )


def opt_in_of(session: Session, token_hash: str) -> OptIn | None:
    """The request that a link belongs to; ``None`` also if its address is that of somebody who left."""
    row = session.scalar(select(OptInRow).where(OptInRow.token_hash == token_hash))
    return _spoken_of(row) if row and not _left(session, row) else None


def confirm(session: Session, token_hash: str, at: datetime) -> bool:
    """The holder says yes. If it is approved already he becomes a recipient. ``False`` if the link no longer works.

    It does not work for the address of somebody who left: he would be told that the mail comes, and would never get it.
    """
    if opt_in_of(session, token_hash) is None:
        return False
    row = session.scalar(
        update(OptInRow)
        .where(OptInRow.token_hash == token_hash, OptInRow.confirmed_at.is_(None), OptInRow.expires_at > at)
        .values(confirmed_at=at)
        .returning(OptInRow)
    )
    if row is None:
        return False
    if row.approved:
        _make_recipient(session, row, at)
    return True


def decide(session: Session, number: int, roadmap_id: int, by: int, approved: bool, at: datetime) -> bool:
    """The secretariat answers a request that its holder confirmed; ``False`` if there is none that waits.

    Nobody who left since can be made a recipient; such a request can only be refused.
    """
    asked = session.get(OptInRow, number)
    if asked is None or (approved and _left(session, asked)):
        return False
    row = session.scalar(
        update(OptInRow)
        .where(OptInRow.id == number, OptInRow.roadmap_id == roadmap_id, _waits())
        .values(approved=approved, decided_by=by, decided_at=at)
        .returning(OptInRow)
    )
    if row is None:
        return False
    if approved:
        _make_recipient(session, row, at)
    return True


def _left(session: Session, row: OptInRow) -> bool:
    """Whether the address is known as that of somebody who is not written to any more."""
    person = person_by_email(session, row.email)
    return person is not None and not person.active


def _make_recipient(session: Session, row: OptInRow, at: datetime) -> None:
    """One address is one person: whoever is known by it keeps name and language, and gets the role."""
    touch(session, row.roadmap_id)
    person = person_by_email(session, row.email)
    if person is None:
        try:
            with session.begin_nested():
                person = add_person(session, row.name, row.email, row.language)
        except IntegrityError:
            # The same address was confirmed for another road map at the same moment.
            person = person_by_email(session, row.email)
            if person is None:
                raise
    row.person_id = person.id
    if grant(session, person.id, Role.RECIPIENT, row.roadmap_id):
        role, here = Role.RECIPIENT.value, row.roadmap_id
        record(session, SecurityKind.ROLE_GIVEN, at, person.id, row.decided_by, role=role, roadmap_id=here)


def take_back(session: Session, number: int, roadmap_id: int) -> bool:
    """Forgets a request that nobody confirmed; its link stops working. ``False`` if there is none."""
    unconfirmed = and_(OptInRow.id == number, OptInRow.roadmap_id == roadmap_id, OptInRow.confirmed_at.is_(None))
    return session.execute(delete(OptInRow).where(unconfirmed).returning(OptInRow.id)).first() is not None


def open_opt_ins(session: Session, roadmap_id: int) -> list[OptIn]:
    """What the secretariat sees: its own requests that nobody answered, and those of holders that wait for it.

    Of what a stranger typed nothing is shown before the holder of the address confirmed it.
    """
    unanswered = and_(OptInRow.added_by.is_not(None), OptInRow.confirmed_at.is_(None))
    query = select(OptInRow).where(OptInRow.roadmap_id == roadmap_id, or_(unanswered, _waits()))
    latest = {row.email: _spoken_of(row) for row in session.scalars(query.order_by(OptInRow.id))}
    return sorted(latest.values(), key=lambda each: (each.name.casefold(), each.id))


def _waits() -> ColumnElement[bool]:
    return and_(OptInRow.confirmed_at.is_not(None), OptInRow.approved.is_(None))


def forget_unanswered(session: Session, before: datetime) -> int:
    """Deletes requests that ran out before this moment and were never confirmed; how many there were."""
    gone = delete(OptInRow).where(OptInRow.confirmed_at.is_(None), OptInRow.expires_at < before)
    return len(session.execute(gone.returning(OptInRow.id)).all())


def _spoken_of(row: OptInRow) -> OptIn:
    return OptIn(
        row.id, row.roadmap_id, row.name, row.email, row.language, row.added_by, row.expires_at, row.confirmed_at
    )
