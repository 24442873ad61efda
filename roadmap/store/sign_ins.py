"""Signing in and out: sessions that the server can end, and what an account is checked against."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from roadmap.domain.people import Person
from roadmap.store.accounts import AccountRow, SignInRow
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


def person_with_account(session: Session, email: str) -> Person | None:
    """Who may sign in with this address, with or without a password yet; ``None`` if nobody may."""
    row = session.scalar(
        select(PersonRow)
        .join(AccountRow, AccountRow.person_id == PersonRow.id)
        .where(PersonRow.email == normal(email), PersonRow.active, AccountRow.disabled_at.is_(None))
    )
    return person_of(row) if row else None


def set_password(session: Session, person_id: int, password_hash: str) -> None:
    """Replaces the kept hash."""
    session.execute(update(AccountRow).where(AccountRow.person_id == person_id).values(password_hash=password_hash))


@dataclass(frozen=True, slots=True)
class SignIn:
    """A session that goes on. ``seen_at`` is when it was last used, to the minute."""

    id: int
    person_id: int
    started_at: datetime
    expires_at: datetime
    seen_at: datetime | None
    browser: str


def begin_sign_in(
    session: Session, person_id: int, token_hash: str, at: datetime, until: datetime, browser: str = ""
) -> None:
    """Writes a session down; it ends by itself at ``until``, however much it is used."""
    session.add(
        SignInRow(
            token_hash=token_hash, person_id=person_id, started_at=at, expires_at=until, seen_at=at, browser=browser
        )
    )


def end_sign_in(session: Session, token_hash: str, at: datetime) -> int:
    """Ends one session, and answers how many ended: one that has ended stays as it was."""
    return _end(session, SignInRow.token_hash == token_hash, at)


def end_sign_in_of(session: Session, person_id: int, sign_in_id: int, at: datetime) -> int:
    """Ends one session by its number, if it is this person's; answers how many ended."""
    return _end(session, and_(SignInRow.person_id == person_id, SignInRow.id == sign_in_id), at)


def end_sign_ins_of(session: Session, person_id: int, at: datetime, but: int | None = None) -> int:
    """Ends every session of a person, but for number ``but``; answers how many ended."""
    which = SignInRow.person_id == person_id
    return _end(session, which if but is None else and_(which, SignInRow.id != but), at)


def _end(session: Session, which: ColumnElement[bool], at: datetime) -> int:
    query = update(SignInRow).where(which, SignInRow.ended_at.is_(None)).returning(SignInRow.id)
    return len(session.execute(query.values(ended_at=at)).all())


def open_sign_ins(session: Session, person_id: int, at: datetime, rest: timedelta) -> list[SignIn]:
    """A person's sessions that go on at this moment, the latest used first."""
    query = select(SignInRow).where(SignInRow.person_id == person_id, *_going_on(at, rest))
    last_used = func.coalesce(SignInRow.seen_at, SignInRow.started_at)
    return [_sign_in_of(row) for row in session.scalars(query.order_by(last_used.desc(), SignInRow.id.desc()))]


def _sign_in_of(row: SignInRow) -> SignIn:
    return SignIn(row.id, row.person_id, row.started_at, row.expires_at, row.seen_at, row.browser or "")


def _going_on(at: datetime, rest: timedelta) -> tuple[ColumnElement[bool], ...]:
    # A session from before rests were counted ends when its day is over.
    rested = or_(SignInRow.seen_at.is_(None), SignInRow.seen_at > at - rest)
    return SignInRow.ended_at.is_(None), SignInRow.expires_at > at, rested


def see(session: Session, sign_in_id: int, at: datetime) -> None:
    """Notes that a session was used; never that it was used earlier than is known already."""
    session.execute(update(SignInRow).where(SignInRow.id == sign_in_id, SignInRow.seen_at < at).values(seen_at=at))


def person_signed_in(session: Session, token_hash: str, at: datetime, rest: timedelta) -> tuple[Person, SignIn] | None:
    """Whose session it is, if not ended or rested for ``rest``, and the person may still sign in. No post is told."""
    found = session.execute(
        select(PersonRow, SignInRow)
        .join(SignInRow, SignInRow.person_id == PersonRow.id)
        .join(AccountRow, AccountRow.person_id == PersonRow.id)
        .where(
            SignInRow.token_hash == token_hash,
            *_going_on(at, rest),
            AccountRow.disabled_at.is_(None),
            PersonRow.active,
        )
    ).one_or_none()
    if found is None:
        return None
    person, sign_in = found
    return person_of(person), _sign_in_of(sign_in)
