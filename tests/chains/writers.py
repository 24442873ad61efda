"""Processes that append to one road map's ledger as fast as they can, rightly or naively, and what came of it."""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Engine, func, inspect, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.domain.ledger import Act, Facet
from roadmap.store import ledger
from roadmap.store.append_only import guard
from roadmap.store.audit import examine
from roadmap.store.chain import StoredEntry, StoredLine, checksum
from roadmap.store.facts import dump
from roadmap.store.ledger import LineRow, append
from roadmap.store.plan import RoadmapRow
from tests.builders.portfolios import Confidence, build_roadmap, report

DAY = date(2026, 11, 23)
Writer = Callable[[Database, int, int], None]


@dataclass
class Came:
    """What became of the lines that were sent.

    ``refused`` were not written; ``again`` is how often a line was sent once more because the database was busy for
    longer than anybody waits; ``forks`` are lines that follow one that another follows already.
    """

    sent: int
    accepted: int
    refused: int
    again: int
    kept: int
    forks: int
    whole: bool
    first_misfit: int
    seconds: int

    def __str__(self) -> str:
        return " ".join(f"{name}={value}" for name, value in vars(self).items())


def rightly(database: Database, roadmap_id: int, measure_id: int) -> None:
    """One line as the program writes it: the head is locked first."""
    with database.writing() as session:
        append(
            session,
            roadmap_id=roadmap_id,
            measure_id=measure_id,
            act=Act.REPORT,
            statements=[report(Confidence.ON_TRACK, "Goes on")],
            effective_on=DAY,
            recorded_at=datetime.now(UTC),
            author_id=None,
        )
        session.commit()


def naively(database: Database, roadmap_id: int, measure_id: int) -> None:
    """One line after the last one that was seen: ``ORDER BY seq DESC LIMIT 1``, and no lock."""
    newest = select(LineRow.seq, LineRow.hash).where(LineRow.roadmap_id == roadmap_id)
    with database.reading() as session:
        last = session.execute(newest.order_by(LineRow.seq.desc()).limit(1)).first()
    seq, previous = (last.seq + 1, last.hash) if last else (1, "")
    said = StoredEntry(None, Facet.REPORT.value, dump(report(Confidence.ON_TRACK, "Goes on").fact))
    stored = StoredLine(seq, Act.REPORT.value, measure_id, DAY, datetime.now(UTC), None, (said,))
    with database.writing() as session:
        # All the rest as the program does it.
        ledger._write(session, roadmap_id, stored, previous, checksum(previous, stored), None)
        head = {"head_seq": stored.seq, "head_hash": checksum(previous, stored)}
        session.execute(update(RoadmapRow).where(RoadmapRow.id == roadmap_id).values(head))
        session.commit()


def write_together(url: str, writers: int, lines: int, how: Writer = rightly, keys: bool = True) -> Came:
    """``writers`` processes write ``lines`` each, about three measures in turn; then the chain is walked."""
    database = Database(url)
    with database.writing() as session:
        built = build_roadmap(session)
        session.commit()
    if not keys:
        drop_keys(database.engine.execution_options(roadmap_writes=True))
    database.engine.dispose()
    began = time.monotonic()
    measures = list(built.measures.values())
    with multiprocessing.get_context("spawn").Pool(writers) as pool:
        tasks = [(url, how, built.id, measures[number % len(measures)], lines) for number in range(writers)]
        accepted, again = (sum(parts) for parts in zip(*pool.starmap(_write_some, tasks, chunksize=1), strict=True))
    seconds = round(time.monotonic() - began)
    sent = writers * lines
    with database.reading() as session:
        found = examine(session, built.id)
        kept, forks = _counted(session)
    database.engine.dispose()
    misfit = found.finding.seq if found.finding else 0
    return Came(sent, accepted, sent - accepted, again, kept, forks, not misfit, misfit, seconds)


def _write_some(url: str, how: Writer, roadmap_id: int, measure_id: int, lines: int) -> tuple[int, int]:
    database, accepted, again = Database(url), 0, 0
    for _ in range(lines):
        sent = False
        while not sent:
            try:
                how(database, roadmap_id, measure_id)
                sent, accepted = True, accepted + 1
            except OperationalError:
                # Busy, as the page would say with 503: nothing was written, and whoever sent it sends it again.
                again += 1
            except DBAPIError:
                sent = True
    database.engine.dispose()
    return accepted, again


def _counted(session: Session) -> tuple[int, int]:
    kept = session.scalar(select(func.count()).select_from(LineRow)) or 0
    distinct = session.scalar(select(func.count(LineRow.previous_hash.distinct()))) or 0
    return kept, kept - distinct


def drop_keys(engine: Engine) -> None:
    """Takes away the unique keys of the lines, to see that nothing else keeps naive writers from forking the chain."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            for key in inspect(connection).get_unique_constraints("ledger_line"):
                connection.execute(text(f"ALTER TABLE ledger_line DROP CONSTRAINT {key['name']} CASCADE"))
            connection.commit()
            return
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        made = connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'ledger_line'"))
        kept = [line for line in str(made).splitlines() if " UNIQUE (" not in line]
        connection.exec_driver_sql("DROP TABLE ledger_line")
        connection.exec_driver_sql("\n".join(kept).replace(", \n)", "\n)").replace(",\n)", "\n)"))
        guard(connection, ("ledger_line",))
        connection.exec_driver_sql("COMMIT")
