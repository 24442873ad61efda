"""What a coordinator works on."""

from dataclasses import dataclass
from datetime import date

from roadmap.access.report_links import OpenedLink
from roadmap.domain.measures import MeasureState
from roadmap.domain.people import Person
from roadmap.domain.plan import Roadmap
from roadmap.store.ledger import last_line_of
from roadmap.store.portfolio import measure_on
from roadmap.web.sessions import reading, today


@dataclass(frozen=True, slots=True)
class Desk:
    """What a coordinator works on: one measure as it stands today, and the last line about it.

    ``link`` is how he came here, if it was through a mail.
    """

    roadmap: Roadmap
    measure: MeasureState
    author: Person
    day: date
    last_line: int
    link: OpenedLink | None = None


def desk_of(roadmap: Roadmap, number: str, author: Person, link: OpenedLink | None = None) -> Desk | None:
    """The measure with this number; ``None`` if the road map has none."""
    day = today(roadmap.timezone)
    measure = measure_on(reading(), roadmap, number, day)
    return Desk(roadmap, measure, author, day, last_line_of(reading(), measure.measure.id), link) if measure else None
