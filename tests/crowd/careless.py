"""The program behind a gate that always says "I have seen the last line": what the harness has to find out."""

import re
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import select

from roadmap.database import Database
from roadmap.store.ledger import last_line_of
from roadmap.store.plan import MeasureRow, MilestoneRow
from wsgi import app as careful

_MEASURE = re.compile(r"^/(?:measures|plan|control)/(\d+)")
_MILESTONE = re.compile(r"^/plan/milestones/(\d+)$")
Environment = dict[str, Any]
Answer = Iterable[bytes]


def app(environ: Environment, start_response: Callable[..., Any]) -> Answer:
    """Puts the number of the last line, or the last version, into whatever form is sent."""
    if environ["REQUEST_METHOD"] == "POST":
        typed = dict(parse_qsl(environ["wsgi.input"].read().decode(), keep_blank_values=True))
        path = environ["PATH_INFO"]
        if (named := _MEASURE.match(path)) and "last_seen" in typed:
            typed["last_seen"] = str(_last_line(named[1]))
        if (named := _MILESTONE.match(path)) and "version" in typed:
            typed["version"] = str(_last_version(int(named[1])))
        body = urlencode(typed).encode()
        environ["wsgi.input"], environ["CONTENT_LENGTH"] = BytesIO(body), str(len(body))
    answered: Answer = careful(environ, start_response)
    return answered


def _database() -> Database:
    found: Database = careful.extensions["roadmap.database"]
    return found


def _last_line(number: str) -> int:
    with _database().reading() as session:
        measure_id = session.scalar(select(MeasureRow.id).where(MeasureRow.number == number))
        return last_line_of(session, measure_id)


def _last_version(milestone_id: int) -> int:
    with _database().reading() as session:
        return session.scalar(select(MilestoneRow.version).where(MilestoneRow.id == milestone_id)) or 0
