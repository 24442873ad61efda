"""Addresses whose holders were asked whether they want the mail. Nothing is sent before they said yes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from roadmap.store.base import Row


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
