"""Whoever reports while the controlling side changes his entry, or erases it, waits and is not refused (PostgreSQL)."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Event

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.domain.facts import Confidence
from roadmap.domain.ledger import Act
from roadmap.domain.staff import PersonEntry
from roadmap.store.erasing import erase
from roadmap.store.ledger import LineRow, append
from roadmap.store.people import PersonRow
from roadmap.store.staff import keep_person, leave, touch_all
from tests.builders.portfolios import BuiltRoadmap, build_person, build_roadmap, report

ON, AT = date(2026, 11, 23), datetime(2026, 11, 23, 6, tzinfo=UTC)


@pytest.fixture
def database(postgresql_url: str) -> Iterator[Database]:
    opened = Database(postgresql_url)
    yield opened
    opened.engine.dispose()


def _rename(session: Session, person_id: int) -> None:
    keep_person(session, PersonEntry("Another name", "author@people.test", "kk"), AT, None, person_id, 1)


def _readdress(session: Session, person_id: int) -> None:
    keep_person(session, PersonEntry("Author", "elsewhere@people.test", "en"), AT, None, person_id, 1)


def _leave(session: Session, person_id: int) -> None:
    leave(session, person_id, ON, 1, AT)


def _erase(session: Session, person_id: int) -> None:
    assert erase(session, person_id, ON, AT)


def _refer(session: Session, person_id: int) -> None:
    """As a row does that refers to the author before the road map is locked, such as the key of a form."""
    session.execute(select(PersonRow.id).where(PersonRow.id == person_id).with_for_update(read=True, key_share=True))


def _report(session: Session, built: BuiltRoadmap, author: int) -> int:
    statement = report(Confidence.ON_TRACK, "Done.")
    return append(
        session,
        roadmap_id=built.id,
        measure_id=built.measures["1"],
        act=Act.REPORT,
        statements=[statement],
        effective_on=ON,
        recorded_at=AT,
        author_id=author,
    )


@pytest.mark.parametrize("change", [_rename, _readdress, _leave, _erase])
@pytest.mark.parametrize("refers_first", [False, True])
def test_a_report_and_a_change_of_its_author_do_not_block_each_other(
    database: Database, change: Callable[[Session, int], None], refers_first: bool
) -> None:
    with database.writing() as session:
        built, author = build_roadmap(session), build_person(session, "Author")
        session.commit()
    changing, reporting = Event(), Event()

    def changed() -> None:
        with database.writing() as session:
            if refers_first:
                reporting.wait(5)
            change(session, author)
            changing.set()
            # The other one gets as far as it can.
            if not refers_first:
                reporting.wait(1)
            touch_all(session)
            session.commit()

    def reported() -> None:
        with database.writing() as session:
            if refers_first:
                _refer(session, author)
                reporting.set()
                changing.wait(0.5)
            else:
                changing.wait(5)
            _report(session, built, author)
            reporting.set()
            session.commit()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(changed), pool.submit(reported)]:
            done.result(timeout=20)
    with database.reading() as session:
        assert session.scalars(select(LineRow.author_id)).one() == author
