"""Every migration goes up and down, agrees with the tables, and leaves the ledger's refusal standing."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from roadmap.database import Database
from roadmap.domain.text import LocalizedText
from roadmap.store.append_only import APPEND_ONLY_TABLES
from roadmap.store.seedfiles import read_seeds
from roadmap.store.seeding import load
from roadmap.store.tables import Row
from tests.builders.house import house_on
from tests.services.databases import PROJECT, migrate

REVISIONS = [each.revision for each in ScriptDirectory(str(PROJECT / "migrations")).walk_revisions()][::-1]


@pytest.fixture
def alembic(bare_database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Config]:
    monkeypatch.setenv("DATABASE_URL", bare_database_url)
    with open(os.devnull, "w") as nowhere:
        yield Config(toml_file=PROJECT / "pyproject.toml", stdout=nowhere)


def tables(url: str) -> set[str]:
    database = Database(url)
    try:
        return set(inspect(database.engine).get_table_names())
    finally:
        database.engine.dispose()


def counts(database: Database) -> dict[str, int]:
    with database.reading() as session:
        tables = Row.metadata.sorted_tables
        return {table.name: session.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}


def test_the_migrations_make_the_tables_that_the_program_speaks_of(alembic: Config) -> None:
    command.upgrade(alembic, "head")
    command.check(alembic)


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_migration_goes_down_and_up_again(alembic: Config, bare_database_url: str, revision: str) -> None:
    command.upgrade(alembic, revision)
    command.downgrade(alembic, "-1")
    command.upgrade(alembic, "head")
    command.check(alembic)
    command.downgrade(alembic, "base")
    assert tables(bare_database_url) <= {"alembic_version"}


def test_migrating_what_is_migrated_changes_no_row(alembic: Config, bare_database_url: str) -> None:
    command.upgrade(alembic, "head")
    house = house_on(bare_database_url)
    with house.database.writing() as session:
        load(session, read_seeds(PROJECT / "seeds"), at=datetime.now(UTC), today=date(2026, 11, 23))
        session.commit()
    before = counts(house.database)
    command.upgrade(alembic, "head")
    assert counts(house.database) == before
    assert before["ledger_line"] > 0
    assert before["measure"] > 3
    house.close()


def test_after_migrating_the_ledger_still_refuses_to_be_rewritten(alembic: Config, bare_database_url: str) -> None:
    command.upgrade(alembic, "head")
    house = house_on(bare_database_url)
    for name in APPEND_ONLY_TABLES:
        table = Row.metadata.tables[name]
        for statement in (table.update().values(seq=9), table.delete()):
            with house.database.writing() as session, pytest.raises(DBAPIError, match="append-only"):
                session.execute(statement)
    house.close()


def test_texts_in_three_languages_come_back_as_they_went_in(alembic: Config, bare_database_url: str) -> None:
    command.upgrade(alembic, "head")
    house = house_on(bare_database_url)
    with house.database.reading() as session:
        stored = session.execute(text("SELECT title FROM roadmap")).scalar_one()
    assert "Жол картасы" in str(stored)
    assert LocalizedText(kk="Жол картасы").within("kk") == "Жол картасы"
    house.close()


def upgrade_in_a_process(url: str) -> int:
    """What a machine does that starts with nothing but an address: no other setting is in its environment."""
    environment = {"DATABASE_URL": url, "PATH": os.environ["PATH"]}
    alembic = Path(sys.executable).with_name("alembic")
    ended = subprocess.run([alembic, "upgrade", "head"], cwd=PROJECT, env=environment, capture_output=True, check=False)
    return ended.returncode


def test_four_machines_that_migrate_at_once_do_not_disturb_each_other(bare_postgresql_url: str) -> None:
    with ThreadPoolExecutor(4) as machines:
        assert list(machines.map(upgrade_in_a_process, [bare_postgresql_url] * 4)) == [0, 0, 0, 0]
    migrate(bare_postgresql_url)


def test_an_sqlite_file_in_a_folder_that_is_not_there_yet_is_made(tmp_path: Path) -> None:
    assert upgrade_in_a_process(f"sqlite:///{tmp_path}/data/deep/roadmap.db") == 0
    assert (tmp_path / "data/deep/roadmap.db").is_file()


# An edition of ten o'clock that made up for one of nine, and an address that was only asked and was refused.
DOES_NOT_FIT = (
    """
    INSERT INTO edition (id, "on", timezone, slot, planned, state, recorded_at, covered_by) VALUES
      (1, '2026-11-23', 'Asia/Almaty', '10:00', 1, 'written', '2026-11-23 04:00:00+00:00', NULL),
      (2, '2026-11-20', 'Asia/Almaty', '09:00', 0, 'covered', '2026-11-23 04:00:00+00:00', 1)
    """,
    """
    INSERT INTO delivery (id, dedupe_key, address, language, subject, message_id, mime, mime_sha256, state,
      state_changed_at, attempts, next_at, lease_token, kind)
    VALUES (1, 'opt_in:1', 'a@b.test', 'kk', 's', 'm', '', '', 'failed', '2026-11-23 04:00:00+00:00', 0,
      '2026-11-23 04:00:00+00:00', 0, 'opt_in')
    """,
    "INSERT INTO suppression VALUES ('a@b.test', '550 5.1.1', 1, '2026-11-23 04:00:00+00:00')",
)


def test_going_back_before_the_choices_of_mail_takes_only_what_does_not_fit(
    alembic: Config, bare_database_url: str
) -> None:
    command.upgrade(alembic, "20261122_1510")
    database = Database(bare_database_url)
    with database.writing() as session:
        for statement in DOES_NOT_FIT:
            session.execute(text(statement))
        session.commit()
    database.engine.dispose()
    command.downgrade(alembic, "-1")
    with database.reading() as session:
        assert session.execute(text("SELECT id FROM edition")).scalars().all() == [2]
        assert session.execute(text("SELECT count(*) FROM delivery")).scalar_one() == 0
    database.engine.dispose()
