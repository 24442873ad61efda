"""Correcting a report line: for the coordinators of its measure."""

from flask import abort

from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.coordination.blueprint import blueprint
from roadmap.coordination.desks import desk_of_reader
from roadmap.domain.ledger import Act
from roadmap.web.correcting import Answer, corrected_line, correction_page
from roadmap.web.operations import once
from roadmap.web.roadmaps import route


@route(blueprint, "/measures/<number>/lines/<int:seq>/correct", methods=["GET", "POST"])
@guarded(Rule.SIGNED_IN)
@once
def correct(number: str, seq: int) -> Answer:
    """The line as it was, and the form for the one that corrects it; 404 if it is none of a report."""
    desk = desk_of_reader(number)
    wrong = corrected_line(desk.roadmap, number, seq, desk.author.id)
    if wrong is None or wrong.line.act is not Act.REPORT:
        abort(404)
    if current_reader().given(desk.measure.measure.id) is not None and wrong.line.author_id != desk.author.id:
        # Whoever reports on single milestones does not put right what was said of the measure.
        abort(403)
    return correction_page(wrong)
