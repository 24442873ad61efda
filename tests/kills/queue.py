"""Mail that is queued can be set aside for later, so that a run has some left whenever it needs some."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from roadmap.database import Database
from roadmap.store.mail.outbox import DeliveryRow


def set_aside(url: str, but: int | None) -> None:
    """Lets everything that is queued wait for a day, all but the first ``but``; with ``None`` nothing waits."""
    database, now = Database(url), datetime.now(UTC)
    queued = DeliveryRow.state == "queued"
    with database.writing() as session:
        later = now + timedelta(days=1) if but is not None else now
        session.execute(update(DeliveryRow).where(queued).values(next_at=later))
        if but:
            first = session.scalars(select(DeliveryRow.id).where(queued).order_by(DeliveryRow.id).limit(but)).all()
            session.execute(update(DeliveryRow).where(DeliveryRow.id.in_(first)).values(next_at=now))
        session.commit()
    database.engine.dispose()
