"""The table of days that differ from Monday to Friday, and the calendar made from it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.text import LocalizedText
from roadmap.store.base import Row


class DayRow(Row):
    """A day whose being worked or not does not follow from the week."""

    __tablename__ = "calendar_day"
    calendar: Mapped[str] = mapped_column(primary_key=True)
    on: Mapped[date] = mapped_column("day", primary_key=True)
    working: Mapped[bool]
    reason: Mapped[LocalizedText]
    act: Mapped[str | None]


def working_calendar(session: Session, calendar: str) -> WorkingCalendar:
    """The working calendar of a country, in one query."""
    rows = session.execute(select(DayRow.on, DayRow.working).where(DayRow.calendar == calendar))
    return WorkingCalendar(dict(rows.all()))
