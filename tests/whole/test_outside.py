"""The program from outside: migrating, the settings, and a database that was forgotten."""

import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, inspect, text

from tests.builders.people import app_on
from tests.whole.programs import PRODUCTION, run

READ_SETTINGS = "from config import Config; Config.from_environment()"
NEEDED_IN_PRODUCTION = ["SECRET_KEY", "PUBLIC_URL", "SMTP_URL", "MAIL_FROM"]
BAD = [
    ("ROADMAP_ENV", "staging"),
    ("ROADMAP_ENV", ""),
    ("DATABASE_URL", "nonsense"),
    ("DATABASE_URL", "mysql://root@127.0.0.1/roadmap"),
    ("DATABASE_URL", "postgresql+psycopg2://root@127.0.0.1/roadmap"),
    ("DATABASE_URL", "postgresql://127.0.0.1:port/roadmap"),
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", "a" * 64),
    ("PUBLIC_URL", "http://roadmap.ministry.example"),
    ("PUBLIC_URL", "roadmap.ministry.example"),
    ("PUBLIC_URL", "https://roadmap.ministry.example/?lang=kk"),
    ("SMTP_URL", "mail.ministry.example:25"),
    ("SMTP_URL", "smtp://mail.ministry.example:99999"),
    ("SMTP_URL", "smtp://somebody:secret@mail.ministry.example:25"),
    ("MAIL_FROM", "the road map"),
    ("MAIL_FROM", "roadmap@ministry.example\nBcc: everybody@ministry.example"),
    ("MAIL_FROM", "one@ministry.example, two@ministry.example"),
    ("PORT", "http"),
    ("PORT", "65534"),
    ("PORT", ""),
    ("PUBLIC_PROGRESS", "perhaps"),
]
COMMANDS = [
    ("seed",),
    ("demo",),
    ("digests", "tick"),
    ("digests", "status"),
    ("digests", "preview", "--to", "a@people.test", "--on", "2026-11-23"),
    ("admin", "create", "a@people.test", "Aigerim"),
]


def refusal(setting: str, *arguments: str, **environment: str) -> str:
    """The one line with which a program is refused because of a setting."""
    ended = run(*arguments, **environment)
    assert (ended.returncode, ended.stdout) == (1, ""), ended
    (line,) = ended.stderr.splitlines()
    assert line.startswith(f"{setting} "), line
    return line


def test_migrating_needs_nothing_but_the_databases_address(bare_database_url: str) -> None:
    for _ in range(2):
        ended = run("-m", "alembic", "upgrade", "head", DATABASE_URL=bare_database_url)
        assert ended.returncode == 0, ended.stderr
    engine = create_engine(bare_database_url)
    assert {"roadmap", "ledger_line", "delivery"} <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_migrating_refuses_a_bad_address_in_one_line() -> None:
    refusal("DATABASE_URL", "-m", "alembic", "upgrade", "head", DATABASE_URL="mysql://root@127.0.0.1/roadmap")


def test_in_production_it_starts_with_all_settings_and_says_nothing() -> None:
    ended = run("-c", "import wsgi", **PRODUCTION)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_the_server_is_refused_a_missing_setting_in_one_line() -> None:
    refusal("SECRET_KEY", "-c", "import wsgi", **{k: v for k, v in PRODUCTION.items() if k != "SECRET_KEY"})


@pytest.mark.parametrize("missing", NEEDED_IN_PRODUCTION)
def test_a_setting_that_production_needs_is_asked_for_by_name(missing: str) -> None:
    without = {name: value for name, value in PRODUCTION.items() if name != missing}
    refusal(missing, "-c", READ_SETTINGS, **without)


@pytest.mark.parametrize(("setting", "value"), BAD)
def test_a_bad_setting_is_refused_in_one_line_that_names_it(setting: str, value: str) -> None:
    refusal(setting, "-c", READ_SETTINGS, **PRODUCTION | {setting: value})


@pytest.fixture
def not_migrated(bare_database_url: str) -> Iterator[Flask]:
    app = app_on(bare_database_url, PROPAGATE_EXCEPTIONS=False)
    yield app
    app.extensions["roadmap.database"].engine.dispose()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_on_a_database_that_was_not_migrated_says_what_to_run(
    not_migrated: Flask, command: tuple[str, ...]
) -> None:
    ended = not_migrated.test_cli_runner().invoke(args=list(command))
    assert (ended.exit_code, ended.stdout) == (1, "")
    (line,) = ended.stderr.splitlines()
    assert "alembic upgrade head" in line


def test_a_command_without_a_database_says_so_in_one_line() -> None:
    # Nothing listens on port 1.
    app = app_on("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    ended = app.test_cli_runner().invoke(args=["digests", "tick"])
    app.extensions["roadmap.database"].engine.dispose()
    assert ended.exit_code == 1
    (line,) = ended.stderr.splitlines()
    assert "refused" in line


@pytest.mark.parametrize("path", ["/", "/measures/1", "/my", "/sign-in", "/nothing"])
def test_pages_on_a_database_that_was_not_migrated_ask_to_wait_and_the_log_says_what_to_run(
    not_migrated: Flask, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = not_migrated.test_client().get(path)
    assert answer.status_code == 503
    assert "Traceback" not in answer.text
    assert [record.exc_info for record in caplog.records] == [None]
    assert "alembic upgrade head" in caplog.text


def test_healthz_of_the_whole_program(database_url: str, bare_database_url: str) -> None:
    for url, status in ((database_url, 200), (bare_database_url, 503)):
        app = app_on(url)
        assert answered(app.test_client(), "/healthz") == status
        app.extensions["roadmap.database"].engine.dispose()


def answered(client: FlaskClient, path: str) -> int:
    return client.get(path).status_code


def test_a_mistake_in_a_query_is_not_mistaken_for_a_database_that_is_away(postgresql_url: str) -> None:
    app = app_on(postgresql_url, PROPAGATE_EXCEPTIONS=False)
    app.add_url_rule("/mistaken", "mistaken", lambda: _mistaken(app))
    assert answered(app.test_client(), "/mistaken") == 500
    app.extensions["roadmap.database"].engine.dispose()


def _mistaken(app: Flask) -> str:
    with app.extensions["roadmap.database"].reading() as session:
        session.execute(text("SELECT FROM FROM"))
    return ""
