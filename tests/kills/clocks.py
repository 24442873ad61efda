"""Many clocks at the same mornings: each morning is written down once, whoever comes first."""

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine, func, inspect, select, text

from config import Config
from roadmap.database import Database
from roadmap.digests.office import Office
from roadmap.digests.planning import plan
from roadmap.store.mail.editions import EditionRow
from roadmap.store.mail.history import record_steps
from roadmap.store.mail.outbox import DeliveryRow
from tests.builders.recipients import plan as road_map
from tests.kills.ground import enrol, work_on
from tests.kills.workers import Orders, environment, equip, forked

FIRST_MORNING = date(2026, 11, 23)
READERS = 2
# A clock that waits longer for the others has lost them.
_TOGETHER_SECONDS = 300
Pause = Callable[[], object]


@dataclass(frozen=True)
class Mornings:
    """What came of it: editions, and how often each reader was written to on each day."""

    editions: int
    deliveries: int
    repeated: int
    planned: int

    def counts(self) -> dict[str, int]:
        """By name."""
        return asdict(self)

    def troubles(self, periods: int) -> list[str]:
        """What is not as it has to be after so many mornings."""
        meant = Mornings(periods, periods * READERS, 0, periods * READERS)
        return [] if self == meant else [f"{meant} was meant, {self} was found"]


def prepare_mornings(url: str, count: int) -> list[datetime]:
    """A road map whose readers have something to read every morning; the local times of ``count`` mornings in a row."""
    days = [FIRST_MORNING + timedelta(days=number) for number in range(count)]
    database = Database(url)
    with database.writing() as session:
        it = road_map(session)
        it.measure("1")
        it.milestone("1.1", due=FIRST_MORNING - timedelta(days=5))
        work_on(session, it.roadmap.calendar, days)
        enrol(session, it, [f"reader{number}@roadmap.test" for number in range(READERS)])
        session.commit()
    database.engine.dispose()
    return [datetime.combine(day, time(9, 1)) for day in days]


def race(app: Flask, url: str, mornings: list[datetime], log: Path, clocks: int = 8) -> list[int]:
    """Lets so many processes plan every morning, beginning each together; how they ended."""
    together = multiprocessing.get_context("fork").Barrier(clocks)
    pause = _waiting(together)
    numbers = [forked(clock(app, url, mornings, pause), log) for _ in range(clocks)]
    return [os.waitpid(number, 0)[1] for number in numbers]


def _waiting(together: "multiprocessing.synchronize.Barrier") -> Pause:
    return lambda: together.wait(_TOGETHER_SECONDS)


def clock(app: Flask, url: str, mornings: list[datetime], pause: Pause = lambda: None) -> Callable[[], None]:
    """The task of one clock: the program's planning, morning after morning."""

    def task() -> None:
        database = equip(app, Orders(environment(url, 1)))
        settings: Config = app.config["ROADMAP"]
        office = Office(settings.mail_from, settings.secret_key, settings.public_url)
        with app.app_context():
            for morning in mornings:
                pause()
                plan(database, office, morning)

    return task


def count_mornings(url: str) -> Mornings:
    """What is in the database afterwards."""
    database = Database(url)
    with database.reading() as session:
        editions = session.scalar(select(func.count()).select_from(EditionRow)) or 0
        planned = session.scalar(select(func.sum(EditionRow.planned))) or 0
        written = Counter(session.execute(select(DeliveryRow.person_id, DeliveryRow.edition_id)).tuples())
        days = Counter(
            session.execute(
                select(DeliveryRow.person_id, EditionRow.on).join(EditionRow, EditionRow.id == DeliveryRow.edition_id)
            ).tuples()
        )
    database.engine.dispose()
    repeated = sum(count - 1 for count in days.values())
    return Mornings(editions, written.total(), repeated, planned)


def drop_keys(url: str) -> None:
    """Takes every unique key away from editions and deliveries, to see that nothing else keeps the clocks apart."""
    engine = Database(url).engine.execution_options(roadmap_writes=True)
    with engine.connect() as connection:
        for table in ("edition", "delivery"):
            if engine.dialect.name == "postgresql":
                for key in inspect(connection).get_unique_constraints(table):
                    connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {key['name']} CASCADE"))
        connection.commit()
    if engine.dialect.name == "sqlite":
        _rebuild_without_keys(engine)
    engine.dispose()


def _rebuild_without_keys(engine: Engine) -> None:
    """SQLite cannot drop a key: the empty tables are made again without it."""
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        for table in ("edition", "delivery"):
            query = text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL")
            made = connection.execute(query, {"table": table}).tuples().all()
            connection.exec_driver_sql(f"DROP TABLE {table}")
            for kind, statement in sorted(made, key=lambda each: each[0] != "table"):
                if kind != "trigger":
                    connection.exec_driver_sql(_without_unique(statement))
        record_steps(connection)
        connection.exec_driver_sql("COMMIT")


def _without_unique(statement: str) -> str:
    lines = [line for line in statement.splitlines() if " UNIQUE (" not in line]
    return "\n".join(lines).replace(", \n)", "\n)").replace(",\n)", "\n)")
