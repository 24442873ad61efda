"""What the overview shows beside the portfolio itself: rows of the table, changes, and who is silent since when."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from roadmap.domain.due import DueRow, due_rows
from roadmap.domain.plan import Roadmap
from roadmap.domain.portfolio import Portfolio
from roadmap.domain.selection import chosen, ordered, page_of
from roadmap.domain.timeline import Timeline, timeline_of
from roadmap.oversight.selecting import ASKED_NOTHING, CARDS, Asked, Selection, choices_in
from roadmap.store.ledger_reading import first_day_of
from roadmap.store.portfolio import portfolio_on
from roadmap.web.changes_told import ToldChange, changes_told


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
