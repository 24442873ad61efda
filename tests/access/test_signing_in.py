"""Signing in and out: what the server keeps, what it tells, and where it leads."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from roadmap.access import passwords
from roadmap.access.sessions import SESSION_KEY
from roadmap.access.tokens import fingerprint
from roadmap.database import Database
from roadmap.domain.people import Role
from roadmap.store.account_reading import disable
from roadmap.store.accounts import SignInFailureRow, SignInRow
from tests.access.conftest import PASSWORD
from tests.builders.people import Held, app_on, bare_roadmap, browser_with, sign_in_row, somebody

AIGUL, NOBODY = "aigul@people.test", "nobody@people.test"
OFF_THE_SITE = [
    "//evil.test",
    "////evil.test",
    "/\\evil.test",
    "/\t/evil.test",
    "/\n/evil.test",
    "https:evil.test",
    "https://evil.test/",
    "javascript:alert(1)",
    "%2f%2fevil.test",
    "/%2f/evil.test",
    "/%5cevil.test",
    "http:///evil.test",
    "evil.test",
    "",
]


@pytest.fixture(autouse=True)
def aigul(database: Database) -> int:
    with database.writing() as session:
        first, other = bare_roadmap(session), bare_roadmap(session, "second", default=False)
        person = somebody(session, "Aigul", Held(Role.EXECUTIVE, first.id), password_hash=passwords.hashed(PASSWORD))
        somebody(session, "Invited", Held(Role.EXECUTIVE, first.id), password_hash=None)
        somebody(session, "Disabled", Held(Role.EXECUTIVE, first.id), password_hash=passwords.hashed(PASSWORD))
        somebody(session, "Second", Held(Role.EXECUTIVE, other.id), password_hash=passwords.hashed(PASSWORD))
        somebody(session, "Admin", Held(Role.ADMINISTRATOR), password_hash=passwords.hashed(PASSWORD))
        disable(session, person.id + 2, datetime.now(UTC))
        session.commit()
        return person.id


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


def enter(browser: FlaskClient, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
    return browser.post("/sign-in?lang=en", data={"email": email, "password": password, **more})


def token_of(browser: FlaskClient) -> str | None:
    with browser.session_transaction() as cookie:
        token: str | None = cookie.get(SESSION_KEY)
        return token


def signed_in(browser: FlaskClient) -> bool:
    return b"Sign out" in browser.get("/no-such-page?lang=en", buffered=True).data


def test_the_right_password_signs_in_whatever_way_the_address_is_typed(browser: FlaskClient) -> None:
    assert enter(browser, "  Aigul@PEOPLE.test ").status_code == 303
    assert signed_in(browser)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (AIGUL, "not her password"),
        (NOBODY, PASSWORD),
        ("invited@people.test", PASSWORD),
        ("disabled@people.test", PASSWORD),
        (AIGUL, PASSWORD.upper()),
        (AIGUL, PASSWORD + "x" * 100_000),
        ("' OR 1=1 --", PASSWORD),
    ],
)
def test_an_unknown_address_a_wrong_password_and_a_closed_account_are_told_the_same(
    browser: FlaskClient, email: str, password: str
) -> None:
    answer = enter(browser, email, password)
    assert answer.status_code == 422
    assert "The mail address or the password is not right." in answer.text
    assert not signed_in(browser)


def test_a_refused_password_is_not_in_the_page_but_the_address_is(browser: FlaskClient) -> None:
    text = enter(browser, NOBODY, "a secret slip of the pen").text
    assert NOBODY in text
    assert "a secret slip of the pen" not in text


def test_an_unknown_address_costs_a_check_as_well(browser: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []

    class Counting:
        def verify(self, kept: str, password: str) -> None:
            checked.append(kept)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    for email in (NOBODY, "invited@people.test", "disabled@people.test"):
        assert enter(browser, email).status_code == 422
    assert len(checked) == 3


@pytest.mark.parametrize("data", [{}, {"email": AIGUL}, {"password": PASSWORD}, {"email": "a\0b", "password": "\0"}])
def test_what_is_missing_or_impossible_is_refused(browser: FlaskClient, data: dict[str, str]) -> None:
    assert browser.post("/sign-in", data=data).status_code == 422


def test_the_session_id_changes_at_sign_in_and_what_the_cookie_carried_is_gone(
    app: Flask, database: Database, aigul: int
) -> None:
    with database.writing() as session:
        planted = sign_in_row(session, aigul)
        session.commit()
    browser = browser_with(app, planted)
    with browser.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    enter(browser, AIGUL)
    with browser.session_transaction() as cookie:
        assert cookie[SESSION_KEY] != planted
        assert "planted" not in cookie
    assert not signed_in(browser_with(app, planted))


def test_the_database_keeps_only_a_checksum_of_the_token(browser: FlaskClient, database: Database) -> None:
    enter(browser, AIGUL)
    token = token_of(browser)
    assert token
    with database.reading() as session:
        row = session.scalars(select(SignInRow)).one()
        assert row.token_hash == fingerprint(token)
        assert row.expires_at - row.started_at == timedelta(hours=12)


def test_a_sign_in_ends_after_twelve_hours_however_busy_it_was(app: Flask) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 4, tzinfo=UTC), tick=False) as clock:
        browser = app.test_client()
        enter(browser, AIGUL)
        for minutes in (60,) * 11 + (59,):
            clock.shift(timedelta(minutes=minutes))
            assert signed_in(browser)
        clock.shift(timedelta(minutes=1))
        assert not signed_in(browser)


def test_signing_out_ends_the_session_on_the_server_and_in_the_browser(app: Flask, browser: FlaskClient) -> None:
    enter(browser, AIGUL)
    token = token_of(browser)
    answer = browser.post("/sign-out")
    assert answer.headers["Location"] == "/sign-in"
    assert "roadmap=;" in answer.headers["Set-Cookie"]
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert not signed_in(browser_with(app, token))
    assert browser.post("/sign-out").status_code == 303


def test_reading_the_sign_out_address_signs_nobody_out(browser: FlaskClient) -> None:
    enter(browser, AIGUL)
    assert browser.get("/sign-out").status_code == 405
    assert signed_in(browser)


def test_a_disabled_account_is_out_at_once(browser: FlaskClient, database: Database, aigul: int) -> None:
    enter(browser, AIGUL)
    with database.writing() as session:
        disable(session, aigul, datetime.now(UTC))
        session.commit()
    assert not signed_in(browser)


def test_signing_in_leads_back_to_the_page_that_was_asked_for(browser: FlaskClient) -> None:
    wanted = "/measures/2?on=2026-06-12&lang=en"
    assert enter(browser, AIGUL, next=wanted).headers["Location"] == wanted


@pytest.mark.parametrize("wanted", OFF_THE_SITE)
def test_signing_in_never_leads_off_the_site(browser: FlaskClient, wanted: str) -> None:
    assert enter(browser, AIGUL, next=wanted).headers["Location"] == "/"
    assert browser.get("/sign-in", query_string={"next": wanted}).headers["Location"] == "/"


@pytest.mark.parametrize("wanted", OFF_THE_SITE)
def test_the_form_never_carries_an_address_off_the_site(browser: FlaskClient, wanted: str) -> None:
    assert 'name="next"' not in browser.get("/sign-in", query_string={"next": wanted}).text


def test_the_form_keeps_where_to_go_also_after_a_slip(browser: FlaskClient) -> None:
    field = '<input type="hidden" name="next" value="/measures/2">'
    assert field in browser.get("/sign-in?next=/measures/2").text
    assert field in enter(browser, AIGUL, "not her password", next="/measures/2").text


def test_without_a_wish_everybody_begins_where_there_is_something_for_them(app: Flask) -> None:
    places = {AIGUL: "/", "second@people.test": "/r/second/", "admin@people.test": "/accounts"}
    assert {email: enter(app.test_client(), email).headers["Location"] for email in places} == places


def test_an_outdated_hash_is_renewed_at_sign_in(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    stronger = passwords.PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", stronger)
    assert enter(app.test_client(), AIGUL).status_code == 303
    assert enter(app.test_client(), AIGUL).status_code == 303
    with database.reading() as session:
        kept = session.connection().exec_driver_sql("SELECT password_hash FROM account ORDER BY person_id").scalar()
    assert "t=2" in str(kept)


def test_after_five_failures_an_address_has_to_wait_and_others_do_not(browser: FlaskClient) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 4, tzinfo=UTC), tick=False) as clock:
        for _ in range(5):
            assert enter(browser, AIGUL, "not her password").status_code == 422
        answer = enter(browser, AIGUL)
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
        assert "Too many attempts. Try again in 15 minutes." in answer.text
        assert enter(browser, "second@people.test").status_code == 303
        clock.shift(timedelta(minutes=15))
        assert enter(browser, AIGUL).status_code == 303


def test_an_unknown_address_has_to_wait_as_well(browser: FlaskClient) -> None:
    answers = [enter(browser, NOBODY).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_old_failures_are_forgotten_and_a_success_forgives(browser: FlaskClient, database: Database) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 4, tzinfo=UTC), tick=False) as clock:
        enter(browser, NOBODY)
        clock.shift(timedelta(minutes=20))
        enter(browser, AIGUL, "not her password")
        with database.reading() as session:
            assert session.scalars(select(SignInFailureRow.address_hash)).all() == [fingerprint(AIGUL)]
        enter(browser, AIGUL)
        with database.reading() as session:
            assert session.scalars(select(SignInFailureRow)).all() == []


def test_the_cookie_is_for_this_host_alone_and_out_of_reach_of_scripts(database_url: str) -> None:
    app = app_on(database_url, SESSION_COOKIE_NAME="__Host-roadmap", SESSION_COOKIE_SECURE=True)
    answer = app.test_client().post(
        "/sign-in", data={"email": AIGUL, "password": PASSWORD}, base_url="https://roadmap.test"
    )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-roadmap=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))
    assert "Domain" not in cookie
    app.extensions["roadmap.database"].engine.dispose()
