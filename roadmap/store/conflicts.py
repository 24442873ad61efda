"""Inserting what somebody else may have inserted a moment ago. Each database has an ``INSERT`` of its own for it."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from roadmap.store.base import Row


def insert_into(session: Session, table: type[Row]) -> postgresql.Insert | sqlite.Insert:
    """An insert that can be told what to do on a conflict (``on_conflict_do_nothing``, ``on_conflict_do_update``)."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
