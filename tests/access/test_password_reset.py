"""A new password by mail: nothing is told about who has an account, and the link works once, for an hour."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from types import SimpleNamespace

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from roadmap.access import passwords, resetting
from roadmap.access.tokens import fingerprint
from roadmap.database import Database
from roadmap.domain.people import Role
from roadmap.domain.security import SecurityKind
from roadmap.store.account_reading import disable
from roadmap.store.accounts import OneTimeLinkRow
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.security_reading import security_events
from tests.access.conftest import PASSWORD
from tests.builders.people import Held, bare_roadmap, browser_with, sign_in_row, somebody

AIGUL, NEW = "aigul@people.test", "жаңа құпия сөз 91"
CHOSEN = {"password": NEW, "again": NEW}
ASKED_AT = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    monkeypatch.setattr(resetting, "QUIET_SECONDS", 0)
    with time_machine.travel(ASKED_AT, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def aigul(database: Database) -> int:
    with database.writing() as session:
        first = bare_roadmap(session)
        kept = passwords.hashed(PASSWORD)
        person = somebody(session, "Aigul", Held(Role.EXECUTIVE, first.id), language="ru", password_hash=kept)
        closed = somebody(session, "Closed", Held(Role.EXECUTIVE, first.id), password_hash=kept)
        gone = somebody(session, "Gone", Held(Role.EXECUTIVE, first.id), password_hash=kept)
        disable(session, closed.id, ASKED_AT)
        gone.active = False
        session.commit()
        return person.id


def ask(app: Flask, email: str = AIGUL) -> TestResponse:
    return app.test_client().post("/password/forgotten?lang=en", data={"email": email}, follow_redirects=True)


def mails(database: Database) -> list[tuple[str, str, str, str]]:
    with database.reading() as session:
        rows = session.scalars(select(DeliveryRow).order_by(DeliveryRow.id)).all()
    letters = [(row, message_from_bytes(row.mime, policy=default)) for row in rows]
    return [(r.kind, r.address, r.language, m.get_body(("plain",)).get_content()) for r, m in letters]  # type: ignore[attr-defined]


def links(database: Database) -> list[str]:
    lines = [line for *_, text in mails(database) for line in text.splitlines()]
    return [
        line.removeprefix("http://roadmap.test") for line in lines if "/password/" in line and "forgotten" not in line
    ]


def happened(database: Database) -> list[SecurityKind | None]:
    with database.reading() as session:
        return [each.kind for each in security_events(session, count=99)]


def sign_in(app: Flask, password: str) -> int:
    return app.test_client().post("/sign-in", data={"email": AIGUL, "password": password}).status_code


def test_the_link_sets_a_new_password_ends_every_session_and_signs_nobody_in(
    app: Flask, database: Database, aigul: int
) -> None:
    with database.writing() as session:
        elsewhere = sign_in_row(session, aigul)
        session.commit()
    ask(app)
    ((kind, address, language, _text),) = mails(database)
    assert (kind, address, language) == ("password", AIGUL, "ru")
    (link,) = links(database)
    browser = app.test_client()
    assert browser.post(link, data=CHOSEN).headers["Location"] == "/sign-in"
    for client in (browser, browser_with(app, elsewhere)):
        assert client.get("/my").status_code == 302
    assert (sign_in(app, PASSWORD), sign_in(app, NEW)) == (422, 303)
    assert mails(database)[1][0] == "password"
    assert SecurityKind.RESET_ASKED in happened(database)
    assert SecurityKind.RESET_USED in happened(database)


@pytest.mark.parametrize(
    "email", ["nobody@people.test", "closed@people.test", "gone@people.test", "no address", "a\r\nb"]
)
def test_who_has_no_open_account_gets_the_same_page_and_no_mail(app: Flask, database: Database, email: str) -> None:
    told, known = ask(app, email), ask(app)
    assert (told.status_code, told.text) == (known.status_code, known.text)
    assert [address for _kind, address, *_ in mails(database)] == [AIGUL]


def test_an_unknown_address_is_kept_only_as_a_checksum_that_cannot_be_guessed_back(
    app: Flask, database: Database
) -> None:
    ask(app, "nobody@people.test")
    with database.reading() as session:
        (event,) = security_events(session, count=9)
    assert event.person is None
    assert "nobody" not in str(event.detail)
    assert fingerprint("nobody@people.test") not in str(event.detail)


def test_the_answer_is_as_late_for_everybody(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(resetting, "QUIET_SECONDS", 60)
    monkeypatch.setattr(resetting, "time", SimpleNamespace(sleep=waited.append, monotonic=lambda: 7.0))
    for email in (AIGUL, "nobody@people.test", "closed@people.test"):
        ask(app, email)
    assert waited == [60.0] * 3


def test_looking_at_the_link_spends_nothing_and_it_works_once(app: Flask, database: Database) -> None:
    ask(app)
    (link,) = links(database)
    browser = app.test_client()
    for _ in range(3):
        assert browser.get(link).status_code == browser.head(link).status_code == 200
    assert browser.post(link, data={"password": "short", "again": "short"}).status_code == 422
    assert browser.post(link, data=CHOSEN).status_code == 303
    assert browser.get(link).status_code == browser.post(link, data=CHOSEN).status_code == 410


def test_the_link_is_over_after_an_hour(app: Flask, database: Database, clock: time_machine.Traveller) -> None:
    ask(app)
    (link,) = links(database)
    clock.shift(timedelta(minutes=59))
    assert app.test_client().get(link).status_code == 200
    clock.shift(timedelta(minutes=1))
    answer = app.test_client().get(f"{link}&lang=en")
    assert answer.status_code == 410


def test_a_later_link_takes_the_place_of_an_earlier_one(
    app: Flask, database: Database, clock: time_machine.Traveller
) -> None:
    ask(app)
    clock.shift(timedelta(minutes=16))
    ask(app)
    first, second = links(database)
    assert app.test_client().get(first).status_code == 410
    assert app.test_client().get(second).status_code == 200


def test_of_twenty_requests_in_a_quarter_of_an_hour_one_sends_a_mail(app: Flask, database: Database) -> None:
    assert {ask(app).text for _ in range(20)} == {ask(app, "nobody@people.test").text}
    assert len(mails(database)) == 1


def test_the_database_keeps_only_a_checksum_of_the_link(app: Flask, database: Database) -> None:
    ask(app)
    token = links(database)[0].removeprefix("/password/").partition("?")[0]
    with database.reading() as session:
        row = session.scalars(select(OneTimeLinkRow)).one()
    assert (row.token_hash, row.purpose) == (fingerprint(token), "password")


def test_a_link_for_a_password_is_no_invitation(app: Flask, database: Database) -> None:
    ask(app)
    (link,) = links(database)
    assert app.test_client().post(link.replace("/password/", "/invitation/"), data=CHOSEN).status_code == 410


def test_an_account_that_was_closed_meanwhile_stays_closed(app: Flask, database: Database, aigul: int) -> None:
    ask(app)
    (link,) = links(database)
    with database.writing() as session:
        disable(session, aigul, ASKED_AT)
        session.commit()
    assert app.test_client().post(link, data=CHOSEN).status_code == 410


def test_the_link_is_built_from_public_url_alone(app: Flask, database: Database) -> None:
    app.test_client().post(
        "/password/forgotten",
        data={"email": AIGUL},
        base_url="http://evil.test",
        headers={"X-Forwarded-Host": "evil.test"},
    )
    assert "evil" not in str(mails(database))
    assert links(database)[0].startswith("/password/")
