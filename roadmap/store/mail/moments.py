"""The moment at which a statement runs, by the clock that all senders share: no question of its own is asked for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Double, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from roadmap.store.base import Moment


class ThisMoment(ColumnElement[datetime]):
    """The moment at which the statement runs, or some seconds after it.

    PostgreSQL goes by its own clock and is given ``seconds``. SQLite has only one host, whose clock is as good: it is
    given the moment itself under the name ``given``.
    """

    inherit_cache = True
    type = Moment()

    def __init__(self, given: str, seconds: str | None = None) -> None:
        self.given: BindParameter[datetime] = bindparam(given, type_=Moment())
        self.seconds: BindParameter[float] | None = bindparam(seconds, type_=Double()) if seconds else None


@compiles(ThisMoment)
def _given(element: ThisMoment, compiler: SQLCompiler, **how: Any) -> str:
    return compiler.process(element.given, **how)


@compiles(ThisMoment, "postgresql")
def _own(element: ThisMoment, compiler: SQLCompiler, **how: Any) -> str:
    if element.seconds is None:
        return "clock_timestamp()"
    return f"(clock_timestamp() + make_interval(secs => {compiler.process(element.seconds, **how)}))"
