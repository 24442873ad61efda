"""Who receives the mail of a road map because he asked to, or was added by the secretariat."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.domain.people import Person, Role
from roadmap.store.accounts import AccountRow
from roadmap.store.people import GrantRow, persons_by_id


def recipients_of(session: Session, roadmap_id: int) -> list[Person]:
    """Everybody with the role of a recipient of this road map, by name."""
    numbers = session.scalars(
        select(GrantRow.person_id).where(GrantRow.roadmap_id == roadmap_id, GrantRow.role == Role.RECIPIENT.value)
    )
    found = persons_by_id(session, numbers.all()).values()
    return sorted(found, key=lambda person: (person.name.casefold(), person.id))


def can_sign_in(session: Session, person_id: int) -> bool:
    """Whether this person has an account whose invitation was taken up, and which is not closed."""
    account = session.get(AccountRow, person_id)
    return account is not None and account.password_hash is not None and account.disabled_at is None
