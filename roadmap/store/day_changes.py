"""What was changed in the working calendar, when and by which act: so that a page can show what was known then."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.domain.days import CalendarDay, DayChange
from roadmap.domain.text import LocalizedText
from roadmap.store.base import Row


class DayChangeRow(Row):
    """One change of one day, append-only. ``before`` is empty where the day followed the week."""

    __tablename__ = "calendar_day_change"
    __table_args__ = (Index("ix_calendar_day_change_calendar_recorded_at", "calendar", "recorded_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    calendar: Mapped[str]
    on: Mapped[date] = mapped_column("day")
    before: Mapped[bool | None]
    after: Mapped[bool]
    reason: Mapped[LocalizedText]
    act: Mapped[str | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


def changes_since(session: Session, calendar: str, since: datetime) -> list[DayChange]:
    """The changes recorded after ``since``, the earliest first."""
    later = select(DayChangeRow).where(DayChangeRow.calendar == calendar, DayChangeRow.recorded_at > since)
    return [_change(row) for row in session.scalars(later.order_by(DayChangeRow.id))]


def changes_of_year(session: Session, calendar: str, year: int) -> list[DayChange]:
    """What was changed about the days of a year, the latest change first."""
    within = DayChangeRow.on.between(date(year, 1, 1), date(year, 12, 31))
    found = select(DayChangeRow).where(DayChangeRow.calendar == calendar, within)
    return [_change(row) for row in session.scalars(found.order_by(DayChangeRow.id.desc()))]


def keep_change(
    session: Session, calendar: str, day: CalendarDay, before: bool | None, author_id: int | None, at: datetime
) -> None:
    """Writes down that a day was changed; ``before`` is ``None`` where it followed the week."""
    session.add(
        DayChangeRow(
            calendar=calendar,
            on=day.on,
            before=before,
            after=day.working,
            reason=day.reason,
            act=day.act or None,
            author_id=author_id,
            recorded_at=at,
        )
    )


def _change(row: DayChangeRow) -> DayChange:
    return DayChange(row.id, row.on, row.before, row.after, row.reason, row.act or "", row.author_id, row.recorded_at)
