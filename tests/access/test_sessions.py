"""Changing one's password, seeing where one is signed in, ending it there, and resting too long."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from roadmap.access import passwords
from roadmap.access.browsers import shortened
from roadmap.database import Database
from roadmap.domain.people import Role
from roadmap.domain.security import SecurityKind
from roadmap.store.accounts import SignInRow
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.security_reading import security_events
from tests.access.conftest import PASSWORD
from tests.builders.people import Held, app_on, bare_roadmap, browser_with, sign_in_row, somebody

AIGUL, NEW = "aigul@people.test", "жаңа құпия сөз 91"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
MORNING = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def people(database: Database) -> dict[str, int]:
    with database.writing() as session:
        first, kept = bare_roadmap(session), passwords.hashed(PASSWORD)
        held = {"Aigul": Held(Role.EXECUTIVE, first.id), "Admin": Held(Role.ADMINISTRATOR)}
        found = {name: somebody(session, name, role, password_hash=kept).id for name, role in held.items()}
        session.commit()
        return found


def signed_in(app: Flask, email: str = AIGUL, password: str = PASSWORD, browser: str = FIREFOX) -> FlaskClient:
    client = app.test_client()
    data = {"email": email, "password": password}
    assert client.post("/sign-in", data=data, headers={"User-Agent": browser}).status_code == 303
    return client


def inside(client: FlaskClient) -> bool:
    return client.get("/my", buffered=True).status_code == 200


def kinds(database: Database) -> list[SecurityKind | None]:
    with database.reading() as session:
        return [each.kind for each in security_events(session, count=99)][::-1]


def change(client: FlaskClient, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> int:
    return client.post("/my/password", data={"old_password": old, "password": new, "again": again}).status_code


def test_changing_the_password_ends_every_other_session_and_a_mail_tells_it(app: Flask, database: Database) -> None:
    mine, other = signed_in(app), signed_in(app)
    assert change(mine) == 303
    assert (inside(mine), inside(other)) == (True, False)
    assert inside(signed_in(app, password=NEW))
    with database.reading() as session:
        (mail,) = session.scalars(select(DeliveryRow)).all()
    assert (mail.kind, mail.address, mail.subject) == (
        "password",
        AIGUL,
        "Your password for the Roadmap Monitor was changed",
    )
    assert SecurityKind.PASSWORD_CHANGED in kinds(database)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"old": "not hers at all"}, "This is not your password."),
        ({"old": ""}, "Enter your password."),
        ({"new": "short", "again": "short"}, "Use at least 12 characters."),
        ({"again": "something else 12"}, "The two passwords are different."),
        ({"new": PASSWORD, "again": PASSWORD}, "This is your password already. Choose another."),
        ({"new": "aigul is my name", "again": "aigul is my name"}, "The password must not contain your mail address."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_ends(app: Flask, typed: dict[str, str], said: str) -> None:
    mine, other = signed_in(app), signed_in(app)
    values = {"old": PASSWORD, "new": NEW, "again": NEW} | typed
    data = {"old_password": values["old"], "password": values["new"], "again": values["again"]}
    answer = mine.post("/my/password?lang=en", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert all(value not in answer.text for value in values.values() if value)
    assert inside(other)


def test_whoever_guesses_at_the_old_password_is_slowed_down(app: Flask) -> None:
    mine = signed_in(app)
    assert [change(mine, old="a guess, and wrong") for _ in range(6)] == [422] * 5 + [429]
    assert change(mine) == 429


def test_sessions_are_listed_and_one_is_ended_by_its_owner(app: Flask, database: Database) -> None:
    mine, other = signed_in(app), signed_in(app, browser="curl/8")
    page = mine.get("/my/sessions?lang=en").text
    assert "Firefox 128, Windows" in page
    assert "Unknown browser" in page
    with database.reading() as session:
        used, second = session.scalars(select(SignInRow.id).order_by(SignInRow.id)).all()
    assert mine.post(f"/my/sessions/{used}/end").status_code == 409
    assert mine.post(f"/my/sessions/{second}/end").status_code == 303
    assert (inside(mine), inside(other)) == (True, False)
    assert mine.post(f"/my/sessions/{second}/end").status_code == 404
    assert kinds(database) == [SecurityKind.SIGNED_IN] * 2 + [SecurityKind.SESSION_ENDED]


def test_all_others_end_at_once_and_nobody_elses(app: Flask) -> None:
    mine, others = signed_in(app), [signed_in(app), signed_in(app)]
    admin = signed_in(app, "admin@people.test")
    assert mine.post("/my/sessions/end-others").status_code == 303
    assert [inside(each) for each in (mine, *others, admin)] == [True, False, False, True]


def test_somebody_elses_session_cannot_be_ended_by_number(
    app: Flask, database: Database, people: dict[str, int]
) -> None:
    admin, mine = signed_in(app, "admin@people.test"), signed_in(app)
    with database.reading() as session:
        theirs = session.scalars(select(SignInRow.id).where(SignInRow.person_id == people["Admin"])).one()
    assert mine.post(f"/my/sessions/{theirs}/end").status_code == 404
    assert mine.post(f"/accounts/{people['Admin']}/sessions/{theirs}/end").status_code == 404
    assert admin.post(f"/accounts/{people['Aigul']}/sessions/{theirs}/end").status_code == 404
    assert inside(admin)


def test_an_administrator_ends_the_sessions_of_anybody_but_not_the_one_in_use(
    app: Flask, people: dict[str, int]
) -> None:
    admin, other, mine = signed_in(app, "admin@people.test"), signed_in(app, "admin@people.test"), signed_in(app)
    assert "Firefox 128" in admin.get(f"/accounts/{people['Aigul']}/sessions").text
    for name in people:
        assert admin.post(f"/accounts/{people[name]}/sessions/end").status_code == 303
    assert [inside(each) for each in (admin, other, mine)] == [True, False, False]


def test_a_session_that_rests_for_two_hours_ends_and_one_that_is_used_does_not(
    app: Flask, clock: time_machine.Traveller
) -> None:
    used, resting = signed_in(app), signed_in(app)
    for _ in range(4):
        clock.shift(timedelta(minutes=59))
        assert inside(used)
    assert not inside(resting)
    clock.shift(timedelta(hours=2))
    assert not inside(used)


def test_however_it_is_used_it_ends_after_twelve_hours(app: Flask, clock: time_machine.Traveller) -> None:
    mine, stayed = signed_in(app), []
    for _ in range(13):
        stayed.append(inside(mine))
        clock.shift(timedelta(hours=1))
    assert stayed == [True] * 12 + [False]


def test_the_time_of_rest_is_a_setting(database_url: str, clock: time_machine.Traveller) -> None:
    app = app_on(database_url, SIGN_IN_REST_MINUTES=5)
    mine = signed_in(app)
    clock.shift(timedelta(minutes=5))
    assert not inside(mine)
    app.extensions["roadmap.database"].engine.dispose()


def test_being_seen_is_written_at_most_once_a_minute(
    app: Flask, database: Database, clock: time_machine.Traveller
) -> None:
    mine, seen = signed_in(app), []
    for _ in range(4):
        clock.shift(timedelta(seconds=40))
        assert inside(mine)
        with database.reading() as session:
            seen.append((session.scalars(select(SignInRow.seen_at)).one() - MORNING).total_seconds())
    assert seen == [0, 80, 80, 160]


def test_a_session_from_before_rests_were_counted_ends_at_the_end_of_its_day(
    app: Flask, database: Database, people: dict[str, int], clock: time_machine.Traveller
) -> None:
    with database.writing() as session:
        token = sign_in_row(session, people["Aigul"])
        session.flush()
        session.connection().exec_driver_sql("UPDATE sign_in_session SET seen_at = NULL")
        session.commit()
    clock.shift(timedelta(hours=11))
    assert inside(browser_with(app, token))
    clock.shift(timedelta(hours=1))
    assert not inside(browser_with(app, token))


CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0{} Safari/537.36"


@pytest.mark.parametrize(
    ("called", "shown"),
    [
        (FIREFOX, "Firefox 128, Windows"),
        (CHROME.format("X11; Linux x86_64", ""), "Chrome 126, Linux"),
        (CHROME.format("Linux; Android 14", " Mobile"), "Chrome 126, Android"),
        (CHROME.format("Windows NT 10.0", " YaBrowser/24.6.1"), "Yandex Browser 24, Windows"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1", "Safari 17, iOS"),
        ("Chrome/1 " * 100_000, "Chrome 1"),
        ("<script>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_shortened_to_what_its_owner_knows_it_by(called: str, shown: str) -> None:
    assert shortened(called) == shown
