"""The control desk: what waits for a decision of the controlling side."""

from dataclasses import dataclass

from flask import render_template

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.subjects import portfolio_now, reader_number
from roadmap.control.verdict_form import VerdictForm
from roadmap.domain.health import ControlStatus
from roadmap.domain.people import Person
from roadmap.domain.portfolio import AskedOf, ItemState, Portfolio
from roadmap.store.last_lines import last_lines_of
from roadmap.store.people import persons_by_id
from roadmap.web.roadmaps import route
from roadmap.web.sessions import reading


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on the desk, in the order in which it is to be dealt with."""

    waiting: list[ItemState]
    extensions: list[ItemState]
    asks: list[AskedOf]
    returned: list[ItemState]

    @property
    def authors(self) -> set[int]:
        """The numbers of the persons who reported or asked."""
        spoken = [item.state.progress for item in self.waiting + self.returned]
        asked = [item.state.extension for item in self.extensions]
        entries = [*spoken, *asked, *(item.ask.entry for item in self.asks)]
        return {entry.author_id for entry in entries if entry and entry.author_id}


def desk_of(portfolio: Portfolio) -> Desk:
    """Sorts what needs a decision."""
    items = portfolio.items
    return Desk(
        waiting=[item for item in items if item.state.control is ControlStatus.REPORTED_DONE],
        extensions=[item for item in items if item.state.extension],
        asks=portfolio.decisions_needed,
        returned=[item for item in items if item.state.control is ControlStatus.RETURNED],
    )


@route(blueprint, "/control")
@guarded(Rule.CONTROLS_ROADMAP)
def desk() -> str:
    """Reported done, asked for, asked about, returned, silent."""
    portfolio = portfolio_now()
    found = desk_of(portfolio)
    people: dict[int, Person] = persons_by_id(reading(), found.authors)
    return render_template(
        "control/desk.html",
        portfolio=portfolio,
        roadmap=portfolio.roadmap,
        desk=found,
        people=people,
        last_lines=last_lines_of(reading(), portfolio.roadmap.id),
        reader_number=reader_number(),
        quick=VerdictForm(formdata=None),
    )
