"""Beginning and ending a sign-in: a row in the database that the server can end, and its token in the cookie."""

from datetime import timedelta

from flask import request, session
from sqlalchemy.orm import Session

from roadmap.access.browsers import shortened
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
    browser = shortened(request.headers.get("User-Agent", ""))
    begin_sign_in(database_session, person_id, fingerprint(token), now(), now() + LONGEST_SIGN_IN, browser)
    session.clear()
    session[SESSION_KEY] = token


def end(database_session: Session) -> int:
    """Signs out whoever asks, and answers how many sessions that ended: none for whoever was out already."""
    ended = _end_current(database_session)
    session.clear()
    return ended


def _end_current(database_session: Session) -> int:
    token = session.get(SESSION_KEY)
    return end_sign_in(database_session, fingerprint(token), now()) if token else 0
