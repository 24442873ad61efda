"""Tokens for one's own programs: made on a page, shown once, kept as a checksum, and ended in every way there is."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from roadmap.access.tokens import fingerprint
from roadmap.database import Database
from roadmap.domain.access_tokens import MOST_TOKENS, ProposedToken, Scope, objections_to_token
from roadmap.domain.people import Role
from roadmap.store.access_tokens import AccessTokenRow, draw, person_of_token, revoke_tokens_of, tokens_of
from roadmap.store.account_reading import disable
from roadmap.store.erasing import erase
from roadmap.store.security_log import SecurityEventRow
from tests.builders.people import Held, app_on, bare_roadmap, browser_with, sign_in_row, somebody, token_row

NOW = datetime(2026, 11, 23, 5, 0, 30, tzinfo=UTC)
TODAY = NOW.date()
SHOWN = re.compile(r"<code class=\"checksum\">(roadmap_[\w-]{43})</code>")


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    made = app_on(database_url)
    yield made
    made.extensions["roadmap.database"].engine.dispose()


@pytest.fixture
def database(app: Flask) -> Database:
    found: Database = app.extensions["roadmap.database"]
    return found


@pytest.fixture
def aru(database: Database) -> int:
    with database.writing() as session:
        number = somebody(session, "Aru", Held(Role.EXECUTIVE, bare_roadmap(session).id)).id
        session.commit()
    return number


def browser_of(app: Flask, database: Database, person: int):  # type: ignore[no-untyped-def]
    with database.writing() as session:
        token = sign_in_row(session, person)
        session.commit()
    return browser_with(app, token)


FORM = {"name": "Weekly figures", "scopes": ["read"], "operation_key": "k" * 24}


def form(**changed: object) -> dict[str, object]:
    last = datetime.now(UTC).date() + timedelta(days=30)
    return FORM | {"last_day": last.isoformat()} | changed


def test_a_token_is_shown_once_and_only_its_checksum_is_kept(app: Flask, database: Database, aru: int) -> None:
    browser = browser_of(app, database, aru)
    shown = SHOWN.search(browser.post("/my/tokens", data=form()).text)
    assert shown
    assert shown[1] not in browser.get("/my/tokens").text
    with database.reading() as session:
        row = session.scalars(select(AccessTokenRow)).one()
        assert (row.token_hash, row.scopes, row.name) == (fingerprint(shown[1]), "read", "Weekly figures")
        events = session.scalars(select(SecurityEventRow.kind)).all()
    assert list(events) == ["token_made"]


def test_a_double_click_makes_one_token(app: Flask, database: Database, aru: int) -> None:
    browser = browser_of(app, database, aru)
    sent = form()
    assert browser.post("/my/tokens", data=sent).status_code == 200
    assert browser.post("/my/tokens", data=sent).status_code == 303
    with database.reading() as session:
        assert len(tokens_of(session, aru)) == 1


def test_what_is_wrong_is_said_beside_the_field(app: Flask, database: Database, aru: int) -> None:
    answer = browser_of(app, database, aru).post("/my/tokens?lang=en", data=form(name="", scopes=[], last_day=""))
    assert answer.status_code == 422
    assert "Choose at least one" in answer.text
    assert "Fill in this field" in answer.text


def test_the_owner_revokes_a_token_and_nobody_else_but_the_administrator_does(
    app: Flask, database: Database, aru: int
) -> None:
    with database.writing() as session:
        one, two = token_row(session, aru, token="one"), token_row(session, aru, token="two")
        other = somebody(session, "Bek", Held(Role.EXECUTIVE, 1)).id
        chief = somebody(session, "Chief", Held(Role.ADMINISTRATOR)).id
        session.commit()
    assert browser_of(app, database, other).post(f"/my/tokens/{one}/revoke").status_code == 404
    assert browser_of(app, database, aru).post(f"/my/tokens/{one}/revoke").status_code == 303
    assert browser_of(app, database, aru).post(f"/my/tokens/{one}/revoke").status_code == 404
    assert browser_of(app, database, chief).post(f"/accounts/{aru}/tokens/{two}/revoke").status_code == 303
    with database.reading() as session:
        assert [token.revoked_at is None for token in tokens_of(session, aru)] == [False, False]
        assert list(session.scalars(select(SecurityEventRow.kind))) == ["token_revoked"] * 2


def opens(database: Database, at: datetime = NOW) -> bool:
    with database.reading() as session:
        return person_of_token(session, fingerprint("secret"), at) is not None


@pytest.mark.parametrize("end", ["expired", "revoked", "closed", "erased", "never"])
def test_a_token_ends_with_its_day_its_revocation_and_its_person(database: Database, aru: int, end: str) -> None:
    with database.writing() as session:
        token_row(session, aru, token="secret", at=NOW)
        match end:
            case "revoked":
                assert revoke_tokens_of(session, aru, NOW) == 1
            case "closed":
                disable(session, aru, NOW)
            case "erased":
                erase(session, aru, TODAY, NOW)
        session.commit()
    assert opens(database, NOW + timedelta(days=90 if end == "expired" else 0)) is (end == "never")


def test_closing_the_account_ends_its_tokens_for_good(app: Flask, database: Database, aru: int) -> None:
    with database.writing() as session:
        token_row(session, aru, token="secret")
        chief = somebody(session, "Chief", Held(Role.ADMINISTRATOR)).id
        session.commit()
    browser = browser_of(app, database, chief)
    assert browser.post(f"/accounts/{aru}/disable").status_code == 303
    assert browser.post(f"/accounts/{aru}/enable").status_code == 303
    assert not opens(database, datetime.now(UTC))


def test_requests_are_drawn_in_lots_of_what_a_minute_allows(database: Database, aru: int) -> None:
    with database.writing() as session:
        number = token_row(session, aru, token="secret", at=NOW)
        drawn = [draw(session, number, NOW, 10, 25) for _ in range(3)]
        later = draw(session, number, NOW + timedelta(seconds=30), 10, 25)
        session.commit()
        row = session.get(AccessTokenRow, number)
        assert row is not None
        assert (drawn, later) == ([True, True, False], True)
        session.refresh(row)
        assert row.used_at == NOW.replace(minute=0, second=0)


@pytest.mark.parametrize(
    ("proposed", "good", "objected"),
    [
        (ProposedToken("A", frozenset({Scope.READ}), TODAY), 0, []),
        (ProposedToken("A", frozenset({Scope.READ}), TODAY + timedelta(days=365)), 0, []),
        (ProposedToken("A", frozenset({Scope.READ}), TODAY + timedelta(days=366)), 0, ["last_day out_of_range"]),
        (ProposedToken("A", frozenset({Scope.READ}), date(2026, 11, 22)), 0, ["last_day out_of_range"]),
        (ProposedToken("–", frozenset(), None), 0, ["name required", "scopes required", "last_day required"]),
        (ProposedToken("A" * 101, frozenset(Scope), TODAY), 0, ["name too_long"]),
        (ProposedToken("A\u202eB", frozenset(Scope), TODAY), 0, ["name bad_character"]),
        (ProposedToken("A", frozenset(Scope), TODAY), MOST_TOKENS, ["name too_many"]),
    ],
)
def test_a_token_has_a_name_a_scope_and_at_most_a_year(proposed: ProposedToken, good: int, objected: list[str]) -> None:
    found = objections_to_token(proposed, good, TODAY)
    assert [f"{each.field} {each.code}" for each in found] == objected


def test_when_a_token_was_last_used_stands_on_the_page(app: Flask, database: Database, aru: int) -> None:
    with time_machine.travel(NOW, tick=False):
        with database.writing() as session:
            draw(session, token_row(session, aru), NOW, 1, 10)
            session.commit()
        page = browser_of(app, database, aru).get("/my/tokens?lang=en").text
    assert " 10:00" in page
