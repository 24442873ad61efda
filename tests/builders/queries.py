"""Counting what is asked of a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event


@dataclass
class Count:
    """The statements that were sent, in their order."""

    statements: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.statements)


@contextmanager
def counted(engine: Engine) -> Iterator[Count]:
    """Counts every statement sent over ``engine`` until the end of the block, but for the beginning of transactions."""
    count = Count()

    def remember(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SET TRANSACTION")):
            count.statements.append(statement)

    event.listen(engine, "before_cursor_execute", remember)
    try:
        yield count
    finally:
        event.remove(engine, "before_cursor_execute", remember)
