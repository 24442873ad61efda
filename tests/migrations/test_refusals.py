"""After every migration the database still refuses to rewrite what was said, with rows in the tables and without."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, Table, inspect, text
from sqlalchemy.exc import DBAPIError

from roadmap.database import Database
from roadmap.store.append_only import APPEND_ONLY_LOGS, APPEND_ONLY_TABLES
from tests.migrations.test_migrations import REVISIONS
from tests.services.databases import PROJECT


@pytest.fixture
def alembic(bare_database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Config]:
    monkeypatch.setenv("DATABASE_URL", bare_database_url)
    with open(os.devnull, "w") as nowhere:
        yield Config(toml_file=PROJECT / "pyproject.toml", stdout=nowhere)


# Something of each kind that a column may hold.
SOME: dict[type, Any] = {
    int: 1,
    str: "report",
    bool: True,
    dict: {},
    object: {},
    date: date(2026, 11, 23),
    datetime: datetime(2026, 11, 23, 4, tzinfo=UTC),
}


def put_a_row_into(connection: Connection, table: Table) -> None:
    """A row that fits the columns of this very revision; what it refers to is not asked for."""
    wanted = (column for column in table.columns if not column.nullable)
    connection.execute(table.insert().values({column.name: SOME[column.type.python_type] for column in wanted}))


@pytest.mark.parametrize("revision", REVISIONS)
def test_after_every_migration_lines_and_events_are_only_added(
    alembic: Config, bare_database_url: str, revision: str
) -> None:
    command.upgrade(alembic, revision)
    engine = Database(bare_database_url).engine.execution_options(roadmap_writes=True)
    there = set(inspect(engine).get_table_names()) & {*APPEND_ONLY_TABLES, *APPEND_ONLY_LOGS}
    assert there >= set(APPEND_ONLY_TABLES)
    for table in (Table(name, MetaData(), autoload_with=engine) for name in sorted(there)):
        # SQLite asks its triggers row by row: without a row nothing would be refused.
        with engine.connect() as connection:
            _without_references(connection)
            put_a_row_into(connection, table)
            connection.commit()
        same = {column.name: column for column in table.columns}
        for statement in (table.update().values(same), table.delete()):
            with engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
                connection.execute(statement)
    engine.dispose()


def _without_references(connection: Connection) -> None:
    """Lets a row stand alone; the refusal does not depend on what it refers to."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
