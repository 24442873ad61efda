"""Two controllers edit the same part at once, and bad input of every kind: nothing is lost and nothing half-saved."""

from typing import Any

import pytest
from sqlalchemy import func, select

from roadmap.store.plan import MeasureRow, MilestoneRow
from roadmap.store.plan_reading import measures_of
from tests.builders.queries import counted
from tests.control.conftest import House, furnish
from tests.control.planning.pages import fields_of, send, send_from


def test_a_crossed_edit_shows_both_and_saves_when_sent_again(house: House) -> None:
    client, second = house.client("controller"), house.client("second")
    address = f"/plan/milestones/{house.built.milestones['1.1']}"
    opened = client.get(address).text
    assert send(second, address, title__en="Theirs").status_code == 303
    answer = send_from(client, address, opened, title__en="Mine", weight="44")
    assert answer.status_code == 409
    for words in ("Theirs", "Mine", "44", "Saved meanwhile"):
        assert words in answer.text
    assert title_of(house, "1.1") == "Theirs"
    assert client.post(address, data=fields_of(answer.text)).status_code == 303
    assert title_of(house, "1.1") == "Mine"


def title_of(house: House, number: str) -> str | None:
    with house.database.reading() as session:
        found = {each.number: each.title.en for m in measures_of(session, house.built.id) for each in m.milestones}
    return found[number]


def test_executors_and_clauses_count_as_part_of_their_measure(house: House) -> None:
    client, second, measure = house.client("controller"), house.client("second"), house.built.measures["1"]
    opened = client.get(f"/plan/measures/{measure}/edit").text
    other = {"executors__1__organisation": "MIN-other", "executors__1__place": "2"}
    assert send(second, f"/plan/measures/{measure}/executors", **other).status_code == 303
    answer = send_from(client, f"/plan/measures/{measure}/edit", opened, title__en="Mine")
    assert answer.status_code == 409


def test_the_same_edit_twice_is_one(house: House) -> None:
    client, address = house.client("controller"), f"/plan/milestones/{house.built.milestones['1.1']}"
    opened = client.get(address).text
    answers = [send_from(client, address, opened, title__en="Once").status_code for _ in range(2)]
    assert answers == [303, 303]
    with house.database.reading() as session:
        version = session.scalar(select(MilestoneRow.version).where(MilestoneRow.id == house.built.milestones["1.1"]))
    assert version == 2


MILESTONE: dict[str, Any] = {"number": "1.9", "title-en": "Step", "weight": "5", "holder": "us", "version": "1"}
BAD_MILESTONES = [
    ({"number": ""}, "Fill in this field"),
    ({"number": "1.x"}, "A number is made of figures"),
    ({"number": "１.９"}, "A number is made of figures"),
    ({"number": "1.1\n"}, "This is in use already"),
    ({"number": "12345"}, "A number is made of figures"),
    ({"number": "1.1"}, "This is in use already"),
    ({"title-en": ""}, "Fill in at least one language"),
    ({"title-en": "—"}, "Fill in at least one language"),
    ({"title-en": "x" * 501}, "At most 500 characters"),
    ({"title-en": "a\r\nBcc: x@y.test"}, "characters that are not allowed"),
    ({"title-en": "План =?UTF-8?Q?=0A?=Bcc: x@evil"}, "characters that are not allowed"),
    ({"title-en": "a\u202eb"}, "characters that are not allowed"),
    *(({"weight": each}, "Enter a whole number from 1 to 100") for each in ("", "0", "101", "-1", "1.5", "NaN")),
    *(({"weight": each}, "Enter a whole number from 1 to 100") for each in ("1e309", "٥٠", "50%", "５０", "9" * 30)),
    ({"holder": "counterparty"}, "Say who the counterparty is"),
    ({"counterparty-en": "Korea"}, "Our side holds it"),
    ({"beyond_wording": "y", "links-0-relation": "completes"}, "lies beyond a clause"),
    ({"links-0-relation": "beyond"}, "lies beyond a clause"),
    ({"version": ""}, "This form is not one that can be saved"),
    ({"version": str(2**63)}, "This form is not one that can be saved"),
    ({"version": "0"}, "This form is not one that can be saved"),
]


def test_a_milestone_that_cannot_be_is_refused_with_what_was_typed(sqlite_house: House) -> None:
    client, at = sqlite_house.client("controller"), sqlite_house.built.measures["1"]
    for given, message in BAD_MILESTONES:
        answer = client.post(f"/plan/measures/{at}/milestones/new", data=MILESTONE | given)
        assert answer.status_code == 422, given
        assert message in answer.text, given
        assert 'value="Step"' in answer.text or "title-en" in given, given
    with sqlite_house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(MilestoneRow)) == 12


BAD_EXECUTORS: list[tuple[dict[str, str], str]] = [
    ({"lead": ""}, "Exactly one organisation leads"),
    ({"lead": "7"}, "Exactly one organisation leads"),
    ({"executors-1-organisation": "MIN-first"}, "This organisation stands here twice"),
    ({"executors-1-organisation": "nobody"}, "Choose one of the list"),
]


def test_executors_have_exactly_one_lead_and_none_stands_twice(sqlite_house: House) -> None:
    client, at = sqlite_house.client("controller"), sqlite_house.built.measures["1"]
    form = fields_of(client.get(f"/plan/measures/{at}/executors").text)
    for given, message in BAD_EXECUTORS:
        answer = client.post(f"/plan/measures/{at}/executors", data=form | given)
        assert answer.status_code == 422, given
        assert message in answer.text, given


def test_a_number_that_another_measure_has_is_refused(house: House) -> None:
    client, at = house.client("controller"), house.built.measures["1"]
    for address in (f"/plan/measures/{at}/edit", "/plan/measures/new"):
        answer = send(client, address, number="2", title__en="Second of its number")
        assert answer.status_code == 422, address
        assert "This is in use already" in answer.text
        assert "Second of its number" in answer.text


def test_parts_of_another_road_map_are_not_found(house: House) -> None:
    client = house.client("controller")
    with house.database.reading() as session:
        foreign = session.scalar(select(MeasureRow.id).where(MeasureRow.roadmap_id != house.built.id))
    for number in (foreign, 10**9, 10**30):
        for page in ("", "/edit", "/executors", "/clauses/new", "/milestones/new"):
            assert client.get(f"/plan/measures/{number}{page}").status_code == 404, (number, page)
        assert client.post(f"/plan/measures/{number}/remove", data={"version": "1"}).status_code == 404


PAGES = ("/plan/outline", "/plan/measures/1", "/plan/measures/1/executors", "/plan/adoption", "/plan/surroundings")
COSTS = {
    "/plan/outline": 10,
    "/plan/measures/1": 15,
    "/plan/measures/1/executors": 14,
    "/plan/adoption": 18,
    "/plan/surroundings": 18,
}


@pytest.mark.parametrize("size", [3, 12])
def test_pages_cost_the_same_however_large_the_plan_is(sqlite_url: str, size: int) -> None:
    house = furnish(sqlite_url, size)
    client = house.client("controller")
    costs = {}
    for page in PAGES:
        client.get(page)
        with counted(house.app.extensions["roadmap.database"].engine) as count:
            assert client.get(page).status_code == 200
        costs[page] = count.total
    for database in (house.database, house.app.extensions["roadmap.database"]):
        database.engine.dispose()
    assert costs == COSTS
