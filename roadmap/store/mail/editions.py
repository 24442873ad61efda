"""Editions: which morning's mail of which time zone and time of day was decided, once, and how far it was written.

expanding -> written   everybody who has something to read is in the outbox
covered                it was missed; the edition in ``covered_by`` makes up for it, or none has yet
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    String,
    UniqueConstraint,
    and_,
    cast,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.domain.schedule import LOOK_BACK, Kept, Owed, moment_of
from roadmap.store.base import Row
from roadmap.store.conflicts import insert_into

MORNING_SLOT = "09:00"
EXPANDING, WRITTEN, COVERED = "expanding", "written", "covered"
# Stands in the slot of an edition that was written down ahead of its time, once its own time has come.
ASIDE = "#"


class EditionRow(Row):
    """A morning's mail: who was to be written to has been decided, once."""

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("on", "timezone", "slot"),
        CheckConstraint("state IN ('expanding', 'written', 'covered')", name="state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    on: Mapped[date]
    timezone: Mapped[str]
    # The local time of day that its readers chose, such as "09:00".
    slot: Mapped[str] = mapped_column(default=MORNING_SLOT)
    # The ISO week whose overview this morning carries, such as "2026-W48"; empty on the other mornings.
    overview_period: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="written")
    # While it is expanding: everybody up to and including this person is written down already.
    cursor: Mapped[int] = mapped_column(default=0)
    planned: Mapped[int]
    # The first morning that was missed while nothing ran, if this edition makes up for any.
    late_since: Mapped[date | None]
    # The edition that made up for this one, which was itself never written.
    covered_by: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    recorded_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Begun:
    """An edition that is being written down. ``covers`` are the mornings it makes up for, the oldest first.

    ``cursor`` is the number of the last person who was looked at. ``again``: the same morning's mail was written down
    before, ahead of its time, because somebody asked for it.
    """

    id: int
    on: date
    timezone: str
    slot: time
    overview_period: str | None
    cursor: int
    late_since: date | None
    recorded_at: datetime
    covers: tuple[date, ...] = ()
    again: bool = False

    @property
    def known_at(self) -> datetime:
        """The moment whose knowledge the mail is made of: when it was decided, or its own time if that came later."""
        return max(self.recorded_at, moment_of(self.on, self.slot, ZoneInfo(self.timezone)))


def kept_editions(session: Session, timezone: str, until: date, *, ahead_counts: bool) -> list[Kept]:
    """A zone's editions of the last days up to ``until``, and the last one before those, for ``schedule.due``.

    Of those before, also the ones that were missed and wait to be made up for: a host that was off again had no turn
    at their time of day, and whoever has the next one stands for them too.

    Without ``ahead_counts`` those are left out that were written down before their time had come.
    """
    first = date.fromordinal(max(until.toordinal() - LOOK_BACK.days - 1, 1))
    mine = select(EditionRow).where(EditionRow.timezone == timezone, EditionRow.slot.not_like(f"%{ASIDE}%"))
    waits = and_(EditionRow.state == COVERED, EditionRow.covered_by.is_(None))
    near = mine.where(EditionRow.on <= until, or_(EditionRow.on >= first, waits)).order_by(EditionRow.on)
    before = mine.where(EditionRow.on < first).order_by(EditionRow.on.desc(), EditionRow.slot.desc()).limit(1)
    found = []
    for row in (*session.scalars(before), *session.scalars(near)):
        slot = time.fromisoformat(row.slot)
        if ahead_counts or row.recorded_at >= moment_of(row.on, slot, ZoneInfo(timezone)):
            found.append(Kept(row.on, slot, row.state == COVERED and row.covered_by is None))
    return found


