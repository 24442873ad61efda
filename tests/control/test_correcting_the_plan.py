"""Correcting the act of adoption and the amendments of a plan: the rows that the program shows follow."""

from datetime import timedelta
from typing import Any

from roadmap.domain.plan import Measure, Origin, Roadmap, Stage
from roadmap.store.history import history_of
from roadmap.store.plan_reading import roadmap_by_slug
from tests.control.conftest import TODAY, House
from tests.control.planning.pages import send, words_in

ADOPTED_ON = TODAY - timedelta(days=10)
ACT: dict[str, Any] = {"title__ru": "Постановление", "number": "735", "dated_on": ADOPTED_ON.isoformat()}
BASIS: dict[str, Any] = {"basis_number": "812", "basis_date": TODAY.isoformat(), "reason": "Reworded"}
BACK = {"reason": "Not what was decided", "entry_0__left_out": "y"}


def adopted(house: House) -> None:
    assert send(house.client("controller"), "/plan/adoption", **ACT).status_code == 303


def road_map(house: House) -> Roadmap:
    with house.database.reading() as session:
        found = roadmap_by_slug(session, "first")
        assert found
        return found


def measure(house: House, days_ago: int = 0) -> Measure:
    found = house.portfolio(TODAY - timedelta(days=days_ago)).measure("1")
    assert found
    return found.measure


def last_line(house: House) -> int:
    return road_map(house).head_seq


def amended(house: House, **fields: object) -> int:
    """Amends milestone 1.1 and answers the line."""
    page = f"/plan/milestones/{house.built.milestones['1.1']}"
    assert send(house.client("controller"), page, **fields, **BASIS).status_code == 303
    return last_line(house)


def correct(house: House, seq: int, **typed: object) -> int:
    return send(house.client("controller"), f"/control/1/lines/{seq}/correct", **typed).status_code


def test_a_wrong_act_of_adoption_is_put_right_everywhere(house: House) -> None:
    adopted(house)
    page, earlier = "/control/lines/1/correct", ADOPTED_ON - timedelta(days=5)
    assert measure(house, 12).milestones[0].origin is Origin.PROPOSED
    typed = {"reason": "The decree of another day", "entry_0__number": "753", "entry_0__dated_on": earlier.isoformat()}
    assert send(house.client("controller"), page, **typed).status_code == 303
    now = road_map(house)
    assert now.stage_act
    assert (now.stage, now.stage_act.number, now.stage_act.dated_on) == (Stage.ADOPTED, "753", earlier)
    assert (now.stage_act.title.ru, now.adopted_on) == ("Постановление", earlier)
    then = house.portfolio(TODAY - timedelta(days=12)).roadmap
    assert (then.stage, then.stage_act) == (Stage.ADOPTED, now.stage_act)
    assert measure(house, 12).milestones[0].origin is Origin.ADOPTED
    assert house.portfolio(TODAY - timedelta(days=20)).roadmap.stage is Stage.BEING_DEVELOPED


def test_the_history_of_the_road_map_shows_the_correction_both_ways(house: House) -> None:
    adopted(house)
    before = last_line(house)
    typed = {"reason": "A slip", "entry_0__number": "753"}
    assert send(house.client("controller"), "/control/lines/1/correct", **typed).status_code == 303
    page = house.client("controller").get("/sources").text
    assert f"corrected by line {before + 1}" in page
    assert "corrects line 1" in page
    with house.database.reading() as session:
        found = history_of(session, house.built.id, house.built.measures["1"], TODAY, None)
    assert [line.corrects is not None for line in found.lines].count(True) == 1


def test_an_act_is_not_dated_after_what_amended_the_plan_nor_left_out(house: House) -> None:
    adopted(house)
    page, client = "/control/lines/1/correct", house.client("controller")
    assert send(client, page, reason="x", entry_0__number="").status_code == 422
    assert send(client, page, reason="x", entry_0__left_out="y").status_code == 422
    amended(house, title__en="Reworded")
    later = send(client, page, reason="x", entry_0__dated_on=(TODAY + timedelta(days=1)).isoformat())
    assert later.status_code == 422
    assert "The plan was amended on" in words_in(later.text)
    assert send(client, page, reason="x").status_code == 422


def test_an_amendment_that_is_set_back_is_gone_from_the_plan_of_today(house: House) -> None:
    adopted(house)
    seq = amended(house, title__en="Reworded", weight="30", links__0__relation="leads_to")
    assert road_map(house).stage is Stage.AMENDED
    assert correct(house, seq, **BACK) == 303
    step = measure(house).milestones[0]
    assert (step.title.en, step.weight, step.completes("1a")) == ("Step 1.1", 10, True)
    now = road_map(house)
    assert now.stage_act
    assert (now.stage, now.stage_act.number) == (Stage.ADOPTED, "735")


def test_an_amendment_says_the_right_words_and_its_right_basis_afterwards(house: House) -> None:
    adopted(house)
    seq = amended(house, title__en="Slip", weight="30")
    typed = {"reason": "Misread", "entry_0__title_en": "Right", "entry_0__basis_number": "821"}
    assert correct(house, seq, entry_0__title_en="", entry_0__title_kk="", entry_0__title_ru="", reason="x") == 422
    assert correct(house, seq, **typed) == 303
    step = measure(house).milestones[0]
    assert (step.title.en, step.weight) == ("Right", 30)
    now = road_map(house)
    assert now.stage_act
    assert now.stage_act.number == "821"
    assert measure(house, 1).milestones[0].title.en == "Step 1.1"


def test_what_a_later_amendment_said_stays_when_an_earlier_one_is_set_back(house: House) -> None:
    adopted(house)
    first = amended(house, title__en="Second", weight="30")
    amended(house, title__en="Third")
    assert correct(house, first, **BACK) == 303
    step = measure(house).milestones[0]
    assert (step.title.en, step.weight) == ("Third", 10)


def test_the_executors_and_a_clause_are_set_back_as_well(house: House) -> None:
    adopted(house)
    client, number = house.client("controller"), house.built.measures["1"]
    others = {"executors__1__organisation": "MIN-other", "executors__1__place": "2", "lead": "1"}
    assert send(client, f"/plan/measures/{number}/executors", **others, **BASIS).status_code == 303
    assert correct(house, last_line(house), **BACK) == 303
    assert [each.organisation.code for each in measure(house).executors] == ["MIN-first"]
    assert send(client, f"/plan/measures/{number}/clauses/new", text__en="A part more", **BASIS).status_code == 303
    assert len(measure(house).clauses) == 2
    assert correct(house, last_line(house), **BACK) == 303
    assert len(measure(house).clauses) == 1


def test_a_number_that_is_taken_does_not_come_back(house: House) -> None:
    adopted(house)
    seq = amended(house, number="1.9")
    other = f"/plan/milestones/{house.built.milestones['1.2']}"
    assert send(house.client("controller"), other, number="1.1", **BASIS).status_code == 303
    assert correct(house, seq, **BACK) == 409
    assert [each.number for each in measure(house).milestones[:2]] == ["1.9", "1.1"]
