"""What is late or soon due: the rows that an executive reads first, on the page and on paper."""

from dataclasses import dataclass
from datetime import date

from roadmap.domain.health import CLOSED, OFF_CONTROL, OPEN_FOR_WORK, ControlStatus, Dates
from roadmap.domain.measures import MeasureState
from roadmap.domain.people import Responsible
from roadmap.domain.portfolio import DUE_SOON, Portfolio
from roadmap.domain.text import LocalizedText


@dataclass(frozen=True, slots=True)
class DueRow:
    """A measure or milestone that is late or soon due. ``milestone_id`` is ``None`` for a measure as a whole."""

    measure_number: str
    number: str
    title: LocalizedText
    milestone_id: int | None
    responsible: Responsible
    dates: Dates
    control: ControlStatus


def due_rows(portfolio: Portfolio) -> list[DueRow]:
    """Whatever is open and past its last day, or has it within 30 days, the oldest first.

    What was returned for rework is open as well: its day goes on counting.
    """
    rows = [row for each in portfolio.measures if each.control not in OFF_CONTROL for row in _rows_of(each)]
    until = portfolio.day + DUE_SOON
    near = [row for row in rows if row.dates.last_day and row.dates.last_day <= until]
    return sorted(near, key=lambda row: row.dates.last_day or date.max)


def _rows_of(measure: MeasureState) -> list[DueRow]:
    number = measure.measure.number
    found = [
        DueRow(
            number,
            each.milestone.number,
            each.milestone.title,
            each.milestone.id,
            each.responsible,
            each.dates,
            each.control,
        )
        for each in measure.milestones
        if each.control in OPEN_FOR_WORK
    ]
    if measure.control not in CLOSED and measure.dates.last_day:
        own = DueRow(number, number, measure.measure.title, None, measure.responsible, measure.dates, measure.control)
        found.append(own)
    return found
