"""Counting what a page asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from roadmap.web.sessions import database


class Statements(list[str]):
    """The statements that were sent, in order; transactions begun and ended are not among them."""


@contextmanager
def counted(app: Flask) -> Iterator[Statements]:
    """Collects the statements that the application sends while the block runs."""
    with app.app_context():
        engine = database().engine
    sent = Statements()

    def _note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip()[:6].upper() in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", _note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", _note)
