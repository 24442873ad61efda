"""Editions: which morning's mail of which time zone and time of day was decided, once, and how far it was written."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.store.base import Row
from roadmap.store.mail.outbox import DeliveryRow, Message, values_of

MORNING_SLOT = "09:00"


class EditionRow(Row):
    """A morning's mail: who was to be written to has been decided, once."""

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("on", "timezone", "slot"),
        CheckConstraint("state IN ('expanding', 'written', 'covered')", name="state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    on: Mapped[date]
    timezone: Mapped[str]
    # The local time of day that its readers chose, such as "09:00".
    slot: Mapped[str] = mapped_column(default=MORNING_SLOT)
    # The ISO week whose overview this morning carries, such as "2026-W48"; empty on the other mornings.
    overview_period: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="written")
    # While it is expanding: everybody up to and including this person is written down already.
    cursor: Mapped[int] = mapped_column(default=0)
    planned: Mapped[int]
    # The first morning that was missed while nothing ran, if this edition makes up for any.
    late_since: Mapped[date | None]
    # The edition that made up for this one, which was itself never written.
    covered_by: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    recorded_at: Mapped[datetime]


def write_down_edition(
    session: Session, *, on: date, timezone: str, overview_period: str | None, messages: Sequence[Message], at: datetime
) -> bool:
    """Writes a morning's edition down with all its messages; ``False`` if another clock was first, and nothing is."""
    edition = EditionRow(
        on=on, timezone=timezone, overview_period=overview_period, planned=len(messages), recorded_at=at
    )
    try:
        with session.begin_nested():
            session.add(edition)
    except IntegrityError:
        return False
    if messages:
        session.execute(insert(DeliveryRow), [values_of(message, at, edition.id) for message in messages])
    return True


def edition_exists(session: Session, on: date, timezone: str) -> bool:
    """Whether this morning has been decided already."""
    query = select(EditionRow.id).where(EditionRow.on == on, EditionRow.timezone == timezone)
    return session.scalar(query) is not None


def last_edition(session: Session) -> EditionRow | None:
    """The edition of the latest morning."""
    return session.scalar(select(EditionRow).order_by(EditionRow.on.desc(), EditionRow.id.desc()).limit(1))
