"""flask ledger verify: each way to rewrite the record is found, and the first line that does not fit is named."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.domain.checksums import checksum_groups
from roadmap.domain.facts import Confidence, CorrectionFact, Progress
from roadmap.domain.ledger import Facet, Statement
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.plan import RoadmapRow
from tests.builders.people import app_on
from tests.builders.portfolios import BuiltRoadmap, build_roadmap, progress, report, write
from tests.builders.tampering import copied, put_back, unguard, written_anew

DAY = date(2026, 3, 2)


@dataclass
class Record:
    """A program with a record of six lines, the fifth of which corrects the third."""

    app: Flask
    database: Database
    built: BuiltRoadmap

    def run(self, *arguments: str) -> Result:
        return self.app.test_cli_runner().invoke(args=list(arguments))

    def head(self) -> tuple[int, str]:
        with self.database.reading() as session:
            seq, checksum = session.execute(select(RoadmapRow.head_seq, RoadmapRow.head_hash)).one()
            return seq, checksum

    def tamper(self, act: Callable[[Session], object]) -> None:
        with self.database.writing() as session:
            unguard(session)
            act(session)
            session.commit()


@pytest.fixture
def record(database_url: str) -> Iterator[Record]:
    app = app_on(database_url)
    database: Database = app.extensions["roadmap.database"]
    with database.writing() as session:
        built = build_roadmap(session)
        first = built.milestones["1.1"]
        for day in range(4):
            said = report(Confidence.ON_TRACK, f"Day {day}")
            write(session, built, str(day % 3 + 1), said, on=DAY + timedelta(days=day))
        wrong = Statement(Facet.CORRECTION, CorrectionFact(3, "The wrong measure"))
        write(session, built, "3", wrong, report(Confidence.OFF_TRACK, "Rather this"), on=DAY + timedelta(days=4))
        write(session, built, "1", progress(first, Progress.IN_PROGRESS), on=DAY + timedelta(days=5))
        session.commit()
    yield Record(app, database, built)
    database.engine.dispose()


def removed(session: Session, *seqs: int) -> None:
    session.execute(delete(EntryRow).where(EntryRow.seq.in_(seqs)))
    session.execute(delete(LineRow).where(LineRow.seq.in_(seqs)))


def numbered(session: Session, before: int, after: int) -> None:
    for table in (EntryRow, LineRow):
        session.execute(update(table).where(table.seq == before).values(seq=after))


def inserted(session: Session) -> None:
    """A line pushed in after the second, the later ones moved on by one."""
    for seq in (6, 5, 4, 3):
        numbered(session, seq, seq + 1)
    # One line follows each, says the database: the next one has to follow the false one.
    session.execute(update(LineRow).where(LineRow.seq == 4).values(previous_hash="0" * 64))
    second = session.execute(select(*LineRow.__table__.columns).where(LineRow.seq == 2)).one()._mapping
    fake = {**second, "id": 99, "seq": 3, "previous_hash": second["hash"], "hash": "0" * 64}
    session.execute(LineRow.__table__.insert().values(fake))  # type: ignore[attr-defined]


def exchanged(session: Session) -> None:
    """The second line and the third change places."""
    for before, after in ((2, 99), (3, 2), (99, 3)):
        numbered(session, before, after)


def beheaded(session: Session, seq: int) -> None:
    """Everything from a line on removed, and the head set to the line before."""
    last = session.execute(select(LineRow.seq, LineRow.hash).where(LineRow.seq == seq - 1)).first()
    removed(session, *range(seq, 7))
    values = {"head_seq": last.seq, "head_hash": last.hash} if last else {"head_seq": 0, "head_hash": ""}
    session.execute(update(RoadmapRow).values(values))


def sql(statement: str) -> Callable[[Session], object]:
    return lambda session: session.execute(text(statement))


EARLIER = "UPDATE ledger_line SET recorded_at = '2026-03-01 04:00:00+00:00' WHERE seq = 4"
# By the chain alone: the first line that does not fit, and a word of why.
ALONE: dict[str, tuple[Callable[[Session], object], int, str]] = {
    "edit": (sql("UPDATE ledger_entry SET fact = '{}' WHERE seq = 2"), 2, "not the line that was written"),
    "delete from the middle": (lambda session: removed(session, 3), 3, "missing"),
    "delete the tail": (lambda session: removed(session, 5, 6), 5, "the head is line 6"),
    "insert": (inserted, 3, "not the line that was written"),
    "reorder": (exchanged, 2, "does not follow"),
    "truncate everything": (lambda session: removed(session, *range(1, 7)), 1, "the head is line 6"),
    "edit a timestamp": (sql(EARLIER), 4, "not the line that was written"),
    "edit a timestamp where the index selects by it": (
        sql(EARLIER.replace("ledger_line", "ledger_entry")),
        4,
        "does not repeat",
    ),
    "let a correction correct another line": (
        sql("UPDATE ledger_line SET corrects = 4 WHERE seq = 5"),
        5,
        "does not correct",
    ),
    "let a correction be none": (sql("UPDATE ledger_line SET corrects = NULL WHERE seq = 5"), 5, "does not correct"),
    "let a report be a correction": (sql("UPDATE ledger_line SET corrects = 1 WHERE seq = 4"), 4, "does not correct"),
    "let a correction come last": (
        sql("UPDATE ledger_entry SET place = 5 WHERE seq = 5"),
        5,
        "not stand in its place",
    ),
    "let another line come last": (sql("UPDATE ledger_entry SET place = 9 WHERE seq = 2"), 2, "not stand in its place"),
    "alter the head": (sql("UPDATE roadmap SET head_hash = 'x'"), 7, "the head is not the last line"),
    "set the head back": (sql("UPDATE roadmap SET head_seq = 4"), 7, "the head is not the last line"),
}


@pytest.mark.parametrize("kind", ALONE)
def test_what_was_tampered_with_is_found_and_the_first_line_that_does_not_fit_is_named(
    record: Record, kind: str
) -> None:
    act, seq, why = ALONE[kind]
    record.tamper(act)
    done = record.run("ledger", "verify")
    assert done.exit_code == 1
    (said,) = [line for line in done.output.splitlines() if "does not fit" in line]
    assert said.startswith(f"Road map first: line {seq} does not fit: ")
    assert why in said


# Cleverly enough to fit in itself: only somebody who kept a head outside can tell.
CLEVER: dict[str, tuple[Callable[[Session], object], int]] = {
    "delete the tail and set the head back": (lambda session: beheaded(session, 5), 5),
    "truncate everything and begin anew": (lambda session: beheaded(session, 1), 1),
    "edit a line and write every checksum anew": (
        lambda session: written_anew(session, 1, sql("UPDATE ledger_entry SET fact = '{}' WHERE seq = 2")),
        6,
    ),
}


@pytest.mark.parametrize("kind", CLEVER)
def test_what_fits_in_itself_is_found_by_a_head_that_was_kept_outside(record: Record, kind: str) -> None:
    act, found_at = CLEVER[kind]
    seq, checksum = record.head()
    record.tamper(act)
    assert record.run("ledger", "verify").exit_code == 0
    done = record.run("ledger", "verify", "--roadmap", "first", "--head", f"{seq}:{checksum}")
    assert done.exit_code == 1
    assert f"line {found_at} does not fit" in done.output
    assert "kept" in done.output


def test_an_old_copy_put_in_place_of_the_record_is_found_by_a_head_that_was_kept_since(record: Record) -> None:
    with record.database.reading() as session:
        backup = copied(session)
    with record.database.writing() as session:
        write(session, record.built, "2", report(Confidence.OFF_TRACK, "It failed"), on=DAY + timedelta(days=6))
        session.commit()
    seq, checksum = record.head()
    as_in_a_mail = f"{seq} · {checksum_groups(checksum)}"
    assert record.run("ledger", "verify", "--head", as_in_a_mail).exit_code == 0
    record.tamper(lambda session: put_back(session, backup))
    assert record.run("ledger", "verify").exit_code == 0
    done = record.run("ledger", "verify", "--head", as_in_a_mail)
    assert done.exit_code == 1
    assert "line 7 does not fit: line 7 was kept: an old copy was put in place" in done.output


def test_a_whole_record_is_said_to_be_whole_with_its_head(record: Record) -> None:
    done = record.run("ledger", "verify")
    seq, checksum = record.head()
    assert done.exit_code == 0, done.output
    assert f"Road map first: 6 lines, whole. Head {seq}:{checksum}" in done.output
    assert "Security log: 0 events, whole." in done.output
    assert "Changes of the calendar are not chained" in done.output
    assert record.run("ledger", "head").output == f"first {seq}:{checksum}\n"


def test_the_head_of_any_earlier_line_may_have_been_kept(record: Record) -> None:
    with record.database.reading() as session:
        heads = [f"{seq}:{kept[:16]}" for seq, kept in session.execute(select(LineRow.seq, LineRow.hash))]
    arguments = [part for head in heads for part in ("--head", head)]
    assert record.run("ledger", "verify", *arguments).exit_code == 0


@pytest.mark.parametrize(
    "typed", ["", "12", "12:", "12:abc", "x:0123456789", "12:0123456z89", "12:" + "0" * 65, "-1:01234567"]
)
def test_a_head_that_says_nothing_is_refused(record: Record, typed: str) -> None:
    done = record.run("ledger", "verify", "--head", typed)
    assert done.exit_code == 2
    assert "as a digest prints them" in done.output


def test_a_kept_head_is_of_one_road_map_and_the_road_map_must_be_there(record: Record) -> None:
    with record.database.writing() as session:
        build_roadmap(session, "second")
        session.commit()
    assert "name it with --roadmap" in record.run("ledger", "verify", "--head", "1:01234567").output
    assert "there is no road map 'third'" in record.run("ledger", "verify", "--roadmap", "third").output
    assert record.run("ledger", "verify", "--roadmap", "second").exit_code == 0


def test_a_line_of_one_road_map_that_does_not_fit_is_not_hidden_by_another_that_is_whole(record: Record) -> None:
    with record.database.writing() as session:
        build_roadmap(session, "second")
        session.commit()
    record.tamper(lambda session: removed(session, 3))
    done = record.run("ledger", "verify")
    assert done.exit_code == 1
    assert re.findall(r"^Road map (\w+): (.{6})", done.output, re.M) == [("first", "line 3"), ("second", "0 line")]
