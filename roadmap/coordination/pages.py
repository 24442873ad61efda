"""The pages of a coordinator: my items, the report form, and the receipt."""

from typing import Any

from flask import abort, render_template, request
from werkzeug.exceptions import HTTPException

from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.coordination import sending
from roadmap.coordination.blueprint import blueprint
from roadmap.coordination.brief import executive_line, is_told, statements_in
from roadmap.coordination.brought import FILES_AT_ONCE, sent_fields
from roadmap.coordination.desks import desk_of_reader, refuse_what_was_not_given, visible_desk
from roadmap.coordination.interrupted import shown_again_by
from roadmap.coordination.items import mine_of
from roadmap.coordination.kept import kept_page
from roadmap.coordination.opening import form_page
from roadmap.coordination.report import form_sent
from roadmap.coordination.sheets import receipt_page, report_page
from roadmap.domain.duties import Asked
from roadmap.store.links import lines_by_link
from roadmap.store.receipts import receipt_of
from roadmap.web.operations import once
from roadmap.web.roadmaps import route
from roadmap.web.sessions import reading
from roadmap.web.uploads import takes_files


@blueprint.get("/my")
@guarded(Rule.SIGNED_IN)
def my() -> str:
    """What is asked of the reader now, and what else lies with him, on every road map."""
    mine = mine_of(current_reader())
    items = mine.items
    now_asked = [item for item in items if item.duty.asked is not Asked.NOTHING]
    later = [item for item in items if item.duty.asked is Asked.NOTHING]
    return render_template(
        "coordination/my.html", asked=now_asked, later=later, settled=mine.settled, several=_several(items)
    )


@route(blueprint, "/measures/<number>/report", methods=["GET"])
@guarded(Rule.SIGNED_IN)
def report(number: str) -> str:
    """The form, filled from the draft if there is one, else from the last report."""
    return form_page(desk_of_reader(number))


def report_again(_error: HTTPException) -> tuple[str, int]:
    """The form with what was typed, for whoever sent it from a page that is too old."""
    number = (request.view_args or {}).get("number")
    if number is None or not current_reader().signed_in:
        return kept_page(401)
    desk = desk_of_reader(str(number))
    return report_page(desk, form_sent(desk, sent_fields()), expired=True), 400


@route(blueprint, "/measures/<number>/report", methods=["POST"])
@guarded(Rule.SIGNED_IN)
@takes_files(FILES_AT_ONCE)
@shown_again_by(report_again)
@once
def send_report(number: str) -> Any:
    """Does what the pressed button says; without one it is the preview, which changes nothing."""
    desk, typed = desk_of_reader(number), sent_fields()
    refuse_what_was_not_given(desk, typed)
    return sending.act_of(typed)(desk, typed)


@route(blueprint, "/measures/<number>/reports/<int:seq>", methods=["GET"])
@guarded(Rule.SIGNED_IN)
def receipt(number: str, seq: int) -> str:
    """Proof that a report was made: its number, its moment and its checksum."""
    desk = visible_desk(number)
    found = receipt_of(reading(), desk.measure.measure.id, seq)
    if found is None or not is_told(found.line):
        abort(404)
    brief = executive_line(statements_in(found.line), desk.measure)
    by_link = bool(lines_by_link(reading(), desk.roadmap.id, [seq]))
    return receipt_page(desk, found, brief, by_link=by_link)


def _several(items: list[Any]) -> bool:
    return len({item.roadmap.id for item in items}) > 1
