"""A road map into a database: all of it, verified, or nothing."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from roadmap.domain.ledger import Facet
from roadmap.store.audit import examine
from roadmap.store.exchange.contents import AROUND, OWN, TABLES
from roadmap.store.exchange.values import NotAsDescribed, Stored, columns_of, plain, rebuilt
from roadmap.store.exchange.writing import FORMAT, VERSION
from roadmap.store.facts import load
from roadmap.store.tables import Row

# What road maps share: a row that is there already, the very same one, is taken as it is.
_SHARED = (*AROUND, "calendar_day", "calendar_day_change")


class CannotBeImported(Exception):
    """Why nothing was imported, in one sentence."""


def imported(session: Session, content: bytes) -> str:
    """Puts the road map of a file into the database and answers its short name; raises ``CannotBeImported``.

    Numbers are kept, because the ledger's checksums are over them. The caller commits, or nothing happened.
    """
    said = _said(content)
    roadmap = _roadmap_in(said)
    if session.scalar(select(TABLES["roadmap"].c.id).where(TABLES["roadmap"].c.slug == roadmap["slug"])):
        raise CannotBeImported(f"There is a road map {roadmap['slug']} already.")
    try:
        for table in Row.metadata.sorted_tables:
            if table.name in said["tables"]:
                _insert(session, table, said["tables"][table.name])
        _verify(session, roadmap, said.get("head"))
    except NotAsDescribed as problem:
        raise CannotBeImported(str(problem)) from None
    except (IntegrityError, DataError) as problem:
        raise CannotBeImported(f"The file does not fit together, or into this database: {problem.orig}") from None
    _count_on(session, said["tables"])
    return str(roadmap["slug"])


def _said(content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content.decode())
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise CannotBeImported("The file is not JSON in UTF-8.") from None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise CannotBeImported("The file is not an export of this program.")
    if said.get("version") != VERSION:
        raise CannotBeImported(f"The file is of version {said.get('version')}; this program reads version {VERSION}.")
    tables = said.get("tables")
    if not isinstance(tables, dict) or set(tables) != {*OWN, *AROUND}:
        raise CannotBeImported("The file has other tables than this version of the program keeps.")
    return said


def _roadmap_in(said: dict[str, Any]) -> Stored:
    rows = said["tables"]["roadmap"]
    if not isinstance(rows, list) or len(rows) != 1 or not isinstance(rows[0], dict):
        raise CannotBeImported("The file has to hold one road map.")
    roadmap: Stored = rows[0]
    if not isinstance(roadmap.get("slug"), str) or roadmap["slug"] != said.get("roadmap"):
        raise CannotBeImported("The file names another road map than it holds.")
    return roadmap


def _insert(session: Session, table: Table, stored: Any) -> None:
    if not isinstance(stored, list):
        raise NotAsDescribed(f"{table.name} is not a list of rows.")
    there = _there(session, table) if table.name in _SHARED else {}
    rows = []
    for each in stored:
        row = rebuilt(table, each)
        key = tuple(row[column.name] for column in table.primary_key.columns)
        if key in there and there[key] != each:
            raise CannotBeImported(f"This database has another {table.name} under the number {key} than the file.")
        if key not in there:
            rows.append(row)
    if table.name == "roadmap":
        first = session.scalar(select(func.count()).select_from(table)) == 0
        rows = [row | {"is_default": first} for row in rows]
    ready = list(_parents_first(table, rows))
    if ready:
        session.execute(insert(table), ready)


def _there(session: Session, table: Table) -> dict[tuple[Any, ...], Stored]:
    keys = [column.name for column in table.primary_key.columns]
    rows = session.execute(select(*columns_of(table))).mappings()
    return {tuple(row[key] for key in keys): plain(row) for row in rows}


def _parents_first(table: Table, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A post stands after the next post up, which its key names."""
    if table.name != "post":
        yield from rows
        return
    waiting = {row["id"]: row for row in rows}
    while waiting:
        ready = [row for row in waiting.values() if row["above_id"] not in waiting]
        if not ready:
            raise NotAsDescribed("Posts stand above each other in a circle.")
        for row in ready:
            yield waiting.pop(row["id"])


def _verify(session: Session, roadmap: Stored, head: Any) -> None:
    found = examine(session, roadmap["id"])
    if found.finding:
        raise CannotBeImported(f"The ledger does not verify: line {found.finding.seq}, {found.finding.reason}.")
    entries = TABLES["ledger_entry"].c
    of_roadmap = OWN["ledger_entry"](roadmap["id"], roadmap["calendar"])
    for facet, fact in session.execute(select(entries.facet, entries.fact).where(of_roadmap)):
        try:
            load(Facet(facet), fact)
        except (KeyError, TypeError, ValueError):
            raise CannotBeImported(f"The ledger holds a statement that this program cannot read: {facet}.") from None
    if head != {"seq": found.seq, "checksum": found.checksum}:
        raise CannotBeImported("The ledger does not end where the file says.")


def _count_on(session: Session, tables: dict[str, Any]) -> None:
    """PostgreSQL counts for itself, and has to go on after the numbers that were brought along."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for name in tables:
        key = TABLES[name].primary_key.columns
        if len(key) == 1 and next(iter(key)).type.python_type is int:
            column = next(iter(key)).name
            sequence = f"pg_get_serial_sequence('{name}', '{column}')"
            last = f'(SELECT coalesce(max("{column}"), 1) FROM "{name}")'  # noqa: S608 - names of our own tables
            session.execute(text(f"SELECT setval({sequence}, {last}) WHERE {sequence} IS NOT NULL"))
