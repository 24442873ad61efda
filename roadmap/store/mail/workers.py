"""The clocks and senders that were seen, so that the operator sees when none is at work."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from roadmap.store.base import Row


class WorkerRow(Row):
    """One process, by host and process number; ``trouble`` is what keeps it from its work, in the relay's words."""

    __tablename__ = "worker"
    name: Mapped[str] = mapped_column(primary_key=True)
    # "clock", "sender" or both.
    work: Mapped[str]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    trouble: Mapped[str | None]
    troubled_since: Mapped[datetime | None]
