"""Counting failed attempts, so that whoever tries many is slowed down: by account, by network, and by all together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, text, true
from sqlalchemy.orm import Session

from roadmap.store.accounts import SignInFailureRow

_LOCK = 7_301_846_201


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts in so long a time."""

    attempts: int
    window: timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """What is allowed to one account, to one network, and to all together."""

    account: Limit
    network: Limit
    everyone: Limit


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: for which account (a checksum of the address that was typed), and from which network."""

    purpose: str
    address_hash: str
    network_hash: str | None
    at: datetime


def take_attempt(session: Session, attempt: Attempt, limits: Limits) -> timedelta | None:
    """``None`` if the attempt may be made, else how long to wait; it counts as failed until ``forgive`` says otherwise.

    It is counted before the password is looked at, so that many attempts at once are not more than allowed either.
    """
    if session.get_bind().dialect.name == "postgresql":
        # SQLite's writers wait for each other anyway.
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    row = SignInFailureRow
    same = row.purpose == attempt.purpose
    longest = max(limits.account.window, limits.network.window, limits.everyone.window)
    session.execute(delete(row).where(same, row.at <= attempt.at - longest))
    for which, limit in _counted(attempt, limits):
        query = select(func.count()).select_from(row).where(same, which, row.at > attempt.at - limit.window)
        if (session.scalar(query) or 0) >= limit.attempts:
            return limit.window
    session.add(
        row(
            purpose=attempt.purpose,
            address_hash=attempt.address_hash,
            network_hash=attempt.network_hash,
            at=attempt.at,
        )
    )
    return None


def _counted(attempt: Attempt, limits: Limits) -> Iterator[tuple[ColumnElement[bool], Limit]]:
    yield SignInFailureRow.address_hash == attempt.address_hash, limits.account
    if attempt.network_hash is not None:
        yield SignInFailureRow.network_hash == attempt.network_hash, limits.network
    yield true(), limits.everyone


def forgive(session: Session, attempt: Attempt) -> None:
    """Forgets the failed attempts of an account, after one that succeeded."""
    session.execute(
        delete(SignInFailureRow).where(
            SignInFailureRow.purpose == attempt.purpose, SignInFailureRow.address_hash == attempt.address_hash
        )
    )
