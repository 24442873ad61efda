"""Holdings from before their changes were kept: those without a first day are known as long as there is a record."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from roadmap.database import Database
from tests.services.databases import PROJECT

BEFORE, AFTER = "20261122_1900", "20261122_2020"
_ROWS = (
    """INSERT INTO post (id, title, version) VALUES (1, '{"en": "Head"}', 1)""",
    "INSERT INTO person (id, name, language, demonstration, active, version) VALUES (1, 'Anna', 'kk', false, true, 1)",
    "INSERT INTO post_holding (id, post_id, person_id, first_on, acting, recorded_at, version) VALUES"
    " (1, 1, 1, NULL, false, '2026-11-20 09:00:00', 1), (2, 1, 1, '2026-11-01', true, '2026-11-20 09:00:00', 1)",
    "INSERT INTO roadmap (id, slug, title, title_origin, stage, act_title, timezone, calendar, revision, developer,"
    " is_default, demonstration, head_seq, head_hash, version)"
    " VALUES (1, 'first', '{}', 'letter', 'being_developed', '{}', 'Asia/Almaty', 'KZ', 0, '{}', true, false, 1, 'h',"
    " 1)",
    "INSERT INTO ledger_line (id, roadmap_id, seq, act, effective_on, recorded_at, previous_hash, hash)"
    " VALUES (1, 1, 1, 'decision', '2026-10-01', '2026-10-01 09:00:00', '', 'h')",
)


@pytest.fixture
def alembic(bare_database_url: str, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setenv("DATABASE_URL", bare_database_url)
    return Config(toml_file=PROJECT / "pyproject.toml")


def test_holdings_are_kept_up_and_down(alembic: Config, bare_database_url: str) -> None:
    command.upgrade(alembic, BEFORE)
    database = Database(bare_database_url)
    with database.writing() as session:
        for statement in _ROWS:
            session.execute(text(statement))
        session.commit()
    database.engine.dispose()
    command.upgrade(alembic, AFTER)
    with database.reading() as session:
        known = session.execute(text("SELECT recorded_at FROM post_holding ORDER BY id")).scalars().all()
    assert [str(each)[:10] for each in known] == ["2026-10-01", "2026-11-20"]
    database.engine.dispose()
    command.downgrade(alembic, BEFORE)
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM post_holding")).scalar_one() == 2
    database.engine.dispose()
    command.upgrade(alembic, "head")
