"""Databases that have the shipped seeds already: loaded once for a module, and left as they were by each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL
from sqlalchemy.orm import Session

from roadmap.database import Database
from tests.builders.seeded import seeded
from tests.conftest import KINDS
from tests.services import databases


@pytest.fixture(scope="module")
def sqlite_seeded(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an SQLite database with the seeds, which nobody writes to for good."""
    return with_seeds(databases.copy_of_sqlite(sqlite_template, tmp_path_factory.mktemp("seeded")))


@pytest.fixture(scope="module")
def postgresql_seeded(postgresql_server: URL, postgresql_template: URL) -> Iterator[str]:
    """The same on PostgreSQL."""
    with databases.new_postgresql(postgresql_server, template=str(postgresql_template.database)) as url:
        yield with_seeds(databases.in_full(url))


def with_seeds(url: str) -> str:
    database = Database(url)
    with database.writing() as session:
        seeded(session)
        session.commit()
    database.engine.dispose()
    return url


@pytest.fixture(params=KINDS)
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    """A database with seeds; what is written to it is gone afterwards."""
    database = Database(request.getfixturevalue(f"{request.param}_seeded"))
    with database.writing() as opened:
        yield opened
    database.engine.dispose()
