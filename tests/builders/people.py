"""Road maps without a plan, people with roles on them, and browsers in which they are signed in."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Config
from roadmap.access.sessions import LONGEST_SIGN_IN, SESSION_KEY
from roadmap.access.tokens import fingerprint, new_token
from roadmap.app import create_app
from roadmap.domain.access_tokens import Scope
from roadmap.domain.people import Role
from roadmap.domain.text import LocalizedText
from roadmap.store.access_tokens import add_token
from roadmap.store.accounts import open_account
from roadmap.store.people import PersonRow, add_person, grant
from roadmap.store.plan import MeasureRow, RoadmapRow
from roadmap.store.sign_ins import begin_sign_in

SECRET = "a secret for tests, long enough and more"


def app_on(database_url: str, *, public: bool = False, csrf: bool = False, **settings: object) -> Flask:
    """The program on a migrated database, for tests."""
    environment = {
        "ROADMAP_ENV": "development",
        "DATABASE_URL": database_url,
        "SECRET_KEY": SECRET,
        "PUBLIC_URL": "http://roadmap.test",
        "PUBLIC_PROGRESS": "true" if public else "false",
    }
    overrides = {"TESTING": True, "WTF_CSRF_ENABLED": csrf, **settings}
    return create_app(Config.from_environment(environment), overrides)


def bare_roadmap(session: Session, slug: str = "first", measures: int = 2, default: bool = True) -> RoadmapRow:
    """A road map whose measures have a number and a title and nothing else."""
    row = RoadmapRow(
        slug=slug,
        is_default=default,
        title=LocalizedText(kk=f"{slug} жол картасы", en=f"Road map {slug}"),
        timezone="Asia/Almaty",
        calendar="kz",
    )
    session.add(row)
    session.flush()
    for position in range(1, measures + 1):
        session.add(
            MeasureRow(
                roadmap_id=row.id,
                number=str(position),
                position=position,
                title=LocalizedText(kk=f"{position}-шара", en=f"Measure {position}"),
            )
        )
    session.flush()
    return row


@dataclass(frozen=True)
class Held:
    """A role to give: its road map and measure by number."""

    role: Role
    roadmap_id: int | None = None
    measure_id: int | None = None


def somebody(
    session: Session,
    name: str,
    *roles: Held,
    language: str = "en",
    password_hash: str | None = "none that fits",
) -> PersonRow:
    """A person at a .test address with an account and roles."""
    person = add_person(session, name, f"{name.lower().replace(' ', '.')}@people.test", language)
    open_account(session, person.id, password_hash, datetime.now(UTC))
    for held in roles:
        grant(session, person.id, held.role, held.roadmap_id, held.measure_id)
    return person


def sign_in_row(session: Session, person_id: int, age: timedelta = timedelta()) -> str:
    """A sign-in that began ``age`` ago; answers the token for the cookie."""
    token, began = new_token(), datetime.now(UTC) - age
    begin_sign_in(session, person_id, fingerprint(token), began, began + LONGEST_SIGN_IN)
    return token


def token_row(
    session: Session,
    person_id: int,
    *scopes: Scope,
    token: str = "",
    lasts: timedelta = timedelta(days=90),
    at: datetime | None = None,
) -> int:
    """An access token of somebody's programs, by default one that reads; answers its number."""
    made = at or datetime.now(UTC)
    secret = fingerprint(token or new_token())
    return add_token(session, person_id, secret, "a program", scopes or (Scope.READ,), made, made + lasts)


def browser_with(app: Flask, token: str | None = None) -> FlaskClient:
    """A browser, carrying the cookie of a sign-in if a token is given."""
    client = app.test_client()
    if token is not None:
        with client.session_transaction() as cookie:
            cookie[SESSION_KEY] = token
    return client
