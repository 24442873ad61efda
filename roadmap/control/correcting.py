"""Correcting a line of the controlling side."""

from flask import abort

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.subjects import reader_number
from roadmap.domain.ledger import Act
from roadmap.web.correcting import Answer, corrected_line, correction_page
from roadmap.web.operations import once
from roadmap.web.roadmaps import current_roadmap, route


@route(blueprint, "/control/<number>/lines/<int:seq>/correct", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def correct(number: str, seq: int) -> Answer:
    """The line as it was, and the form for the one that corrects it; 404 if it is none of a decision."""
    wrong = corrected_line(current_roadmap(), number, seq, reader_number())
    if wrong is None or wrong.line.act is not Act.DECISION:
        abort(404)
    return correction_page(wrong)
