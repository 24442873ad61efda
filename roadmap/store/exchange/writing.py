"""A road map out of the database."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from roadmap.domain.people import name_kept_of_erased
from roadmap.domain.plan import Roadmap
from roadmap.store.exchange.contents import OWN, TABLES
from roadmap.store.exchange.values import Stored, columns_of, plain

FORMAT, VERSION = "roadmap-monitor", 1
# Where rows name somebody or a post, beside the columns that say so by a foreign key.
_IN_FACTS = {"person": ("person_id", "contact_id"), "post": ("post_id",)}

Tables = dict[str, list[Stored]]


def exported(session: Session, roadmap: Roadmap, *, names: bool = True) -> dict[str, Any]:
    """The whole road map, for ``values.bytes_of``. Without ``names`` people are numbers and have no addresses."""
    tables: Tables = {
        name: _rows(session, TABLES[name], which(roadmap.id, roadmap.calendar)) for name, which in OWN.items()
    }
    tables |= _around(session, tables)
    if not names:
        tables["person"] = [_nameless(row) for row in tables["person"]]
    head = {"seq": roadmap.head_seq, "checksum": roadmap.head_hash}
    said = {"format": FORMAT, "version": VERSION, "roadmap": roadmap.slug, "names": names, "head": head}
    return {**said, "tables": tables}


def _rows(session: Session, table: Table, which: Any) -> list[Stored]:
    query = select(*columns_of(table)).where(which).order_by(*table.primary_key.columns)
    return [plain(row) for row in session.execute(query).mappings()]


def _around(session: Session, tables: Tables) -> Tables:
    """The people, posts and organisations that the road map speaks of, and who holds those posts."""
    post, person, organisation = (TABLES[name] for name in ("post", "person", "organisation"))
    posts = _with_posts_above(session, _named(tables, "post"))
    of_posts = ("post_holding", "post_holding_change")
    held = {name: _rows(session, TABLES[name], TABLES[name].c.post_id.in_(posts)) for name in of_posts}
    persons = _named({**tables, **held}, "person")
    found = {"post": _rows(session, post, post.c.id.in_(posts)), **held}
    bodies = _named({**tables, **found}, "organisation")
    return {
        **found,
        "person": _rows(session, person, person.c.id.in_(persons)),
        "organisation": _rows(session, organisation, organisation.c.id.in_(bodies)),
    }


def _named(tables: Tables, kind: str) -> set[int]:
    """The numbers of all rows of one table that the rows of others name."""
    found: set[int] = set()
    for name, rows in tables.items():
        keys = [c.name for c in TABLES[name].columns if any(k.column.table.name == kind for k in c.foreign_keys)]
        found |= {row[key] for row in rows for key in keys if row.get(key)}
    return found | set(_in_facts(tables.get("ledger_entry", ()), kind))


def _in_facts(entries: Iterable[Stored], kind: str) -> Iterable[int]:
    for entry in entries:
        fact = json.loads(entry["fact"])
        yield from (fact[name] for name in _IN_FACTS.get(kind, ()) if fact.get(name))


def _with_posts_above(session: Session, posts: set[int]) -> set[int]:
    table, found, asked = TABLES["post"], set(posts), set(posts)
    while asked:
        above = session.scalars(select(table.c.above_id).where(table.c.id.in_(asked), table.c.above_id.is_not(None)))
        asked = set(above) - found
        found |= asked
    return found


def _nameless(row: Stored) -> Stored:
    return row | {"name": name_kept_of_erased(row["id"]), "email": None}
