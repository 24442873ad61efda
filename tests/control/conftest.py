"""The program on a database with two road maps and a person of every role."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Config
from roadmap.access.reader import SESSION_KEY
from roadmap.app import create_app
from roadmap.database import Database
from roadmap.domain.people import Role
from roadmap.domain.portfolio import Portfolio
from roadmap.store.plan_reading import roadmap_by_slug
from roadmap.store.portfolio import portfolio_on
from tests.builders.portfolios import BuiltRoadmap, build_person, build_roadmap, grant, sign_in_token

TODAY = datetime.now(UTC).astimezone(ZoneInfo("Asia/Almaty")).date()
PEOPLE = {
    "controller": Role.CONTROLLER,
    "second": Role.CONTROLLER,
    "executive": Role.EXECUTIVE,
    "coordinator": Role.COORDINATOR,
}


def application(url: str) -> Flask:
    settings = {"ROADMAP_ENV": "development", "DATABASE_URL": url, "SECRET_KEY": "0123456789abcdefghij0123456789ab"}
    return create_app(Config.from_environment(settings), {"TESTING": True, "WTF_CSRF_ENABLED": False})


@dataclass
class House:
    """The program, its database, and who is in it."""

    app: Flask
    database: Database
    built: BuiltRoadmap
    people: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def client(self, who: str | None) -> FlaskClient:
        client = self.app.test_client()
        if who:
            with client.session_transaction() as session:
                session[SESSION_KEY] = self.tokens[who]
        return client

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.database.writing() as session:
            yield session
            session.commit()

    def portfolio(self, day: date = TODAY) -> Portfolio:
        with self.database.reading() as session:
            roadmap = roadmap_by_slug(session, "first")
            assert roadmap is not None
            return portfolio_on(session, roadmap, day)


def furnish(url: str, measures: int = 3) -> House:
    database = Database(url)
    with database.writing() as session:
        built = build_roadmap(session, "first", measures=measures)
        house = House(application(url), database, built)
        other = build_roadmap(session, "other", measures=1)
        for name, role in PEOPLE.items():
            person = build_person(session, name.title(), f"Post of {name}")
            grant(session, person, role, built.id, built.measures["1"] if role is Role.COORDINATOR else None)
            house.people[name], house.tokens[name] = person, sign_in_token(session, person)
        stranger = build_person(session, "Stranger")
        grant(session, stranger, Role.CONTROLLER, other.id)
        house.people["stranger"], house.tokens["stranger"] = stranger, sign_in_token(session, stranger)
        session.commit()
    return house


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    """A house of one's own, on each kind of database."""
    furnished = furnish(database_url)
    yield furnished
    for database in (furnished.database, furnished.app.extensions["roadmap.database"]):
        database.engine.dispose()
