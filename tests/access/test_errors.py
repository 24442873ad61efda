"""When something is not right: a page in the reader's language, never a trace, also without a database."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from config import Config
from roadmap.access.guards import Rule, guarded
from roadmap.app import create_app
from roadmap.database import Database
from roadmap.web.sessions import reading, writing
from tests.builders.people import SECRET, app_on

CODES = (400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 501, 503)
LONG = "Техникалық тапсырма келісуге жіберілді."


def with_faults(app: Flask) -> Flask:
    """The program with addresses at which things go wrong."""

    @app.route("/fault/<int:code>", methods=["GET", "POST"])
    @guarded(Rule.ANYONE)
    def fault(code: int) -> str:
        abort(code)

    @app.route("/fault/<kind>", methods=["GET", "POST"])
    @guarded(Rule.ANYONE)
    def raised(kind: str) -> str:
        faults = {
            "bug": ZeroDivisionError("a secret value"),
            "locked": OperationalError("SELECT secret", {}, Exception("database is locked")),
            "stale": StaleDataError("a secret row"),
        }
        raise faults[kind]

    return app


@pytest.fixture
def broken(sqlite_url: str) -> Iterator[Flask]:
    app = with_faults(app_on(sqlite_url, PROPAGATE_EXCEPTIONS=False))
    yield app
    app.extensions["roadmap.database"].engine.dispose()


@pytest.fixture
def browser(broken: Flask) -> FlaskClient:
    return broken.test_client()


@pytest.mark.parametrize("code", CODES)
def test_every_status_has_a_page_with_our_headers(browser: FlaskClient, code: int) -> None:
    answer = browser.get(f"/fault/{code}?lang=en")
    assert answer.status_code == code
    assert re.search(r"<h1>[^<]{10,}</h1>", answer.text)
    assert f"Error {code}" in answer.text
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_is_in_the_readers_language(browser: FlaskClient, language: str) -> None:
    for code in (404, 500):
        assert f'<html lang="{language}">' in browser.get(f"/fault/{code}?lang={language}").text


def test_no_link_of_a_page_leads_to_a_host_that_the_address_names(browser: FlaskClient) -> None:
    answer = browser.get("/", environ_overrides={"PATH_INFO": "//evil.example/x"})
    assert answer.status_code == 404
    assert 'href="/evil.example/x?lang=ru"' in answer.text
    assert 'href="//' not in answer.text


def test_a_bug_shows_no_trace(browser: FlaskClient) -> None:
    answer = browser.get("/fault/bug?lang=en")
    assert answer.status_code == 500
    assert not re.search("secret|Traceback|ZeroDivision", answer.text)


def test_a_busy_database_is_a_moment_to_wait(browser: FlaskClient) -> None:
    answer = browser.post(
        "/fault/locked?lang=en", data={"done": LONG, "state": "x", "password": "a secret of mine, long"}
    )
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "it was not saved" in answer.text
    assert "secret" not in answer.text


def test_what_was_typed_can_be_sent_again_or_copied(browser: FlaskClient) -> None:
    answer = browser.post("/fault/locked?lang=en", data={"done": LONG, "state": "x"})
    assert f'<input type="hidden" name="done" value="{LONG}">' in answer.text
    assert '<input type="hidden" name="state" value="x">' in answer.text
    assert f'readonly aria-label="What you typed">\n{LONG}</textarea>' in answer.text


def test_whoever_lost_the_sign_in_keeps_the_text_but_it_is_not_sent_by_one_click(browser: FlaskClient) -> None:
    answer = browser.post("/fault/401?lang=en", data={"done": LONG})
    assert f"{LONG}</textarea>" in answer.text
    assert 'type="hidden" name="done"' not in answer.text


def test_text_that_comes_back_is_text(browser: FlaskClient) -> None:
    answer = browser.post("/fault/503", data={"done": "</textarea><script>alert(1)</script>", '"><b': "x"})
    assert "<script>" not in answer.text
    assert "<b" not in answer.text.partition("<main")[2].replace("<button", "")


def test_a_row_that_somebody_else_changed_is_a_conflict(browser: FlaskClient) -> None:
    answer = browser.post("/fault/stale?lang=en", data={"title": LONG})
    assert answer.status_code == 409
    assert LONG in answer.text


def test_what_is_too_long_is_refused(browser: FlaskClient) -> None:
    assert browser.post("/sign-in", data={"email": "x" * 2_000_000}).status_code == 413


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "DELETE", "PUT"])
def test_a_method_that_is_not_meant_is_refused_and_cannot_be_smuggled_in(browser: FlaskClient, method: str) -> None:
    answer = browser.open("/sign-in", method=method)
    assert answer.status_code == 405
    assert {"GET", "POST"} <= {each.strip() for each in answer.headers["Allow"].split(",")}
    assert browser.get("/sign-in", headers={"X-HTTP-Method-Override": method}).status_code == 200


def test_no_text_with_a_nul_reaches_the_database(browser: FlaskClient) -> None:
    assert browser.get("/invitation/a%00b").status_code == 404
    assert browser.get("/sign-in?next=a%00b").status_code == 400
    assert browser.post("/sign-in", data={"email": "a\0b"}).status_code == 422


@pytest.fixture
def without_database() -> Iterator[FlaskClient]:
    # Nothing listens on port 1.
    app = with_faults(app_on("postgresql+psycopg://nobody@127.0.0.1:1/nothing", PROPAGATE_EXCEPTIONS=False))
    yield app.test_client()
    app.extensions["roadmap.database"].engine.dispose()


def test_without_a_database_pages_say_so(without_database: FlaskClient) -> None:
    with without_database.session_transaction() as cookie:
        cookie["sign_in"] = "some token"
    for path in ("/accounts", "/fault/404", "/invitation/x"):
        answer = without_database.get(f"{path}?lang=ru")
        assert answer.status_code == 503, path
        assert answer.headers["Retry-After"] == "10"
        assert '<html lang="ru">' in answer.text
    with without_database.get("/static/roadmap.css") as sheet:
        assert sheet.status_code == 200


def test_healthz_tells_whether_the_database_answers(browser: FlaskClient, without_database: FlaskClient) -> None:
    well, ill = browser.get("/healthz"), without_database.get("/healthz")
    assert (well.status_code, well.json) == (200, {"status": "ok"})
    assert (ill.status_code, ill.json) == (503, {"status": "unavailable"})


def test_a_database_without_our_tables_is_not_healthy(tmp_path: object) -> None:
    app = app_on(f"sqlite:///{tmp_path}/empty.db")
    assert app.test_client().get("/healthz").status_code == 503
    app.extensions["roadmap.database"].engine.dispose()


def test_reading_a_page_cannot_write(database_url: str) -> None:
    app = app_on(database_url)
    with app.test_request_context("/"), pytest.raises(Exception, match=r"read-?only"):
        reading().execute(text("DELETE FROM sign_in_failure"))
    with app.test_request_context("/"), writing() as session:
        session.execute(text("DELETE FROM sign_in_failure"))
    database: Database = app.extensions["roadmap.database"]
    database.engine.dispose()


PRODUCTION = {
    "DATABASE_URL": "sqlite://",
    "SECRET_KEY": SECRET,
    "PUBLIC_URL": "https://roadmap.ministry.example",
    "SMTP_URL": "smtp://mail.ministry.example",
    "MAIL_FROM": "roadmap@ministry.example",
}


def test_in_production_only_our_own_host_is_answered(sqlite_url: str) -> None:
    app = create_app(Config.from_environment(PRODUCTION | {"DATABASE_URL": sqlite_url}), {"TESTING": True})
    browser = app.test_client()
    ours = browser.get("/sign-in", base_url="https://roadmap.ministry.example")
    assert ours.status_code == 200
    assert "max-age" in ours.headers["Strict-Transport-Security"]
    for host in ("https://evil.test", "https://roadmap.ministry.example.evil.test"):
        theirs = browser.get("/sign-in", base_url=host)
        assert theirs.status_code == 400
        assert "evil" not in theirs.text + str(theirs.headers)
    app.extensions["roadmap.database"].engine.dispose()
