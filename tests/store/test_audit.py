"""Verifying a long record takes hardly more memory than verifying a short one."""

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, update

from roadmap.database import Database
from roadmap.domain.facts import Confidence
from roadmap.domain.ledger import Act
from roadmap.store import audit
from roadmap.store.chain import StoredEntry, StoredLine, checksum
from roadmap.store.facts import dump
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.plan import RoadmapRow
from tests.builders.portfolios import build_roadmap, report

DAY, AT = date(2026, 3, 2), datetime(2026, 3, 2, 4, tzinfo=UTC)
SAID = report(Confidence.ON_TRACK, "Goes on")


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    database = Database(sqlite_url)
    yield database
    database.engine.dispose()


def record_of(database: Database, slug: str, count: int) -> int:
    """A road map with so many lines, written in one go."""
    with database.writing() as session:
        built = build_roadmap(session, slug)
        measure_id, previous = built.measures["1"], ""
        lines, entries, first = [], [], built.id * 1_000_000
        for seq in range(1, count + 1):
            entry = StoredEntry(None, SAID.facet.value, dump(SAID.fact))
            digest = checksum(previous, StoredLine(seq, Act.REPORT.value, measure_id, DAY, AT, None, (entry,)))
            same = {
                "seq": seq,
                "act": Act.REPORT.value,
                "measure_id": measure_id,
                "effective_on": DAY,
                "recorded_at": AT,
                "author_id": None,
            }
            of_its_own = {"id": first + seq, "roadmap_id": built.id, "corrects": None}
            lines.append({**same, **of_its_own, "previous_hash": previous, "hash": digest})
            entries.append(
                {
                    **same,
                    "line_id": first + seq,
                    "position": 0,
                    "place": seq,
                    "milestone_id": None,
                    "facet": entry.facet,
                    "fact": entry.fact,
                }
            )
            previous = digest
        session.execute(insert(LineRow), lines)
        session.execute(insert(EntryRow), entries)
        head = {"head_seq": count, "head_hash": previous}
        session.execute(update(RoadmapRow).where(RoadmapRow.id == built.id).values(head))
        session.commit()
    return built.id


def test_a_record_twenty_times_as_long_takes_hardly_more_memory(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "_BATCH", 100)
    peaks = []
    numbers = [record_of(database, slug, count) for slug, count in (("first", 200), ("second", 200), ("third", 4000))]
    for number in numbers:
        with database.reading() as session:
            tracemalloc.start()
            found = audit.examine(session, number)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert found.finding is None
    # The first walk fills what is kept of the queries; what is left over waits for the collector.
    assert peaks[2] < 3 * peaks[1]
