"""Changing one's own password: the old one is asked for, and every other session ends."""

from datetime import timedelta
from enum import Enum, auto

from roadmap.access import passwords, sessions
from roadmap.access.resetting import changed_letter
from roadmap.access.signing_in import forget_reader
from roadmap.access.throttle import SIGN_IN, attempt
from roadmap.domain.people import Person
from roadmap.domain.security import SecurityKind
from roadmap.store.attempts import forgive, take_attempt
from roadmap.store.links import end_links
from roadmap.store.security_log import record
from roadmap.store.sign_ins import credentials_of, end_sign_ins_of, set_password
from roadmap.web.posting import post
from roadmap.web.sessions import now, reading, writing


class Changed(Enum):
    """What came of trying to change a password."""

    DONE = auto()
    NOT_THE_OLD_ONE = auto()
    TOO_MANY = auto()


def change(person: Person, old: str, new: str) -> Changed:
    """Replaces the password. Whoever guesses at the old one is slowed down as at the sign-in."""
    trying = attempt("sign_in", person.email or "")
    with writing() as session:
        wait = take_attempt(session, trying, SIGN_IN)
        session.commit()
    if wait:
        return Changed.TOO_MANY
    account = credentials_of(reading(), person.email or "")
    if not passwords.fits(old, account.password_hash if account else None):
        return Changed.NOT_THE_OLD_ONE
    kept, told = passwords.hashed(new), changed_letter(person)
    with writing() as session:
        forgive(session, trying)
        end_links(session, person.id, now())
        set_password(session, person.id, kept)
        ended = end_sign_ins_of(session, person.id, now())
        sessions.begin(session, person.id)
        post(session, told, kind="password", person_id=person.id, at=now(), lasts=timedelta(days=1))
        # The one in use goes on under a new token.
        record(session, SecurityKind.PASSWORD_CHANGED, now(), person.id, person.id, sessions=max(0, ended - 1))
        session.commit()
    forget_reader()
    return Changed.DONE
