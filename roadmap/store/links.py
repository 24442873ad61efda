"""One-time links: written down, looked at, and used once."""

from datetime import datetime

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from roadmap.domain.people import Person
from roadmap.store.accounts import AccountRow, OneTimeLinkRow
from roadmap.store.people import PersonRow, person_of

INVITATION = "invitation"


def issue_invitation(session: Session, person_id: int, token_hash: str, at: datetime, until: datetime) -> int:
    """Writes a link down and answers its number. Earlier ones of the same person work no longer."""
    session.execute(
        update(OneTimeLinkRow)
        .where(OneTimeLinkRow.person_id == person_id, OneTimeLinkRow.expires_at > at)
        .values(expires_at=at)
    )
    row = OneTimeLinkRow(
        token_hash=token_hash, purpose=INVITATION, person_id=person_id, created_at=at, expires_at=until
    )
    session.add(row)
    session.flush()
    return row.id


def invited_by(session: Session, token_hash: str, at: datetime) -> Person | None:
    """Who is invited by a link that still works."""
    row = session.scalar(
        select(PersonRow)
        .join(OneTimeLinkRow, OneTimeLinkRow.person_id == PersonRow.id)
        .join(AccountRow, AccountRow.person_id == PersonRow.id)
        .where(
            OneTimeLinkRow.token_hash == token_hash,
            OneTimeLinkRow.purpose == INVITATION,
            OneTimeLinkRow.used_at.is_(None),
            OneTimeLinkRow.expires_at > at,
            AccountRow.disabled_at.is_(None),
            PersonRow.active,
        )
    )
    return person_of(row, None, None) if row else None


def use_invitation(session: Session, token_hash: str, at: datetime) -> bool:
    """Uses a link up; of two who try at once only one is told so."""
    result = session.execute(
        update(OneTimeLinkRow)
        .where(
            OneTimeLinkRow.token_hash == token_hash,
            OneTimeLinkRow.purpose == INVITATION,
            OneTimeLinkRow.used_at.is_(None),
            OneTimeLinkRow.expires_at > at,
        )
        .values(used_at=at)
    )
    return isinstance(result, CursorResult) and result.rowcount == 1
