"""The values of rows as JSON and back: the same bytes for the same value, on both databases."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Date, Numeric, Table

from roadmap.domain.text import LocalizedText
from roadmap.store.base import Localized, Moment
from roadmap.store.chain import moment_text
from roadmap.store.exchange.contents import COLUMNS_LEFT_OUT

Stored = dict[str, Any]


class NotAsDescribed(Exception):
    """The file is not one that this program writes; the words say what is wrong and where."""


def columns_of(table: Table) -> list[Column[Any]]:
    """The columns that go along, in the order of their names."""
    kept = (column for column in table.columns if (table.name, column.name) not in COLUMNS_LEFT_OUT)
    return sorted(kept, key=lambda column: column.name)


def plain(row: Mapping[Any, Any]) -> Stored:
    """A row as JSON has it."""
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    match value:
        case LocalizedText():
            return value.as_dict()
        case datetime():
            return moment_text(value)
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case _:
            return value


def rebuilt(table: Table, stored: Any) -> dict[str, Any]:
    """The row that ``plain`` wrote; raises ``NotAsDescribed``."""
    columns = {column.name: column for column in columns_of(table)}
    if not isinstance(stored, dict) or set(stored) != set(columns):
        raise NotAsDescribed(f"A row of {table.name} has other columns than this version of the program keeps.")
    return {name: _rebuilt(columns[name], value) for name, value in stored.items()}


def _rebuilt(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    try:
        if isinstance(column.type, Localized):
            return LocalizedText(**{code: _text(words) for code, words in value.items()})
        if isinstance(column.type, Moment):
            return _moment(value)
        if isinstance(column.type, Date):
            return date.fromisoformat(value)
        if isinstance(column.type, Numeric):
            return Decimal(value)
    except (AttributeError, TypeError, ValueError, ArithmeticError):
        raise NotAsDescribed(f"{column.table.name}.{column.name} cannot be {str(value)[:40]!r}.") from None
    wanted = column.type.python_type
    fits = (
        type(value) is wanted and (wanted is not int or abs(value) < 2**31) and (wanted is not str or "\0" not in value)
    )
    if wanted in (int, str, bool) and not fits:
        raise NotAsDescribed(f"{column.table.name}.{column.name} cannot be {str(value)[:40]!r}.")
    return value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment


def _text(words: Any) -> str:
    # PostgreSQL keeps no NUL.
    if not isinstance(words, str) or "\0" in words:
        raise ValueError("not a text")
    return words


def bytes_of(found: Mapping[str, Any]) -> bytes:
    """The file: sorted keys, one row a line so that two files can be compared, and a line break at its end."""
    tables: Mapping[str, Iterable[Stored]] = found["tables"]
    head = {name: value for name, value in found.items() if name != "tables"}
    lines = ["{"]
    lines += [f"{_one(name)}: {_one(value)}," for name, value in sorted(head.items())]
    lines.append('"tables": {')
    written = [f"{_one(name)}: [\n" + ",\n".join(map(_one, rows)) + "\n]" for name, rows in sorted(tables.items())]
    lines.append(",\n".join(written))
    return ("\n".join(lines) + "\n}\n}\n").encode()


def _one(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
