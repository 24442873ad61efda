"""Operation keys: whoever comes second with a key waits for the first, and gets what came of that."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from roadmap.database import Database
from roadmap.store.operations import OperationRow, begun, finish, finished, forget_operations
from roadmap.store.people import PersonRow
from tests.builders.house import NOW

KEY, ACT = "a-key-of-enough-length", "control.verdict"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    with opened.writing() as session:
        session.add_all([PersonRow(id=number, name=f"Person {number}") for number in (1, 2)])
        session.commit()
    yield opened
    opened.engine.dispose()


def done_by(database: Database, outcome: str, key: str = KEY, person: int = 1, act: str = ACT) -> str | None:
    """Does it, unless it was done; answers what was done before."""
    with database.writing() as session:
        before = begun(session, key, person, act)
        if before is None:
            finish(session, key, person, act, outcome, NOW)
        session.commit()
        return before


def test_the_second_gets_what_came_of_the_first(database: Database) -> None:
    assert done_by(database, "/first") is None
    assert done_by(database, "/second") == "/first"
    with database.reading() as session:
        assert finished(session, KEY, 1, ACT) == "/first"
        assert finished(session, "another-key-altogether", 1, ACT) is None


def test_the_key_of_another_person_or_act_is_another_key(database: Database) -> None:
    done_by(database, "/first")
    assert done_by(database, "/second", person=2) is None
    assert done_by(database, "/third", act="control.answer") is None
    assert done_by(database, "/fourth", person=2) == "/second"


def test_what_was_not_committed_has_no_outcome(database: Database) -> None:
    with database.writing() as session:
        begun(session, KEY, 1, ACT)
        finish(session, KEY, 1, ACT, "/lost", NOW)
    assert done_by(database, "/first") is None


def test_of_many_at_once_one_has_an_effect_and_all_get_its_answer(database: Database) -> None:
    start, answers = Barrier(6), []

    def press(number: int) -> None:
        start.wait()
        answers.append((number, done_by(database, f"/{number}")))

    threads = [Thread(target=press, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first = [number for number, before in answers if before is None]
    assert len(first) == 1
    assert {before for _, before in answers if before} == {f"/{first[0]}"}
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(OperationRow)) == 1


def test_old_keys_are_forgotten(database: Database) -> None:
    done_by(database, "/first")
    for before, left in ((NOW, "/first"), (NOW + timedelta(seconds=1), None)):
        with database.writing() as session:
            forget_operations(session, before)
            session.commit()
        with database.reading() as session:
            assert finished(session, KEY, 1, ACT) == left
