"""A form that is sent twice has one effect, and the second gets the first one's answer."""

from collections.abc import Callable
from threading import Barrier, Thread

from werkzeug.test import TestResponse

from roadmap.domain.facts import Progress
from roadmap.domain.health import ControlStatus
from roadmap.store.ledger_reading import lines_of
from tests.builders.portfolios import ask, progress, write
from tests.control.conftest import TODAY, House

KEY = "a-key-of-enough-length"


def reported_done(house: House) -> int:
    with house.writing() as session:
        said = progress(house.built.milestones["1.1"], Progress.REPORTED_DONE, actual=TODAY)
        return write(session, house.built, "1", said, on=TODAY, by=house.people["coordinator"])


def confirming(seq: int, key: str = KEY, **given: str) -> dict[str, object]:
    today = TODAY.isoformat()
    return {"operation_key": key, "verdict": "confirmed", "last_seen": seq, "effective_on": today, **given}


def lines(house: House) -> int:
    with house.database.reading() as session:
        return len(lines_of(session, house.built.measures["1"], TODAY, None))


def at_once(*acts: Callable[[], TestResponse]) -> list[TestResponse]:
    start, answers = Barrier(len(acts)), []

    def act(send: Callable[[], TestResponse]) -> None:
        start.wait()
        answers.append(send())

    threads = [Thread(target=act, args=(each,)) for each in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_every_form_carries_a_key_of_its_own(house: House) -> None:
    reported_done(house)
    client = house.client("controller")
    pages = [client.get("/control/1/1.1").text for _ in range(2)]
    keys = {page.split('name="operation_key"')[1].split('value="')[1].split('"')[0] for page in pages}
    assert len(keys) == 2
    assert all(len(key) >= 32 for key in keys)


def test_the_key_stays_when_the_form_is_shown_again(house: House) -> None:
    seq = reported_done(house)
    answer = house.client("controller").post("/control/1/1.1", data=confirming(seq, verdict=""))
    assert answer.status_code == 422
    assert f'value="{KEY}"' in answer.text


def test_a_key_that_nobody_was_given_is_replaced(house: House) -> None:
    seq = reported_done(house)
    for key in ("", "short", "a key with spaces in it", "ф" * 30, "x" * 5000, "a-key-of-enough-length\u202e"):
        answer = house.client("controller").post("/control/1/1.1", data=confirming(seq, key, verdict=""))
        assert answer.status_code == 422
        assert f'name="operation_key" type="hidden" value="{key}"' not in answer.text


def test_the_same_form_sent_again_is_answered_as_the_first_time(house: House) -> None:
    seq = reported_done(house)
    client = house.client("controller")
    first, second = (client.post("/control/1/1.1", data=confirming(seq)) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert lines(house) == 2
    assert client.get(second.location).text.count(f"Recorded as line {seq + 1}") == 2


def test_two_presses_at_once_are_one_decision(house: House) -> None:
    seq = reported_done(house)
    clients = [house.client("controller") for _ in range(4)]
    answers = at_once(*(lambda c=c: c.post("/control/1/1.1", data=confirming(seq)) for c in clients))  # type: ignore[misc]
    assert [answer.status_code for answer in answers] == [303] * 4
    assert lines(house) == 2
    assert house.portfolio().measures[0].milestones[0].control is ControlStatus.CONFIRMED_DONE


def test_a_form_changed_after_it_was_sent_is_another_one(house: House) -> None:
    seq = reported_done(house)
    client = house.client("controller")
    client.post("/control/1/1.1", data=confirming(seq))
    changed = client.post("/control/1/1.1", data=confirming(seq, verdict="returned", reason="The annex is missing"))
    assert changed.status_code == 409
    assert lines(house) == 2


def test_the_key_of_somebody_else_opens_nothing(house: House) -> None:
    seq = reported_done(house)
    house.client("controller").post("/control/1/1.1", data=confirming(seq))
    assert house.client("second").post("/control/1/1.1", data=confirming(seq)).status_code == 409


def test_a_key_in_a_header_does_as_well(house: House) -> None:
    seq = reported_done(house)
    client, headers = house.client("controller"), {"Idempotency-Key": KEY}
    sent = confirming(seq, "")
    assert [client.post("/control/1/1.1", data=sent, headers=headers).status_code for _ in range(2)] == [303, 303]
    assert lines(house) == 2


def test_an_answer_pressed_twice_is_given_once(house: House) -> None:
    with house.writing() as session:
        seq = write(
            session, house.built, "1", ask("Who pays?", "Ministry", TODAY), on=TODAY, by=house.people["coordinator"]
        )
    sent = {"operation_key": KEY, "text": "The ministry pays", "last_seen": seq, "effective_on": TODAY.isoformat()}
    clients = [house.client("controller") for _ in range(3)]
    address = f"/control/asks/{seq}"
    answers = at_once(*(lambda c=c: c.post(address, data=sent) for c in clients))  # type: ignore[misc]
    assert [answer.status_code for answer in answers] == [303] * 3
    assert lines(house) == 2


def test_asking_for_the_head_of_a_page_sends_no_form(house: House) -> None:
    seq = reported_done(house)
    client = house.client("controller")
    for path in (
        "/control",
        "/control/1/1.1",
        "/control/deciders",
        "/people/posts/new",
        f"/control/1/lines/{seq}/correct",
    ):
        answer = client.head(path)
        assert answer.status_code == client.get(path).status_code
        assert answer.data == b""
    assert lines(house) == 1
