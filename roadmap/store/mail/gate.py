"""Whether mail may go out at all just now. One row: held by a person, by a restored copy, or by a clock that jumped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, case, exists, literal, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql.selectable import Exists

from roadmap.store.base import Moment, Row
from roadmap.store.conflicts import insert_into

_THE_ONE = 1
OPERATOR, RESTORED, CLOCK, REFUSALS = "operator", "restored", "clock", "refusals"
# What the program found out by itself gives way to what a person wants, or has to look into first.
_GIVES_WAY = (CLOCK, REFUSALS)


class GateRow(Row):
    """The one gate of an installation; no row is an open gate."""

    __tablename__ = "mail_gate"
    __table_args__ = (
        CheckConstraint("id = 1", name="one"),
        CheckConstraint("because IN ('operator', 'restored', 'clock', 'refusals')", name="because"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    # Since when it is closed; empty while it is open.
    held_since: Mapped[datetime | None]
    because: Mapped[str | None]
    words: Mapped[str | None]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    released_at: Mapped[datetime | None]
    # When a clock last looked, by its own wall clock.
    looked_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Gate:
    """How the gate stands. ``released_by`` is the number of a person; ``looked_at`` is a clock's own time."""

    held_since: datetime | None = None
    because: str | None = None
    words: str | None = None
    released_by: int | None = None
    released_at: datetime | None = None
    looked_at: datetime | None = None

    @property
    def held(self) -> bool:
        """Whether nothing goes out and no edition is planned."""
        return self.held_since is not None


def gate_of(session: Session) -> Gate:
    """How the gate stands."""
    row = session.execute(
        select(
            GateRow.held_since,
            GateRow.because,
            GateRow.words,
            GateRow.released_by,
            GateRow.released_at,
            GateRow.looked_at,
        )
    ).first()
    return Gate(*row) if row else Gate()


def is_held() -> Exists:
    """For a query: whether the gate is closed."""
    return exists().where(GateRow.held_since.is_not(None))


def hold(session: Session, because: str, words: str, at: datetime) -> bool:
    """Closes the gate; ``False`` if it was closed already.

    A closed gate keeps its reason and its time, except that a person's or a restored copy's reason replaces what the
    program found out by itself: it would not be right then if the program opened the gate again by itself.
    """
    was_open = not gate_of(session).held
    closed = GateRow.held_since.is_not(None)
    replaces = or_(~closed, GateRow.because.in_(_GIVES_WAY)) if because not in _GIVES_WAY else ~closed
    values: dict[str, Any] = {"because": because, "words": words}
    first = insert_into(session, GateRow).values(id=_THE_ONE, held_since=at, **values)
    since = case((closed, GateRow.held_since), else_=literal(at, Moment()))
    changed = {**values, "held_since": since, "released_by": None, "released_at": None}
    session.execute(first.on_conflict_do_update(index_elements=["id"], set_=changed, where=replaces))
    return was_open


def release(session: Session, person_id: int | None, at: datetime, because: str | None = None) -> bool:
    """Opens the gate; ``False`` if it was open, or closed for another reason than the one named.

    ``person_id`` is ``None`` when the program itself found that all is well again.
    """
    query = update(GateRow).where(GateRow.held_since.is_not(None))
    if because is not None:
        query = query.where(GateRow.because == because)
    values = {"held_since": None, "because": None, "words": None, "released_by": person_id, "released_at": at}
    return session.execute(query.values(values).returning(GateRow.id)).first() is not None


def look(session: Session, at: datetime) -> datetime | None:
    """Leaves a clock's own time at the gate, and answers the one that was left there before."""
    before = gate_of(session).looked_at
    left = insert_into(session, GateRow).values(id=_THE_ONE, looked_at=at)
    session.execute(left.on_conflict_do_update(index_elements=["id"], set_={"looked_at": at}))
    return before
