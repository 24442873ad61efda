"""Posts and organisations belong to all road maps: who may rename them, and where the administrator does it."""

import pytest
from sqlalchemy import select

from roadmap.domain.people import Role
from roadmap.store.people import OrganisationRow, PostRow, grant
from tests.builders.portfolios import build_person, owner, sign_in_token, text, write
from tests.control.conftest import TODAY, House
from tests.control.planning.pages import send, words_in


@pytest.fixture
def administered(house: House) -> House:
    """The house with an administrator, who has no role on any road map."""
    with house.writing() as session:
        person = build_person(session, "Keeper of accounts")
        grant(session, person, Role.ADMINISTRATOR)
        house.people["administrator"], house.tokens["administrator"] = person, sign_in_token(session, person)
    return house


def organisation(house: House, code: str) -> int:
    with house.database.reading() as session:
        return session.scalars(select(OrganisationRow.id).where(OrganisationRow.code == code)).one()


def shared_post(house: House) -> int:
    """A post that answers on the other road map."""
    with house.writing() as session:
        row = PostRow(title=text("Minister"))
        session.add(row)
        session.flush()
        other = type(house.built)(2, {"1": _measure_of_other(house)})
        write(session, other, "1", owner(row.id, None), on=TODAY)
        return row.id


def _measure_of_other(house: House) -> int:
    return max(house.built.measures.values()) + 1


def test_an_organisation_of_another_road_map_is_renamed_by_the_administrator_alone(administered: House) -> None:
    own, elsewhere = organisation(administered, "MIN-first"), organisation(administered, "MIN-other")
    controller, keeper = administered.client("controller"), administered.client("administrator")
    assert send(controller, f"/people/organisations/{own}", name_en="Ministry").status_code == 303
    page = controller.get(f"/people/organisations/{elsewhere}").text
    assert "the administrator changes it" in words_in(page)
    sent = {"name_en": "Renamed", "seen": "1"}
    assert controller.post(f"/people/organisations/{elsewhere}", data=sent).status_code == 403
    assert send(keeper, f"/people/organisations/{elsewhere}", name_en="Renamed").status_code == 303
    with administered.database.reading() as session:
        assert session.get_one(OrganisationRow, elsewhere).name.en == "Renamed"


def test_a_post_that_answers_elsewhere_is_renamed_by_the_administrator_alone(administered: House) -> None:
    post = shared_post(administered)
    controller, keeper = administered.client("controller"), administered.client("administrator")
    assert controller.get(f"/people/posts/{post}").status_code == 200
    assert controller.post(f"/people/posts/{post}", data={"title_en": "x", "seen": "1"}).status_code == 403
    assert send(keeper, f"/people/posts/{post}", title_en="First minister").status_code == 303
    # Whoever controls both may.
    with administered.writing() as session:
        grant(session, administered.people["controller"], Role.CONTROLLER, 2)
    assert send(controller, f"/people/posts/{post}", title_en="Minister again").status_code == 303


def test_the_administrator_finds_both_lists_and_fills_a_shared_post(administered: House) -> None:
    post, keeper = shared_post(administered), administered.client("administrator")
    accounts = keeper.get("/accounts").text
    assert "/people/organisations" in accounts
    assert "/people/posts" in accounts
    for page in ("/people/organisations", "/people/posts", f"/people/posts/{post}"):
        assert keeper.get(page).status_code == 200
    person = administered.people["stranger"]
    assert send(keeper, f"/people/holdings/new?post={post}", person_id=str(person)).status_code == 303
    assert "Stranger" in keeper.get(f"/people/posts/{post}").text
    assert keeper.get("/people").status_code == 404
