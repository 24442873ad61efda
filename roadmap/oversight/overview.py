"""What the overview shows beside the portfolio itself: rows of the table, changes, and who is silent since when."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from roadmap.domain.health import CLOSED, OFF_CONTROL, OPEN_FOR_WORK, ControlStatus, Dates
from roadmap.domain.measures import MeasureState
from roadmap.domain.people import Responsible
from roadmap.domain.plan import Roadmap
from roadmap.domain.portfolio import DUE_SOON, Portfolio
from roadmap.domain.selection import chosen, ordered, page_of
from roadmap.domain.text import LocalizedText
from roadmap.domain.timeline import Timeline, timeline_of
from roadmap.oversight.changes import ToldChange, changes_told
from roadmap.oversight.selecting import ASKED_NOTHING, CARDS, Asked, Selection, choices_in
from roadmap.store.ledger_reading import first_day_of
from roadmap.store.portfolio import portfolio_on


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


@dataclass(frozen=True, slots=True)
class Overview:
    """The page of one day."""

    portfolio: Portfolio
    first_day: date | None
    due: list[DueRow]
    since: date
    changes: list[ToldChange]
    selection: Selection
    # Of the measures that are on the page.
    timeline: Timeline | None

    @property
    def before_the_record(self) -> bool:
        """Whether nothing in the ledger speaks of this day yet."""
        return self.first_day is None or self.portfolio.day < self.first_day


def overview_on(
    session: Session,
    roadmap: Roadmap,
    day: date,
    since: date,
    asked: Asked = ASKED_NOTHING,
    known_at: datetime | None = None,
) -> Overview:
    """The overview of ``day``, compared with ``since``; as many queries for three measures as for three hundred.

    What the filter leaves out is left out of every section, so that each number on the page is of the same measures.
    """
    whole = portfolio_on(session, roadmap, day, known_at)
    before = portfolio_on(session, roadmap, since, known_at, beside=whole)
    portfolio = replace(whole, measures=chosen(whole.measures, asked.filter)) if asked.filter else whole
    first = first_day_of(session, roadmap.id)
    page = page_of(ordered(portfolio.measures, asked.order), asked.page)
    selection = Selection(asked, page, len(whole.measures), choices_in(whole.measures))
    # More rows than a reader can take in are not drawn; each measure's own page has its part.
    timeline = timeline_of(page.measures, day) if len(page.measures) <= CARDS else None
    changes = changes_told(before, portfolio)
    return Overview(portfolio, first, due_rows(portfolio), since, changes, selection, timeline)


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
