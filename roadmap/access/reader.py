"""From the request's cookie to the reader: the session is looked up in the database, so that the server can end it."""

from typing import cast

from flask import Flask, current_app, g, session
from sqlalchemy import select

from roadmap.access.rights import Reader
from roadmap.access.tokens import fingerprint
from roadmap.store.accounts import AccountRow, SignInRow
from roadmap.store.people import OrganisationRow, PersonRow, PostRow, grants_of, person_of
from roadmap.web.sessions import now, reading

SESSION_KEY = "sign_in"


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
    token = session.get(SESSION_KEY)
    if not token:
        return
    found = (
        reading()
        .execute(
            select(PersonRow, PostRow, OrganisationRow)
            .join(SignInRow, SignInRow.person_id == PersonRow.id)
            .join(AccountRow, AccountRow.person_id == PersonRow.id)
            .outerjoin(PostRow, PostRow.id == PersonRow.post_id)
            .outerjoin(OrganisationRow, OrganisationRow.id == PostRow.organisation_id)
            .where(
                SignInRow.token_hash == fingerprint(token),
                SignInRow.ended_at.is_(None),
                SignInRow.expires_at > now(),
                AccountRow.disabled_at.is_(None),
                PersonRow.active,
            )
        )
        .one_or_none()
    )
    if found is not None:
        g.person = person_of(*found)
        g.reader = Reader(g.person, grants_of(reading(), g.person.id), public)
