"""The log of security events only grows, its chain shows every other change, and many writers make one chain."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.domain.security import SecurityKind
from roadmap.store.audit import Finding, KeptHead
from roadmap.store.people import PersonRow
from roadmap.store.security_audit import examine_security_log
from roadmap.store.security_log import LogRewritten, SecurityEventRow, SecurityHeadRow, record
from roadmap.store.security_reading import security_events, security_head
from tests.builders.people import somebody
from tests.builders.tampering import unguard

AT = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    with database.writing() as session:
        aigul, admin = somebody(session, "Aigul").id, somebody(session, "Admin").id
        record(session, SecurityKind.INVITED, AT, aigul, admin)
        record(session, SecurityKind.ROLE_GIVEN, AT + timedelta(hours=1), aigul, admin, role="executive", roadmap_id=1)
        record(session, SecurityKind.SIGN_IN_FAILED, AT + timedelta(hours=2), address="a1b2")
        record(session, SecurityKind.SIGNED_IN, AT + timedelta(hours=3), aigul, aigul)
        session.commit()
    yield database
    database.engine.dispose()


def finding(database: Database, *kept: KeptHead) -> Finding | None:
    with database.reading() as session:
        return examine_security_log(session, kept).finding


def test_the_log_of_what_happened_is_whole(database: Database) -> None:
    assert finding(database) is None
    with database.reading() as session:
        seq, checksum = security_head(session)
    assert finding(database, KeptHead(seq, checksum[:16])) is None


@pytest.mark.parametrize("statement", ["UPDATE security_event SET kind = kind", "DELETE FROM security_event"])
def test_the_database_itself_refuses_to_change_or_remove_an_event(database: Database, statement: str) -> None:
    with database.writing() as session, pytest.raises(DatabaseError, match="append-only"):
        session.execute(text(statement))


def test_an_event_is_not_changed_or_removed_through_the_program_either(database: Database) -> None:
    for spoil in (lambda session, row: setattr(row, "kind", "x"), lambda session, row: session.delete(row)):
        with database.writing() as session:
            spoil(session, session.scalars(select(SecurityEventRow)).first())
            with pytest.raises(LogRewritten):
                session.flush()


def sql(statement: str) -> Callable[[Session], object]:
    return lambda session: session.execute(text(statement))


def renumbered(session: Session) -> None:
    for before, after in ((2, 99), (3, 2), (99, 3)):
        session.execute(update(SecurityEventRow).where(SecurityEventRow.seq == before).values(seq=after))


TAMPERINGS: dict[str, tuple[Callable[[Session], object], int]] = {
    "edit": (sql("UPDATE security_event SET detail = '{}' WHERE seq = 2"), 2),
    "put it to somebody else": (sql("UPDATE security_event SET by_id = person_id WHERE seq = 1"), 1),
    "make a failure of a sign-in": (sql("UPDATE security_event SET kind = 'sign_in_failed' WHERE seq = 4"), 4),
    "edit a timestamp": (sql("UPDATE security_event SET at = '2026-03-01 04:00:00+00:00' WHERE seq = 3"), 3),
    "delete from the middle": (sql("DELETE FROM security_event WHERE seq = 2"), 2),
    "delete the tail": (sql("DELETE FROM security_event WHERE seq = 4"), 4),
    "truncate everything": (sql("DELETE FROM security_event"), 1),
    "reorder": (renumbered, 2),
    "alter the head": (sql("UPDATE security_head SET hash = 'x'"), 5),
}


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_whoever_gets_past_the_triggers_is_found_by_the_chain(database: Database, kind: str) -> None:
    act, seq = TAMPERINGS[kind]
    with database.writing() as session:
        unguard(session)
        act(session)
        session.commit()
    found = finding(database)
    assert found is not None
    assert found.seq == seq


def test_a_log_that_was_emptied_cleverly_is_found_by_a_head_kept_outside(database: Database) -> None:
    with database.writing() as session:
        kept = KeptHead(*security_head(session))
        unguard(session)
        session.execute(delete(SecurityEventRow))
        session.execute(update(SecurityHeadRow).values(seq=0, hash=""))
        session.commit()
    assert finding(database) is None
    assert finding(database, kept) is not None


def test_a_name_can_go_and_the_chain_still_holds(database: Database) -> None:
    with database.writing() as session:
        session.execute(update(PersonRow).values(name="", email=None))
        session.commit()
    assert finding(database) is None


def test_what_is_not_a_code_or_a_number_is_not_kept(database: Database) -> None:
    with database.writing() as session, pytest.raises(TypeError, match="codes and numbers"):
        record(session, SecurityKind.INVITED, AT, 1, name=["Aigul"])  # type: ignore[arg-type]


def test_events_are_read_by_person_and_by_kind_the_newest_first(database: Database) -> None:
    with database.reading() as session:
        assert [each.seq for each in security_events(session, count=3)] == [4, 3, 2]
        assert [each.seq for each in security_events(session, count=3, before=2)] == [1]
        assert [each.seq for each in security_events(session, count=9, person_id=2)] == [2, 1]
        (given,) = security_events(session, count=9, kind=SecurityKind.ROLE_GIVEN)
    assert (given.person and given.person.name, given.by and given.by.name) == ("Aigul", "Admin")
    assert given.detail == {"role": "executive", "roadmap_id": 1}


def test_many_writers_at_once_make_one_chain(database: Database) -> None:
    def write_some(_number: int) -> None:
        for _ in range(6):
            with database.writing() as session:
                record(session, SecurityKind.SIGNED_OUT, datetime.now(UTC), 1, 1)
                session.commit()

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(write_some, range(4)))
    assert finding(database) is None
    with database.reading() as session:
        assert security_head(session)[0] == 4 + 4 * 6
        events = security_events(session, count=99)
    assert [each.at for each in events] == sorted((each.at for each in events), reverse=True)
