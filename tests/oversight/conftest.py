"""The executive's pages over a small road map, on Monday 23 November 2026 in Almaty."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from config import Config
from roadmap.access.reader import SESSION_KEY
from roadmap.app import create_app
from roadmap.domain.people import Role
from roadmap.web.sessions import database
from tests.builders.portfolios import BuiltRoadmap, build_person, build_roadmap, grant, sign_in_token


@dataclass
class House:
    """The application, what is in its database, and somebody who may look."""

    app: Flask
    roadmap: BuiltRoadmap
    executive: int

    @property
    def engine(self) -> Engine:
        with self.app.app_context():
            return database().engine

    def writing(self):  # type: ignore[no-untyped-def]
        with self.app.app_context():
            return database().writing()

    def visitor(self) -> FlaskClient:
        """Somebody who has not signed in."""
        return self.app.test_client()

    def signed_in(self) -> FlaskClient:
        """The executive, signed in and reading English."""
        client = self.app.test_client()
        with client.session_transaction() as session:
            session[SESSION_KEY] = f"token-{self.executive}"
        return client


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 23, 5, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def empty_app(database_url: str) -> Iterator[Flask]:
    """The application over an empty database whose progress pages are public."""
    settings = {
        "ROADMAP_ENV": "development",
        "DATABASE_URL": database_url,
        "SECRET_KEY": "0123456789abcdef" * 4,
        "PUBLIC_PROGRESS": "true",
    }
    app = create_app(Config.from_environment(settings), {"TESTING": True, "WTF_CSRF_ENABLED": False})
    yield app
    with app.app_context():
        database().engine.dispose()


@pytest.fixture
def house(empty_app: Flask) -> House:
    """Three measures with three milestones each, and nothing said about them yet."""
    with empty_app.app_context(), database().writing() as session:
        built = build_roadmap(session)
        executive = build_person(session, "Aigerim Executive", "Deputy Head")
        grant(session, executive, Role.EXECUTIVE, built.id)
        sign_in_token(session, executive)
        session.commit()
    return House(empty_app, built, executive)
