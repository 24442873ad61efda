"""The plan page: what is still missing first, then everything with who answers and by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from flask import render_template

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.subjects import portfolio_now
from roadmap.domain.health import CLOSED, MilestoneState
from roadmap.domain.measures import MeasureState
from roadmap.domain.portfolio import Portfolio
from roadmap.web.roadmaps import address, route


class Gap(StrEnum):
    """Something that the plan does not say of an item yet."""

    RESPONSIBLE = "responsible"
    CONTACT = "contact"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A measure, or a milestone of it, with what is missing. ``inherited``: who answers is whoever has the measure."""

    measure: MeasureState
    milestone: MilestoneState | None
    gaps: tuple[Gap, ...]
    inherited: bool = False

    @property
    def state(self) -> MeasureState | MilestoneState:
        """What is judged."""
        return self.milestone or self.measure

    @property
    def anchor(self) -> str:
        """The row's name in the page."""
        return f"row-{self.measure.measure.number}" + (f"-{self.milestone.milestone.number}" if self.milestone else "")

    @property
    def edit_href(self) -> str:
        """Where it is edited."""
        number = self.measure.measure.number
        if self.milestone is None:
            return address("control.edit", number=number)
        return address("control.edit", number=number, milestone_number=self.milestone.milestone.number)


def plan_rows(portfolio: Portfolio) -> Iterator[PlanRow]:
    """Every measure followed by its milestones, in the plan's order."""
    for measure in portfolio.measures:
        yield PlanRow(measure, None, tuple(_gaps(measure)))
        for state in measure.milestones:
            inherited = bool(state.responsible) and state.responsible == measure.responsible
            yield PlanRow(measure, state, tuple(_gaps(state)), inherited)


def _gaps(state: MeasureState | MilestoneState) -> Iterator[Gap]:
    # Nobody needs a date for what is finished or no longer under control.
    if state.control in CLOSED:
        return
    if not state.responsible:
        yield Gap.RESPONSIBLE
    if not state.responsible.contact:
        yield Gap.CONTACT
    if state.dates.approved is None:
        yield Gap.DATE


@route(blueprint, "/plan")
@guarded(Rule.CONTROLS_ROADMAP)
def plan() -> str:
    """Who answers for what, and by when."""
    portfolio = portfolio_now()
    rows = list(plan_rows(portfolio))
    missing = [row for row in rows if row.gaps]
    return render_template("control/plan.html", roadmap=portfolio.roadmap, rows=rows, missing=missing)
