"""Addresses that the relay refused for good: nothing more is handed over for them until somebody lifts it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.store.base import Row
from roadmap.store.conflicts import insert_into
from roadmap.store.people import normal


class SuppressionRow(Row):
    """One address, in lower case, with the relay's own words."""

    __tablename__ = "suppression"
    address: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str]
    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("delivery.id"))
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Suppression:
    """An address that is not written to, since when, and in the relay's words why."""

    address: str
    words: str
    delivery_id: int | None
    at: datetime


def suppress(session: Session, address: str, words: str, at: datetime, delivery_id: int | None = None) -> bool:
    """Writes to this address no more; ``False`` if that was so already, and the first reason stays."""
    values = {"address": normal(address), "words": words, "delivery_id": delivery_id, "at": at}
    query = insert_into(session, SuppressionRow).values(values).on_conflict_do_nothing()
    return session.execute(query.returning(SuppressionRow.address)).first() is not None


def lift(session: Session, address: str) -> bool:
    """Writes to this address again; ``False`` if nothing kept it from that."""
    query = delete(SuppressionRow).where(SuppressionRow.address == normal(address))
    return session.execute(query.returning(SuppressionRow.address)).first() is not None


def suppressed_addresses(session: Session) -> list[Suppression]:
    """All of them, the latest first."""
    rows = session.scalars(select(SuppressionRow).order_by(SuppressionRow.at.desc(), SuppressionRow.address))
    return [Suppression(row.address, row.words, row.delivery_id, row.at) for row in rows]
