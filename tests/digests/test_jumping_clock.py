"""While the clock is not believed nothing is too old: what waits goes on waiting, and nothing is forgotten."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from roadmap.digests import commands
from roadmap.digests.guard import Guard
from roadmap.digests.handing import resolver as resolver_module
from roadmap.digests.handing.resolver import Resolved, Resolver
from roadmap.digests.handing.results import Tally
from roadmap.digests.handing.sender import Sender
from roadmap.store.mail import gate, leases
from tests.digests.conftest import database_of
from tests.digests.outbox import Outbox

DAYS = timedelta(days=10)
Move = Callable[[timedelta], None]


@pytest.fixture
def move(monkeypatch: pytest.MonkeyPatch) -> Move:
    """Sets the clock by which mail goes out."""

    def moved(by: timedelta) -> None:
        def moment(_session: Session) -> datetime:
            return datetime.now(UTC) + by

        monkeypatch.setattr(leases, "moment_of", moment)
        monkeypatch.setattr(resolver_module, "moment_of", moment)

    return moved


def a_week_of_mail(outbox: Outbox) -> list[int]:
    """One mail that waits, one that was taken, one at its final dot."""
    at = datetime.now(UTC)
    numbers = [outbox.add(name, expires_at=at + timedelta(days=7)) for name in ("anna", "bolat", "dana")]
    for number, state in zip(numbers[1:], ("leased", "handing"), strict=True):
        outbox.put(number, state=state, lease_until=at + timedelta(minutes=2), lease_token=1)
    return numbers


def held(outbox: Outbox, because: str) -> None:
    with outbox.database.writing() as session:
        gate.hold(session, because, "", datetime.now(UTC))
        session.commit()


def test_while_mail_is_held_because_of_the_clock_nothing_expires_and_no_lease_runs_out(
    outbox: Outbox, sender: Sender, move: Move
) -> None:
    a_week_of_mail(outbox)
    held(outbox, gate.CLOCK)
    move(DAYS)
    assert sender.turn() == Tally()
    assert outbox.states() == {"queued": 1, "leased": 1, "handing": 1}


def test_mail_that_a_person_holds_grows_too_old_all_the_same(outbox: Outbox, sender: Sender, move: Move) -> None:
    a_week_of_mail(outbox)
    held(outbox, gate.OPERATOR)
    move(DAYS)
    assert sender.turn() == Tally(expired=2, in_doubt=1)


def test_a_doubt_is_not_old_enough_by_a_clock_that_is_not_believed(outbox: Outbox, move: Move) -> None:
    outbox.put(outbox.add(), state="in_doubt")
    resolver = Resolver(outbox.database, resend=True, settle=timedelta(minutes=30))
    move(DAYS)
    held(outbox, gate.CLOCK)
    assert resolver.turn() == Resolved()
    with outbox.database.writing() as session:
        gate.release(session, None, datetime.now(UTC))
        session.commit()
    assert resolver.turn() == Resolved(queued=1)


class Kept:
    """A keeper that only says when it was to look."""

    def __init__(self) -> None:
        self.moments: list[datetime] = []

    def look(self, at: datetime) -> None:
        self.moments.append(at)


def take_turns(app: Flask, guard: Guard, only: str | None) -> list[datetime]:
    keeper, stop = Kept(), Event()
    with app.app_context():
        sender, resolver = commands._sender(stop), commands._resolver()
        commands._take_turns(guard, only, stop, resolver, sender, keeper)  # type: ignore[arg-type]
    return keeper.moments


def jumping(app: Flask) -> Guard:
    """A look at a clock that jumps by ten days before the second one."""
    wall = iter([datetime.now(UTC), datetime.now(UTC) + DAYS])
    guard = Guard(database_of(app), wall=lambda: next(wall), steady=lambda: 100.0)
    assert guard.look()
    return guard


@pytest.mark.parametrize("only", ["sender", None])
def test_whoever_hands_over_looks_at_the_clock_before(app: Flask, outbox: Outbox, move: Move, only: str | None) -> None:
    a_week_of_mail(outbox)
    guard = jumping(app)
    move(DAYS)
    assert take_turns(app, guard, only) == []
    assert outbox.states() == {"queued": 1, "leased": 1, "handing": 1}


@pytest.mark.parametrize(("only", "times"), [(None, 1), ("clock", 1), ("sender", 0)])
def test_mails_are_emptied_by_the_clock_of_the_database_after_a_turn_that_believed_it(
    app: Flask, outbox: Outbox, monkeypatch: pytest.MonkeyPatch, only: str | None, times: int
) -> None:
    moment = datetime.now(UTC)
    monkeypatch.setattr(commands, "moment_of", lambda _session: moment)
    assert take_turns(app, Guard(database_of(app)), only) == [moment] * times
    held(outbox, gate.OPERATOR)
    assert take_turns(app, Guard(database_of(app)), only) == []


def test_further_turns_follow_at_once_while_there_is_more(
    app: Flask, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "_SENDING_SECONDS", 0)
    turns: list[float] = []
    turn = Sender.turn

    def at_first_without_time(sender: Sender, seconds: float) -> Tally:
        turns.append(seconds)
        return turn(sender, seconds if len(turns) < 3 else 60)

    monkeypatch.setattr(Sender, "turn", at_first_without_time)
    outbox.add()
    assert len(take_turns(app, Guard(database_of(app)), None)) == len(turns) == 3
    assert outbox.states() == {"sent": 1}
