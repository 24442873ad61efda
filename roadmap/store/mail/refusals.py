"""How the relay answered an edition's mails so far, to see whether it refuses them for what they say."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roadmap.store.mail.outbox import DeliveryRow


def replies_of(session: Session, edition_id: int, since: datetime | None = None) -> tuple[int, list[str]]:
    """How many of an edition's mails were sent, and the relay's words about those that failed.

    ``since`` leaves out what was answered before. What no sender ever took could not be composed, and the relay never
    heard of it.
    """
    answered = [DeliveryRow.edition_id == edition_id, DeliveryRow.lease_token > 0]
    if since is not None:
        answered.append(DeliveryRow.state_changed_at > since)
    sent = session.scalar(select(func.count()).where(*answered, DeliveryRow.state == "sent"))
    failed = session.scalars(select(DeliveryRow.relay_reply).where(*answered, DeliveryRow.state == "failed"))
    return sent or 0, [words or "" for words in failed]
