"""Checking an address and a password: slowed down for whoever tries many, and telling nobody which addresses exist."""

from datetime import timedelta
from enum import Enum, auto

from flask import g

from roadmap.access import passwords, sessions
from roadmap.access.tokens import fingerprint
from roadmap.store.people import normal
from roadmap.store.sign_ins import Credentials, credentials_of, forgive, set_password, take_attempt
from roadmap.web.sessions import now, reading, writing

ATTEMPTS = 5
WINDOW = timedelta(minutes=15)


class Outcome(Enum):
    """What came of trying to sign in."""

    SIGNED_IN = auto()
    REFUSED = auto()
    TOO_MANY = auto()


def sign_in(email: str, password: str) -> Outcome:
    """Signs somebody in. An unknown address, a wrong password and a closed account look the same, and take as long."""
    address_hash = fingerprint(normal(email))
    with writing() as session:
        allowed = take_attempt(session, address_hash, now(), now() - WINDOW, ATTEMPTS)
        session.commit()
    if not allowed:
        return Outcome.TOO_MANY
    account = credentials_of(reading(), email)
    fit = passwords.fits(password, account.password_hash if account else None)
    if account is None or not fit or not account.open:
        return Outcome.REFUSED
    renewed = _renewed(account, password)
    with writing() as session:
        forgive(session, address_hash)
        if renewed:
            set_password(session, account.person_id, renewed)
        sessions.begin(session, account.person_id)
        session.commit()
    forget_reader()
    return Outcome.SIGNED_IN


def _renewed(account: Credentials, password: str) -> str | None:
    outdated = account.password_hash is not None and passwords.outdated(account.password_hash)
    return passwords.hashed(password) if outdated else None


def forget_reader() -> None:
    """Lets the rest of the request see who has signed in or out meanwhile."""
    g.pop("reader", None)
    g.pop("person", None)
