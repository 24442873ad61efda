"""What each button of the report form does."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from flask import Response, flash, make_response, redirect, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from roadmap.access.report_links import OpenedLink
from roadmap.coordination.brief import executive_line
from roadmap.coordination.by_link import spent
from roadmap.coordination.desk import Desk, desk_of
from roadmap.coordination.filling import carried_over, completed, done_last_time
from roadmap.coordination.forms import ReportForm, form_for
from roadmap.coordination.opening import form_page
from roadmap.coordination.proofs import any_too_large, brought_with, left_out, proofs_in
from roadmap.coordination.proposing import proposed_in
from roadmap.coordination.report import (
    LinkSpent,
    checked,
    form_sent,
    keep,
    lines_since,
    measure_seen,
    seen_in,
    sent_already,
    throw_away,
    written,
)
from roadmap.coordination.sheets import crossed_page, over_page, report_page
from roadmap.coordination.unchanged import said_again, unchanged_on
from roadmap.coordination.words import out_of_date
from roadmap.domain.given import given_in, given_part
from roadmap.domain.reporting import statements_of
from roadmap.store.drafts import draft_of
from roadmap.store.ledger import MovedOn
from roadmap.web.operations import AlreadyDone, Operation
from roadmap.web.roadmaps import address
from roadmap.web.sessions import reading

Typed = dict[str, str]
REFUSED, CROSSED, GONE, TOO_LARGE = 422, 409, 410, 413
RECEIPT = "receipt_by_link"
"""Where the browser's cookie remembers which link it has just reported by."""
_SEE_OTHER = 303


def preview(desk: Desk, typed: Typed) -> Answer:
    """Shows the line that the executive will read, and whatever speaks against the report. Nothing is written."""
    form = form_sent(desk, typed)
    proposed = checked(form, desk)
    told = proposed or proposed_in(form, desk.measure)
    brief = None
    if told.confidence and told.done:
        brief = executive_line(statements_of(told, desk.measure), desk.measure)
    return _page(report_page(desk, form, brief=brief), 200 if proposed else _refused(desk, form))


def send(desk: Desk, typed: Typed) -> Answer:
    """Writes the report down, or says beside the fields why not."""
    form = form_sent(desk, typed)
    seen = seen_in(form, desk)
    if seen is not None and seen < desk.last_line:
        return _crossed(desk, form, typed, seen)
    proposed = checked(form, desk)
    if seen is None:
        form.last_seen.errors = [out_of_date()]
    if proposed is None or seen is None:
        return _page(report_page(desk, _seeing(form, desk)), _refused(desk, form))
    brought = brought_with(proposed, proofs_in(form, desk.measure))
    try:
        return _answered(desk, written(desk, proposed, seen, partial(receipt_address, desk), brought))
    except MovedOn:
        fresh = desk_of(desk.roadmap, desk.measure.measure.number, desk.author, desk.link) or desk
        mine = replace(fresh, measure=given_part(fresh.measure, given_in(desk.measure)))
        return _crossed(mine, form, typed, seen)
    except LinkSpent:
        return _page(over_page(desk, spent(desk), typed), GONE)


def _refused(desk: Desk, form: ReportForm) -> int:
    return TOO_LARGE if any_too_large(proofs_in(form, desk.measure)) else REFUSED


def _seeing(form: ReportForm, desk: Desk) -> ReportForm:
    """The page that is shown now carries the last report, so whoever sends it again has seen it."""
    form.last_seen.data = str(desk.last_line)
    return form


def _crossed(desk: Desk, form: ReportForm, typed: Typed, seen: int) -> Answer:
    """Somebody wrote meanwhile: both are shown, and the author chooses. The same report twice is one report."""
    before, since = measure_seen(desk, seen), lines_since(desk, seen)
    already = sent_already(desk, typed, before, since)
    if already is not None:
        return to_receipt(desk, already, typed)
    keep(desk, form)
    mine = carried_over(form, before, desk.measure) | {"last_seen": str(desk.last_line)}
    return _page(crossed_page(desk, since, mine), CROSSED)


def save_draft(desk: Desk, typed: Typed) -> Answer:
    """Keeps what was typed as it is, right or wrong."""
    keep(desk, form_sent(desk, typed))
    return redirect(_form_address(desk), _SEE_OTHER)


