"""An application with a relay to hand mail to, on both databases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from flask import Flask

from config import Config
from roadmap.app import create_app
from roadmap.database import Database
from roadmap.digests.handing.sender import Line, Sender
from tests.builders.recipients import Plan, plan
from tests.digests.outbox import Outbox
from tests.digests.relay import FROM, Sink, post_office

KEY = "not so secret, but of the length that is asked for"


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def smtp_url(sink: Sink) -> Iterator[str]:
    office = post_office(sink)
    office.start()
    yield f"smtp://127.0.0.1:{office.port}"
    office.stop()


@pytest.fixture
def environment(database_url: str, smtp_url: str) -> dict[str, str]:
    return {
        "ROADMAP_ENV": "development",
        "DATABASE_URL": database_url,
        "SECRET_KEY": KEY,
        "SMTP_URL": smtp_url,
        "PUBLIC_URL": "https://roadmap.test",
        "MAIL_FROM": FROM,
    }


@pytest.fixture
def app(environment: dict[str, str]) -> Iterator[Flask]:
    made = create_app(Config.from_environment(environment), {"TESTING": True})
    yield made
    database_of(made).engine.dispose()


@pytest.fixture
def public_app(environment: dict[str, str]) -> Iterator[Flask]:
    """The same with progress pages that everybody may see."""
    made = create_app(Config.from_environment({**environment, "PUBLIC_PROGRESS": "true"}), {"TESTING": True})
    yield made
    database_of(made).engine.dispose()


@pytest.fixture
def sqlite_app(sqlite_url: str) -> Iterator[Flask]:
    """Without a relay, and on one database only: for the many things that people can type wrong."""
    environment = {"ROADMAP_ENV": "development", "DATABASE_URL": sqlite_url, "SECRET_KEY": KEY}
    made = create_app(
        Config.from_environment({**environment, "PUBLIC_URL": "https://roadmap.test", "PUBLIC_PROGRESS": "true"}),
        {"TESTING": True},
    )
    yield made
    database_of(made).engine.dispose()


@pytest.fixture(scope="session")
def app_without_database(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application that only lends its templates and words: what is composed in memory asks no database."""
    environment = {
        "ROADMAP_ENV": "development",
        "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('composing')}/never-opened.db",
        "SECRET_KEY": KEY,
        "SMTP_URL": "smtp://127.0.0.1:1",
        "PUBLIC_URL": "https://roadmap.test",
        "MAIL_FROM": "Road map <roadmap@roadmap.test>",
    }
    return create_app(Config.from_environment(environment), {"TESTING": True})


def database_of(app: Flask) -> Database:
    found: Database = app.extensions["roadmap.database"]
    return found


@dataclass
class Planning:
    """Lets a test write a road map down: ``with planning() as it: …``, and more of the last one with ``again``."""

    database: Database
    last: Plan | None = None

    @contextmanager
    def __call__(self, slug: str = "labour", **values: bool) -> Iterator[Plan]:
        with self.database.writing() as session:
            self.last = plan(session, slug, **values)
            yield self.last
            session.commit()

    @contextmanager
    def again(self) -> Iterator[Plan]:
        assert self.last
        with self.database.writing() as session:
            yield replace(self.last, session=session)
            session.commit()


@pytest.fixture
def planning(app: Flask) -> Planning:
    return Planning(database_of(app))


@dataclass(frozen=True)
class Turn:
    planned: int
    sent: int
    failed: int
    output: str


@pytest.fixture
def tick(app: Flask) -> Callable[..., Turn]:
    """One turn of clock and sender, as the command takes it."""

    def turn(at: str = "", *more: str) -> Turn:
        arguments = ["digests", "tick", *(("--at", at) if at else ()), *more]
        result = app.test_cli_runner().invoke(args=arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        numbers = dict(pair.split("=") for pair in result.output.splitlines()[-1].split(" "))
        return Turn(int(numbers["planned"]), int(numbers["sent"]), int(numbers["failed"]), result.output)

    return turn


@pytest.fixture
def outbox(database_url: str) -> Iterator[Outbox]:
    """An outbox with no application around it."""
    database = Database(database_url)
    yield Outbox(database)
    database.engine.dispose()


@pytest.fixture
def sender(outbox: Outbox, smtp_url: str) -> Sender:
    """A sender that hands this outbox over, and that the operator sees."""
    return Sender(outbox.database, Line(smtp_url, FROM), work="sender")
