"""The whole program with its commands, its pages and a mail relay, at ten o'clock on a Monday in Almaty."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask

from config import Config
from roadmap.app import create_app
from tests.digests.relay import Sink, post_office

Told = Callable[..., str]


@pytest.fixture
def monday() -> Iterator[None]:
    # In the past: what is written down for later would wait for the database server's own clock.
    with time_machine.travel(datetime(2022, 10, 3, 4, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def whole(database_url: str, sink: Sink, monday: None) -> Iterator[Flask]:
    """Everything as in earnest, its protection against forged forms too."""
    office = post_office(sink)
    office.start()
    settings = {
        "ROADMAP_ENV": "development",
        "DATABASE_URL": database_url,
        "SECRET_KEY": "a secret for tests, long enough and more",
        "PUBLIC_URL": "http://roadmap.test",
        "SMTP_URL": f"smtp://127.0.0.1:{office.port}",
        "MAIL_FROM": "Road map <roadmap@roadmap.test>",
    }
    app = create_app(Config.from_environment(settings))
    yield app
    app.extensions["roadmap.database"].engine.dispose()
    office.stop()


@pytest.fixture
def told(whole: Flask) -> Told:
    """What ``flask --app wsgi`` answers to a command, line by line; it must end well."""

    def say(*words: str) -> str:
        ended = whole.test_cli_runner().invoke(args=list(words), catch_exceptions=False)
        assert ended.exit_code == 0, ended.output
        return ended.stdout.strip()

    return say
