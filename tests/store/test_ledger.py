"""The ledger only grows, its chain shows every other change, and many writers make one chain."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.domain.facts import AskFact, Confidence, Progress, ProgressFact, ReportFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.text import LocalizedText
from roadmap.store.append_only import APPEND_ONLY_TABLES
from roadmap.store.audit import first_misfit
from roadmap.store.facts import dump, load
from roadmap.store.ledger import LedgerRewritten, LineRow, MovedOn, append, last_line_of
from roadmap.store.plan import RoadmapRow
from tests.builders.portfolios import BuiltRoadmap, build_roadmap, progress, report, write

DAY = date(2026, 3, 2)
WRITERS, LINES_EACH = 4, 6


@dataclass
class Kept:
    """A database with a road map and three lines about its measures."""

    database: Database
    built: BuiltRoadmap


@pytest.fixture
def kept(database_url: str) -> Iterator[Kept]:
    database = Database(database_url)
    with database.writing() as session:
        built = build_roadmap(session)
        first = built.milestones["1.1"]
        write(session, built, "1", report(Confidence.ON_TRACK, "Sent"), progress(first, Progress.IN_PROGRESS), on=DAY)
        write(session, built, "2", report(Confidence.AT_RISK, "Late"), on=DAY)
        write(session, built, "1", report(Confidence.OFF_TRACK, "Stopped"), on=DAY)
        session.commit()
    yield Kept(database, built)
    database.engine.dispose()


@pytest.mark.parametrize("table", APPEND_ONLY_TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET measure_id = measure_id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_or_remove_a_line(kept: Kept, table: str, statement: str) -> None:
    with kept.database.writing() as session, pytest.raises(DatabaseError, match="append-only"):
        session.execute(text(statement.format(table)))


def test_a_line_is_not_changed_or_removed_through_the_program_either(kept: Kept) -> None:
    for spoil in (lambda session, line: setattr(line, "act", "decision"), lambda session, line: session.delete(line)):
        with kept.database.writing() as session:
            spoil(session, session.scalars(select(LineRow)).first())
            with pytest.raises(LedgerRewritten):
                session.flush()


def test_a_reading_session_cannot_append(kept: Kept) -> None:
    with kept.database.reading() as session, pytest.raises(DatabaseError):
        session.execute(delete(LineRow))


def test_the_chain_of_what_was_written_is_whole(kept: Kept) -> None:
    with kept.database.reading() as session:
        assert first_misfit(session, kept.built.id) is None


TAMPERINGS = {
    "a fact is altered": ("UPDATE ledger_entry SET fact = '{}' WHERE seq = 2", 2),
    "a fact is moved to another milestone": (
        "UPDATE ledger_entry SET milestone_id = milestone_id + 1 WHERE seq = 1 AND milestone_id IS NOT NULL",
        1,
    ),
    "a day is altered on the line and its entries": (
        "UPDATE ledger_line SET effective_on = '2026-01-01' WHERE seq = 2",
        2,
    ),
    "a day is altered where the index selects by it": (
        "UPDATE ledger_entry SET effective_on = '2026-01-01' WHERE seq = 3",
        3,
    ),
    "an author is put under a line": ("UPDATE ledger_line SET author_id = 1 WHERE seq = 3", 3),
    "two entries change places": (
        "UPDATE ledger_entry SET position = 9 - position WHERE seq = 1",
        1,
    ),
    "an entry is removed": ("DELETE FROM ledger_entry WHERE seq = 1 AND milestone_id IS NOT NULL", 1),
    "a line in the middle is removed": (
        "DELETE FROM ledger_entry WHERE seq = 2; DELETE FROM ledger_line WHERE seq = 2",
        2,
    ),
    "the last line is removed": (
        "DELETE FROM ledger_entry WHERE seq = 3; DELETE FROM ledger_line WHERE seq = 3",
        3,
    ),
    "a line's checksum is altered": ("UPDATE ledger_line SET hash = 'x' WHERE seq = 1", 1),
    "the head is altered": ("UPDATE roadmap SET head_hash = 'x'", 4),
}


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_whoever_gets_past_the_triggers_is_found_by_the_chain(kept: Kept, kind: str) -> None:
    statements, expected = TAMPERINGS[kind]
    with kept.database.writing() as session:
        session.execute(
            text(
                "INSERT INTO person (id, name, language, demonstration, active, version)"
                " VALUES (1, 'Somebody', 'kk', false, true, 1)"
            )
        )
        unguard(session)
        for statement in statements.split("; "):
            session.execute(text(statement))
        session.commit()
    with kept.database.reading() as session:
        found = first_misfit(session, kept.built.id)
    assert found is not None
    assert found.seq == expected


def unguard(session: Session) -> None:
    """What somebody with the keys to the database could do."""
    if session.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY_TABLES:
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    for name in session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        session.execute(text(f"DROP TRIGGER {name}"))


def test_a_writer_who_did_not_see_the_last_line_of_the_measure_is_told_and_nothing_is_written(kept: Kept) -> None:
    with kept.database.writing() as session:
        with pytest.raises(MovedOn) as raised:
            append_report(session, kept.built, last_seen=1)
        assert (raised.value.seen, raised.value.last) == (1, 3)
        assert append_report(session, kept.built, last_seen=3) == 4


def test_a_line_about_another_measure_is_no_reason_to_be_stopped(kept: Kept) -> None:
    with kept.database.writing() as session:
        assert last_line_of(session, kept.built.measures["2"]) == 2
        assert append_report(session, kept.built, number="2", last_seen=2) == 4


def append_report(session: Session, built: BuiltRoadmap, *, number: str = "1", last_seen: int | None = None) -> int:
    from_coordinator = Statement(Facet.REPORT, ReportFact(Confidence.ON_TRACK, LocalizedText(en="Again")))
    return write_line(session, built, number, from_coordinator, last_seen)


def write_line(
    session: Session, built: BuiltRoadmap, number: str, statement: Statement, last_seen: int | None = None
) -> int:
    return append(
        session,
        roadmap_id=built.id,
        measure_id=built.measures[number],
        act=Act.REPORT,
        statements=[statement],
        effective_on=DAY,
        recorded_at=datetime(2026, 3, 2, 6, 0, tzinfo=UTC),
        author_id=None,
        last_seen=last_seen,
    )


def test_four_writers_at_once_make_one_chain(kept: Kept) -> None:
    def write_some(number: int) -> None:
        milestone = kept.built.milestones[f"{number % 3 + 1}.1"]
        for _ in range(LINES_EACH):
            with kept.database.writing() as session:
                said = Statement(Facet.PROGRESS, ProgressFact(Progress.IN_PROGRESS), milestone)
                write_line(session, kept.built, str(number % 3 + 1), said)
                session.commit()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write_some, range(WRITERS)))
    with kept.database.reading() as session:
        assert first_misfit(session, kept.built.id) is None
        assert session.scalar(select(RoadmapRow.head_seq)) == 3 + WRITERS * LINES_EACH
        assert session.scalars(select(LineRow.seq).order_by(LineRow.seq)).all() == list(range(1, 28))


def test_each_line_counts_as_a_change_of_the_road_map(kept: Kept) -> None:
    with kept.database.writing() as session:
        before = session.scalar(select(RoadmapRow.revision))
        append_report(session, kept.built)
        session.expire_all()
        assert session.scalar(select(RoadmapRow.revision)) == before + 1


def test_an_ask_of_no_post_is_kept_in_the_same_bytes_as_before_posts_could_be_asked() -> None:
    ask = AskFact(LocalizedText(en="Fund it"), "Ministry of Finance", date(2026, 12, 1))
    assert dump(ask) == '{"by":"2026-12-01","what":{"en":"Fund it"},"whom":"Ministry of Finance"}'
    of_a_post = replace(ask, post_id=7)
    assert load(Facet.ASK, dump(of_a_post)) == of_a_post
    assert load(Facet.ASK, dump(ask)) == ask
