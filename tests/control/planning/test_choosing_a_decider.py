"""Which entry of the table of who decides applies is a part of the plan: counted in a draft, amended once adopted."""

import json
from typing import Any

from roadmap.domain.facts import AmendmentFact
from roadmap.store.deciders import chosen_codes
from roadmap.store.ledger_reading import lines_of
from tests.control.conftest import TODAY, House
from tests.control.planning.pages import send, send_from, words_in
from tests.control.test_deciders import added

CHOICE = {"code": "own-1", "number": "1", "seen_code": ""}
BASIS: dict[str, Any] = {"basis_number": "812", "basis_date": TODAY.isoformat(), "reason": "Decided"}
ACT = {"title__ru": "Постановление", "number": "735", "dated_on": TODAY.isoformat()}


def chosen(house: House) -> dict[int | None, str]:
    with house.database.reading() as session:
        return chosen_codes(session, house.built.id)


def test_a_plans_form_that_was_open_while_somebody_chose_is_shown_both(house: House) -> None:
    added(house)
    client, second = house.client("controller"), house.client("second")
    for address, number in ((f"/plan/measures/{house.built.measures['1']}/edit", "1"), ("/plan/roadmap", "")):
        opened = client.get(address).text
        assert second.post("/control/deciders", data=CHOICE | {"number": number}).status_code == 303
        answer = send_from(client, address, opened, title__en="Mine")
        assert answer.status_code == 409, address
        assert "Instruction of the minister" in answer.text
    assert chosen(house) == {house.built.measures["1"]: "own-1", None: "own-1"}


def test_in_an_adopted_plan_another_entry_is_an_amendment_with_its_basis(house: House) -> None:
    added(house)
    client, measure = house.client("controller"), house.built.measures["1"]
    assert send(client, "/plan/adoption", **ACT).status_code == 303
    refused = client.post("/control/deciders", data=CHOICE)
    assert refused.status_code == 409
    assert "an amendment with its basis" in refused.text
    assert chosen(house) == {}
    edit = f"/plan/measures/{measure}/edit"
    assert edit in refused.text
    assert send(client, edit, decider_code="own-1", **BASIS).status_code == 303
    assert chosen(house) == {measure: "own-1"}
    with house.database.reading() as session:
        entries = [entry for line in lines_of(session, measure, TODAY, None) for entry in line.entries]
    fact = next(entry.fact for entry in entries if isinstance(entry.fact, AmendmentFact))
    assert [(each.field, json.loads(each.after or "null")) for each in fact.changes] == [("decider_code", "own-1")]
    assert "Instruction of the minister" in words_in(client.get("/control/deciders").text)
