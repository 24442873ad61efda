"""What a person's one post was becomes a holding, and is a person's one post again on the way back."""

from datetime import date

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from roadmap.database import Database
from tests.services.databases import PROJECT

BEFORE, AFTER = "20261122_1740", "20261122_1803"


@pytest.fixture
def alembic(bare_database_url: str, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setenv("DATABASE_URL", bare_database_url)
    return Config(toml_file=PROJECT / "pyproject.toml")


def test_posts_are_kept_up_and_down(alembic: Config, bare_database_url: str) -> None:
    command.upgrade(alembic, BEFORE)
    database = Database(bare_database_url)
    with database.writing() as session:
        session.execute(text("""INSERT INTO post (id, title, version) VALUES (1, '{"en": "Head"}', 1), (2, '{}', 1)"""))
        session.execute(
            text(
                "INSERT INTO person (id, name, language, post_id, demonstration, active, version)"
                " VALUES (1, 'Anna', 'kk', 1, false, true, 1), (2, 'Bolat', 'kk', NULL, false, true, 1)"
            )
        )
        session.commit()
    database.engine.dispose()
    command.upgrade(alembic, AFTER)
    with database.writing() as session:
        held = session.execute(text("SELECT post_id, person_id, first_on, last_on, acting FROM post_holding")).all()
        assert [(post, person, first, last, bool(acting)) for post, person, first, last, acting in held] == [
            (1, 1, None, None, False)
        ]
        session.execute(
            text(
                "INSERT INTO post_holding (post_id, person_id, last_on, acting, recorded_at, version)"
                " VALUES (2, 1, :ended, false, CURRENT_TIMESTAMP, 1), (2, 2, NULL, true, CURRENT_TIMESTAMP, 1)"
            ),
            {"ended": date(2026, 1, 31).isoformat() if "sqlite" in bare_database_url else date(2026, 1, 31)},
        )
        session.commit()
    database.engine.dispose()
    command.downgrade(alembic, BEFORE)
    with database.reading() as session:
        assert session.execute(text("SELECT id, post_id FROM person ORDER BY id")).all() == [(1, 1), (2, 2)]
    database.engine.dispose()
    command.upgrade(alembic, "head")
