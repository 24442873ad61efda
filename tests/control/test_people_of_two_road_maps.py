"""Who answers on a road map is entered by its own controlling side, and nobody's address is shown to another one."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from roadmap.domain.people import Role
from roadmap.domain.text import LocalizedText
from roadmap.store.holdings import HoldingRow
from roadmap.store.people import OrganisationRow, PersonRow, PostRow
from roadmap.store.plan_reading import roadmap_by_slug
from tests.builders.portfolios import build_person, grant, owner, write
from tests.control.conftest import TODAY, House

YESTERDAY = TODAY - timedelta(days=1)


@dataclass
class Minister:
    """Somebody without a role who answers for measure 1 of the first road map by a post."""

    number: int
    post: int
    holding: int


@pytest.fixture
def minister(house: House) -> Minister:
    with house.writing() as session:
        number = build_person(session, "Minister", "Minister of Labour")
        holding = session.scalars(select(HoldingRow).where(HoldingRow.person_id == number)).one()
        write(session, house.built, "1", owner(holding.post_id, number), on=YESTERDAY)
        return Minister(number, holding.post_id, holding.id)


def other(house: House) -> int:
    with house.database.reading() as session:
        found = roadmap_by_slug(session, "other")
        assert found is not None
        return found.id


def ended(house: House, holding: int) -> object:
    with house.database.reading() as session:
        return session.get_one(HoldingRow, holding).last_on


def test_whoever_controls_another_road_map_does_not_end_who_answers_on_this_one(
    house: House, minister: Minister
) -> None:
    there = f"/r/other/people/holdings/{minister.holding}"
    stranger, form = house.client("stranger"), {"last_on": YESTERDAY.isoformat(), "seen": 1}
    assert stranger.get(there).status_code == 404
    assert stranger.post(there, data=form).status_code == 404
    assert ended(house, minister.holding) is None
    assert house.client("controller").post(f"/people/holdings/{minister.holding}", data=form).status_code == 303
    assert ended(house, minister.holding) == YESTERDAY


def test_nobody_is_put_into_a_post_that_another_road_map_names(house: House, minister: Minister) -> None:
    stranger = house.client("stranger")
    number = int(stranger.post("/r/other/people/new", data={"name": "Mine", "language": "kk"}).location.split("/")[-1])
    form = {"person_id": number, "post_id": minister.post, "acting": "y", "act": "Order No. 1"}
    refused = stranger.post(f"/r/other/people/holdings/new?person={number}&lang=en", data=form)
    assert refused.status_code == 403
    assert "Another road map names this person or this post" in refused.text
    with house.database.reading() as session:
        assert not session.scalars(select(HoldingRow).where(HoldingRow.person_id == number)).all()


def test_whom_two_road_maps_name_is_kept_by_the_administrator(house: House, minister: Minister) -> None:
    with house.writing() as session:
        grant(session, minister.number, Role.EXECUTIVE, other(house))
    controller, form = house.client("controller"), {"last_on": YESTERDAY.isoformat(), "seen": 1}
    refused = controller.post(f"/people/holdings/{minister.holding}?lang=en", data=form)
    assert refused.status_code == 403
    assert "the administrator keeps it" in refused.text
    page = controller.get(f"/people/{minister.number}").text
    assert "Minister" in page
    assert "minister@people.test" not in page + controller.get("/people").text
    with house.writing() as session:
        grant(session, house.people["controller"], Role.CONTROLLER, other(house))
    assert controller.post(f"/people/holdings/{minister.holding}", data=form).status_code == 303


def test_somebody_without_a_role_is_seen_by_the_road_map_that_names_him_alone(house: House, minister: Minister) -> None:
    there = f"/people/{minister.number}"
    stranger = house.client("stranger")
    form = {"name": "Taken over", "language": "kk", "email": "mine@people.test", "seen": 1}
    assert stranger.get(f"/r/other{there}").status_code == 404
    assert stranger.post(f"/r/other{there}", data=form).status_code == 404
    assert "minister@people.test" in house.client("controller").get(there).text
    with house.database.reading() as session:
        assert session.get_one(PersonRow, minister.number).name == "Minister"


def test_somebody_of_a_body_that_executes_on_two_road_maps_is_kept_by_neither(house: House) -> None:
    with house.writing() as session:
        number = build_person(session, "Official", "Head of unit")
        ours = session.scalars(select(OrganisationRow.id).where(OrganisationRow.code == "MIN-first")).one()
        theirs = session.scalars(select(OrganisationRow.id).where(OrganisationRow.code == "MIN-other")).one()
        held = session.scalars(select(HoldingRow).where(HoldingRow.person_id == number)).one()
        session.get_one(PostRow, held.post_id).organisation_id = ours
        second = PostRow(title=LocalizedText(en="Adviser"), organisation_id=theirs)
        session.add(second)
        session.flush()
        session.add(HoldingRow(post_id=second.id, person_id=number, recorded_at=held.recorded_at))
    form = {"name": "Taken over", "language": "kk", "seen": 1}
    for who, prefix in (("controller", ""), ("stranger", "/r/other")):
        page = house.client(who).get(f"{prefix}/people/{number}")
        assert page.status_code == 200
        assert "official@people.test" not in page.text
        assert house.client(who).post(f"{prefix}/people/{number}", data=form).status_code == 403


def test_no_address_stands_in_a_link_or_a_redirect(house: House) -> None:
    controller, number = house.client("controller"), house.people["coordinator"]
    page = controller.get(f"/people/{number}").text
    assert "?address=" not in page + controller.get("/people").text
    found = controller.post("/people", data={"address": "coordinator@people.test"})
    assert "@" not in found.location
    role = page.split("/withdraw")[0].rsplit("/", 1)[1]
    assert "@" not in controller.post(f"/people/{number}/roles/{role}/withdraw").location
