"""While the gate is held nothing is taken; and the addresses and workers that stand beside it."""

from datetime import UTC, datetime, timedelta

import pytest

from roadmap.store.mail import gate, leases, suppressions, workers
from tests.digests.outbox import Outbox

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
LATER = NOW + timedelta(minutes=2)


def test_an_installation_begins_with_an_open_gate(outbox: Outbox) -> None:
    with outbox.database.reading() as session:
        assert gate.gate_of(session) == gate.Gate()


def test_nothing_is_taken_while_it_is_held_and_everything_after(outbox: Outbox) -> None:
    outbox.add()
    person = outbox.person("dana")
    with outbox.database.writing() as session:
        assert gate.hold(session, gate.OPERATOR, "the relay moves house", NOW)
        session.commit()
    with outbox.database.writing() as session:
        held = gate.gate_of(session)
        assert (held.held_since, held.because, held.words) == (NOW, "operator", "the relay moves house")
        assert leases.claim(session, "host:1", 10) == []
        assert gate.release(session, person, LATER)
        assert not gate.release(session, person, LATER)
        session.commit()
    with outbox.database.writing() as session:
        assert gate.gate_of(session) == gate.Gate(None, None, None, person, LATER)
        assert len(leases.claim(session, "host:1", 10)) == 1


def test_a_message_that_was_taken_before_is_not_announced_while_it_is_held(outbox: Outbox) -> None:
    number = outbox.add()
    with outbox.database.writing() as session:
        (leased,) = leases.claim(session, "host:1", 10)
        gate.hold(session, gate.OPERATOR, "", NOW)
        assert not leases.announce(session.connection(), leased)
        session.commit()
    assert outbox.state(number) == "leased"


@pytest.mark.parametrize("first", [gate.CLOCK, gate.REFUSALS])
def test_a_persons_reason_replaces_what_the_program_found_out(outbox: Outbox, first: str) -> None:
    with outbox.database.writing() as session:
        assert gate.hold(session, first, "found out", NOW)
        assert not gate.hold(session, gate.OPERATOR, "wanted", LATER)
        assert not gate.hold(session, first, "found out again", LATER)
        held = gate.gate_of(session)
        assert (held.held_since, held.because, held.words) == (NOW, "operator", "wanted")
        assert not gate.release(session, None, LATER, because=first)
        assert gate.release(session, None, LATER, because="operator")
        assert not gate.gate_of(session).held


def test_a_clock_finds_the_time_that_was_left_before(outbox: Outbox) -> None:
    with outbox.database.writing() as session:
        assert gate.look(session, NOW) is None
        assert gate.look(session, LATER) == NOW
        assert gate.hold(session, gate.CLOCK, "jumped", LATER)
        assert gate.gate_of(session).looked_at == LATER


def test_an_address_is_suppressed_whatever_way_it_is_typed_until_it_is_lifted(outbox: Outbox) -> None:
    number = outbox.add()
    with outbox.database.writing() as session:
        assert suppressions.suppress(session, "Anna@Roadmap.test", "550 5.1.1 no", NOW, number)
        assert not suppressions.suppress(session, "anna@roadmap.test", "550 5.1.1 still no", LATER)
        assert suppressions.suppressed_addresses(session) == [
            suppressions.Suppression("anna@roadmap.test", "550 5.1.1 no", number, NOW)
        ]
        assert suppressions.lift(session, "anna@ROADMAP.test")
        assert not suppressions.lift(session, "anna@roadmap.test")
        assert suppressions.suppressed_addresses(session) == []


def test_a_worker_is_seen_with_its_trouble_and_since_when(outbox: Outbox) -> None:
    with outbox.database.writing() as session:
        workers.seen(session, "host:1", "sender", NOW)
        for minute in (1, 2):
            workers.seen(session, "host:1", "sender", NOW + timedelta(minutes=minute), "535 no")
        (worker,) = workers.workers_of(session)
        since = NOW + timedelta(minutes=1)
        assert worker == workers.Worker("host:1", "sender", NOW, LATER, "535 no", since)
        workers.seen(session, "host:1", "sender", LATER)
        (worker,) = workers.workers_of(session)
        assert (worker.trouble, worker.troubled_since) == (None, None)


def test_a_worker_that_is_not_seen_for_five_minutes_is_gone(outbox: Outbox) -> None:
    with outbox.database.writing() as session:
        workers.seen(session, "host:1", "clock", NOW)
        workers.seen(session, "host:2", "sender", NOW + timedelta(minutes=5))
        assert [worker.name for worker in workers.workers_of(session)] == ["host:2", "host:1"]
        workers.seen(session, "host:2", "sender", NOW + timedelta(minutes=5, seconds=1))
        assert [worker.name for worker in workers.workers_of(session)] == ["host:2"]
