"""``python -m benchmarks.record``: what a long ledger costs a reader of the road map, and how fast it can be added to.

The read model chooses what is in force by one step on an index for each answer, so a hundred times as many lines must
cost far less than a hundred times as much.
"""

import time
from datetime import UTC, datetime
from typing import Any

from benchmarks.large_roadmap import text, write_large
from benchmarks.measuring import as_table, databases, in_own_process, keep, median_of
from roadmap.database import Database
from roadmap.domain.facts import Confidence, Progress, ProgressFact, ReportFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.store.ledger import append
from roadmap.store.plan_reading import default_roadmap
from roadmap.store.portfolio import portfolio_on

MEASURES = 10
LENGTHS = (10, 1000)
SECONDS = 4.0


def build(url: str, lines: int) -> dict[int, list[int]]:
    """Writes ten measures with that many lines behind each; answers their milestones."""
    with Database(url).writing() as session:
        large = write_large(session, MEASURES, lines, datetime.now(UTC).date())
        session.commit()
    return large.milestones


def read(url: str) -> float:
    """Milliseconds for the whole road map of today, read and judged."""
    kept, today = Database(url), datetime.now(UTC).date()

    def once() -> None:
        with kept.reading() as session:
            roadmap = default_roadmap(session)
            assert roadmap is not None  # noqa: S101 - it was written just before
            assert len(portfolio_on(session, roadmap, today).measures) == MEASURES  # noqa: S101

    once()
    return median_of(once, 100, SECONDS).clock


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


def main() -> None:
    """Measures both lengths on every database that can be had, prints a table and keeps the rows."""
    found: list[dict[str, Any]] = []
    with databases() as makers:
        for kind, make in makers.items():
            first = 0.0
            for lines in LENGTHS:
                url = make()
                milestones = in_own_process(build, url, lines)
                taken = in_own_process(read, url)
                first = first or taken
                row = {"database": kind, "lines behind each measure": lines, "portfolio, ms": taken}
                rate = in_own_process(add, url, milestones)
                found.append({**row, "times the shortest": round(taken / first, 2), "lines added per second": rate})
    print(as_table(found))
    print(f"\nKept in {keep('record', datetime.now(UTC).date(), found).name}")


if __name__ == "__main__":
    main()
