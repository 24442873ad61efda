"""What a sender writes down and when: before the final dot, after the answer, and when something comes between."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from roadmap.digests.handing import sender as sender_module
from roadmap.digests.handing.results import Tally
from roadmap.digests.handing.sender import Line, Sender
from roadmap.store.mail import gate
from roadmap.store.mail.leases import Terms
from roadmap.store.mail.reasons import Reason
from tests.digests.outbox import Outbox
from tests.digests.relay import FROM, Sink

JOURNAL = "journal@roadmap.test"


def test_what_was_taken_when_mail_was_held_goes_back_without_its_dot(
    outbox: Outbox, sender: Sender, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [outbox.add(name) for name in ("anna", "bolat", "dana")]

    def hold(point: str) -> None:
        if point == "after_claim_commit" and sink.taken:
            with outbox.database.writing() as session:
                gate.hold(session, gate.OPERATOR, "", datetime.now(UTC))
                session.commit()

    monkeypatch.setattr(sender_module, "reach", hold)
    assert sender.turn() == Tally(sent=1, put_back=2)
    assert sink.recipients == ["anna@roadmap.test"]
    assert outbox.steps(numbers[1])[-1].words == Reason.ALL_HELD
    assert outbox.states() == {"sent": 1, "queued": 2}


def test_a_sender_that_stood_still_before_the_dot_does_not_send_it(
    outbox: Outbox, smtp_url: str, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = outbox.add()
    seconds = [0.0]
    monkeypatch.setattr(sender_module, "monotonic", lambda: seconds[0])

    def freeze(point: str) -> None:
        seconds[0] += 200 * (point == "after_intent_commit" and seconds[0] == 0)

    monkeypatch.setattr(sender_module, "reach", freeze)
    terms = Terms(lease=timedelta(seconds=300), answer=timedelta(seconds=10))
    assert Sender(outbox.database, Line(smtp_url, FROM), terms=terms).turn() == Tally(put_back=1, sent=1)
    assert len(sink.taken) == 1
    assert outbox.path(number) == ["queued", "leased", "handing", "queued", "leased", "handing", "sent"]


@pytest.mark.parametrize("refused", [False, True])
def test_a_copy_for_the_journal_goes_the_same_way_or_is_known_to_be_missing(
    outbox: Outbox, smtp_url: str, sink: Sink, refused: bool
) -> None:
    number = outbox.add()
    if refused:
        sink.refusals[JOURNAL] = "550 5.1.1 no journal"
    assert Sender(outbox.database, Line(smtp_url, FROM, JOURNAL)).turn() == Tally(sent=1)
    assert sink.recipients == ["anna@roadmap.test", *([] if refused else [JOURNAL])]
    assert outbox.row(number).journaled is not refused


@contextmanager
def commits_in(outbox: Outbox) -> Iterator[list[int]]:
    count: list[int] = []

    def committed(_connection: object) -> None:
        count.append(1)

    event.listen(outbox.database.engine, "commit", committed)
    yield count
    event.remove(outbox.database.engine, "commit", committed)


def test_one_commit_for_each_mail_is_enough(outbox: Outbox, sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender_module, "_QUICK_SECONDS", 60)
    for place in range(40):
        outbox.add(f"p{place}")
    with commits_in(outbox) as commits:
        assert sender.turn().sent == 40
    # One for tidying up, three for taking (one, thirty-nine, nothing), and one before each dot.
    assert len(commits) == 44


def test_what_was_heard_is_written_down_when_the_database_is_back(
    outbox: Outbox, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [outbox.add(name) for name in ("anna", "bolat")]
    monkeypatch.setattr(sender_module, "_QUICK_SECONDS", 60)
    commit = Session.commit

    def fail(session: Session) -> None:
        if outbox_has_heard(sender):
            raise OperationalError("COMMIT", {}, Exception("the server went away"))
        commit(session)

    monkeypatch.setattr(Session, "commit", fail)
    with pytest.raises(OperationalError):
        sender.turn()
    assert outbox.state(numbers[0]) == "handing"
    monkeypatch.setattr(Session, "commit", commit)
    outbox.put(numbers[1], state="queued", lease_until=None)
    assert sender.turn() == Tally(sent=2)
    assert outbox.states() == {"sent": 2}


def outbox_has_heard(sender: Sender) -> bool:
    return bool(sender._book._heard)


def test_a_slow_relays_answer_is_written_down_before_the_next_mail(
    outbox: Outbox, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [outbox.add(name) for name in ("anna", "bolat")]
    monkeypatch.setattr(sender_module, "_QUICK_SECONDS", 0)
    offer, states = sender._relay.offer, []

    def look_first(*given: Any) -> Any:
        states.append(outbox.state(numbers[0]))
        return offer(*given)

    sender._relay.offer = look_first  # type: ignore[method-assign]
    assert sender.turn() == Tally(sent=2)
    assert states == ["leased", "sent"]


def test_an_answer_that_came_while_told_to_stop_is_written_down_before_the_farewell(
    outbox: Outbox, smtp_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender_module, "_QUICK_SECONDS", 60)
    number, stop = outbox.add(), Event()
    sender = Sender(outbox.database, Line(smtp_url, FROM), stop=stop)
    finish, close, states = sender._relay.finish, sender._relay.close, []

    def told_to_stop() -> Any:
        stop.set()
        return finish()

    def look_first() -> None:
        states.append(outbox.state(number))
        close()

    monkeypatch.setattr(sender._relay, "finish", told_to_stop)
    monkeypatch.setattr(sender._relay, "close", look_first)
    assert sender.turn() == Tally(sent=1)
    assert states == ["sent"]
    assert outbox.state(number) == "sent"


def test_a_turn_ends_when_its_time_is_over_and_the_next_one_goes_on(
    outbox: Outbox, smtp_url: str, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender_module, "BATCH", 2)
    for place in range(4):
        outbox.add(f"p{place}")
    # Each mail takes half a minute.
    sender = Sender(outbox.database, Line(smtp_url, FROM), clock=lambda: 30.0 * len(sink.taken))
    assert (sender.turn(60), sender.more) == (Tally(sent=3), True)
    assert (sender.turn(60), sender.more) == (Tally(sent=1), False)
    assert (sender.turn(), sender.more) == (Tally(), False)
