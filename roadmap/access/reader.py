"""From the request's cookie to the reader: the session is looked up in the database, so that the server can end it.

A program has no session; its reader comes from ``bearer``.
"""

from datetime import timedelta
from typing import cast

from flask import Flask, Response, current_app, g, request, session
from sqlalchemy.exc import SQLAlchemyError

from roadmap.access.bearer import reader_with_token
from roadmap.access.rights import Reader
from roadmap.access.sessions import SESSION_KEY
from roadmap.access.tokens import fingerprint
from roadmap.store.people import grants_of
from roadmap.store.sign_ins import SignIn, person_signed_in, see
from roadmap.web.machines import for_a_program
from roadmap.web.sessions import database, now, reading

# These say the same to everybody, and have to answer when the database does not.
_IMPERSONAL = ("static", "bootstrap.static", "access.healthz")
# How exactly it is kept when a session was last used.
_SEEN_EVERY = timedelta(minutes=1)


def attach(app: Flask) -> None:
    """Finds out who asks, before anything else looks at the request."""
    app.before_request(_recognise)
    app.after_request(_see_afterwards)
    app.context_processor(lambda: {"reader": current_reader()})


def current_reader() -> Reader:
    """Whoever made this request."""
    if "reader" not in g:
        _recognise()
    return cast(Reader, g.reader)


def current_sign_in() -> SignIn | None:
    """The session that this request came with, if somebody is signed in."""
    return cast(SignIn, g.sign_in) if current_reader().signed_in else None


def longest_rest() -> timedelta:
    """After how long without a request a session ends."""
    return timedelta(minutes=current_app.config["SIGN_IN_REST_MINUTES"])


def _recognise() -> None:
    if for_a_program():
        g.reader = reader_with_token()
        return
    public = bool(current_app.config["PUBLIC_PROGRESS"])
    g.person, g.sign_in, g.reader = None, None, Reader(None, frozenset(), public)
    token = session.get(SESSION_KEY) if request.endpoint not in _IMPERSONAL else None
    if not isinstance(token, str):
        return
    found = person_signed_in(reading(), fingerprint(token), now(), longest_rest())
    if found is not None:
        g.person, g.sign_in = found
        g.reader = Reader(g.person, grants_of(reading(), g.person.id), public)


def _see_afterwards(response: Response) -> Response:
    """Notes at most once a minute that a session was used, when the page has gone out: reading stays reading."""
    used = cast(SignIn | None, g.get("sign_in"))
    if used is not None and used.seen_at is not None and now() - used.seen_at >= _SEEN_EVERY:
        at, kept, log = now(), database(), current_app.logger

        def note() -> None:
            try:
                with kept.writing() as writing:
                    see(writing, used.id, at)
                    writing.commit()
            except SQLAlchemyError as error:
                # The page is out, and the next one will note it.
                log.warning("it was not noted that a session was used: %s", error)

        response.call_on_close(note)
    return response
