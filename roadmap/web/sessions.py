"""The request's database sessions: one for reading, kept for the request, and a short one for each act that writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g
from sqlalchemy.orm import Session

from roadmap.database import Database

_KEY = "roadmap.database"


def attach(app: Flask, database: Database) -> None:
    """Gives the application its database, and closes the request's session at its end."""
    app.extensions[_KEY] = database
    app.teardown_appcontext(_close)


def database() -> Database:
    """The application's database."""
    return cast(Database, current_app.extensions[_KEY])


def reading() -> Session:
    """The request's session for reading: one state of the database from the first query to the page."""
    if "reading_session" not in g:
        g.reading_manager = database().reading()
        g.reading_session = g.reading_manager.__enter__()
    return cast(Session, g.reading_session)


@contextmanager
def writing() -> Iterator[Session]:
    """A session for one act. Ends the reading session first, so that what is read afterwards shows the act."""
    _close(None)
    with database().writing() as session:
        yield session


def end_reading() -> None:
    """Gives the request's session for reading back, before something that takes long; the next use begins another."""
    _close(None)


def _close(_error: BaseException | None) -> None:
    manager = g.pop("reading_manager", None)
    g.pop("reading_session", None)
    if manager is not None:
        manager.__exit__(None, None, None)


def now() -> datetime:
    """The moment of the request, in UTC, the same wherever it is asked for within one request."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    return cast(datetime, g.now)


def today(timezone: str) -> date:
    """The day it is in a road map's own time zone."""
    return now().astimezone(ZoneInfo(timezone)).date()
