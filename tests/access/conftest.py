"""An application on an empty migrated database, and hashing that does not take its time."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from flask import Flask

from roadmap.access import passwords
from roadmap.database import Database
from tests.builders.people import app_on

PASSWORD = "сарыарқа желі 27"


@pytest.fixture(autouse=True)
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", quick)
    monkeypatch.setattr(passwords, "_NOBODYS", quick.hash("nobody has this password"))


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    app = app_on(database_url)
    yield app
    app.extensions["roadmap.database"].engine.dispose()


@pytest.fixture
def database(app: Flask) -> Database:
    found: Database = app.extensions["roadmap.database"]
    return found
