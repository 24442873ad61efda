"""Correcting a report line: for the coordinators of its measure."""

from flask import abort

from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.coordination.blueprint import blueprint
from roadmap.coordination.desks import desk_of_reader
from roadmap.domain.ledger import Act
from roadmap.web.corrected import corrected_line
from roadmap.web.correcting import Answer, correction_page
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
    given = current_reader().given(desk.measure.measure.id)
    if given is not None and (wrong.line.author_id != desk.author.id or not given >= wrong.about):
        # Whoever reports on single milestones puts right what he said, as far as they are still his to report on.
        abort(403)
    return correction_page(wrong)
