"""What a sender does with the relay's answers beyond the one message."""

import logging
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from roadmap.digests.handing.breaker import FAILURES, Breaker
from roadmap.digests.handing.results import Tally
from roadmap.digests.handing.sender import Line, Sender, worker_name
from roadmap.store.mail import gate, suppressions, workers
from roadmap.store.mail.editions import EditionRow
from roadmap.store.mail.reasons import Reason
from roadmap.store.mail.standing import counts_by_state_and_kind
from roadmap.store.mail.workers import Worker
from tests.digests.outbox import Outbox
from tests.digests.relay import FROM, Sink, post_office


def workers_in(outbox: Outbox) -> list[Worker]:
    with outbox.database.reading() as session:
        return workers.workers_of(session)


def trouble_in(outbox: Outbox) -> str | None:
    (worker,) = workers_in(outbox)
    return worker.trouble


def test_a_refused_address_gets_nothing_more_until_it_is_lifted(outbox: Outbox, sender: Sender, sink: Sink) -> None:
    first, later = outbox.add(), outbox.add()
    outbox.put(later, next_at=datetime.now(UTC) + timedelta(hours=1))
    sink.refusals["RCPT"] = "550 5.1.1 no such mailbox"
    assert sender.turn() == Tally(failed=1)
    with outbox.database.writing() as session:
        (found,) = suppressions.suppressed_addresses(session)
        assert (found.address, found.delivery_id, found.words) == (
            "anna@roadmap.test",
            first,
            "550 5.1.1 no such mailbox",
        )
    sink.refusals.clear()
    assert sender.turn() == Tally(suppressed=1)
    with outbox.database.writing() as session:
        assert suppressions.lift(session, "anna@roadmap.test")
        session.commit()
    outbox.add()
    assert sender.turn() == Tally(sent=1)


def test_a_refusal_of_our_own_address_fails_nobodys_mail(
    outbox: Outbox, sender: Sender, sink: Sink, caplog: pytest.LogCaptureFixture
) -> None:
    numbers = [outbox.add(name) for name in ("anna", "bolat", "dana")]
    sink.refusals["MAIL"] = "550 5.7.1 sender not allowed"
    with caplog.at_level(logging.WARNING, "roadmap"):
        assert sender.turn() == Tally(put_back=1)
        outbox.due_again()
        assert sender.turn() == Tally()
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert [outbox.row(number).attempts for number in numbers] == [0, 0, 0]
    assert outbox.states() == {"queued": 3}
    assert str(trouble_in(outbox)).endswith("550 5.7.1 sender not allowed")


@pytest.mark.parametrize("answer", ["530 5.7.0 sign in first", "538 5.7.11 encrypt first"])
def test_a_relay_that_wants_a_sign_in_stops_the_sender_at_once(
    outbox: Outbox, sender: Sender, sink: Sink, answer: str
) -> None:
    numbers = [outbox.add(name) for name in ("anna", "bolat")]
    sink.refusals["MAIL"] = answer
    assert sender.turn() == Tally(put_back=1)
    assert sink.connections == 1
    assert [outbox.row(number).attempts for number in numbers] == [0, 0]
    outbox.due_again()
    sender.turn()
    assert sink.connections == 1


def test_a_refused_password_is_said_once_and_costs_no_mail_an_attempt(
    outbox: Outbox, sink: Sink, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: Any) -> AuthResult:
        return AuthResult(success=False, handled=False, message="535 5.7.8 wrong")

    office = post_office(sink, authenticator=refuse, auth_require_tls=False)
    office.start()
    try:
        number = outbox.add()
        sender = Sender(outbox.database, Line(f"smtp://user:secret@127.0.0.1:{office.port}", FROM), work="sender")
        with caplog.at_level(logging.WARNING, "roadmap"):
            sender.turn()
            outbox.due_again()
            sender.turn()
    finally:
        office.stop()
    assert [record.getMessage() for record in caplog.records] == [
        "No mail goes out: the relay refused the user or the password: 535"
    ]
    assert (outbox.state(number), outbox.row(number).attempts, sink.connections) == ("queued", 0, 1)


def test_after_five_failed_connections_the_relay_is_left_alone_and_then_tried_with_one_mail(
    outbox: Outbox, sink: Sink, smtp_url: str
) -> None:
    for name in ("anna", "bolat", "dana"):
        outbox.add(name)
    seconds = [0.0]
    sender = Sender(outbox.database, Line("smtp://127.0.0.1:1", FROM), work="sender")
    sender._breaker = Breaker(lambda: seconds[0])
    for _ in range(FAILURES):
        assert sender.turn() == Tally(put_back=1)
        outbox.due_again()
    assert "cannot be reached" in str(trouble_in(outbox))
    assert sender.turn() == Tally()
    seconds[0] += 60
    assert sender.turn() == Tally(put_back=1)
    outbox.due_again()
    assert sender.turn() == Tally()
    seconds[0] += 60
    sender._relay = Sender(outbox.database, Line(smtp_url, FROM))._relay
    assert sender.turn() == Tally(sent=3)
    sender.turn()
    assert trouble_in(outbox) is None


