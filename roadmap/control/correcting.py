"""Correcting a line of the controlling side."""

from flask import abort

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.planning.here import NUMBER
from roadmap.control.subjects import reader_number
from roadmap.domain.ledger import Act
from roadmap.web.corrected import Corrected, corrected_line
from roadmap.web.correcting import Answer, correction_page
from roadmap.web.operations import once
from roadmap.web.roadmaps import current_roadmap, route


@route(blueprint, "/control/<number>/lines/<int:seq>/correct", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def correct(number: str, seq: int) -> Answer:
    """The line as it was, and the form for the one that corrects it; 404 if it is none of a decision."""
    return _page_of(corrected_line(current_roadmap(), number, seq, reader_number()))


@route(blueprint, f"/control/lines/<{NUMBER}:seq>/correct", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def correct_own(seq: int) -> Answer:
    """The same for a line about the road map itself, such as its adoption."""
    return _page_of(corrected_line(current_roadmap(), None, seq, reader_number()))


def _page_of(wrong: Corrected | None) -> Answer:
    if wrong is None or wrong.line.act is not Act.DECISION:
        abort(404)
    return correction_page(wrong)
