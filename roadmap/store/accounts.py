"""Accounts, sign-in sessions and one-time links. Secrets are kept only as checksums."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.store.base import Row


class AccountRow(Row):
    """What lets a person sign in. A recipient may be a person without one."""

    __tablename__ = "account"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    # Argon2id in its own text form; empty until the invitation is taken up.
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class SignInRow(Row):
    """A sign-in session, so that the server can end it."""

    __tablename__ = "sign_in_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # When a request was last made with it, to the minute; a session that rests too long ends.
    seen_at: Mapped[datetime | None]
    # What the browser called itself, shortened, so that its owner knows it again.
    browser: Mapped[str | None]


class OneTimeLinkRow(Row):
    """A mailed link that works once, for one purpose."""

    __tablename__ = "one_time_link"
    __table_args__ = (CheckConstraint("purpose IN ('invitation', 'password')", name="purpose"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SpentLinkRow(Row):
    """A signed link that was used up. Nothing is kept of a link before that: its signature says what it is for."""

    __tablename__ = "spent_link"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    # The line of the ledger that it wrote.
    roadmap_id: Mapped[int | None] = mapped_column(ForeignKey("roadmap.id"))
    line_seq: Mapped[int | None]
    used_at: Mapped[datetime]


class SignInFailureRow(Row):
    """An attempt that failed, for slowing down whoever tries passwords or asks for links."""

    __tablename__ = "sign_in_failure"
    id: Mapped[int] = mapped_column(primary_key=True)
    # A checksum of the address typed: the table must not become a list of who has no account.
    address_hash: Mapped[str] = mapped_column(index=True)
    # 'sign_in' or 'reset'.
    purpose: Mapped[str] = mapped_column(default="sign_in")
    # A checksum of the network address that it came from, if that is known.
    network_hash: Mapped[str | None] = mapped_column(index=True)
    at: Mapped[datetime]


def open_account(session: Session, person_id: int, password_hash: str | None, at: datetime) -> AccountRow:
    """Lets a person sign in; without a password only after an invitation is taken up."""
    row = AccountRow(person_id=person_id, password_hash=password_hash, created_at=at)
    session.add(row)
    session.flush()
    return row
