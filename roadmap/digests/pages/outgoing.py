"""The operator's pages: what became of every mail, what keeps mail back, and what can be done about it."""

from collections.abc import Callable

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.digests import trial_mail
from roadmap.digests.pages.blueprint import blueprint
from roadmap.digests.pages.outgoing_forms import HoldForm, TestMailForm
from roadmap.digests.pages.outgoing_words import (
    BECAUSE,
    EDITION_STATES,
    KINDS,
    STATE_NOTES,
    STATE_WORDS,
    WORK,
    reason_words,
)
from roadmap.digests.standing import standing_of
from roadmap.store.mail import gate, operator_acts, suppressions
from roadmap.store.mail.history import history_of
from roadmap.store.mail.standing import STATES, deliveries_in, delivery_by_id
from roadmap.store.plan_reading import default_roadmap
from roadmap.web.numbers import number_asked
from roadmap.web.sessions import now, reading, writing

Answer = tuple[str, int]

PER_PAGE = 50
_NUMBER = "int(max=2147483647)"


@blueprint.get("/outgoing")
@guarded(Rule.ADMINISTERS)
def outgoing() -> Answer:
    """How the mail stands."""
    return _page(TestMailForm(), HoldForm()), 200


def _page(test: TestMailForm, hold: HoldForm) -> str:
    if not test.address.data and (person := current_reader().person):
        test.address.data = person.email
    return _rendered("outgoing", standing=standing_of(reading(), now()), test=test, hold=hold)


def _rendered(name: str, **values: object) -> str:
    roadmap = default_roadmap(reading())
    return render_template(
        f"digests/{name}.html",
        timezone=roadmap.timezone if roadmap else "UTC",
        state_words=STATE_WORDS,
        state_notes=STATE_NOTES,
        kinds=KINDS,
        because=BECAUSE,
        edition_states=EDITION_STATES,
        work_words=WORK,
        reason_words=reason_words,
        now=now(),
        **values,
    )


@blueprint.get("/outgoing/deliveries")
@guarded(Rule.ADMINISTERS)
def deliveries() -> Answer:
    """The deliveries in one state, the one that changed last first."""
    state = request.args.get("state", "")
    page = number_asked("page") if "page" in request.args else 1
    if state not in STATES or page is None or not 1 <= page <= 1_000_000:
        abort(404)
    found = deliveries_in(reading(), [state], PER_PAGE + 1, (page - 1) * PER_PAGE)
    return _rendered("deliveries", state=state, page=page, deliveries=found[:PER_PAGE], more=len(found) > PER_PAGE), 200


@blueprint.get(f"/outgoing/<{_NUMBER}:delivery_id>")
@guarded(Rule.ADMINISTERS)
def delivery(delivery_id: int) -> Answer:
    """One delivery and every step it took. What it says is its reader's alone and is not shown."""
    found = delivery_by_id(reading(), delivery_id) or abort(404)
    return _rendered("delivery", delivery=found, steps=history_of(reading(), delivery_id)), 200


Act = Callable[[Session, int], bool]
_ACTS: dict[str, Act] = {
    "retry": operator_acts.retry,
    "keep": operator_acts.keep_back,
    "arrived": operator_acts.arrived,
    "again": operator_acts.send_again,
    "release": operator_acts.release_held,
    "expire": operator_acts.expire,
}


@blueprint.post(f"/outgoing/<{_NUMBER}:delivery_id>/<any(retry, keep, arrived, again, release, expire):act>")
@guarded(Rule.ADMINISTERS)
def decide(delivery_id: int, act: str) -> Response:
    """Decides about one delivery. What has moved on, or would only end again, stays as it is, and that is said."""
    if delivery_by_id(reading(), delivery_id) is None:
        abort(404)
    with writing() as session:
        done = _ACTS[act](session, delivery_id)
        session.commit()
    if done:
        flash(gettext("Delivery %(number)d: done.", number=delivery_id), "success")
    else:
        said = gettext("Delivery %(number)d: that cannot be done any more; nothing was changed.", number=delivery_id)
        flash(said, "warning")
    return redirect(url_for("digests.delivery", delivery_id=delivery_id), 303)


@blueprint.post("/outgoing/hold")
@guarded(Rule.ADMINISTERS)
def hold_mail() -> Response | Answer:
    """Keeps all mail back until somebody lets it go on."""
    form = HoldForm()
    if not form.accepted():
        return _page(TestMailForm(formdata=None), form), 422
    with writing() as session:
        gate.hold(session, gate.OPERATOR, form.reason.data or "", now())
        session.commit()
    flash(gettext("Mail is held. What is due is kept and goes out when it is released."), "success")
    return redirect(url_for("digests.outgoing"), 303)


@blueprint.post("/outgoing/release")
@guarded(Rule.ADMINISTERS)
def release_mail() -> Response:
    """Lets mail go on. Releasing what is not held changes nothing."""
    person = current_reader().person or abort(401)
    with writing() as session:
        gate.release(session, person.id, now())
        session.commit()
    flash(gettext("Mail goes out again."), "success")
    return redirect(url_for("digests.outgoing"), 303)


@blueprint.post("/outgoing/lift")
@guarded(Rule.ADMINISTERS)
def lift() -> Response:
    """Writes to an address again that the relay had refused."""
    address = request.form.get("address", "")
    with writing() as session:
        lifted = suppressions.lift(session, address)
        session.commit()
    if lifted:
        flash(gettext("%(address)s is written to again.", address=address), "success")
    return redirect(url_for("digests.outgoing", _anchor="refused"), 303)


@blueprint.post("/outgoing/test")
@guarded(Rule.ADMINISTERS)
def send_test() -> Response | Answer:
    """Writes a test mail down; a sender hands it over like any other."""
    form = TestMailForm()
    person = current_reader().person or abort(401)
    if not form.accepted():
        return _page(form, HoldForm(formdata=None)), 422
    letter = trial_mail.composed(person, form.address.data or "", current_app.config["ROADMAP"], now())
    with writing() as session:
        delivery_id = trial_mail.write(session, person, letter, now())
        session.commit()
    return redirect(url_for("digests.delivery", delivery_id=delivery_id), 303)
