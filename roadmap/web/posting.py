"""Putting a composed letter into the outbox, from where a sender takes it."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from roadmap.store.mail.leases import moment_of
from roadmap.store.mail.outbox import write_down
from roadmap.web.letters import ComposedLetter


def post(
    session: Session, letter: ComposedLetter, *, kind: str, person_id: int | None, at: datetime, lasts: timedelta
) -> bool:
    """Writes the letter down; ``False`` if it was before. It is worth sending for so long, by the senders' clock."""
    return write_down(
        session,
        key=letter.key,
        kind=kind,
        person_id=person_id,
        address=letter.address,
        language=letter.language,
        subject=letter.subject,
        message_id=letter.message_id,
        mime=letter.mime,
        mime_sha256=letter.checksum,
        at=at,
        expires_at=moment_of(session) + lasts,
    )
