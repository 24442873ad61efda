"""One decision about several milestones: a line for each measure, all of them or none."""

from collections.abc import Iterator
from contextlib import ExitStack
from threading import Barrier, Thread

import pytest
from werkzeug.test import TestResponse

from roadmap.domain.facts import Progress
from roadmap.domain.health import ControlStatus
from roadmap.store.last_lines import last_lines_of
from roadmap.store.ledger_reading import lines_of
from tests.builders.portfolios import ask, progress, write
from tests.builders.queries import counted
from tests.control.conftest import TODAY, House, furnish

KEY = "a-key-of-enough-length"
STEPS = ("1.1", "1.2", "2.1")


def done(house: House, *steps: str, by: str = "coordinator") -> None:
    with house.writing() as session:
        for number in steps:
            said = progress(house.built.milestones[number], Progress.REPORTED_DONE, actual=TODAY)
            write(session, house.built, number.split(".")[0], said, on=TODAY, by=house.people[by])


def chosen(house: House, *steps: str, act: str = "confirm", **given: str) -> dict[str, object]:
    """The form as the desk would send it now."""
    with house.database.reading() as session:
        last = last_lines_of(session, house.built.id)
    seen = {f"seen-{number}": str(last.get(number, 0)) for number in house.built.measures.values()}
    return {"act": act, "item": [str(house.built.milestones[each]) for each in steps], **seen, **given}


def lines(house: House) -> int:
    with house.database.reading() as session:
        return sum(len(lines_of(session, number, TODAY, None)) for number in house.built.measures.values())


def control(house: House, step: str) -> ControlStatus:
    states = (state for measure in house.portfolio().measures for state in measure.milestones)
    return next(state.control for state in states if state.milestone.number == step)


def test_several_are_confirmed_with_a_line_for_each_measure(house: House) -> None:
    done(house, *STEPS)
    client = house.client("controller")
    answer = client.post("/control/several", data=chosen(house, *STEPS))
    assert (answer.status_code, answer.location) == (303, "/control")
    assert lines(house) == 3 + 2
    assert {control(house, step) for step in STEPS} == {ControlStatus.CONFIRMED_DONE}
    assert "3 milestones confirmed: lines 4 to 5" in client.get("/control").text


def test_several_are_returned_with_one_reason(house: House) -> None:
    done(house, *STEPS)
    client = house.client("controller")
    refused = client.post("/control/several", data=chosen(house, *STEPS, act="return"))
    assert refused.status_code == 422
    assert "State the reason" in refused.text
    assert refused.text.count(" checked>") == 3
    assert lines(house) == 3
    sent = chosen(house, "1.1", "2.1", act="return", reason="The annex is missing")
    assert client.post("/control/several", data=sent).status_code == 303
    assert control(house, "1.2") is ControlStatus.REPORTED_DONE
    assert client.get("/control").text.count("The annex is missing") == 2


def test_ones_own_report_is_refused_by_its_number_and_with_it_the_rest(house: House) -> None:
    done(house, "1.1")
    done(house, "2.1", by="controller")
    answer = house.client("controller").post("/control/several", data=chosen(house, "1.1", "2.1"))
    assert answer.status_code == 422
    assert "2.1: You reported this yourself; somebody else confirms it" in answer.text
    assert answer.text.count(" checked>") == 2
    assert control(house, "1.1") is ControlStatus.REPORTED_DONE


@pytest.mark.parametrize("items", [[], ["999999"], ["-1", "", "1e9", "ж"]])
def test_nothing_chosen_is_said(house: House, items: list[str]) -> None:
    done(house, "1.1")
    answer = house.client("controller").post("/control/several", data=chosen(house) | {"item": items})
    assert answer.status_code == 422
    assert "Choose at least one milestone" in answer.text


def test_a_button_that_does_not_exist_decides_nothing(house: House) -> None:
    done(house, "1.1")
    answer = house.client("controller").post("/control/several", data=chosen(house, "1.1", act="forgive"))
    assert answer.status_code == 422
    assert lines(house) == 1


def test_if_one_was_crossed_nothing_is_written_and_the_rest_stays_ticked(house: House) -> None:
    done(house, *STEPS)
    sent = chosen(house, *STEPS)
    with house.writing() as session:
        write(session, house.built, "2", ask("Who pays?", "Ministry", TODAY), on=TODAY, by=house.people["coordinator"])
    answer = house.client("controller").post("/control/several", data=sent)
    assert answer.status_code == 409
    assert "Who pays?" in answer.text.split('id="waiting"')[0]
    assert answer.text.count(" checked>") == 2
    assert lines(house) == 4
    again = chosen(house, "1.1", "1.2")
    assert house.client("controller").post("/control/several", data=again).status_code == 303


@pytest.mark.parametrize("seen", ["", "0", "999", "-1", "ж", "9" * 400])
def test_a_number_that_nobody_was_given_has_seen_nothing(house: House, seen: str) -> None:
    done(house, "1.1")
    sent = chosen(house, "1.1") | {f"seen-{house.built.measures['1']}": seen}
    answer = house.client("controller").post("/control/several", data=sent)
    assert answer.status_code == 409
    assert "1.1: Reported done" in answer.text
    assert lines(house) == 1


def at_once(house: House, names: tuple[str, ...], sent: dict[str, object]) -> list[TestResponse]:
    start, answers = Barrier(len(names)), []
    clients = [house.client(name) for name in names]

    def act(number: int) -> None:
        start.wait()
        answers.append(clients[number].post("/control/several", data=sent))

    threads = [Thread(target=act, args=(number,)) for number in range(len(names))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_double_click_is_one_decision(house: House) -> None:
    done(house, *STEPS)
    answers = at_once(house, ("controller",) * 3, chosen(house, *STEPS, operation_key=KEY))
    assert [answer.status_code for answer in answers] == [303] * 3
    assert lines(house) == 3 + 2


def test_of_two_people_at_once_one_decides_and_the_other_is_shown_it(house: House) -> None:
    done(house, *STEPS)
    answers = at_once(house, ("controller", "second"), chosen(house, *STEPS, operation_key=KEY))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert lines(house) == 3 + 2
    crossed = next(answer for answer in answers if answer.status_code == 409)
    assert "1.1: Confirmed done" in crossed.text


@pytest.fixture
def furnished(sqlite_url: str) -> Iterator[House]:
    """A road map of sixty measures; how many queries a page takes is the same on both databases."""
    with ExitStack() as stack:
        house = furnish(sqlite_url, measures=60)
        for database in (house.database, house.app.extensions["roadmap.database"]):
            stack.callback(database.engine.dispose)
        yield house


def test_a_long_desk_shows_the_most_urgent_and_costs_what_a_short_one_does(furnished: House) -> None:
    house, client = furnished, furnished.client("controller")
    engine = house.app.extensions["roadmap.database"].engine
    done(house, "1.1")
    client.get("/control")
    with counted(engine) as short:
        client.get("/control")
    done(house, *(f"{number}.1" for number in range(2, 61)))
    with counted(engine) as long:
        page = client.get("/control").text
    assert long.total == short.total
    assert page.count('form="confirm-') == 20
    assert "Show 40 more" in page
    whole = client.get("/control?all=waiting").text
    assert whole.count('form="confirm-') == 60
    steps = [f"{number}.1" for number in range(1, 61)]
    assert client.post("/control/several?all=waiting", data=chosen(house, *steps)).status_code == 303
    assert "60 milestones confirmed" in client.get("/control").text