def drop_mine(desk: Desk, _typed: Typed) -> Answer:
    """Throws the draft away and begins from the last report."""
    throw_away(desk)
    return redirect(_form_address(desk), _SEE_OTHER)


def resume(desk: Desk, typed: Typed) -> Answer:
    """Back in the form with what was typed; nothing is checked and nothing is written."""
    return _page(report_page(desk, form_sent(desk, typed)), 200)


def as_last_time(desk: Desk, typed: Typed) -> Answer:
    """Puts the last report's words where nothing is typed yet, for whoever only changes two of them."""
    words = {name: text for name, text in done_last_time(desk.measure).items() if not typed.get(name, "").strip()}
    return _page(report_page(desk, form_for(desk.measure, completed(typed, desk.measure) | words)), 200)


def unchanged(desk: Desk, typed: Typed) -> Answer:
    """Sends the last report's words once more, unless something has to be said anew or a draft waits to be sent."""
    form = form_sent(desk, typed)
    seen = seen_in(form, desk)
    offered = unchanged_on(desk)
    drafted = draft_of(reading(), desk.author.id, desk.measure.measure.id)
    if seen == desk.last_line and (offered is None or offered.problems or drafted):
        return _page(form_page(desk), REFUSED)
    return send(desk, _meant(desk, typed))


def _meant(desk: Desk, typed: Typed) -> Typed:
    """The report that was meant: of "nothing has changed" the last one that its author had before him."""
    seen = seen_in(form_sent(desk, typed), desk)
    if typed.get("action") != "unchanged" or seen is None:
        return typed
    return said_again(desk, desk.measure if seen == desk.last_line else measure_seen(desk, seen), seen)


def already_sent(desk: Desk, typed: Typed) -> int | None:
    """The number of the line, if exactly this was sent by the same author before."""
    seen = seen_in(form_sent(desk, typed), desk)
    if typed.get("action") not in ("send", "unchanged") or seen is None:
        return None
    return sent_already(desk, _meant(desk, typed), measure_seen(desk, seen), lines_since(desk, seen))


ACTS: dict[str, Callable[[Desk, Typed], Answer]] = {
    "preview": preview,
    "send": send,
    "draft": save_draft,
    "drop": drop_mine,
    "resume": resume,
    "as_last": as_last_time,
    "unchanged": unchanged,
}


def act_of(typed: Typed) -> Callable[[Desk, Typed], Answer]:
    """What the pressed button stands for; without one it is the preview, which changes nothing."""
    return ACTS.get(typed.get("action", ""), preview)


def to_receipt(desk: Desk, seq: int, typed: Typed) -> Answer:
    """On to the proof of a report that was sent before, perhaps without the file that comes with it now."""
    if left_out(desk, proofs_in(form_sent(desk, typed), desk.measure)):
        flash(gettext("This report was sent before, without the file. The file was not put into the record"), "warning")
    _open_receipt(desk)
    return redirect(receipt_address(desk, seq), _SEE_OTHER)


def to_receipt_again(desk: Desk, again: AlreadyDone) -> Answer:
    """The same, for a report that was sent twice."""
    _open_receipt(desk)
    return again.outcome.answer()


def _answered(desk: Desk, mine: Operation) -> Answer:
    _open_receipt(desk)
    return mine.answer()


def _open_receipt(desk: Desk) -> None:
    if desk.link:
        session[RECEIPT] = desk.link.key


def receipt_address(desk: Desk, seq: int) -> str:
    """Where the proof of the report stands."""
    if desk.link:
        return _by_link("coordination.receipt_by_link", desk.link)
    return address("coordination.receipt", number=desk.measure.measure.number, seq=seq)


def _form_address(desk: Desk) -> str:
    if desk.link:
        return _by_link("coordination.report_by_link", desk.link)
    return address("coordination.report", number=desk.measure.measure.number)


def _by_link(endpoint: str, link: OpenedLink) -> str:
    return url_for(endpoint, token=link.token, lang=request.args.get("lang"))


def _page(body: str, status: int) -> Response:
    return make_response(body, status)
