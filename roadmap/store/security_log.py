"""Security events in a chain of their own: sign-ins, roles, passwords, links, and who did it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from roadmap.store.base import Row


class SecurityEventRow(Row):
    """One event. ``person_id`` is whom it is about, ``by_id`` who did it; an unknown address is only a checksum."""

    __tablename__ = "security_event"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # Canonical JSON, without names or addresses.
    detail: Mapped[str]
    previous_hash: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str]


class SecurityHeadRow(Row):
    """The head of the chain; whoever appends locks it first."""

    __tablename__ = "security_head"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(default="")
