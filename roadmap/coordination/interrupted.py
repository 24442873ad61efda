"""A form that was sent too late: its sign-in has ended, or the page was opened before it began."""

from flask import request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from roadmap.access.reader import current_reader
from roadmap.coordination.blueprint import blueprint
from roadmap.coordination.by_link import desk_by_link, spent
from roadmap.coordination.desks import desk_of_reader
from roadmap.coordination.evidence import expired_evidence
from roadmap.coordination.kept import kept_page
from roadmap.coordination.report import Desk, form_sent
from roadmap.coordination.sheets import report_page
from roadmap.web.errors import error_page
from roadmap.web.uploads import may_bring_file

# Their fields are not those of a report.
_OTHER_FORMS = ("coordination.correct", "coordination.new_reading", "coordination.correct_reading")


@blueprint.errorhandler(401)
def signed_out(_error: HTTPException) -> tuple[str, int]:
    """A form sent after its sign-in has ended: what was typed stays on the page."""
    return kept_page(401)


@blueprint.errorhandler(CSRFError)
def expired(error: CSRFError) -> tuple[str, int] | Response:
    """A form older than the sign-in it was opened under: nothing is written, and what was typed stays."""
    if may_bring_file():
        return expired_evidence(error)
    if request.endpoint in _OTHER_FORMS:
        return error_page(error)
    sent_to = request.view_args or {}
    if "token" not in sent_to and not (current_reader().signed_in and sent_to):
        return kept_page(401)
    try:
        desk = _by_link(str(sent_to["token"]), error) if "token" in sent_to else desk_of_reader(str(sent_to["number"]))
    except HTTPException as refusal:
        # An error raised while another is answered would end as a 500.
        return error_page(refusal)
    return report_page(desk, form_sent(desk, request.form.to_dict()), expired=True), 400


def _by_link(token: str, error: CSRFError) -> Desk:
    desk = desk_by_link(token)
    if desk is None or spent(desk):
        raise error
    return desk
