"""A mail that was written down for somebody, past the digests."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.store.mail.outbox import DeliveryRow, write_down


def mail_to(session: Session, person_id: int) -> int:
    """Writes a mail down and answers its number."""
    at = datetime.now(UTC)
    write_down(
        session,
        key="digest:of-a-test",
        person_id=person_id,
        address="coordinator@people.test",
        language="en",
        subject="Road map",
        message_id="<of-a-test@roadmap.test>",
        mime=b"Subject: Road map\r\n\r\nWords\r\n",
        mime_sha256="of a test",
        at=at,
    )
    return session.scalars(select(DeliveryRow.id).where(DeliveryRow.person_id == person_id)).one()
