"""The administrator's page of people and their accounts."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from roadmap.access import accounts as acts
from roadmap.access.account_forms import InvitationForm
from roadmap.access.blueprint import blueprint
from roadmap.access.guards import Rule, guarded
from roadmap.access.known import known_or_absent
from roadmap.access.reader import current_reader
from roadmap.access.wording import ROLES, STATES, WHAT_ROLES_DO
from roadmap.store.account_reading import (
    AccountState,
    all_measures,
    everybody,
    milestones_of,
)
from roadmap.store.people import person_by_email, posts_by_id
from roadmap.store.plan_reading import all_roadmaps
from roadmap.store.staff import InTheWay
from roadmap.web.sessions import reading


@blueprint.get("/accounts")
@guarded(Rule.ADMINISTERS)
def accounts() -> str:
    """Who there is, what they may do, and whether they can sign in."""
    return _page(_form())


@blueprint.post("/accounts")
@guarded(Rule.ADMINISTERS)
def invite() -> Response | tuple[str, int]:
    """Adds a person and mails the invitation."""
    form = _form()
    if form.accepted():
        try:
            if person_by_email(reading(), form.email.data or "") is None and acts.invite(form):
                flash(gettext("%(name)s has been invited.", name=form.name.data), "success")
                return redirect(url_for("access.accounts"), 303)
            form.email.errors = [gettext("Somebody with this address is in the list already.")]
        except InTheWay:
            form.post.errors = [gettext("Somebody holds this post. The controlling side ends that first.")]
    return _page(form), 422


def _form() -> InvitationForm:
    form = InvitationForm()
    form.offer(all_roadmaps(reading()), all_measures(reading()), milestones_of(reading()))
    form.offer_posts(posts_by_id(reading()))
    return form


def _page(form: InvitationForm) -> str:
    return render_template(
        "access/accounts.html",
        form=form,
        people=everybody(reading()),
        roles=ROLES,
        states=STATES,
        definitions={role.value: text for role, text in WHAT_ROLES_DO.items()},
    )


@blueprint.post("/accounts/<int(max=2147483647):person_id>/invitation")
@guarded(Rule.ADMINISTERS)
def invite_again(person_id: int) -> Response:
    """Mails a new link to somebody who has not set a password, or has lost it."""
    known = known_or_absent(person_id)
    person, state = known.person, known.state
    if person.email is None or state is AccountState.DISABLED:
        abort(409)
    acts.invite_again(person)
    flash(
        gettext("A new invitation goes to %(name)s; earlier links have stopped working.", name=person.name), "success"
    )
    return redirect(url_for("access.accounts"), 303)


@blueprint.post("/accounts/<int(max=2147483647):person_id>/disable")
@guarded(Rule.ADMINISTERS)
def disable(person_id: int) -> Response:
    """Closes an account, but never one's own: somebody has to be left to open it again."""
    known = known_or_absent(person_id)
    person, state = known.person, known.state
    if state is AccountState.NONE or person == current_reader().person:
        abort(409)
    acts.close(person)
    flash(gettext("%(name)s can no longer sign in.", name=person.name), "success")
    return redirect(url_for("access.accounts"), 303)


@blueprint.post("/accounts/<int(max=2147483647):person_id>/enable")
@guarded(Rule.ADMINISTERS)
def enable(person_id: int) -> Response:
    """Opens a disabled account again."""
    known = known_or_absent(person_id)
    person, state = known.person, known.state
    if state is AccountState.NONE:
        abort(409)
    acts.reopen(person)
    flash(gettext("%(name)s can sign in again.", name=person.name), "success")
    return redirect(url_for("access.accounts"), 303)
