"""The table of days that differ from Monday to Friday, and the calendar made from it."""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.days import CalendarDay, calendar_before
from roadmap.domain.text import LocalizedText
from roadmap.store.base import Row
from roadmap.store.day_changes import changes_since, keep_change
from roadmap.store.plan import RoadmapRow


class DayRow(Row):
    """A day whose being worked or not does not follow from the week."""

    __tablename__ = "calendar_day"
    calendar: Mapped[str] = mapped_column(primary_key=True)
    on: Mapped[date] = mapped_column("day", primary_key=True)
    working: Mapped[bool]
    reason: Mapped[LocalizedText]
    act: Mapped[str | None]


class DayMovedOn(Exception):
    """The day is not as the writer last saw it. ``now`` is what the table says of it."""

    def __init__(self, now: CalendarDay | None) -> None:
        super().__init__(f"the day has been changed meanwhile: {now}")
        self.now = now


def working_calendar(session: Session, calendar: str, known_at: datetime | None = None) -> WorkingCalendar:
    """The working calendar of a country, in one query; with ``known_at`` as it was known at that moment, in two."""
    rows = session.execute(select(DayRow.on, DayRow.working).where(DayRow.calendar == calendar))
    exceptions = dict(rows.all())
    if known_at is None:
        return WorkingCalendar(exceptions)
    return calendar_before(exceptions, changes_since(session, calendar, known_at))


def days_of_year(session: Session, calendar: str, year: int) -> list[CalendarDay]:
    """The days of a year that do not follow the week, the earliest first."""
    within = DayRow.on.between(date(year, 1, 1), date(year, 12, 31))
    rows = session.scalars(select(DayRow).where(DayRow.calendar == calendar, within).order_by(DayRow.on))
    return [_day(row) for row in rows]


def day_of(session: Session, calendar: str, on: date) -> CalendarDay | None:
    """What the table says of a day; ``None`` if the day follows the week."""
    row = session.get(DayRow, (calendar, on))
    return _day(row) if row else None


def set_day(
    session: Session, calendar: str, day: CalendarDay, seen: str, *, author_id: int | None, at: datetime
) -> None:
    """Writes a day down, and that it was changed, and makes the pages of every road map on this calendar out of date.

    ``seen`` is the fingerprint of the day as the writer knew it, empty if it followed the week; raises
    ``DayMovedOn`` if the table says something else by now.
    """
    # Whoever changes days waits here for whoever changes them already; a day that is not there yet cannot be locked.
    session.execute(
        update(RoadmapRow)
        .where(RoadmapRow.calendar == calendar)
        .values(revision=RoadmapRow.revision + 1)
        .execution_options(synchronize_session=False)
    )
    row = session.get(DayRow, (calendar, day.on), populate_existing=True)
    found = _day(row) if row else None
    if (found.fingerprint if found else "") != seen:
        raise DayMovedOn(found)
    keep_change(session, calendar, day, found.working if found else None, author_id, at)
    if row is None:
        session.add(DayRow(calendar=calendar, on=day.on, working=day.working, reason=day.reason, act=day.act or None))
    else:
        row.working, row.reason, row.act = day.working, day.reason, day.act or None
    session.flush()


def _day(row: DayRow) -> CalendarDay:
    return CalendarDay(row.on, row.working, row.reason, row.act or "")
