"""Whether mail may go out at all just now. One row: held by a person, by a restored copy, or by a clock that jumped."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from roadmap.store.base import Row


class GateRow(Row):
    """The one gate of an installation; no row is an open gate."""

    __tablename__ = "mail_gate"
    __table_args__ = (
        CheckConstraint("id = 1", name="one"),
        CheckConstraint("because IN ('operator', 'restored', 'clock', 'refusals')", name="because"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    # Since when it is closed; empty while it is open.
    held_since: Mapped[datetime | None]
    because: Mapped[str | None]
    words: Mapped[str | None]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    released_at: Mapped[datetime | None]
    # When a clock last looked, by its own wall clock.
    looked_at: Mapped[datetime | None]
