"""The control desk: confirming, returning, answering, taking off control."""

from datetime import date, timedelta

from roadmap.domain.facts import ExtensionFact, Progress
from roadmap.domain.health import ControlStatus
from roadmap.domain.ledger import Facet, Statement
from tests.builders.portfolios import approved, ask, progress, write
from tests.control.conftest import TODAY, House


def form(last_seen: int, verdict: str = "", **given: object) -> dict[str, object]:
    return {"effective_on": TODAY.isoformat(), "last_seen": last_seen, "verdict": verdict, **given}


def reported_done(house: House, by: str = "coordinator") -> int:
    with house.writing() as session:
        said = progress(house.built.milestones["1.1"], Progress.REPORTED_DONE, actual=TODAY)
        return write(session, house.built, "1", said, on=TODAY, by=house.people[by])


def control(house: House) -> ControlStatus:
    return house.portfolio().measures[0].milestones[0].control


def test_what_is_reported_done_is_confirmed_by_another_person(house: House) -> None:
    seq = reported_done(house)
    client = house.client("controller")
    page = client.get("/control").text
    assert "No. 77 of" in page
    assert "Coordinator, " in page
    assert f'name="last_seen" value="{seq}"' in page
    answer = client.post("/control/1/1.1", data=form(seq, "confirmed"))
    assert answer.status_code == 303
    assert answer.location.endswith("/control")
    assert control(house) is ControlStatus.CONFIRMED_DONE


def test_nobody_confirms_his_own_report(house: House) -> None:
    seq = reported_done(house, by="controller")
    client = house.client("controller")
    assert 'value="confirmed"' not in client.get("/control").text
    answer = client.post("/control/1/1.1", data=form(seq, "confirmed"))
    assert answer.status_code == 422
    assert "somebody else confirms it" in answer.text
    assert control(house) is ControlStatus.REPORTED_DONE
    assert house.client("second").post("/control/1/1.1", data=form(seq, "confirmed")).status_code == 303


def test_returning_needs_a_reason_and_then_stands_on_the_desk(house: House) -> None:
    seq = reported_done(house)
    client = house.client("controller")
    assert client.post("/control/1/1.1", data=form(seq, "returned")).status_code == 422
    assert client.post("/control/1/1.1", data=form(seq, "returned", reason="The annex is missing")).status_code == 303
    assert control(house) is ControlStatus.RETURNED
    page = client.get("/control").text
    assert "The annex is missing" in page
    assert "Nothing waits for confirmation" in page


def test_what_is_not_reported_done_is_not_confirmed(house: House) -> None:
    answer = house.client("controller").post("/control/1/1.1", data=form(0, "confirmed"))
    assert answer.status_code == 422
    assert "neither confirmed nor returned" in answer.text


def test_a_verdict_that_does_not_exist_is_asked_for_again(house: House) -> None:
    seq = reported_done(house)
    for verdict in ("", "forgiven"):
        answer = house.client("controller").post("/control/1/1.1", data=form(seq, verdict, reason="Because"))
        assert answer.status_code == 422
        assert "Because" in answer.text


def test_two_verdicts_at_once_show_both_and_the_second_is_not_written(house: House) -> None:
    seq = reported_done(house)
    house.client("second").post("/control/1/1.1", data=form(seq, "returned", reason="The annex is missing"))
    answer = house.client("controller").post("/control/1/1.1", data=form(seq, "confirmed"))
    assert answer.status_code == 409
    assert "The annex is missing" in answer.text
    assert "Second" in answer.text
    assert control(house) is ControlStatus.RETURNED


def test_taking_off_control_and_resuming(house: House) -> None:
    client = house.client("controller")
    removed = form(0, "removed", reason="No longer relevant")
    assert client.post("/control/1/1.1", data=removed).status_code == 422
    removed |= {"basis_number": "3", "basis_date": TODAY.isoformat()}
    assert client.post("/control/1/1.1", data=removed).status_code == 303
    assert control(house) is ControlStatus.REMOVED
    assert client.post("/control/1/1.1", data=form(1, "resumed", reason="New instruction")).status_code == 303
    assert control(house) is ControlStatus.NOT_STARTED


def test_a_measure_is_excluded_as_a_whole(house: House) -> None:
    excluded = form(0, "excluded", reason="By the act", basis_number="3", basis_date=TODAY.isoformat())
    assert house.client("controller").post("/control/1", data=excluded).status_code == 303
    assert house.portfolio().measures[0].control is ControlStatus.EXCLUDED


def test_an_extension_is_recorded_on_the_plan_page_and_then_leaves_the_desk(house: House) -> None:
    number, wished = house.built.milestones["1.1"], date(2027, 6, 1)
    with house.writing() as session:
        write(session, house.built, "1", approved(number, date(2026, 12, 1)), on=TODAY - timedelta(days=5))
        asked = Statement(Facet.EXTENSION, ExtensionFact(wished, "The budget commission postponed"), number)
        seq = write(session, house.built, "1", asked, on=TODAY, by=house.people["coordinator"])
    client = house.client("controller")
    desk = client.get("/control").text
    assert "The budget commission postponed" in desk
    assert f"/control/extensions/{seq}/1.1" in desk
    page = client.get("/plan/1/1.1?to=asked").text
    assert 'value="2027-06-01"' in page
    assert "by 1 June 2027" in page
    decided = {"basis_number": "15-p", "basis_date": TODAY.isoformat(), "decided_by": "Deputy PM", "reason": "Granted"}
    given = {"kind": "day", "on": "2027-06-01", "effective_on": TODAY.isoformat(), "last_seen": seq, **decided}
    assert client.post("/plan/1/1.1", data=given).status_code == 303
    assert "Nobody asks for an extension" in client.get("/control").text
    assert house.portfolio().measures[0].milestones[0].dates.moves == 1


def test_an_ask_is_answered_once(house: House) -> None:
    with house.writing() as session:
        seq = write(
            session, house.built, "1", ask("Who pays?", "Deputy PM", TODAY), on=TODAY, by=house.people["coordinator"]
        )
    client, second = house.client("controller"), house.client("second")
    assert "Who pays?" in client.get("/control").text
    assert "Who pays?" in client.get(f"/control/asks/{seq}").text
    given = {"text": "The republican budget", "effective_on": TODAY.isoformat(), "last_seen": seq}
    assert client.post(f"/control/asks/{seq}", data=given | {"text": " "}).status_code == 422
    assert client.post(f"/control/asks/{seq}", data=given).status_code == 303
    measure = house.portfolio().measures[0]
    assert measure.asks == ()
    assert measure.answers[0].fact.text == "The republican budget"
    crossed = second.post(f"/control/asks/{seq}", data=given | {"text": "The local budget"})
    assert crossed.status_code == 409
    assert "The republican budget" in crossed.text
    assert "The local budget" in crossed.text
    again = second.post(f"/control/asks/{seq}", data=given | {"last_seen": seq + 1})
    assert again.status_code == 422


def test_a_backdated_line_does_not_make_the_desk_unusable(house: House) -> None:
    seq = reported_done(house)
    with house.writing() as session:
        early = progress(house.built.milestones["1.1"], Progress.IN_PROGRESS)
        later = write(session, house.built, "1", early, on=TODAY - timedelta(days=30), by=house.people["coordinator"])
    client = house.client("controller")
    assert f'name="last_seen" value="{later}"' in client.get("/control").text
    assert later == seq + 1
    assert client.post("/control/1/1.1", data=form(later, "confirmed")).status_code == 303
