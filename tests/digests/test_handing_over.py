"""What becomes of a message that the relay refuses, for now or for good, and of one about which it says nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from roadmap.domain.people import Role
from roadmap.store.mail import leases
from roadmap.store.mail.contents import ContentRow
from roadmap.store.mail.outbox import DeliveryRow
from tests.digests.conftest import Planning, Turn, database_of
from tests.digests.relay import Sink

MORNING = "2026-11-24T09:00"
Tick = Callable[..., Turn]


@pytest.fixture
def anna(planning: Planning) -> str:
    """A coordinator with one item that is due, and her address."""
    with planning() as it:
        it.measure("1")
        it.milestone("1.1", due=date(2026, 11, 24))
        it.person("anna")
        it.grant("anna", Role.COORDINATOR, "1")
    return "anna@roadmap.test"


def only_delivery(app: Flask) -> DeliveryRow:
    with database_of(app).reading() as session:
        return session.scalars(select(DeliveryRow)).one()


def let_time_pass(app: Flask, **values: object) -> None:
    with database_of(app).writing() as session:
        long_ago = datetime.now(UTC) - timedelta(hours=2)
        session.execute(update(DeliveryRow).values(**{"next_at": long_ago, "lease_until": None, **values}))
        session.commit()


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_refused_for_now_it_waits_and_is_sent_later(app: Flask, anna: str, tick: Tick, sink: Sink, step: str) -> None:
    sink.refusals[step] = "451 4.3.0 try again later"
    turn = tick(MORNING)
    assert (turn.planned, turn.sent, turn.failed) == (1, 0, 0)
    waiting = only_delivery(app)
    assert (waiting.state, waiting.attempts) == ("queued", 1)
    assert waiting.relay_reply == "451 4.3.0 try again later"
    assert waiting.next_at > datetime.now(UTC)
    sink.refusals.clear()
    assert tick(MORNING).sent == 0
    let_time_pass(app)
    assert tick(MORNING).sent == 1
    assert sink.recipients == [anna]


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_refused_for_good_it_is_not_tried_again(app: Flask, anna: str, tick: Tick, sink: Sink, step: str) -> None:
    sink.refusals[step] = "550 5.1.1 no such mailbox"
    assert tick(MORNING).failed == 1
    failed = only_delivery(app)
    assert (failed.state, failed.relay_reply) == ("failed", "550 5.1.1 no such mailbox")
    sink.refusals.clear()
    let_time_pass(app)
    assert tick(MORNING).sent == 0


def test_a_refusal_of_one_does_not_keep_the_others_waiting(
    app: Flask, anna: str, planning: Planning, tick: Tick, sink: Sink
) -> None:
    with planning("second", default=False) as it:
        it.measure("1")
        it.milestone("1.1", due=date(2026, 11, 24))
        for name in ("bolat", "dana"):
            it.person(name)
            it.grant(name, Role.COORDINATOR, "1")
    sink.refusals["bolat@roadmap.test"] = "550 5.1.1 no such mailbox"
    assert tick(MORNING).output.splitlines()[-1] == "planned=3 sent=2 failed=1"
    assert sink.recipients == [anna, "dana@roadmap.test"]
    assert sink.connections == 1


def test_one_message_at_which_the_relay_hangs_up_does_not_keep_the_others_waiting(
    app: Flask, anna: str, planning: Planning, tick: Tick, sink: Sink
) -> None:
    with planning("second", default=False) as it:
        it.measure("1")
        it.milestone("1.1", due=date(2026, 11, 24))
        it.person("bolat")
        it.grant("bolat", Role.COORDINATOR, "1")
    sink.hang_up_on = anna
    assert tick(MORNING).output.splitlines() == ["waiting=1 in_doubt=0", "planned=2 sent=1 failed=0"]
    assert sink.recipients == ["bolat@roadmap.test"]


@pytest.mark.parametrize("step", ["MAIL", "RCPT"])
def test_a_line_that_breaks_before_the_final_dot_costs_no_attempt(
    app: Flask, anna: str, tick: Tick, sink: Sink, step: str
) -> None:
    sink.drop = step
    assert tick(MORNING).sent == 0
    waiting = only_delivery(app)
    assert (waiting.state, waiting.attempts) == ("queued", 0)
    sink.drop = ""
    let_time_pass(app)
    assert tick(MORNING).sent == 1
    assert sink.recipients == [anna]


@pytest.mark.parametrize("kept", [True, False])
def test_silence_after_the_final_dot_is_in_doubt_and_is_not_guessed(
    app: Flask, anna: str, tick: Tick, sink: Sink, kept: bool
) -> None:
    sink.drop, sink.keep_when_dropping = "DATA", kept
    turn = tick(MORNING)
    assert (turn.sent, turn.failed) == (0, 0)
    assert "in_doubt=1" in turn.output
    assert only_delivery(app).state == "in_doubt"
    sink.drop = ""
    let_time_pass(app)
    assert tick(MORNING).sent == 0
    assert len(sink.taken) == int(kept)


def test_a_relay_that_cannot_be_reached_leaves_everything_queued(
    app: Flask, anna: str, tick: Tick, environment: dict[str, str]
) -> None:
    app.config["ROADMAP"] = type(app.config["ROADMAP"])(
        **{**vars(app.config["ROADMAP"]), "smtp_url": "smtp://127.0.0.1:1"}
    )
    turn = tick(MORNING)
    assert turn.output.splitlines() == ["waiting=1 in_doubt=0", "planned=1 sent=0 failed=0"]
    waiting = only_delivery(app)
    assert (waiting.state, waiting.attempts) == ("queued", 0)
    assert "cannot be reached" in str(waiting.relay_reply)


def test_what_a_dead_sender_had_only_taken_is_sent_by_another(app: Flask, anna: str, tick: Tick, sink: Sink) -> None:
    sink.refusals["MAIL"] = "451 not now"
    tick(MORNING)
    sink.refusals.clear()
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    let_time_pass(app, state="leased", lease_until=long_ago)
    assert tick(MORNING).sent == 1


def test_what_a_dead_sender_was_handing_over_is_in_doubt(app: Flask, anna: str, tick: Tick, sink: Sink) -> None:
    sink.refusals["MAIL"] = "451 not now"
    tick(MORNING)
    sink.refusals.clear()
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    let_time_pass(app, state="handing", lease_until=long_ago)
    turn = tick(MORNING)
    assert turn.sent == 0
    assert only_delivery(app).state == "in_doubt"


def test_whoever_lost_his_lease_settles_nothing(app: Flask, anna: str, tick: Tick, sink: Sink) -> None:
    sink.refusals["MAIL"] = "451 not now"
    tick(MORNING)
    let_time_pass(app)
    database = database_of(app)
    with database.writing() as session:
        (first,) = leases.claim(session, "first", 10)
        session.commit()
    with database.writing() as session:
        assert leases.claim(session, "second", 10) == []
        session.rollback()
    let_time_pass(app, state="queued")
    with database.writing() as session:
        (second,) = leases.claim(session, "second", 10)
        session.commit()
    with database.writing() as session:
        assert not leases.announce(session.connection(), first)
        assert not leases.settle_failed(session, first, "550 no")
        assert leases.announce(session.connection(), second)
        assert leases.settle_sent(session, second, "250 OK")
        session.commit()
    assert only_delivery(app).state == "sent"


def test_many_messages_go_over_one_connection(app: Flask, planning: Planning, tick: Tick, sink: Sink) -> None:
    with planning() as it:
        it.measure("1")
        it.milestone("1.1", due=date(2026, 11, 24))
        for number in range(45):
            it.person(f"p{number}")
            it.grant(f"p{number}", Role.COORDINATOR, "1")
    assert tick(MORNING).sent == 45
    assert sink.connections == 1
    assert len(set(sink.recipients)) == 45


def test_every_byte_arrives_also_lines_that_begin_with_a_dot(app: Flask, anna: str, tick: Tick, sink: Sink) -> None:
    sink.refusals["MAIL"] = "451 not now"
    tick(MORNING)
    sink.refusals.clear()
    odd = b"Subject: odd\r\n\r\n.\r\n..\r\n.a\r\n\r\nend\r\n"
    let_time_pass(app)
    with database_of(app).writing() as session:
        session.execute(update(ContentRow).values(mime=odd))
        session.commit()
    assert tick(MORNING).sent == 1
    assert sink.taken == [(anna, odd)]
