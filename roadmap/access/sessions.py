"""Beginning and ending a sign-in: a row in the database that the server can end, and its token in the cookie."""

from datetime import timedelta

from flask import session
from sqlalchemy.orm import Session

from roadmap.access.tokens import fingerprint, new_token
from roadmap.store.sign_ins import begin_sign_in, end_sign_in
from roadmap.web.sessions import now

SESSION_KEY = "sign_in"
# A working day. It does not grow with use (ASVS 5.0, 7.3.2).
LONGEST_SIGN_IN = timedelta(hours=12)


def begin(database_session: Session, person_id: int) -> None:
    """Signs a person in under a new token. Whatever the cookie carried before is dropped, and its sign-in ends."""
    _end_current(database_session)
    token = new_token()
    begin_sign_in(database_session, person_id, fingerprint(token), now(), now() + LONGEST_SIGN_IN)
    session.clear()
    session[SESSION_KEY] = token


def end(database_session: Session) -> None:
    """Signs out whoever asks."""
    _end_current(database_session)
    session.clear()


def _end_current(database_session: Session) -> None:
    token = session.get(SESSION_KEY)
    if token:
        end_sign_in(database_session, fingerprint(token), now())
