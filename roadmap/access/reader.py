"""From the request's cookie to the reader: the session is looked up in the database, so that the server can end it."""

from typing import cast

from flask import Flask, current_app, g, request, session

from roadmap.access.rights import Reader
from roadmap.access.sessions import SESSION_KEY
from roadmap.access.tokens import fingerprint
from roadmap.store.people import grants_of
from roadmap.store.sign_ins import person_signed_in
from roadmap.web.sessions import now, reading

# These say the same to everybody, and have to answer when the database does not.
_IMPERSONAL = ("static", "bootstrap.static", "access.healthz")


def attach(app: Flask) -> None:
    """Finds out who asks, before anything else looks at the request."""
    app.before_request(_recognise)
    app.context_processor(lambda: {"reader": current_reader()})


def current_reader() -> Reader:
    """Whoever made this request."""
    if "reader" not in g:
        _recognise()
    return cast(Reader, g.reader)


def _recognise() -> None:
    public = bool(current_app.config["PUBLIC_PROGRESS"])
    g.person, g.reader = None, Reader(None, frozenset(), public)
    token = session.get(SESSION_KEY) if request.endpoint not in _IMPERSONAL else None
    if not isinstance(token, str):
        return
    person = person_signed_in(reading(), fingerprint(token), now())
    if person is not None:
        g.person = person
        g.reader = Reader(person, grants_of(reading(), person.id), public)
