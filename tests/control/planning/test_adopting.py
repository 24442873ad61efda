"""A road map is adopted by an act, and from then on its plan changes by amendments that say what stood there before."""

import json
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from roadmap.domain.facts import AmendmentFact, Element
from roadmap.domain.ledger import Entry
from roadmap.domain.plan import Origin, Stage
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.ledger_reading import lines_of
from roadmap.store.plan_reading import measures_of
from tests.control.conftest import TODAY, House
from tests.control.planning.pages import fields_of, send, send_from, words_in

ACT = {"title__ru": "Постановление Правительства", "number": "735", "dated_on": TODAY.isoformat()}
BASIS: dict[str, Any] = {"basis_number": "812", "basis_date": TODAY.isoformat(), "reason": "Reworded by the Government"}


def adopt(house: House, **typed: Any) -> TestResponse:
    answer = send(house.client("controller"), "/plan/adoption", **(ACT | typed))
    assert answer.status_code == 303, words_in(answer.text)
    return answer


def amendments(house: House, measure: str) -> list[Entry[Any]]:
    """What was written about a measure's plan, the newest first."""
    with house.database.reading() as session:
        lines = lines_of(session, house.built.measures[measure], date(2100, 1, 1), None)
    return [entry for line in lines for entry in line.entries if isinstance(entry.fact, AmendmentFact)]


def test_the_page_says_what_is_still_missing_and_hinders_nothing(house: House) -> None:
    page = words_in(house.client("controller").get("/plan/adoption").text)
    for words in ("No completion form", "No deadline", "No approved date", "Nobody answers for it"):
        assert words in page
    adopt(house)
    assert house.portfolio().roadmap.stage is Stage.ADOPTED


def test_an_adoption_is_one_line_and_makes_the_chosen_proposals_part_of_the_plan(house: House) -> None:
    chosen = [str(house.built.milestones[number]) for number in ("1.1", "1.2", "2.1")]
    adopt(house, milestones=chosen)
    roadmap = house.portfolio().roadmap
    assert roadmap.stage_act is not None
    assert (roadmap.stage_act.number, roadmap.stage_act.title.ru) == ("735", "Постановление Правительства")
    assert (roadmap.title_origin, roadmap.demonstration) == (Origin.ADOPTED, False)
    with house.database.reading() as session:
        origins = {each.number: each.origin for m in measures_of(session, house.built.id) for each in m.milestones}
    assert [number for number, origin in origins.items() if origin is Origin.ADOPTED] == ["1.1", "1.2", "2.1"]
    written = amendments(house, "1")
    assert {entry.milestone_id for entry in written} == {house.built.milestones[each] for each in ("1.1", "1.2")}
    (change,) = written[0].fact.changes
    assert (change.field, json.loads(change.before), json.loads(change.after)) == ("origin", "proposed", "adopted")


def test_an_act_of_the_future_or_without_a_number_is_refused(house: House) -> None:
    client = house.client("controller")
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    for given, message in (
        ({"dated_on": tomorrow}, "The date cannot be later than"),
        ({"number": ""}, "Fill in this field"),
        ({"title__ru": "-"}, "Fill in at least one language"),
        ({"dated_on": "29.02.2026"}, "Enter a date as DD.MM.YYYY"),
    ):
        answer = send(client, "/plan/adoption", **(ACT | given))
        assert answer.status_code == 422, given
        assert message in answer.text
    assert house.portfolio().roadmap.stage is Stage.BEING_DEVELOPED


def test_a_plan_that_changed_meanwhile_is_looked_at_again_before_it_is_adopted(house: House) -> None:
    client, opened = house.client("controller"), house.client("controller").get("/plan/adoption").text
    send(house.client("second"), f"/plan/milestones/{house.built.milestones['1.1']}", title__en="Another step")
    answer = send_from(client, "/plan/adoption", opened, **ACT)
    assert answer.status_code == 409
    assert "The plan was changed while this page was open" in answer.text
    assert client.post("/plan/adoption", data=fields_of(answer.text)).status_code == 303


def test_a_change_of_an_adopted_plan_is_a_line_with_what_stood_there_before(house: House) -> None:
    adopt(house)
    client, milestone = house.client("controller"), house.built.milestones["1.2"]
    address = f"/plan/milestones/{milestone}"
    assert "What the change rests on" in client.get(address).text
    refused = send(client, address, title__en="Reworded", weight="30")
    assert refused.status_code == 422
    answer = send(client, address, title__en="Reworded", weight="30", **BASIS)
    assert answer.status_code == 303
    assert "Recorded as line" in client.get(answer.location).text
    entry = amendments(house, "1")[0]
    assert (entry.milestone_id, entry.fact.element, entry.fact.added) == (milestone, Element.MILESTONE, False)
    assert (entry.fact.basis.number, entry.fact.reason) == ("812", "Reworded by the Government")
    changed = {change.field: (json.loads(change.before), json.loads(change.after)) for change in entry.fact.changes}
    assert changed["weight"] == (10, 30)
    assert changed["title"][0]["en"] == "Step 1.2"
    assert changed["title"][1]["en"] == "Reworded"
    assert set(changed) == {"title", "weight"}
    assert house.portfolio().roadmap.stage is Stage.AMENDED


