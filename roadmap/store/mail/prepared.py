"""A statement that is run for every mail: put into words once for each kind of database, not once for each mail.

SQLAlchemy keeps what it compiled too, but looks it up and prepares it anew each time, which takes five times as long as
the statement itself.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect, Update

Convert = Callable[[Any], Any]


class Prepared:
    """One UPDATE with named values."""

    def __init__(self, query: Update) -> None:
        self._query = query
        self._known: dict[str, _Compiled] = {}

    def run(self, connection: Connection, values: Mapping[str, object]) -> int:
        """How many rows it changed."""
        return self._run(connection, values).rowcount

    def numbers(self, connection: Connection, values: Mapping[str, object]) -> frozenset[int]:
        """The numbers that it returns."""
        return frozenset(row[0] for row in self._run(connection, values).all())

    def _run(self, connection: Connection, values: Mapping[str, object]) -> CursorResult[Any]:
        compiled = self._known.get(connection.dialect.name)
        if compiled is None:
            compiled = self._known[connection.dialect.name] = _Compiled(self._query, connection.dialect)
        return connection.exec_driver_sql(compiled.text, compiled.given(values))


class _Compiled:
    def __init__(self, query: Update, dialect: Dialect) -> None:
        compiled = query.compile(dialect=dialect)
        self.text = compiled.string
        self._order: list[str] | None = compiled.positiontup
        self._converts: dict[str, Convert] = {
            name: convert
            for name, bind in compiled.binds.items()
            if (convert := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }
        # What stands in the query itself is given each time in the same way.
        self._fixed = self._converted({name: bind.value for name, bind in compiled.binds.items() if not bind.required})

    def given(self, values: Mapping[str, object]) -> Any:
        """The values as the driver takes them."""
        named = {**self._fixed, **self._converted(values)}
        return named if self._order is None else tuple([named[name] for name in self._order])

    def _converted(self, values: Mapping[str, object]) -> dict[str, object]:
        converts = self._converts
        return {name: converts[name](value) if name in converts else value for name, value in values.items()}
