"""Signing in and out: sessions that the server can end, what an account is checked against, and failed attempts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from roadmap.domain.people import Person
from roadmap.store.accounts import AccountRow, SignInFailureRow, SignInRow
from roadmap.store.people import PersonRow, normal, person_of


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in is checked against. ``password_hash`` is empty until the invitation is taken up."""

    person_id: int
    password_hash: str | None
    open: bool


def credentials_of(session: Session, email: str) -> Credentials | None:
    """The account with this address; ``None`` if there is none."""
    found = session.execute(
        select(AccountRow, PersonRow.active)
        .join(PersonRow, PersonRow.id == AccountRow.person_id)
        .where(PersonRow.email == normal(email))
    ).one_or_none()
    if found is None:
        return None
    account, active = found
    return Credentials(account.person_id, account.password_hash, active and account.disabled_at is None)


def set_password(session: Session, person_id: int, password_hash: str) -> None:
    """Replaces the kept hash."""
    session.execute(update(AccountRow).where(AccountRow.person_id == person_id).values(password_hash=password_hash))


def begin_sign_in(session: Session, person_id: int, token_hash: str, at: datetime, until: datetime) -> None:
    """Writes a session down; it ends by itself at ``until``, however much it is used."""
    session.add(SignInRow(token_hash=token_hash, person_id=person_id, started_at=at, expires_at=until))


def end_sign_in(session: Session, token_hash: str, at: datetime) -> None:
    """Ends one session; one that has ended stays as it was."""
    _end(session, SignInRow.token_hash == token_hash, at)


def end_sign_ins_of(session: Session, person_id: int, at: datetime) -> None:
    """Ends every session of a person."""
    _end(session, SignInRow.person_id == person_id, at)


def _end(session: Session, which: object, at: datetime) -> None:
    query = update(SignInRow).where(which, SignInRow.ended_at.is_(None))  # type: ignore[arg-type]
    session.execute(query.values(ended_at=at))


def person_signed_in(session: Session, token_hash: str, at: datetime) -> Person | None:
    """Whose session this is, if it has not ended and the person may still sign in; no post is told."""
    found = session.scalars(
        select(PersonRow)
        .join(SignInRow, SignInRow.person_id == PersonRow.id)
        .join(AccountRow, AccountRow.person_id == PersonRow.id)
        .where(
            SignInRow.token_hash == token_hash,
            SignInRow.ended_at.is_(None),
            SignInRow.expires_at > at,
            AccountRow.disabled_at.is_(None),
            PersonRow.active,
        )
    ).one_or_none()
    return person_of(found) if found else None


def take_attempt(session: Session, address_hash: str, at: datetime, since: datetime, limit: int) -> bool:
    """Whether an address has an attempt left; it counts as failed until ``forgive`` says otherwise.

    It is counted before the password is looked at, so that many attempts at once are not more than ``limit`` either.
    Attempts before ``since`` are forgotten, whoever's they were.
    """
    if session.get_bind().dialect.name == "postgresql":
        # SQLite's writers wait for each other anyway.
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(address_hash[:15], 16)})
    session.execute(delete(SignInFailureRow).where(SignInFailureRow.at <= since))
    query = select(func.count()).select_from(SignInFailureRow).where(SignInFailureRow.address_hash == address_hash)
    if (session.scalar(query) or 0) >= limit:
        return False
    session.add(SignInFailureRow(address_hash=address_hash, at=at))
    return True


def forgive(session: Session, address_hash: str) -> None:
    """Forgets the failed attempts of an address, after one that succeeded."""
    session.execute(delete(SignInFailureRow).where(SignInFailureRow.address_hash == address_hash))
