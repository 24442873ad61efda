"""A clock that jumps is not believed: mail is held, and goes on by itself or when somebody released it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from roadmap.database import Database
from roadmap.digests.guard import Guard
from roadmap.store.mail.editions import EditionRow
from roadmap.store.mail.gate import CLOCK, OPERATOR, Gate, gate_of, hold, release

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Clocks:
    """A wall clock that can be set and a steady one that cannot."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = datetime(2026, 11, 23, 4, tzinfo=UTC)
        self.steady = 100.0
        self.guard = self.new_guard()

    def new_guard(self) -> Guard:
        self.guard = Guard(self.database, wall=lambda: self.now, steady=lambda: self.steady)
        return self.guard

    def turn(self, set_by: timedelta = timedelta()) -> bool:
        self.now += timedelta(seconds=30) + set_by
        self.steady += 30
        return self.guard.look()

    @property
    def gate(self) -> Gate:
        with self.database.reading() as session:
            return gate_of(session)

    def released_by_hand(self) -> None:
        with self.database.writing() as session:
            release(session, None, self.now)
            session.commit()


@pytest.fixture
def clocks(sqlite_url: str) -> Iterator[Clocks]:
    database = Database(sqlite_url)
    yield Clocks(database)
    database.engine.dispose()


def test_a_steady_clock_is_believed(clocks: Clocks) -> None:
    assert [clocks.turn() for _ in range(3)] == [True] * 3
    assert clocks.gate.looked_at == clocks.now


@pytest.mark.parametrize("step", [3 * MINUTE, -3 * MINUTE, 20 * 60 * MINUTE, -2 * 60 * MINUTE])
def test_after_a_small_jump_mail_goes_on_by_itself_after_two_turns_that_agree(clocks: Clocks, step: timedelta) -> None:
    clocks.turn()
    assert [clocks.turn(step), clocks.turn(), clocks.turn(), clocks.turn()] == [False, False, True, True]


def test_two_minutes_are_no_jump(clocks: Clocks) -> None:
    clocks.turn()
    assert clocks.turn(2 * MINUTE)
    assert clocks.turn(-2 * MINUTE)


@pytest.mark.parametrize("step", [2 * DAY, 3650 * DAY, -2 * DAY, -3650 * DAY])
def test_after_a_jump_of_more_than_a_day_somebody_has_to_release_it(clocks: Clocks, step: timedelta) -> None:
    clocks.turn()
    assert not any([clocks.turn(step), *(clocks.turn() for _ in range(10))])
    assert (clocks.gate.because, clocks.gate.held) == (CLOCK, True)
    assert "release" in (clocks.gate.words or "")
    clocks.released_by_hand()
    assert [clocks.turn() for _ in range(3)] == [True] * 3


def test_a_great_jump_while_a_small_one_is_looked_at_has_to_be_released_too(clocks: Clocks) -> None:
    clocks.turn()
    clocks.turn(5 * MINUTE)
    assert not any([clocks.turn(3650 * DAY), *(clocks.turn() for _ in range(10))])


def test_a_process_that_was_down_for_days_did_not_jump(clocks: Clocks) -> None:
    clocks.turn()
    clocks.new_guard()
    assert clocks.turn(3 * DAY)


def test_a_new_process_notices_that_the_clock_was_set_back_before_it_began(clocks: Clocks) -> None:
    clocks.turn()
    clocks.new_guard()
    assert [clocks.turn(-60 * MINUTE), clocks.turn(), clocks.turn()] == [False, False, True]
    clocks.new_guard()
    assert not any(clocks.turn(-30 * DAY if first else timedelta()) for first in (True, False, False, False))


def test_a_gate_that_a_person_closed_stays_closed_and_the_clock_is_looked_at_all_the_same(clocks: Clocks) -> None:
    with clocks.database.writing() as session:
        hold(session, OPERATOR, "not today", clocks.now)
        session.commit()
    assert not any(clocks.turn() for _ in range(5))
    assert clocks.gate.because == OPERATOR
    assert clocks.gate.looked_at == clocks.now


def test_on_postgresql_the_databases_clock_has_to_agree(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    clocks = Clocks(database)
    clocks.now = datetime.now(UTC) + 10 * MINUTE
    assert not clocks.turn()
    assert "apart from the database's" in (clocks.gate.words or "")
    clocks.now = datetime.now(UTC)
    clocks.new_guard()
    clocks.released_by_hand()
    database.engine.dispose()


def test_whoever_never_looked_finds_editions_of_the_future_and_holds(clocks: Clocks) -> None:
    with clocks.database.writing() as session:
        session.add(
            EditionRow(
                on=date(2026, 11, 30),
                timezone="Asia/Almaty",
                overview_period=None,
                planned=0,
                recorded_at=clocks.now + 7 * DAY,
            )
        )
        session.commit()
    assert not any(clocks.turn() for _ in range(4))
    clocks.released_by_hand()
    assert clocks.turn()