def test_executors_clauses_and_further_milestones_of_an_adopted_plan_are_amendments_too(house: House) -> None:
    adopt(house)
    client, measure = house.client("controller"), house.built.measures["2"]
    at = f"/plan/measures/{measure}"
    others = {"executors__1__organisation": "MIN-other", "executors__1__place": "2"}
    assert send(client, f"{at}/executors", **others, **BASIS).status_code == 303
    assert send(client, f"{at}/clauses/new", text__en="A part more", **BASIS).status_code == 303
    assert send(client, f"{at}/milestones/new", title__en="A step more", **BASIS).status_code == 303
    assert send(client, f"{at}/edit", wording__en="Wording of measure 2, amended", **BASIS).status_code == 303
    found = {entry.fact.element: entry.fact for entry in reversed(amendments(house, "2"))}
    assert found[Element.CLAUSE].key == "2b"
    assert found[Element.CLAUSE].added
    executors = json.loads(found[Element.EXECUTORS].changes[0].after)
    assert [each["organisation"] for each in executors] == ["MIN-first", "MIN-other"]
    assert [change.field for change in found[Element.MEASURE].changes] == ["wording"]
    with house.database.reading() as session:
        added = measures_of(session, house.built.id)[1].milestones[-1]
    assert (added.title.en, added.origin) == ("A step more", Origin.ADOPTED)


def test_nothing_is_removed_or_moved_in_an_adopted_plan(house: House) -> None:
    adopt(house)
    client, milestone = house.client("controller"), house.built.milestones["1.3"]
    page = client.get(f"/plan/milestones/{milestone}").text
    assert f"/plan/milestones/{milestone}/remove" not in page
    assert "/control/1/1.3" in page
    for act, form in (("remove", {"version": "1"}), ("place", {"place": "0"})):
        assert client.post(f"/plan/milestones/{milestone}/{act}", data=form).status_code == 303
    with house.database.reading() as session:
        assert [each.number for each in measures_of(session, house.built.id)[0].milestones] == ["1.1", "1.2", "1.3"]


def test_a_form_opened_before_the_adoption_asks_for_its_basis(house: House) -> None:
    client, address = house.client("controller"), f"/plan/milestones/{house.built.milestones['1.1']}"
    opened = client.get(address).text
    adopt(house, milestones=[])
    answer = send_from(client, address, opened, title__en="Too late")
    assert answer.status_code in (409, 422)
    assert "What the change rests on" in answer.text
    assert "Too late" in answer.text
    assert not [entry for entry in amendments(house, "1") if entry.milestone_id]


def test_an_amendment_does_not_speak_about_a_day_before_the_last_one(house: House) -> None:
    adopt(house)
    client, address = house.client("controller"), f"/plan/milestones/{house.built.milestones['1.1']}"
    early = (TODAY - timedelta(days=3)).isoformat()
    answer = send(client, address, title__en="Backdated", effective_on=early, **BASIS)
    assert answer.status_code == 422
    assert "The date cannot be earlier than" in answer.text


def test_what_stayed_proposed_is_adopted_by_a_later_act(house: House) -> None:
    adopt(house, milestones=[])
    client, milestone = house.client("controller"), house.built.milestones["3.1"]
    answer = send(client, "/plan/adoption", milestones=[str(milestone)], **BASIS)
    assert answer.status_code == 303
    entry = amendments(house, "3")[0]
    assert (entry.milestone_id, entry.fact.basis.number) == (milestone, "812")
    with house.database.reading() as session:
        assert measures_of(session, house.built.id)[2].milestones[0].origin is Origin.ADOPTED


def test_the_line_of_the_adoption_is_about_the_road_map_itself(house: House) -> None:
    adopt(house)
    with house.database.reading() as session:
        query = select(EntryRow.facet, EntryRow.fact).join(LineRow, LineRow.id == EntryRow.line_id)
        query = query.where(LineRow.roadmap_id == house.built.id, LineRow.measure_id.is_(None))
        facets = dict(session.execute(query.order_by(EntryRow.position)).all())
    assert list(facets) == ["adoption", "amendment"]
    assert json.loads(facets["adoption"])["act"]["number"] == "735"
