"""The program behind a gate that always says "I have seen the last line": what the harness has to find out."""

import re
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import select

from roadmap.database import Database
from roadmap.store.ledger import last_line_of
from roadmap.store.plan import MeasureRow
from wsgi import app as careful

_MEASURE = re.compile(r"^/(?:measures|plan|control)/(\d+)")
Environment = dict[str, Any]
Answer = Iterable[bytes]


def app(environ: Environment, start_response: Callable[..., Any]) -> Answer:
    """Puts the number of the last line into whatever form is sent."""
    named = _MEASURE.match(environ["PATH_INFO"])
    if environ["REQUEST_METHOD"] == "POST" and named:
        typed = dict(parse_qsl(environ["wsgi.input"].read().decode(), keep_blank_values=True))
        if "last_seen" in typed:
            typed["last_seen"] = str(_last_line(named[1]))
        body = urlencode(typed).encode()
        environ["wsgi.input"], environ["CONTENT_LENGTH"] = BytesIO(body), str(len(body))
    answered: Answer = careful(environ, start_response)
    return answered


def _last_line(number: str) -> int:
    database: Database = careful.extensions["roadmap.database"]
    with database.reading() as session:
        measure_id = session.scalar(select(MeasureRow.id).where(MeasureRow.number == number))
        return last_line_of(session, measure_id)
