"""The road map as it stands on a day, from the one read model."""

from flask import abort

from roadmap.access.guards import Rule
from roadmap.api.as_of import chosen
from roadmap.api.endpoints import reads
from roadmap.api.schemas.base import AsOf
from roadmap.api.schemas.states import MeasureAnswer, PortfolioAnswer, measure_state, portfolio_answer
from roadmap.store.last_lines import last_lines_of
from roadmap.store.ledger import last_line_of
from roadmap.store.portfolio import measure_on, portfolio_on
from roadmap.web.roadmaps import current_roadmap
from roadmap.web.sessions import reading


@reads("/roadmaps/<slug>/portfolio", answer=PortfolioAnswer, rule=Rule.SEES_ROADMAP, query=AsOf)
def portfolio(asked: AsOf) -> PortfolioAnswer:
    """The whole road map on a day: statuses, dates, slips, gauges, open asks.

    The same numbers as on the pages of that day. ``known`` answers with what was known at that moment.
    """
    of_day = chosen(asked, current_roadmap())
    found = portfolio_on(reading(), current_roadmap(), of_day.day, of_day.known_at)
    return portfolio_answer(found, last_lines_of(reading(), found.roadmap.id))


@reads("/roadmaps/<slug>/measures/<number>", answer=MeasureAnswer, rule=Rule.SEES_ROADMAP, query=AsOf)
def measure(asked: AsOf, number: str) -> MeasureAnswer:
    """One measure on a day, with its milestones."""
    of_day = chosen(asked, current_roadmap())
    found = measure_on(reading(), current_roadmap(), number, of_day.day, of_day.known_at)
    if found is None:
        abort(404)
    return measure_state(found, last_line_of(reading(), found.measure.id))
