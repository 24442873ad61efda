"""A migration that is killed in the middle leaves nothing half done: run again, it ends where it would have."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Engine, event, inspect, text

from roadmap.database import Database
from tests.builders.seeded import demonstrated, seeded
from tests.kills.workers import forked
from tests.services.databases import PROJECT, migrate, new_postgresql

REVISIONS = [each.revision for each in ScriptDirectory(str(PROJECT / "migrations")).walk_revisions()][::-1]
MONDAY = date(2026, 11, 23)
# What a migration writes down at its own moment.
MOMENTS = {("post_holding", "recorded_at")}
Copy = Callable[[], str]
Content = dict[str, list[tuple[Any, ...]]]


class Killer:
    """Counts the statements of a process that change something, and ends the process before one of them."""

    def __init__(self, before: int | None) -> None:
        self.before, self.count = before, 0

    def __call__(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "PRAGMA")):
            return
        self.count += 1
        if self.count == self.before:
            os.kill(os.getpid(), signal.SIGKILL)


def move(url: str, revision: str, down: bool, before: int | None, counted: Path | None = None) -> None:
    """Goes one migration up to ``revision`` or down from it; dies before its statement number ``before``."""
    killer = Killer(before)
    event.listen(Engine, "before_cursor_execute", killer)
    os.environ["DATABASE_URL"] = url
    with open(os.devnull, "w") as nowhere:
        config = Config(toml_file=PROJECT / "pyproject.toml", stdout=nowhere)
        if down:
            command.downgrade(config, f"{revision}-1" if revision != REVISIONS[0] else "base")
        else:
            command.upgrade(config, revision)
    if counted:
        counted.write_text(str(killer.count))


def in_a_process(log: Path, task: Callable[[], None]) -> int:
    """How the process ended: 0, or the signal that ended it, below 0."""
    _, status = os.waitpid(forked(task, log), 0)
    return os.waitstatus_to_exitcode(status)


def content(url: str) -> Content:
    """Every row of every table."""
    database = Database(url)
    try:
        with database.reading() as session:
            tables = inspect(session.connection()).get_table_names()
            return {table: rows(session, table) for table in sorted(tables)}
    finally:
        database.engine.dispose()


def rows(session: Any, table: str) -> list[tuple[Any, ...]]:
    found = session.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608 - a table's own name
    kept = [number for number, name in enumerate(found.keys()) if (table, name) not in MOMENTS]
    return sorted((tuple(str(row[number]) for number in kept) for row in found), key=repr)


def fill(url: str) -> None:
    database = Database(url)
    with database.writing() as session:
        seeded(session, day=MONDAY)
        demonstrated(session, MONDAY)
        session.commit()
    database.engine.dispose()


@contextmanager
def copies_at(kind: str, request: pytest.FixtureRequest, folder: Path, revision: str | None) -> Iterator[Copy]:
    """Fresh copies of a database full of data, as it was before the migrations after ``revision``."""
    with ExitStack() as stack:
        if kind == "sqlite":
            origin = folder / "origin.sqlite"
            fill_at(f"sqlite:///{origin}", revision)
            yield lambda: f"sqlite:///{shutil.copyfile(origin, folder / f'{len(os.listdir(folder))}.sqlite')}"
            return
        server: URL = request.getfixturevalue("postgresql_server")
        full = stack.enter_context(new_postgresql(server))
        fill_at(full.render_as_string(hide_password=False), revision)
        yield lambda: stack.enter_context(new_postgresql(server, template=str(full.database))).render_as_string(
            hide_password=False
        )


def fill_at(url: str, revision: str | None) -> None:
    """The data of today, taken back to an older revision."""
    migrate(url)
    fill(url)
    if revision != REVISIONS[-1]:
        with pytest.MonkeyPatch.context() as patch, open(os.devnull, "w") as nowhere:
            patch.setenv("DATABASE_URL", url)
            command.downgrade(Config(toml_file=PROJECT / "pyproject.toml", stdout=nowhere), revision or "base")


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
@pytest.mark.parametrize("down", [False, True], ids=["up", "down"])
@pytest.mark.parametrize("revision", REVISIONS)
def test_a_migration_that_is_killed_ends_where_it_should_when_it_is_run_again(
    kind: str, down: bool, revision: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    position = REVISIONS.index(revision)
    begins_at = revision if down else REVISIONS[position - 1] if position else None
    databases, log, counted = tmp_path / "databases", tmp_path / "log", tmp_path / "count"
    databases.mkdir()
    with copies_at(kind, request, databases, begins_at) as new_copy:
        whole = new_copy()
        assert in_a_process(log, lambda: move(whole, revision, down, None, counted)) == 0, log.read_text()
        wanted, statements = content(whole), int(counted.read_text())
        assert down or sum(map(len, wanted.values())) > 1 or not position
        for before in sorted({1, 2, statements // 3, statements // 2, statements - 1, statements} - {0}):
            url = new_copy()
            as_it_was = content(url)
            assert in_a_process(log, lambda: move(url, revision, down, before)) == -signal.SIGKILL  # noqa: B023
            assert content(url) in (as_it_was, wanted), f"{before} of {statements}: something was left half done"
            assert in_a_process(log, lambda: move(url, revision, down, None)) == 0, log.read_text()  # noqa: B023
            assert content(url) == wanted, f"{before} of {statements}: it did not end where it should"
