"""The clocks and senders that were seen, so that the operator sees when none is at work."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, literal, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.store.base import Moment, Row
from roadmap.store.conflicts import insert_into

GONE_AFTER = timedelta(minutes=5)


class WorkerRow(Row):
    """One process, by host and process number; ``trouble`` is what keeps it from its work, in the relay's words."""

    __tablename__ = "worker"
    name: Mapped[str] = mapped_column(primary_key=True)
    # "clock", "sender" or "clock and sender".
    work: Mapped[str]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    trouble: Mapped[str | None]
    troubled_since: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Worker:
    """A clock, a sender, or both in one process, as last seen."""

    name: str
    work: str
    started_at: datetime
    seen_at: datetime
    trouble: str | None
    troubled_since: datetime | None


def seen(session: Session, name: str, work: str, at: datetime, trouble: str | None = None) -> None:
    """Says that a worker is there, and what troubles it, if anything does. Takes away those that are gone."""
    started = insert_into(session, WorkerRow).values(
        name=name, work=work, started_at=at, seen_at=at, trouble=trouble, troubled_since=at if trouble else None
    )
    since = (
        case((WorkerRow.trouble.is_(None), literal(at, Moment())), else_=WorkerRow.troubled_since) if trouble else None
    )
    again = {"work": work, "seen_at": at, "trouble": trouble, "troubled_since": since}
    session.execute(started.on_conflict_do_update(index_elements=["name"], set_=again))
    session.execute(delete(WorkerRow).where(WorkerRow.seen_at < at - GONE_AFTER))


def workers_of(session: Session) -> list[Worker]:
    """Those that were seen, the one seen last first. One that stopped stays here until another worker is seen."""
    rows = session.scalars(select(WorkerRow).order_by(WorkerRow.seen_at.desc(), WorkerRow.name))
    return [Worker(row.name, row.work, row.started_at, row.seen_at, row.trouble, row.troubled_since) for row in rows]
