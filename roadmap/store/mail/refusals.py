"""How the relay answered an edition's mails so far, to see whether it refuses them for what they say."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roadmap.store.mail.outbox import DeliveryRow


def replies_of(session: Session, edition_id: int) -> tuple[int, list[str]]:
    """How many of an edition's mails were sent, and the relay's words about those that failed."""
    of_edition = select(DeliveryRow.relay_reply).where(DeliveryRow.edition_id == edition_id)
    sent = session.scalar(select(func.count()).where(DeliveryRow.edition_id == edition_id, DeliveryRow.state == "sent"))
    return sent or 0, [words or "" for words in session.scalars(of_edition.where(DeliveryRow.state == "failed"))]
