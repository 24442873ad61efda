"""What each button of the report form does."""

from collections.abc import Callable

from flask import Response, make_response, redirect
from werkzeug.wrappers import Response as Answer

from roadmap.coordination.brief import executive_line
from roadmap.coordination.filling import carried_over, completed, done_last_time
from roadmap.coordination.forms import ReportForm, form_for
from roadmap.coordination.proposing import proposed_in
from roadmap.coordination.report import (
    Desk,
    checked,
    desk_of,
    form_sent,
    keep,
    lines_since,
    measure_seen,
    seen_in,
    sent_already,
    throw_away,
    written,
)
from roadmap.coordination.sheets import crossed_page, report_page
from roadmap.coordination.words import out_of_date
from roadmap.domain.reporting import statements_of
from roadmap.store.ledger import MovedOn
from roadmap.web.roadmaps import address

Typed = dict[str, str]
REFUSED, CROSSED = 422, 409
_SEE_OTHER = 303


def preview(desk: Desk, typed: Typed) -> Answer:
    """Shows the line that the executive will read, and whatever speaks against the report. Nothing is written."""
    form = form_sent(desk, typed)
    proposed = checked(form, desk)
    told = proposed or proposed_in(form, desk.measure)
    brief = None
    if told.confidence and told.done:
        brief = executive_line(statements_of(told, desk.measure), desk.measure)
    return _page(report_page(desk, form, brief=brief), 200 if proposed else REFUSED)


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
        return _page(report_page(desk, _seeing(form, desk)), REFUSED)
    try:
        return _to_receipt(desk, written(desk, proposed, seen))
    except MovedOn:
        fresh = desk_of(desk.roadmap, desk.measure.measure.number, desk.author) or desk
        return _crossed(fresh, form, typed, seen)


def _seeing(form: ReportForm, desk: Desk) -> ReportForm:
    """The page that is shown now carries the last report, so whoever sends it again has seen it."""
    form.last_seen.data = str(desk.last_line)
    return form


def _crossed(desk: Desk, form: ReportForm, typed: Typed, seen: int) -> Answer:
    """Somebody wrote meanwhile: both are shown, and the author chooses. The same report twice is one report."""
    before, since = measure_seen(desk, seen), lines_since(desk, seen)
    already = sent_already(desk, typed, before, since)
    if already is not None:
        return _to_receipt(desk, already)
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


ACTS: dict[str, Callable[[Desk, Typed], Answer]] = {
    "preview": preview,
    "send": send,
    "draft": save_draft,
    "drop": drop_mine,
    "resume": resume,
    "as_last": as_last_time,
}


def _to_receipt(desk: Desk, seq: int) -> Answer:
    number = desk.measure.measure.number
    return redirect(address("coordination.receipt", number=number, seq=seq), _SEE_OTHER)


def _form_address(desk: Desk) -> str:
    return address("coordination.report", number=desk.measure.measure.number)


def _page(body: str, status: int) -> Response:
    return make_response(body, status)
