"""Reporting from the mail: the form for one person without a password, and the receipt. Looking spends nothing."""

from flask import Response, request, session
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from roadmap.access.guards import Rule, guarded
from roadmap.coordination import sending
from roadmap.coordination.blueprint import blueprint
from roadmap.coordination.brief import executive_line, statements_in
from roadmap.coordination.brought import FILES_AT_ONCE, sent_fields
from roadmap.coordination.by_link import desk_by_link, spent
from roadmap.coordination.desk import Desk
from roadmap.coordination.desks import refuse_what_was_not_given
from roadmap.coordination.interrupted import shown_again_by
from roadmap.coordination.opening import form_page
from roadmap.coordination.report import form_sent
from roadmap.coordination.sheets import over_page, receipt_page, report_page
from roadmap.store.links import SpentLink
from roadmap.store.receipts import receipt_of
from roadmap.web.errors import error_page
from roadmap.web.operations import AlreadyDone, begin
from roadmap.web.sessions import reading
from roadmap.web.uploads import takes_files

GONE = 410
_BY_LINK = frozenset({"coordination.report_by_link", "coordination.send_by_link", "coordination.receipt_by_link"})


@blueprint.get("/report/<token>")
@guarded(Rule.ANYONE)
def report_by_link(token: str) -> str | tuple[str, int]:
    """The form, or that the link opens nothing any more."""
    desk = desk_by_link(token)
    used = spent(desk) if desk else None
    return (over_page(desk, used), GONE) if desk is None or used else form_page(desk)


def link_again(error: HTTPException) -> tuple[str, int] | Answer:
    """The form with what was typed, for whoever sent it from a page that is too old."""
    desk = desk_by_link(str((request.view_args or {}).get("token")))
    if desk is None or spent(desk):
        return error_page(error)
    return report_page(desk, form_sent(desk, sent_fields()), expired=True), 400


@blueprint.post("/report/<token>")
@guarded(Rule.ANYONE)
@takes_files(FILES_AT_ONCE)
@shown_again_by(link_again)
def send_by_link(token: str) -> Answer | tuple[str, int]:
    """What the pressed button says, as in the form of whoever is signed in. Sending the report spends the link."""
    desk, typed = desk_by_link(token), sent_fields()
    if desk is None:
        return over_page(None, None, typed), GONE
    refuse_what_was_not_given(desk, typed)
    try:
        return _answer_once(desk, typed)
    except AlreadyDone as again:
        # The first answer may never have reached this browser, and with it what opens the receipt.
        return sending.to_receipt_again(desk, again)


def _answer_once(desk: Desk, typed: sending.Typed) -> Answer | tuple[str, int]:
    begin(desk.author.id)
    used = spent(desk)
    if used is None:
        return sending.act_of(typed)(desk, typed)
    return _sent_before(desk, typed, used) or (over_page(desk, used, typed), GONE)


def _sent_before(desk: Desk, typed: sending.Typed, used: SpentLink) -> Answer | None:
    """The first receipt, if this is the same report once more; a double press is no second report."""
    already = sending.already_sent(desk, typed)
    return sending.to_receipt(desk, already, typed) if already is not None and already == used.line_seq else None


@blueprint.get("/report/<token>/receipt")
@guarded(Rule.ANYONE)
def receipt_by_link(token: str) -> str | tuple[str, int]:
    """Proof of the report, in the browser that sent it; to anybody else the link says only that it was used."""
    desk = desk_by_link(token)
    used = spent(desk) if desk else None
    sent_from_here = desk and desk.link and session.get(sending.RECEIPT) == desk.link.key
    if desk is None or used is None or not sent_from_here:
        return over_page(desk, used), GONE
    found = receipt_of(reading(), desk.measure.measure.id, used.line_seq or 0)
    if found is None:
        return over_page(desk, used), GONE
    return receipt_page(desk, found, executive_line(statements_in(found.line), desk.measure), by_link=True)


@blueprint.after_request
def keep_the_token_here(response: Response) -> Response:
    """No other site learns the address. Flask-WTF wants to see, over TLS, which site a form was sent from."""
    if request.endpoint in _BY_LINK:
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
    return response
