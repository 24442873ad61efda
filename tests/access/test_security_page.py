"""What happens to accounts is kept, each in the transaction of the act itself, and the administrator reads it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from roadmap.access import passwords, resetting
from roadmap.database import Database
from roadmap.domain.people import Role
from roadmap.domain.security import SecurityKind
from roadmap.store.people import PersonRow
from roadmap.store.security_audit import examine_security_log
from roadmap.store.security_log import record
from roadmap.store.security_reading import SecurityEvent, security_events
from tests.access.conftest import PASSWORD
from tests.builders.people import Held, bare_roadmap, browser_with, sign_in_row, somebody
from tests.builders.queries import counted


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resetting, "QUIET_SECONDS", 0)


@pytest.fixture
def people(database: Database) -> dict[str, int]:
    with database.writing() as session:
        first, kept = bare_roadmap(session), passwords.hashed(PASSWORD)
        roles = {"Aigul": Held(Role.EXECUTIVE, first.id), "Admin": Held(Role.ADMINISTRATOR)}
        found = {name: somebody(session, name, held, password_hash=kept).id for name, held in roles.items()}
        session.commit()
        return found


@pytest.fixture
def admin(app: Flask, database: Database, people: dict[str, int]) -> Iterator[FlaskClient]:
    with database.writing() as session:
        token = sign_in_row(session, people["Admin"])
        session.commit()
    yield browser_with(app, token)
    with database.reading() as session:
        assert examine_security_log(session).finding is None


def events(database: Database) -> list[SecurityEvent]:
    with database.reading() as session:
        return security_events(session, count=999)[::-1]


def happened(database: Database) -> list[tuple[SecurityKind | None, str, str]]:
    return [(e.kind, e.person.name if e.person else "", e.by.name if e.by else "") for e in events(database)]


def test_signing_in_failing_and_signing_out_are_kept(app: Flask, database: Database, people: dict[str, int]) -> None:
    browser = app.test_client()
    for email, password in (("aigul", "wrong and long"), ("nobody", PASSWORD), ("aigul", PASSWORD)):
        browser.post("/sign-in", data={"email": f"{email}@people.test", "password": password})
    for _ in range(2):
        browser.post("/sign-out")
    assert happened(database) == [
        (SecurityKind.SIGN_IN_FAILED, "Aigul", ""),
        (SecurityKind.SIGN_IN_FAILED, "", ""),
        (SecurityKind.SIGNED_IN, "Aigul", "Aigul"),
        (SecurityKind.SIGNED_OUT, "Aigul", "Aigul"),
    ]
    assert "nobody" not in str([event.detail for event in events(database)])


def test_each_act_of_the_administrator_is_kept_with_who_did_it(
    admin: FlaskClient, database: Database, people: dict[str, int]
) -> None:
    number = people["Aigul"]
    given = admin.post(f"/accounts/{number}", data={"role": "controller", "roadmap": "1", "measure": ""})
    assert given.status_code == 303
    page = admin.get(f"/accounts/{number}").text
    admin.post(re.findall(r'action="([^"]+/withdraw)"', page)[-1])
    for act in ("invitation", "disable", "enable"):
        assert admin.post(f"/accounts/{number}/{act}").status_code == 303
    assert happened(database) == [
        (kind, "Aigul", "Admin")
        for kind in (
            SecurityKind.ROLE_GIVEN,
            SecurityKind.ROLE_TAKEN,
            SecurityKind.INVITED,
            SecurityKind.ACCOUNT_CLOSED,
            SecurityKind.ACCOUNT_REOPENED,
        )
    ]
    assert events(database)[0].detail["role"] == "controller"


def test_the_page_shows_the_newest_first_by_person_and_by_kind(
    app: Flask, admin: FlaskClient, people: dict[str, int]
) -> None:
    admin.post(f"/accounts/{people['Aigul']}", data={"role": "controller", "roadmap": "1", "measure": ""})
    app.test_client().post("/sign-in", data={"email": "nobody@people.test", "password": PASSWORD})
    whole = admin.get("/security?lang=en").text
    assert whole.index("Sign-in failed</th>") < whole.index("Role given</th>")
    assert "Controller – Road map first" in whole
    assert "an address that nobody has" in whole
    # A log is read years later.
    assert re.search(rf"[0-9]{{1,2}} \w{{3}} {datetime.now(UTC).year} [0-9]{{2}}:[0-9]{{2}}", whole)
    of_aigul = admin.get(f"/security?lang=en&person={people['Aigul']}").text
    assert "Role given</th>" in of_aigul
    assert "Sign-in failed</th>" not in of_aigul
    failures = admin.get("/security?lang=en&kind=sign_in_failed").text
    assert "Role given</th>" not in failures
    assert "Nothing of this kind has happened." in admin.get("/security?lang=en&kind=person_erased").text


def test_a_name_that_was_erased_leaves_a_number_on_the_page(
    admin: FlaskClient, database: Database, people: dict[str, int]
) -> None:
    admin.post(f"/accounts/{people['Aigul']}/disable")
    with database.writing() as session:
        session.execute(update(PersonRow).where(PersonRow.id == people["Aigul"]).values(name="", email=None))
        session.commit()
    assert f"No. {people['Aigul']}" in admin.get("/security?lang=en").text


def test_a_long_log_is_read_a_page_at_a_time_with_as_many_queries(admin: FlaskClient, database: Database) -> None:
    queries = []
    for count in (1, 120):
        with database.writing() as session:
            for _ in range(count):
                record(session, SecurityKind.SIGN_IN_FAILED, datetime.now(UTC), address="a1b2")
            session.commit()
        with counted(database.engine) as found:
            page = admin.get("/security?lang=en").text
        queries.append(found.total)
    assert queries[0] == queries[1]
    older = re.findall(r'href="([^"]+before=[^"]+)"', page)
    assert len(older) == 1
    assert "Sign-in failed</th>" in admin.get(older[0].replace("&amp;", "&")).text


@pytest.mark.parametrize(
    "query", ["person=x", "person=99999999999999999999", "before=-1", "before=0", "kind=king", "person=٣"]
)
def test_what_is_asked_for_and_makes_no_sense_is_no_failure(admin: FlaskClient, query: str) -> None:
    assert admin.get(f"/security?{query}").status_code == 200
