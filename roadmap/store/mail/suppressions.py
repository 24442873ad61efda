"""Addresses that the relay refused for good: nothing more is handed over for them until somebody lifts it."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from roadmap.store.base import Row


class SuppressionRow(Row):
    """One address, in lower case, with the relay's own words."""

    __tablename__ = "suppression"
    address: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str]
    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("delivery.id"))
    at: Mapped[datetime]
