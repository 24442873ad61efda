"""The control desk: what waits for a decision of the controlling side, or for a word of somebody else."""

from collections.abc import Collection, Sequence

from flask import render_template, request

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.meanwhile import LineWords
from roadmap.control.sections import desk_of
from roadmap.control.several_form import SeveralForm
from roadmap.control.subjects import portfolio_now, reader_number
from roadmap.control.verdict_form import VerdictForm
from roadmap.control.words import CONTRADICTIONS
from roadmap.domain.portfolio import Portfolio
from roadmap.store.last_lines import last_lines_of
from roadmap.store.people import persons_by_id
from roadmap.web.roadmaps import route
from roadmap.web.sessions import reading


@route(blueprint, "/control")
@guarded(Rule.CONTROLS_ROADMAP)
def desk() -> str:
    """Reported done, asked for, asked about, returned, silent, contradicting itself, missing."""
    return desk_page(portfolio_now(), SeveralForm(formdata=None))


def desk_page(
    portfolio: Portfolio, form: SeveralForm, ticked: Collection[int] = (), meanwhile: Sequence[LineWords] = ()
) -> str:
    """The desk; ``ticked`` are the numbers (ids) of the milestones chosen, ``meanwhile`` what crossed the choice."""
    found = desk_of(portfolio, request.args.get("all"))
    return render_template(
        "control/desk.html",
        portfolio=portfolio,
        roadmap=portfolio.roadmap,
        desk=found,
        people=persons_by_id(reading(), found.authors),
        last_lines=last_lines_of(reading(), portfolio.roadmap.id),
        reader_number=reader_number(),
        quick=VerdictForm(formdata=None),
        several=form,
        ticked=frozenset(ticked),
        meanwhile=meanwhile,
        contradictions=CONTRADICTIONS,
        whole=request.args.get("all"),
    )
