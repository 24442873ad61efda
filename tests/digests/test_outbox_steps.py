"""Each step of a delivery is kept, whoever takes it, and each act names the state it acts on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from roadmap.store.mail import leases, operator_acts, suppressions
from roadmap.store.mail.outbox import write_down
from roadmap.store.mail.reasons import Reason
from roadmap.store.mail.standing import counts_by_state_and_kind
from tests.digests.outbox import Outbox

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)


def test_the_same_message_is_written_down_once(outbox: Outbox) -> None:
    outbox.add(key="digest:x")
    with outbox.database.writing() as session:
        again = {"person_id": None, "address": "anna@roadmap.test", "language": "en", "subject": "", "mime_sha256": ""}
        assert not write_down(session, key="digest:x", message_id="<x>", mime=b"other", at=NOW, **again)
        session.commit()
    assert outbox.states() == {"queued": 1}


def test_a_message_keeps_what_it_is_about(outbox: Outbox) -> None:
    until = NOW + timedelta(days=7)
    row = outbox.row(outbox.add(kind="reminder", on=NOW.date(), overview=True, expires_at=until))
    assert (row.kind, row.on, row.overview, row.expires_at) == ("reminder", NOW.date(), True, until)


def test_every_step_leaves_who_took_it_and_why(outbox: Outbox) -> None:
    number = outbox.add()
    with outbox.database.writing() as session:
        (leased,) = leases.claim(session, "host:1", 10)
        assert leases.put_back(session, leased, "451 later", timedelta(), counts=True)
        (leased,) = leases.claim(session, "host:2", 10)
        assert leases.announce(session.connection(), leased, words="354 go on")
        assert leases.settle_sent(session, leased, "250 kept")
        session.commit()
    steps = outbox.steps(number)
    assert [(step.from_state, step.to_state, step.worker, step.words) for step in steps] == [
        (None, "queued", None, None),
        ("queued", "leased", "host:1", Reason.TAKEN),
        ("leased", "queued", "host:1", "451 later"),
        ("queued", "leased", "host:2", Reason.TAKEN),
        ("leased", "handing", "host:2", "354 go on"),
        ("handing", "sent", "host:2", "250 kept"),
    ]
    assert sorted(step.at for step in steps) == [step.at for step in steps]


def test_whoever_changes_a_state_past_the_program_leaves_a_step_too(outbox: Outbox) -> None:
    number = outbox.add()
    with outbox.database.writing() as session:
        session.execute(text("UPDATE delivery SET state = 'held', relay_reply = 'at the database'"))
        session.commit()
    assert outbox.steps(number)[-1].words == "at the database"
    assert outbox.path(number) == ["queued", "held"]


def test_nobody_has_steps_that_nobody_took(outbox: Outbox) -> None:
    assert outbox.steps(7) == ()


ACTS: list[tuple[Callable[[Session, int], bool], set[str], str]] = [
    (operator_acts.arrived, {"in_doubt"}, "sent"),
    (operator_acts.send_again, {"in_doubt"}, "queued"),
    (operator_acts.retry, {"failed"}, "queued"),
    (operator_acts.keep_back, {"queued"}, "held"),
    (operator_acts.release_held, {"held"}, "queued"),
    (operator_acts.expire, {"queued", "held", "in_doubt"}, "expired"),
]
STATES = ("queued", "leased", "handing", "sent", "failed", "in_doubt", "expired", "suppressed", "held")


@pytest.mark.parametrize(("act", "fits", "leads_to"), ACTS, ids=lambda each: getattr(each, "__name__", None))
def test_an_act_works_from_its_own_state_and_refuses_every_other(
    outbox: Outbox, act: Callable[[Session, int], bool], fits: set[str], leads_to: str
) -> None:
    numbers = {state: outbox.add(state) for state in STATES}
    for state, number in numbers.items():
        outbox.put(number, state=state, relay_reply="stale", lease_owner="host:1")
    with outbox.database.writing() as session:
        done = {state for state, number in numbers.items() if act(session, number)}
        assert not act(session, 4711)
        session.commit()
    assert done == fits
    for state, number in numbers.items():
        assert outbox.state(number) == (leads_to if state in fits else state)
    last = outbox.steps(numbers[min(fits)])[-1]
    assert last.words in set(Reason)
    assert last.worker is None


def test_what_could_not_be_composed_cannot_be_tried_again(outbox: Outbox) -> None:
    number = outbox.add(mime=b"")
    outbox.put(number, state="failed")
    with outbox.database.writing() as session:
        assert not operator_acts.retry(session, number)


@pytest.mark.parametrize(
    ("act", "state"),
    [(operator_acts.retry, "failed"), (operator_acts.send_again, "in_doubt"), (operator_acts.release_held, "held")],
)
def test_what_is_too_old_is_not_put_back_into_the_queue(
    outbox: Outbox, act: Callable[[Session, int], bool], state: str
) -> None:
    at = datetime.now(UTC)
    old, fresh = outbox.add("anna", expires_at=at - timedelta(hours=1)), outbox.add(expires_at=at + timedelta(hours=1))
    outbox.put(state=state)
    with outbox.database.writing() as session:
        assert (act(session, old), act(session, fresh)) == (False, True)
        session.commit()
    assert (outbox.state(old), outbox.state(fresh)) == (state, "queued")


@pytest.mark.parametrize(("act", "state"), [(operator_acts.retry, "failed"), (operator_acts.send_again, "in_doubt")])
def test_what_the_relay_would_not_take_is_put_back_once_its_address_is_lifted(
    outbox: Outbox, act: Callable[[Session, int], bool], state: str
) -> None:
    number = outbox.add("Anna")
    outbox.put(number, state=state)
    with outbox.database.writing() as session:
        suppressions.suppress(session, "anna@roadmap.test", "550 5.1.1 no", NOW)
        assert not act(session, number)
        suppressions.lift(session, "anna@roadmap.test")
        assert act(session, number)


def test_a_restored_copy_keeps_everything_back_that_waits(outbox: Outbox) -> None:
    numbers = [outbox.add(name) for name in ("anna", "bolat", "dana")]
    outbox.put(numbers[0], state="sent")
    with outbox.database.writing() as session:
        assert operator_acts.keep_all_back(session) == 2
        session.commit()
    assert outbox.states() == {"sent": 1, "held": 2}


def test_the_states_add_up_to_everything_written_down(outbox: Outbox) -> None:
    for state in STATES:
        outbox.put(outbox.add(state), state=state)
    with outbox.database.reading() as session:
        counts = counts_by_state_and_kind(session)
    assert {state for state, _ in counts} == set(STATES)
    assert sum(counts.values()) == outbox.written


def test_a_dead_senders_messages_say_whose_they_were(outbox: Outbox) -> None:
    taken, announced = outbox.add("anna"), outbox.add("bolat")
    with outbox.database.writing() as session:
        assert leases.announce(session.connection(), leases.claim(session, "host:1", 10)[1])
        session.commit()
    outbox.put(lease_until=NOW - timedelta(days=300))
    with outbox.database.writing() as session:
        assert leases.release_expired(session) == 1
        session.commit()
    for number, state, words in (
        (taken, "queued", Reason.SENDER_GONE),
        (announced, "in_doubt", Reason.SENDER_GONE_AT_THE_DOT),
    ):
        last = outbox.steps(number)[-1]
        assert (last.to_state, last.worker, last.words) == (state, "host:1", words)
    assert (outbox.row(taken).doubts, outbox.row(announced).doubts) == (0, 1)
