"""``python -m benchmarks.record``: what a long ledger costs a reader of the road map, and how fast it can be added to.

The read model chooses what is in force by one step on an index for each answer, so a hundred times as many lines must
cost far less than a hundred times as much, and exactly as many queries: today, as of an earlier day, as known at an
earlier moment, and in the history of one measure.
"""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from benchmarks.large_roadmap import text, write_large
from benchmarks.measuring import as_table, databases, in_own_process, keep, median_of
from roadmap.database import Database
from roadmap.domain.facts import Confidence, Progress, ProgressFact, ReportFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.plan import Roadmap
from roadmap.store.history import history_of
from roadmap.store.ledger import append
from roadmap.store.plan_reading import default_roadmap
from roadmap.store.portfolio import alone_on, portfolio_on
from tests.builders.queries import counted

# Measures of ten milestones, and the numbers of lines behind each: 10 and 10,000 lines on a page, then 100,000.
SIZES = ((10, (1, 10, 1000)), (1000, (1, 10, 100)))
AGO = timedelta(days=180)
SECONDS = 4.0
Reading = Callable[[Session, Roadmap, date], Any]
READINGS: dict[str, Reading] = {
    "today": lambda session, roadmap, today: portfolio_on(session, roadmap, today),
    "half a year ago": lambda session, roadmap, today: portfolio_on(session, roadmap, today - AGO),
    "as known then": lambda session, roadmap, today: portfolio_on(session, roadmap, today - AGO, _moment(today - AGO)),
    "one measure": lambda session, roadmap, today: alone_on(session, roadmap, "1", today),
    "its history": lambda session, roadmap, today: history_of(session, roadmap.id, 1, today, None),
}


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def build(url: str, measures: int, lines: int) -> dict[int, list[int]]:
    """Writes the measures with that many lines behind each; answers their milestones."""
    database = Database(url)
    with database.writing() as session:
        large = write_large(session, measures, lines, datetime.now(UTC).date())
        session.commit()
    with database.writing() as session:
        # A database of this size would have looked at its tables long ago.
        session.execute(sql("ANALYZE"))
        session.commit()
    return large.milestones


def read(url: str, which: str) -> tuple[float, int]:
    """Milliseconds for a reading, judged as a page has it, and how many queries it took."""
    kept, today = Database(url), datetime.now(UTC).date()

    def once() -> None:
        with kept.reading() as session:
            roadmap = default_roadmap(session)
            assert roadmap is not None  # noqa: S101 - it was written just before
            READINGS[which](session, roadmap, today)

    once()
    with counted(kept.engine) as count:
        once()
    return median_of(once, 100, SECONDS).clock, count.total


def add(url: str, milestones: dict[int, list[int]]) -> float:
    """Lines per second, each a report about two milestones in a transaction of its own."""
    kept, done, begun = Database(url), 0, time.monotonic()
    owned = list(milestones.items())
    while time.monotonic() - begun < SECONDS:
        measure_id, own = owned[done % len(owned)]
        now = datetime.now(UTC)
        statements = [
            Statement(Facet.REPORT, ReportFact(Confidence.ON_TRACK, text(f"Report {done}"))),
            *(Statement(Facet.PROGRESS, ProgressFact(Progress.IN_PROGRESS), each) for each in own[4:6]),
        ]
        with kept.writing() as session:
            append(
                session,
                roadmap_id=1,
                measure_id=measure_id,
                act=Act.REPORT,
                statements=statements,
                effective_on=now.date(),
                recorded_at=now,
                author_id=None,
            )
            session.commit()
        done += 1
    return round(done / (time.monotonic() - begun), 1)


def measured(kind: str, make: Callable[[], str]) -> list[dict[str, Any]]:
    """Every reading at every size on one database, each beside the shortest ledger of as many measures."""
    found: list[dict[str, Any]] = []
    for measures, lengths in SIZES:
        shortest: dict[str, float] = {}
        for lines in lengths:
            url = make()
            milestones = in_own_process(build, url, measures, lines)
            for which in READINGS:
                taken, queries = in_own_process(read, url, which)
                first = shortest.setdefault(which, taken)
                row = {"database": kind, "measures": measures, "lines behind each": lines, "reading": which}
                found.append({**row, "ms": taken, "queries": queries, "times the shortest": round(taken / first, 2)})
            found[-1]["lines added per second"] = in_own_process(add, url, milestones)
    return found


def main() -> None:
    """Measures every database that can be had, prints a table and keeps the rows."""
    found: list[dict[str, Any]] = []
    with databases() as makers:
        for kind, make in makers.items():
            found += measured(kind, make)
    rows = [{**row, "lines added per second": row.get("lines added per second", "")} for row in found]
    print(as_table(rows))
    print(f"\nKept in {keep('record', datetime.now(UTC).date(), rows).name}")


if __name__ == "__main__":
    main()
