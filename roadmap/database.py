"""Engine and sessions for SQLite and PostgreSQL: how the program talks to its database, without Flask.

A reading session may not write; a writing session takes SQLite's write lock at its start, because a transaction that
reads first and writes later loses updates there without an error.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

_WRITES, _ALONE = "roadmap_writes", "roadmap_alone"
_BUSY_TIMEOUT_MS = 5000
# PostgreSQL's codes for a table and for a column that is not there, and SQLite's words.
_NOT_THERE_CODES = {"42P01", "42703"}
_NOT_THERE = re.compile(r"no such (table|column)|table \w+ has no column")


class Database:
    """One database: an engine and two kinds of session on it."""

    def __init__(self, url: str) -> None:
        self.engine = engine_for(url)
        self._reading = sessionmaker(self.engine, expire_on_commit=False, autoflush=False)
        self._writing = sessionmaker(self.engine.execution_options(**{_WRITES: True}), expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and cannot change it."""
        with self._reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that may write. The caller commits once, at the end; without a commit nothing happened."""
        with self._writing() as session:
            yield session

    @contextmanager
    def writing_often(self) -> Iterator[Session]:
        """A session for many short transactions, one after another on one connection; each ends with its commit."""
        with self.engine.connect() as connection:
            connection.execution_options(**{_WRITES: True})
            with Session(connection, expire_on_commit=False) as session:
                yield session

    @contextmanager
    def writing_alone(self) -> Iterator[Connection]:
        """A connection on which each statement is a transaction of its own, for what is run for every mail.

        It waits for nothing but the one answer, and a commit only ends what the connection itself keeps in mind.
        """
        with self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="AUTOCOMMIT")
            yield connection.execution_options(**{_WRITES: True, _ALONE: True})


def engine_for(url: str) -> Engine:
    """An engine with the settings each database needs; makes the folder of an SQLite file.

    Its errors never say with which values a statement was run: they are logged, and values are addresses and checksums.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, json_serializer=_readable_json, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(
        parsed,
        json_serializer=_readable_json,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_recycle=300,
        connect_args={
            "connect_timeout": 5,
            "options": "-c timezone=UTC -c statement_timeout=30000 -c lock_timeout=5000"
            " -c idle_in_transaction_session_timeout=15000",
        },
    )
    event.listen(engine, "begin", _begin_postgresql)
    return engine


# Kazakh and Russian words stay readable for whoever looks into the table.
_readable_json = partial(json.dumps, ensure_ascii=False)


def _prepare_sqlite(connection: SqliteConnection, _record: object) -> None:
    # SQLAlchemy's own BEGIN is used instead of the driver's, which comes only before the first change: too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={_BUSY_TIMEOUT_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = _writes(connection)
    if connection.info.get(_WRITES) is not writes:
        # As the connection was left by the transaction before, which most often was of the same kind.
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
        connection.info[_WRITES] = writes
    if not connection.get_execution_options().get(_ALONE):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if not _writes(connection):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(_WRITES))


def why_unusable(error: DBAPIError) -> str | None:
    """One line for whoever runs the program: not migrated, or not answering; ``None`` for any other error."""
    said = str(error.orig)
    if getattr(error.orig, "sqlstate", None) in _NOT_THERE_CODES or _NOT_THERE.match(said):
        return "The database has not been migrated to this version of the program. Run: alembic upgrade head"
    if isinstance(error, OperationalError):
        return f"The database did not do what was asked: {' '.join(said.split())}"
    return None
