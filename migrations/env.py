"""Runs the migrations on whatever DATABASE_URL names. Nothing else of the program's settings is needed."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, text

from config import database_url
from roadmap.database import engine_for
from roadmap.store.base import Localized, Moment
from roadmap.store.tables import Row

# Any number that no other program on the same server uses for its advisory lock.
_LOCK = 7_021_202_611


def _render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """A migration names the databases' own types, so that it stays true when the program's types change."""
    if kind == "type" and isinstance(item, Localized):
        return "sa.JSON()"
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def _migrate(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_as_batch=sqlite,
        compare_type=True,
        render_item=_render_item,
        transaction_per_migration=True,
    )
    if not sqlite:
        # Two machines that start at once must not both migrate. The lock is the connection's, because each migration
        # has a transaction of its own and a transaction's lock would end with the first of them.
        connection.execute(text(f"SELECT pg_advisory_lock({_LOCK})"))
        connection.commit()
    with context.begin_transaction():
        context.run_migrations()


def run() -> None:
    """One connection, with writing allowed; on SQLite without foreign keys, because rebuilding a parent table would
    otherwise empty its children."""
    engine = engine_for(database_url()).execution_options(roadmap_writes=True)
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        _migrate(connection)
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"rows point to nothing after the migration: {broken[:5]}")
            connection.commit()
    engine.dispose()


run()
