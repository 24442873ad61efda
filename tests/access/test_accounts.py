"""The administrator's page: who there is, inviting, closing and opening accounts."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from roadmap.database import Database
from roadmap.domain.people import Grant, Role
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.people import GrantRow, PersonRow, add_person, grant, grants_of, people_with_roles, person_by_email
from roadmap.store.plan import MeasureRow, RoadmapRow
from tests.access.conftest import PASSWORD
from tests.builders.people import Held, bare_roadmap, browser_with, sign_in_row, somebody

CHOSEN = {"password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def roadmap(database: Database) -> RoadmapRow:
    with database.writing() as session:
        row = bare_roadmap(session)
        session.commit()
        return row


@pytest.fixture
def admin(app: Flask, database: Database, roadmap: RoadmapRow) -> FlaskClient:
    with database.writing() as session:
        token = sign_in_row(session, somebody(session, "Admin", Held(Role.ADMINISTRATOR)).id)
        session.commit()
    return browser_with(app, token)


def form(**values: Any) -> dict[str, Any]:
    """The form as a browser sends it, every field there."""
    return {
        "name": "Дәулет Сапа",
        "email": "daulet@people.test",
        "language": "kk",
        "role": "executive",
        "roadmap": "1",
        "measure": "",
        "post": "",
    } | values


def letters(database: Database) -> list[EmailMessage]:
    with database.reading() as session:
        found = session.scalars(select(DeliveryRow.mime).select_from(DeliveryRow).order_by(DeliveryRow.id))
        return [message_from_bytes(mime, policy=default) for mime in found]  # type: ignore[misc]


def link_in(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return next(line for line in body.get_content().splitlines() if line.startswith("http"))


def person(database: Database, email: str) -> tuple[PersonRow, frozenset[Grant]]:
    with database.reading() as session:
        found = person_by_email(session, email)
        assert found is not None
        return found, grants_of(session, found.id)


def test_inviting_makes_a_person_with_a_role_and_one_mail(admin: FlaskClient, database: Database) -> None:
    assert admin.post("/accounts", data=form(email=" Daulet@People.test ")).status_code == 303
    found, grants = person(database, "daulet@people.test")
    assert (found.name, found.language, grants) == ("Дәулет Сапа", "kk", {Grant(Role.EXECUTIVE, 1)})
    (letter,) = letters(database)
    assert letter["To"] == "daulet@people.test"
    with database.reading() as session:
        assert session.scalars(select(DeliveryRow.language)).all() == ["kk"]
    assert "Дәулет Сапа" in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_the_link_in_the_mail_is_built_from_public_url_alone_and_works(
    app: Flask, admin: FlaskClient, database: Database
) -> None:
    with admin.session_transaction() as ours, admin.session_transaction(base_url="http://evil.test") as theirs:
        theirs.update(ours)
    admin.post("/accounts", data=form(), base_url="http://evil.test", headers={"X-Forwarded-Host": "evil.test"})
    link = link_in(letters(database)[0])
    assert link.startswith("http://roadmap.test/invitation/")
    assert "evil" not in str(letters(database)[0])
    browser = app.test_client()
    assert browser.post(link.removeprefix("http://roadmap.test"), data=CHOSEN).headers["Location"] == "/"


def test_a_coordinator_is_invited_for_one_measure_and_its_road_map_follows_from_it(
    admin: FlaskClient, database: Database, roadmap: RoadmapRow
) -> None:
    with database.reading() as session:
        measure = session.scalars(select(MeasureRow.id).where(MeasureRow.number == "2")).one()
    admin.post("/accounts", data=form(role="coordinator", roadmap="", measure=str(measure)))
    assert person(database, "daulet@people.test")[1] == {Grant(Role.COORDINATOR, roadmap.id, measure)}


def test_an_administrator_is_invited_for_no_road_map(admin: FlaskClient, database: Database) -> None:
    admin.post("/accounts", data=form(role="administrator"))
    assert person(database, "daulet@people.test")[1] == {Grant(Role.ADMINISTRATOR)}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": " "}, "Enter the name."),
        ({"name": "two\r\nlines"}, "The name contains a character that cannot be used."),
        ({"name": "x" * 201}, "Field cannot be longer than 200 characters."),
        ({"email": "a@people.test, b@people.test"}, "Enter one mail address"),
        ({"email": "Name <a@people.test>"}, "Enter one mail address"),
        ({"email": "a@people.test\r\nBcc: b@people.test"}, "Enter one mail address"),
        ({"email": "nobody"}, "Enter one mail address"),
        ({"email": "admin@people.test"}, "Somebody with this address is in the list already."),
        ({"role": "king"}, "Not a valid choice."),
        ({"role": "controller", "roadmap": ""}, "Choose the road map."),
        ({"role": "coordinator"}, "Choose the measure that this person reports on."),
        ({"role": "coordinator", "measure": "999"}, "Not a valid choice."),
        ({"roadmap": "999"}, "Not a valid choice."),
        ({"post": "999"}, "Not a valid choice."),
        ({"language": "fr"}, "Not a valid choice."),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_typed_is_lost(
    admin: FlaskClient, database: Database, values: dict[str, str], said: str
) -> None:
    answer = admin.post("/accounts?lang=en", data=form(**values))
    assert answer.status_code == 422
    assert said in answer.text
    assert "There is a problem" in answer.text
    if "name" not in values:
        assert 'value="Дәулет Сапа"' in answer.text
    assert letters(database) == []


def test_the_page_lists_people_with_roles_and_state(admin: FlaskClient, database: Database) -> None:
    with database.writing() as session:
        add_person(session, "Only Mail", "only@people.test", "ru")
        session.commit()
    admin.post("/accounts", data=form())
    text = " ".join(admin.get("/accounts?lang=en").text.split())
    assert "Executive – Road map first" in text
    for state in ("No account", "Invited", "Active"):
        assert f'<div class="cell-body">{state}</div>' in text


def test_a_second_invitation_replaces_the_first(app: Flask, admin: FlaskClient, database: Database) -> None:
    admin.post("/accounts", data=form())
    number = person(database, "daulet@people.test")[0].id
    assert admin.post(f"/accounts/{number}/invitation").status_code == 303
    first, second = (link_in(letter).removeprefix("http://roadmap.test") for letter in letters(database))
    assert app.test_client().get(first).status_code == 410
    assert app.test_client().get(second).status_code == 200


def test_somebody_without_an_account_can_be_invited_later(app: Flask, admin: FlaskClient, database: Database) -> None:
    with database.writing() as session:
        number = add_person(session, "Only Mail", "only@people.test", "ru").id
        session.commit()
    assert admin.post(f"/accounts/{number}/invitation").status_code == 303
    link = link_in(letters(database)[0]).removeprefix("http://roadmap.test")
    assert app.test_client().post(link, data=CHOSEN).status_code == 303


def test_disabling_ends_every_sign_in_and_enabling_does_not_bring_them_back(
    app: Flask, admin: FlaskClient, database: Database
) -> None:
    with database.writing() as session:
        number = somebody(session, "Aigul", Held(Role.EXECUTIVE, 1)).id
        token = sign_in_row(session, number)
        session.commit()
    for act in ("disable", "enable"):
        assert admin.post(f"/accounts/{number}/{act}").status_code == 303
        assert "Sign out" not in browser_with(app, token).get("/no-such-page?lang=en").text


def test_whoever_cannot_sign_in_is_not_written_to_either(admin: FlaskClient, database: Database) -> None:
    with database.writing() as session:
        number = somebody(session, "Aigul", Held(Role.EXECUTIVE, 1)).id
        session.commit()
    for act, reached in (("disable", False), ("enable", True)):
        assert admin.post(f"/accounts/{number}/{act}").status_code == 303
        with database.reading() as session:
            assert (number in people_with_roles(session, 1)) is reached


def test_an_administrator_cannot_close_their_own_account(admin: FlaskClient, database: Database) -> None:
    number = person(database, "admin@people.test")[0].id
    assert admin.post(f"/accounts/{number}/disable").status_code == 409
    assert admin.get("/accounts").status_code == 200


@pytest.mark.parametrize("act", ["invitation", "disable", "enable"])
@pytest.mark.parametrize("number", ["0", "-1", "999", "99999999999999999999", "1'"])
def test_nobody_of_that_number_is_not_found(admin: FlaskClient, act: str, number: str) -> None:
    assert admin.post(f"/accounts/{number}/{act}").status_code == 404


def test_somebody_can_coordinate_two_measures_and_then_one(
    admin: FlaskClient, database: Database, roadmap: RoadmapRow
) -> None:
    admin.post("/accounts", data=form(role="coordinator", measure="1"))
    number = person(database, "daulet@people.test")[0].id
    for _ in range(2):
        more = {"role": "coordinator", "measure": "2", "roadmap": ""}
        assert admin.post(f"/accounts/{number}", data=more).status_code == 303
    both = {Grant(Role.COORDINATOR, roadmap.id, measure) for measure in (1, 2)}
    assert person(database, "daulet@people.test")[1] == both
    page = admin.get(f"/accounts/{number}?lang=en").text
    assert "Coordinator – Road map first, measure 2" in page
    withdraw = re.findall(r'action="([^"]+/withdraw)"', page)
    assert admin.post(withdraw[0]).status_code == 303
    assert person(database, "daulet@people.test")[1] == {Grant(Role.COORDINATOR, roadmap.id, 2)}
    assert admin.post(withdraw[0]).status_code == 404


def test_a_change_of_roles_counts_as_a_change_of_the_road_map(admin: FlaskClient, database: Database) -> None:
    def revision() -> int:
        with database.reading() as session:
            return session.scalars(select(RoadmapRow.revision)).one()

    before = revision()
    admin.post("/accounts", data=form())
    assert revision() == before + 1


def test_a_role_needs_what_it_is_for(admin: FlaskClient, database: Database) -> None:
    admin.post("/accounts", data=form())
    number = person(database, "daulet@people.test")[0].id
    answer = admin.post(f"/accounts/{number}?lang=en", data={"role": "coordinator", "measure": "", "roadmap": "1"})
    assert answer.status_code == 422
    assert "Choose the measure that this person reports on." in answer.text


def test_an_administrator_cannot_give_up_the_role_of_their_own(admin: FlaskClient, database: Database) -> None:
    number = person(database, "admin@people.test")[0].id
    with database.reading() as session:
        role = session.scalars(select(GrantRow.id).where(GrantRow.person_id == number)).one()
    assert admin.post(f"/accounts/{number}/roles/{role}/withdraw").status_code == 409
    assert "withdraw" not in admin.get(f"/accounts/{number}").text


@pytest.mark.parametrize(
    ("role", "roadmap_id", "measure_id"),
    [(Role.ADMINISTRATOR, 1, None), (Role.COORDINATOR, 1, None), (Role.EXECUTIVE, None, None), (Role.RECIPIENT, 1, 1)],
)
def test_a_role_that_does_not_fit_what_it_is_for_is_a_mistake_in_the_program(
    database: Database, roadmap: RoadmapRow, role: Role, roadmap_id: int | None, measure_id: int | None
) -> None:
    with database.writing() as session, pytest.raises(ValueError, match="was given for"):
        grant(session, somebody(session, "Aigul").id, role, roadmap_id, measure_id)
