"""The database's own refusal to change or remove lines of the ledger, for both databases.

A migration that rebuilds one of these tables on SQLite drops its triggers and has to run this again.
"""

from sqlalchemy import Connection, text

APPEND_ONLY_TABLES = ("ledger_line", "ledger_entry")
# What happened beside the ledger.
APPEND_ONLY_LOGS = ("security_event", "calendar_day_change", "post_holding_change")


def guard(connection: Connection, tables: tuple[str, ...] = APPEND_ONLY_TABLES) -> None:
    """Sets the triggers on the tables; setting them again changes nothing."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(_POSTGRESQL_FUNCTION))
    for table in tables:
        statements = _POSTGRESQL if connection.dialect.name == "postgresql" else _SQLITE
        for statement in statements:
            connection.execute(text(statement.format(table=table)))


def unguard(connection: Connection, tables: tuple[str, ...]) -> None:
    """Takes the triggers away, for a migration that takes the tables away."""
    if connection.dialect.name == "postgresql":
        for table in tables:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}"))
    else:
        for table in tables:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_update"))
            connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_delete"))


_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
_POSTGRESQL = (
    "DROP TRIGGER IF EXISTS {table}_append_only ON {table}",
    "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
)
_SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table}"
    " BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    "CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table}"
    " BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
)
