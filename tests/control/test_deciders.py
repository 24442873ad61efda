"""The table of who decides: kept by the controller, marked until somebody who knows has confirmed it."""

from datetime import UTC, date, datetime
from pathlib import Path

from roadmap.domain.text import LocalizedText
from roadmap.store.deciders import chosen_codes, decider_of, deciders_of
from roadmap.store.seedfiles.folder import read_seeds
from roadmap.store.seeding.folder import load
from tests.control.conftest import House

ENTRY = {"stems_from_en": "Instruction of the minister", "decides_en": "The minister", "seen": "0"}


def added(house: House, **given: str) -> int:
    return house.client("controller").post("/control/deciders/add", data=ENTRY | given).status_code


def test_an_entry_is_to_be_confirmed_until_somebody_says_otherwise(house: House) -> None:
    assert added(house) == 303
    client = house.client("controller")
    assert "to be confirmed" in client.get("/control/deciders").text
    client.post("/control/deciders/own-1", data=ENTRY | {"seen": "1", "confirmed": "y", "note_ru": "Регламент"})
    with house.database.reading() as session:
        (entry,) = deciders_of(session, house.built.id)
    assert (entry.confirmed, entry.note, entry.version) == (True, LocalizedText(ru="Регламент"), 2)
    assert "to be confirmed" not in client.get("/control/deciders").text


def test_the_entry_of_the_road_map_applies_where_a_measure_names_no_other(house: House) -> None:
    added(house)
    added(house, decides_en="The Prime Minister")
    client = house.client("controller")
    assert client.post("/control/deciders", data={"code": "own-1", "number": "", "seen_code": ""}).status_code == 303
    assert client.post("/control/deciders", data={"code": "own-2", "number": "2", "seen_code": ""}).status_code == 303
    with house.database.reading() as session:
        found = [decider_of(session, house.built.id, house.built.measures[number]) for number in ("1", "2")]
        assert chosen_codes(session, house.built.id) == {None: "own-1", house.built.measures["2"]: "own-2"}
    assert [each.decides.en for each in found if each] == ["The minister", "The Prime Minister"]
    for page in ("/measures/2", "/control/2"):
        text = client.get(page).text
        assert "The Prime Minister" in text, page
        assert "to be confirmed" in text, page


def test_an_edit_that_crosses_another_shows_both_and_overwrites_nothing(house: House) -> None:
    added(house)
    client = house.client("second")
    client.post("/control/deciders/own-1", data=ENTRY | {"seen": "1", "decides_en": "A vice-minister"})
    mine = ENTRY | {"seen": "1", "decides_en": "The head of the office"}
    answer = house.client("controller").post("/control/deciders/own-1", data=mine)
    assert answer.status_code == 409
    for words in ("A vice-minister", "The head of the office"):
        assert words in answer.text
    again = house.client("controller").post("/control/deciders/own-1", data=mine | {"seen": "2"})
    assert again.status_code == 303


def test_a_choice_that_crosses_another_is_asked_again(house: House) -> None:
    added(house)
    chosen = {"code": "own-1", "number": "1", "seen_code": ""}
    assert house.client("second").post("/control/deciders", data=chosen).status_code == 303
    assert house.client("controller").post("/control/deciders", data=chosen | {"code": ""}).status_code == 409


def test_what_is_not_there_or_says_nothing_is_refused(house: House) -> None:
    added(house)
    client = house.client("controller")
    assert client.get("/control/deciders/nobody").status_code == 404
    assert client.post("/control/deciders", data={"code": "nobody", "number": "1"}).status_code == 422
    assert client.post("/control/deciders", data={"code": "own-1", "number": "77"}).status_code == 422
    for given in ({"decides_en": " "}, {"stems_from_en": ""}, {"note_kk": "x" * 501}):
        assert client.post("/control/deciders/own-1", data=ENTRY | {"seen": "1"} | given).status_code == 422, given


def test_the_table_of_the_seeds_is_loaded_once_and_edits_stay(house: House) -> None:
    seeds = read_seeds(Path("seeds"))
    at = datetime(2026, 11, 1, tzinfo=UTC)
    with house.writing() as session:
        load(session, seeds, at=at, today=date(2026, 11, 1))
    with house.database.reading() as session:
        from_seeds = deciders_of(session, house.built.id + 2)
        applies = decider_of(session, house.built.id + 2)
    assert applies
    assert applies.code == "pa-leadership"
    assert [each.code for each in from_seeds][:2] == ["president", "pa-leadership"]
    assert not any(each.confirmed for each in from_seeds)
    assert all(len(each.decides.as_dict()) == 3 for each in from_seeds)
    with house.writing() as session:
        assert not load(session, seeds, at=at, today=date(2026, 11, 1)).differences
