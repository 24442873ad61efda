"""The pages of a coordinator: my items, the report form, and the receipt."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded, needs_coordinator_of
from roadmap.access.reader import current_reader
from roadmap.coordination import sending
from roadmap.coordination.brief import executive_line, is_report, statements_in
from roadmap.coordination.filling import filled_from, from_draft
from roadmap.coordination.forms import form_for
from roadmap.coordination.items import items_of
from roadmap.coordination.kept import kept_page
from roadmap.coordination.report import Desk, desk_of, form_sent
from roadmap.coordination.sheets import receipt_page, report_page
from roadmap.domain.duties import Asked
from roadmap.store.drafts import draft_of
from roadmap.store.receipts import receipt_of
from roadmap.web.errors import error_page
from roadmap.web.roadmaps import current_roadmap, route, take_slug
from roadmap.web.sessions import reading

blueprint = Blueprint("coordination", __name__)
take_slug(blueprint)


@blueprint.get("/my")
@guarded(Rule.SIGNED_IN)
def my() -> str:
    """What is asked of the reader now, and what else lies with him, on every road map."""
    items = items_of(current_reader())
    now_asked = [item for item in items if item.duty.asked is not Asked.NOTHING]
    later = [item for item in items if item.duty.asked is Asked.NOTHING]
    return render_template("coordination/my.html", asked=now_asked, later=later, several=_several(items))


@route(blueprint, "/measures/<number>/report", methods=["GET"])
@guarded(Rule.SIGNED_IN)
def report(number: str) -> str:
    """The form, filled from the draft if there is one, else from the last report."""
    desk = _desk(number)
    draft = draft_of(reading(), desk.author.id, desk.measure.measure.id)
    if draft:
        return report_page(desk, form_sent(desk, from_draft(draft, desk.roadmap.timezone, desk.day)), draft=draft)
    return report_page(desk, form_for(desk.measure, filled=filled_from(desk.measure, desk.last_line, desk.day)))


@route(blueprint, "/measures/<number>/report", methods=["POST"])
@guarded(Rule.SIGNED_IN)
def send_report(number: str) -> Any:
    """Does what the pressed button says; without one it is the preview, which changes nothing."""
    desk = _desk(number)
    act = sending.ACTS.get(request.form.get("action", ""), sending.preview)
    return act(desk, request.form.to_dict())


@route(blueprint, "/measures/<number>/reports/<int:seq>", methods=["GET"])
@guarded(Rule.SIGNED_IN)
def receipt(number: str, seq: int) -> str:
    """Proof that a report was made: its number, its moment and its checksum."""
    desk = _visible(number)
    found = receipt_of(reading(), desk.measure.measure.id, seq)
    if found is None or not is_report(found.line):
        abort(404)
    brief = executive_line(statements_in(found.line), desk.measure)
    return receipt_page(desk, found, brief)


@blueprint.errorhandler(401)
def signed_out(_error: HTTPException) -> tuple[str, int]:
    """A form sent after its sign-in has ended: what was typed stays on the page."""
    return kept_page(401)


@blueprint.errorhandler(CSRFError)
def expired(_error: CSRFError) -> tuple[str, int] | Response:
    """A form older than the sign-in it was opened under: nothing is written, and what was typed stays."""
    reader = current_reader()
    if not reader.signed_in or request.view_args is None:
        return kept_page(401)
    try:
        desk = _desk(str(request.view_args.get("number")))
    except HTTPException as refusal:
        # An error raised while another is answered would end as a 500.
        return error_page(refusal)
    return report_page(desk, form_sent(desk, request.form.to_dict()), expired=True), 400


def _visible(number: str) -> Desk:
    """The measure as the reader sees it; 404 if there is none, or none that he may see."""
    reader, roadmap = current_reader(), current_roadmap()
    if reader.person is None or not reader.sees(roadmap.id):
        abort(404)
    return desk_of(roadmap, number, reader.person) or abort(404)


def _desk(number: str) -> Desk:
    desk = _visible(number)
    needs_coordinator_of(desk.measure.measure.id)
    return desk


def _several(items: list[Any]) -> bool:
    return len({item.roadmap.id for item in items}) > 1
