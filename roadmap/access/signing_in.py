"""Checking an address and a password: slowed down for whoever tries many, and telling nobody which addresses exist."""

from dataclasses import dataclass
from datetime import timedelta

from flask import g

from roadmap.access import passwords, sessions
from roadmap.access.throttle import SIGN_IN, attempt, keyed
from roadmap.domain.security import SecurityKind
from roadmap.store.attempts import forgive, take_attempt
from roadmap.store.people import normal
from roadmap.store.security_log import record
from roadmap.store.sign_ins import Credentials, credentials_of, set_password
from roadmap.web.sessions import now, reading, writing


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of trying to sign in; ``wait`` is how long to wait before the next attempt, if one has to."""

    signed_in: bool = False
    wait: timedelta | None = None


def sign_in(email: str, password: str) -> Outcome:
    """Signs somebody in. An unknown address, a wrong password and a closed account look the same, and take as long."""
    trying = attempt("sign_in", email)
    with writing() as session:
        wait = take_attempt(session, trying, SIGN_IN)
        session.commit()
    if wait:
        return Outcome(wait=wait)
    account = credentials_of(reading(), email)
    fit = passwords.fits(password, account.password_hash if account else None)
    if account is None or not fit or not account.open:
        _refused(email, account)
        return Outcome()
    renewed = _renewed(account, password)
    with writing() as session:
        forgive(session, trying)
        if renewed:
            set_password(session, account.person_id, renewed)
        sessions.begin(session, account.person_id)
        record(session, SecurityKind.SIGNED_IN, now(), account.person_id, account.person_id)
        session.commit()
    forget_reader()
    return Outcome(signed_in=True)


def _refused(email: str, account: Credentials | None) -> None:
    """Keeps that it failed: whose account it was, or a checksum of an address that nobody has."""
    person_id, address = (account.person_id, None) if account else (None, keyed(normal(email)))
    with writing() as session:
        record(session, SecurityKind.SIGN_IN_FAILED, now(), person_id, address=address)
        session.commit()


def _renewed(account: Credentials, password: str) -> str | None:
    outdated = account.password_hash is not None and passwords.outdated(account.password_hash)
    return passwords.hashed(password) if outdated else None


def forget_reader() -> None:
    """Lets the rest of the request see who has signed in or out meanwhile."""
    for name in ("reader", "person", "sign_in"):
        g.pop(name, None)
