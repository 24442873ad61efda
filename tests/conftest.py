"""Fixtures that any test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import URL

import config
from tests.services import chromium as chromium_service
from tests.services import databases
from tests.services import postgresql as postgresql_service
from tests.services.absence import cannot_be_had, lines_about_absence

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
MARKED_BY_FIXTURE = {"postgresql_server": "postgresql", "chromium": "browser"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for a server or a browser is marked so without saying it again."""
    for item in items:
        for fixture, marker in MARKED_BY_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(marker)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    lines = lines_about_absence(terminalreporter.getreports("skipped"))
    if lines:
        terminalreporter.section("NOT RUN", red=True, bold=True)
        for line in lines:
            terminalreporter.write_line(line, red=True)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """The maintenance database of a running server, as `postgresql+psycopg://…`."""
    try:
        with postgresql_service.postgresql_server() as url:
            yield url
    except postgresql_service.PostgresqlMissing:
        cannot_be_had("PostgreSQL", "install it, or name a server in TEST_DATABASE_URL")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that nobody writes to."""
    return databases.migrated_sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: URL) -> Iterator[URL]:
    """A migrated PostgreSQL database that nobody connects to."""
    with databases.migrated_postgresql(postgresql_server) as url:
        yield url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a freshly migrated, empty SQLite database."""
    return databases.copy_of_sqlite(sqlite_template, tmp_path)


@pytest.fixture
def postgresql_url(
    postgresql_server: URL, postgresql_template: URL, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[str]:
    """The address of a freshly migrated, empty PostgreSQL database; files beside it are the test's own."""
    monkeypatch.setattr(config, "INSTANCE", tmp_path)
    with databases.new_postgresql(postgresql_server, template=str(postgresql_template.database)) as url:
        yield databases.in_full(url)


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a freshly migrated, empty database; the test runs once on each kind."""
    # Asked for by name, so that a run on SQLite alone starts no server.
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def bare_sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite database without a table."""
    return f"sqlite:///{tmp_path / 'bare.sqlite'}"


@pytest.fixture
def bare_postgresql_url(postgresql_server: URL) -> Iterator[str]:
    """The address of a PostgreSQL database without a table."""
    with databases.new_postgresql(postgresql_server) as url:
        yield databases.in_full(url)


@pytest.fixture(params=KINDS)
def bare_database_url(request: pytest.FixtureRequest) -> str:
    """The address of a database that no migration has touched; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"bare_{request.param}_url")
    return url


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a browser."""
    found = chromium_service.path_of_chromium()
    if found is None:
        cannot_be_had("Chromium", "install it, or name one in CHROMIUM")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A running browser; a test opens a context of its own in it."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=chromium_service.FLAGS)
        yield launched
        launched.close()
