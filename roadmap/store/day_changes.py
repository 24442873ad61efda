"""What was changed in the working calendar, when and by which act: so that a page can show what was known then."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

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
