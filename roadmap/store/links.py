"""Links that work once: an invitation is written down before it is used, a signed link only when it is spent."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from roadmap.domain.people import Person
from roadmap.store.accounts import AccountRow, OneTimeLinkRow, SpentLinkRow
from roadmap.store.people import PersonRow, person_of

INVITATION = "invitation"
PASSWORD = "password"  # noqa: S105 - what a link is for


@dataclass(frozen=True, slots=True)
class SpentLink:
    """When a signed link was used up, and the number of the line that it wrote, if it wrote one."""

    used_at: datetime
    line_seq: int | None


def issue_link(
    session: Session, person_id: int, token_hash: str, at: datetime, until: datetime, purpose: str = INVITATION
) -> int:
    """Writes a link down and answers its number. Earlier ones of the same person work no longer.

    Whoever has no more than an address can ask for a new password: that leaves an open invitation as it is.
    """
    end_links(session, person_id, at, purpose if purpose == PASSWORD else None)
    row = OneTimeLinkRow(token_hash=token_hash, purpose=purpose, person_id=person_id, created_at=at, expires_at=until)
    session.add(row)
    session.flush()
    return row.id


def end_links(session: Session, person_id: int, at: datetime, purpose: str | None = None) -> None:
    """Lets the open links of a person work no longer; without a purpose all of them."""
    which = [OneTimeLinkRow.person_id == person_id, OneTimeLinkRow.expires_at > at]
    if purpose is not None:
        which.append(OneTimeLinkRow.purpose == purpose)
    session.execute(update(OneTimeLinkRow).where(*which).values(expires_at=at))


def holder_of(session: Session, token_hash: str, at: datetime, purpose: str = INVITATION) -> Person | None:
    """Whose link this is, if it still works and is for this purpose."""
    row = session.scalar(
        select(PersonRow)
        .join(OneTimeLinkRow, OneTimeLinkRow.person_id == PersonRow.id)
        .join(AccountRow, AccountRow.person_id == PersonRow.id)
        .where(
            OneTimeLinkRow.token_hash == token_hash,
            OneTimeLinkRow.purpose == purpose,
            OneTimeLinkRow.used_at.is_(None),
            OneTimeLinkRow.expires_at > at,
            AccountRow.disabled_at.is_(None),
            PersonRow.active,
        )
    )
    return person_of(row) if row else None


def use_link(session: Session, token_hash: str, at: datetime, purpose: str = INVITATION) -> bool:
    """Uses a link up; of two who try at once only one is told so."""
    result = session.execute(
        update(OneTimeLinkRow)
        .where(
            OneTimeLinkRow.token_hash == token_hash,
            OneTimeLinkRow.purpose == purpose,
            OneTimeLinkRow.used_at.is_(None),
            OneTimeLinkRow.expires_at > at,
        )
        .values(used_at=at)
    )
    return isinstance(result, CursorResult) and result.rowcount == 1


def spent_link(session: Session, token_hash: str) -> SpentLink | None:
    """What became of a signed link; ``None`` while it is unused."""
    row = session.get(SpentLinkRow, token_hash)
    return SpentLink(row.used_at, row.line_seq) if row else None


def spend(
    session: Session, token_hash: str, purpose: str, person_id: int, roadmap_id: int, line_seq: int, at: datetime
) -> bool:
    """Uses a signed link up for the line it wrote; ``False`` if somebody was first, and nothing is written."""
    values = {"purpose": purpose, "person_id": person_id, "roadmap_id": roadmap_id, "line_seq": line_seq, "used_at": at}
    try:
        with session.begin_nested():
            session.execute(insert(SpentLinkRow).values(token_hash=token_hash, **values))
    except IntegrityError:
        return False
    return True


def lines_by_link(session: Session, roadmap_id: int, seqs: Collection[int]) -> frozenset[int]:
    """Which of these lines of a road map were written through the link in a mail."""
    query = select(SpentLinkRow.line_seq).where(
        SpentLinkRow.roadmap_id == roadmap_id, SpentLinkRow.line_seq.in_(set(seqs))
    )
    return frozenset(seq for seq in session.scalars(query) if seq is not None)
