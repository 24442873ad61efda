"""Which day an answer is about, and as known when."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from roadmap.api.schemas.base import AsOf
from roadmap.domain.plan import Roadmap
from roadmap.web.problem_details import ProblemFound
from roadmap.web.sessions import now, today

# As on the pages: no road map speaks of earlier days.
_EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The day, and the moment up to which lines are known; ``None``: all are."""

    day: date
    known_at: datetime | None


def chosen(asked: AsOf, roadmap: Roadmap) -> Chosen:
    """What the query asks for. 422 if it has not come yet, or is no moment."""
    known_at = _moment(asked.known) if asked.known else None
    present = today(roadmap.timezone)
    usual = known_at.astimezone(ZoneInfo(roadmap.timezone)).date() if known_at else present
    day = asked.on or usual
    if not _EARLIEST <= day <= present:
        raise ProblemFound(422, "unprocessable", f"The day lies between {_EARLIEST} and {present}.", _at("on"))
    return Chosen(day, known_at)


def day_of(asked: object, roadmap: Roadmap) -> date:
    """The day that an answer is about: without one in the query, it is another tomorrow."""
    return chosen(asked, roadmap).day if isinstance(asked, AsOf) else today(roadmap.timezone)


def _moment(asked: str) -> datetime:
    try:
        moment = datetime.fromisoformat(asked)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 2000 < moment.year < 9000:
        raise ProblemFound(422, "unprocessable", "A moment has a day, a time and an offset.", _at("known"))
    if moment.astimezone(UTC) > now():
        raise ProblemFound(422, "unprocessable", "The moment has not come yet.", _at("known"))
    return moment.astimezone(UTC)


def _at(field: str) -> list[dict[str, str]]:
    return [{"field": field, "code": "out_of_range", "message": "It cannot be looked at."}]