def begin_edition(
    session: Session,
    owed: Owed,
    missed: Iterable[tuple[date, time]],
    *,
    timezone: str,
    overview_period: str | None,
    at: datetime,
) -> int | None:
    """Decides an edition, and writes down what was missed; ``None`` if another clock was first, and nothing is."""
    _set_aside(session, owed, timezone, at)
    values = {"timezone": timezone, "planned": 0, "cursor": 0, "recorded_at": at}
    new = {"on": owed.on, "slot": _text(owed.slot), "state": EXPANDING, "late_since": owed.late_since}
    first = insert_into(session, EditionRow).values(**values, **new, overview_period=overview_period)
    number = session.scalar(first.on_conflict_do_nothing().returning(EditionRow.id))
    if number is None:
        return None
    rows = [{**values, "on": day, "slot": _text(slot), "state": COVERED} for day, slot in missed]
    if rows:
        session.execute(insert_into(session, EditionRow).values(rows).on_conflict_do_nothing())
    if owed.stands_for:
        which = tuple_(EditionRow.on, EditionRow.slot).in_([(day, _text(slot)) for day, slot in owed.stands_for])
        query = update(EditionRow).where(EditionRow.timezone == timezone, EditionRow.state == COVERED, which)
        session.execute(query.where(EditionRow.covered_by.is_(None)).values(covered_by=number))
    return number


def _set_aside(session: Session, owed: Owed, timezone: str, at: datetime) -> None:
    """An edition that somebody had written down ahead of its time does not take the place of the morning's own."""
    its_time = moment_of(owed.on, owed.slot, ZoneInfo(timezone))
    if at < its_time:
        return
    slot = _text(owed.slot)
    session.execute(
        update(EditionRow)
        .where(EditionRow.on == owed.on, EditionRow.timezone == timezone, EditionRow.slot == slot)
        .where(EditionRow.recorded_at < its_time, EditionRow.state == WRITTEN)
        .values(slot=literal(f"{slot} {ASIDE}") + cast(EditionRow.id, String))
    )


def _text(slot: time) -> str:
    return f"{slot:%H:%M}"


def expanding(session: Session) -> list[int]:
    """The numbers of the editions that are not written down to their end, the oldest first."""
    return list(session.scalars(select(EditionRow.id).where(EditionRow.state == EXPANDING).order_by(EditionRow.id)))


def begun_edition(session: Session, number: int) -> Begun | None:
    """How far an edition is written down; ``None`` if it is, to its end."""
    row = session.get(EditionRow, number, populate_existing=True)
    if row is None or row.state != EXPANDING:
        return None
    mine = select(EditionRow.on, EditionRow.slot).where(EditionRow.timezone == row.timezone)
    covers = session.execute(mine.where(EditionRow.covered_by == number).order_by(EditionRow.on)).all()
    aside = session.scalars(mine.where(EditionRow.on == row.on, EditionRow.slot.contains(ASIDE)).limit(1)).first()
    recent = date.fromordinal(max(row.on.toordinal() - LOOK_BACK.days, 1))
    return Begun(
        id=row.id,
        on=row.on,
        timezone=row.timezone,
        slot=time.fromisoformat(row.slot),
        overview_period=row.overview_period,
        cursor=row.cursor,
        late_since=row.late_since,
        recorded_at=row.recorded_at,
        covers=tuple(on for on, slot in covers if slot == row.slot and on >= recent),
        again=aside is not None,
    )


def move_on(session: Session, begun: Begun, cursor: int, *, last: bool) -> bool:
    """Writes down how far an edition has come; ``False`` if another clock came further, and nothing is."""
    query = update(EditionRow).where(
        EditionRow.id == begun.id, EditionRow.state == EXPANDING, EditionRow.cursor == begun.cursor
    )
    values = {"cursor": cursor, "state": WRITTEN if last else EXPANDING}
    return session.execute(query.values(values).returning(EditionRow.id)).first() is not None


def count_written(session: Session, number: int, written: int) -> None:
    """Adds to the number of messages that an edition consists of."""
    session.execute(update(EditionRow).where(EditionRow.id == number).values(planned=EditionRow.planned + written))


def edition_exists(session: Session, on: date, timezone: str, slot: str = MORNING_SLOT) -> bool:
    """Whether this morning has been decided already."""
    query = select(EditionRow.id).where(EditionRow.timezone == timezone, EditionRow.on == on, EditionRow.slot == slot)
    return session.scalar(query) is not None


def last_recorded(session: Session) -> datetime | None:
    """The latest moment at which an edition was decided, by the clock that did."""
    return session.scalar(select(EditionRow.recorded_at).order_by(EditionRow.recorded_at.desc()).limit(1))
