"""Which items a delivery reminded whom of: what was "already reminded", and how often a reminder is sent by hand."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from roadmap.store.base import Row


class ReminderRow(Row):
    """One item in one delivery. It counts as reminded of once the delivery is sent."""

    __tablename__ = "reminder"
    __table_args__ = (
        Index("ix_reminder_roadmap_id_on", "roadmap_id", "on"),
        Index("ix_reminder_person_id_on", "person_id", "on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    # Empty for a measure's own date.
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id"))
    # One of domain.items.Why.
    why: Mapped[str]
    on: Mapped[date]
    # 'now:<day>:<person>:<measure>:<milestone>' where the controlling side sent it by hand: once a day.
    once_key: Mapped[str | None] = mapped_column(unique=True)