def test_too_much_for_the_relay_slows_the_sender_down_and_keeps_the_rest_for_later(
    outbox: Outbox, sender: Sender, sink: Sink
) -> None:
    numbers = [outbox.add(name) for name in ("anna", "bolat", "dana")]
    sink.refusals["bolat@roadmap.test"] = "451 4.7.0 too fast"
    sender._pace.slow_down = lambda: setattr(sender._pace, "seconds", 0.01)  # type: ignore[method-assign]
    assert sender.turn() == Tally(sent=2, put_back=2)
    assert outbox.path(numbers[2]) == ["queued", "leased", "queued", "leased", "handing", "sent"]
    assert [outbox.row(number).attempts for number in numbers] == [0, 1, 0]
    assert outbox.steps(numbers[2])[2].words == Reason.NOT_ITS_TURN


def edition_of(outbox: Outbox, count: int) -> None:
    with outbox.database.writing() as session:
        values = {"on": date(2026, 11, 24), "timezone": "Asia/Almaty", "planned": count}
        edition = EditionRow(**values, recorded_at=datetime.now(UTC))
        session.add(edition)
        session.commit()
        number = edition.id
    outbox.put(*(outbox.add(f"p{place}") for place in range(count)), edition_id=number)


def test_when_a_twentieth_of_an_edition_is_refused_for_its_content_all_mail_is_held(
    outbox: Outbox, sender: Sender, sink: Sink
) -> None:
    edition_of(outbox, 24)
    for name in ("p2", "p19"):
        sink.refusals[f"{name}@roadmap.test"] = "554 5.7.1 looks like spam"
    tally = sender.turn()
    assert (tally.sent, tally.failed) == (18, 2)
    with outbox.database.reading() as session:
        held = gate.gate_of(session)
        assert suppressions.suppressed_addresses(session) == []
    assert (held.because, held.words) == ("refusals", "554 5.7.1 looks like spam")
    assert outbox.states() == {"sent": 18, "failed": 2, "queued": 4}
    assert sender.turn() == Tally()


def released(outbox: Outbox) -> None:
    with outbox.database.writing() as session:
        assert gate.release(session, None, datetime.now(UTC), because=gate.REFUSALS)
        session.commit()


def test_after_the_release_only_what_is_refused_from_then_on_counts(outbox: Outbox, sender: Sender, sink: Sink) -> None:
    edition_of(outbox, 50)
    for place in (2, 19, 30, 48):
        sink.refusals[f"p{place}@roadmap.test"] = "554 5.7.1 looks like spam"
    assert (sender.turn().failed, outbox.states()["queued"]) == (2, 30)
    released(outbox)
    # The next one would be the third of thirty-one; from the release on it is the first, and the one after it too many.
    assert (sender.turn().failed, outbox.states()["queued"]) == (2, 1)
    with outbox.database.reading() as session:
        assert gate.gate_of(session).because == gate.REFUSALS


def test_what_could_not_be_composed_is_no_answer_of_the_relay(outbox: Outbox, sender: Sender, sink: Sink) -> None:
    edition_of(outbox, 24)
    outbox.put(*range(1, 6), state="failed", mime=b"", relay_reply="ValueError: a word")
    for name in ("p22", "p23"):
        sink.refusals[f"{name}@roadmap.test"] = "554 5.7.1 looks like spam"
    # Nineteen answers are no ground to judge, with five mails that were never offered.
    tally = sender.turn()
    assert (tally.sent, tally.failed) == (17, 2)
    with outbox.database.reading() as session:
        assert not gate.gate_of(session).held


def test_whatever_happens_the_states_add_up(outbox: Outbox, sender: Sender, sink: Sink) -> None:
    refusals = ["451 later", "550 5.1.1 no", "554 5.7.1 spam", "452 4.3.1 no room"]
    for place in range(12):
        outbox.add(f"p{place}")
        if place % 3:
            sink.refusals[f"p{place}@roadmap.test"] = refusals[place % 4]
    outbox.add("old", expires_at=datetime.now(UTC) - timedelta(days=1))
    sender.turn()
    with outbox.database.reading() as session:
        counts = counts_by_state_and_kind(session)
    assert sum(counts.values()) == outbox.written == 13
    assert {state for state, _ in counts} == {"queued", "sent", "failed", "expired"}


def test_a_sender_is_seen_by_its_name_and_one_without_work_is_not(
    outbox: Outbox, sender: Sender, smtp_url: str
) -> None:
    Sender(outbox.database, Line(smtp_url, FROM)).turn()
    assert workers_in(outbox) == []
    sender.turn()
    assert [(worker.name, worker.work) for worker in workers_in(outbox)] == [(worker_name(), "sender")]
