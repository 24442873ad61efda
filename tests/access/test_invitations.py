"""A mailed link: looking at it changes nothing, and it works once, for seven days."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from roadmap.access.invitations import Invitation, issue, new_invitation
from roadmap.access.tokens import fingerprint
from roadmap.database import Database
from roadmap.domain.people import Role
from roadmap.store.account_reading import disable
from roadmap.store.accounts import OneTimeLinkRow, SignInRow
from roadmap.store.people import PersonRow
from tests.access.conftest import PASSWORD
from tests.builders.people import Held, bare_roadmap, browser_with, sign_in_row, somebody

CHOSEN = {"password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def aigul(database: Database) -> PersonRow:
    with database.writing() as session:
        roadmap = bare_roadmap(session)
        person = somebody(session, "Aigul", Held(Role.EXECUTIVE, roadmap.id), password_hash=None)
        session.commit()
        return person


@pytest.fixture
def link(app: Flask, database: Database, aigul: PersonRow) -> str:
    return issued(app, database, aigul)


def issued(app: Flask, database: Database, person: PersonRow) -> str:
    """The path of a new link."""
    invitation: Invitation = new_invitation("en")
    with app.app_context(), database.writing() as session:
        issue(session, person.id, invitation)
        session.commit()
    return f"/invitation/{invitation.token}?lang=en"


def counts(database: Database) -> list[int]:
    with database.reading() as session:
        used = select(func.count()).select_from(OneTimeLinkRow).where(OneTimeLinkRow.used_at.is_not(None))
        return [session.scalar(used) or 0, session.scalar(select(func.count()).select_from(SignInRow)) or 0]


def test_looking_at_a_link_or_fetching_it_ahead_changes_nothing(app: Flask, database: Database, link: str) -> None:
    before = counts(database)
    for _ in range(3):
        answer = app.test_client().get(link, headers={"Sec-Purpose": "prefetch"})
        assert answer.status_code == 200
        assert "aigul@people.test" in answer.text
        assert app.test_client().head(link).status_code == 200
    assert counts(database) == before


def test_taking_it_up_sets_the_password_and_signs_in(app: Flask, link: str) -> None:
    browser = app.test_client()
    assert browser.post(link, data=CHOSEN).headers["Location"] == "/"
    assert "Sign out" in browser.get("/no-such-page?lang=en").text
    entered = {"email": "aigul@people.test", "password": PASSWORD}
    assert app.test_client().post("/sign-in", data=entered).status_code == 303


def test_a_link_works_once(app: Flask, database: Database, link: str) -> None:
    assert app.test_client().post(link, data=CHOSEN).status_code == 303
    second = app.test_client().post(link, data={"password": "another password", "again": "another password"})
    assert second.status_code == 410
    entered = {"email": "aigul@people.test", "password": "another password"}
    assert app.test_client().post("/sign-in", data=entered).status_code == 422


def test_a_used_an_expired_a_replaced_and_an_invented_link_are_answered_the_same(
    app: Flask, database: Database, aigul: PersonRow
) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 4, tzinfo=UTC), tick=False) as clock:
        expired = issued(app, database, aigul)
        clock.shift(timedelta(days=7))
        replaced = issued(app, database, aigul)
        used = issued(app, database, aigul)
        app.test_client().post(used, data=CHOSEN)
        invented = f"/invitation/{'A' * 43}?lang=en"
        cut_short = used.replace("?", "x?")
        addresses = (expired, replaced, used, invented, cut_short, "/invitation/0?lang=en")
        for send in (app.test_client().get, app.test_client().post):
            answers = [send(address) for address in addresses]
            assert {answer.status_code for answer in answers} == {410}
            assert "The link has expired" in answers[0].text
            pages = {
                answer.text.replace(address.partition("?")[0], "")
                for answer, address in zip(answers, addresses, strict=True)
            }
            assert len(pages) == 1


def test_a_link_works_to_the_last_moment_of_seven_days(app: Flask, database: Database, aigul: PersonRow) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 4, tzinfo=UTC), tick=False) as clock:
        link = issued(app, database, aigul)
        clock.shift(timedelta(days=7) - timedelta(seconds=1))
        assert app.test_client().get(link).status_code == 200


def test_the_link_of_a_disabled_account_is_an_expired_one(
    app: Flask, database: Database, aigul: PersonRow, link: str
) -> None:
    with database.writing() as session:
        disable(session, aigul.id, datetime.now(UTC))
        session.commit()
    assert app.test_client().get(link).status_code == 410
    assert app.test_client().post(link, data=CHOSEN).status_code == 410


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"password": "short", "again": "short"}, "Use at least 12 characters."),
        ({"password": PASSWORD, "again": PASSWORD + "x"}, "The two passwords are different."),
        ({"password": "aigul and a horse", "again": "aigul and a horse"}, "must not contain your mail address"),
        ({}, "Choose a password."),
    ],
)
def test_a_password_that_cannot_be_taken_leaves_the_link_as_it_was(
    app: Flask, database: Database, link: str, chosen: dict[str, str], said: str
) -> None:
    answer = app.test_client().post(link, data=chosen)
    assert answer.status_code == 422
    assert said in answer.text
    assert counts(database) == [0, 0]
    assert app.test_client().post(link, data=CHOSEN).status_code == 303


def test_the_database_keeps_only_a_checksum_of_the_link(database: Database, link: str) -> None:
    token = link.split("/")[2].partition("?")[0]
    with database.reading() as session:
        assert session.scalars(select(OneTimeLinkRow.token_hash)).all() == [fingerprint(token)]


def test_a_new_password_ends_the_sign_ins_that_were_open(app: Flask, database: Database, aigul: PersonRow) -> None:
    with database.writing() as session:
        old = sign_in_row(session, aigul.id)
        session.commit()
    app.test_client().post(issued(app, database, aigul), data=CHOSEN)
    assert "Sign out" not in browser_with(app, old).get("/no-such-page?lang=en").text
