"""Organisations: the list, adding one, and changing one."""

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.people.forms import OrganisationForm, organisation_words
from roadmap.control.people.keeping import keeping, must_rename
from roadmap.control.people.saving import Crossed, crossed_with, saved
from roadmap.domain.staff import Kept, OrganisationEntry
from roadmap.store.people import all_organisations
from roadmap.store.staff import keep_organisation, organisation_kept
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import reading

Answer = str | Response | tuple[str, int]
_ONE = "/people/organisations/<int(max=2147483647):number>"


@route(blueprint, "/people/organisations", methods=["GET"])
@guarded(Rule.CONTROLS_OR_ADMINISTERS)
def organisations() -> str:
    """Every organisation of the installation."""
    found = sorted(all_organisations(reading()).values(), key=organisation_words)
    return render_template("control/people/organisations.html", organisations=found, roadmap=current_roadmap())


@route(blueprint, "/people/organisations/new", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_OR_ADMINISTERS)
def new_organisation() -> Answer:
    """One more."""
    form = OrganisationForm()
    if request.method == "GET":
        return _page(form, None)
    if not form.typed_right() or saved(lambda session: keep_organisation(session, form.entry), form, "code") is None:
        return _page(form, None), 422
    return _done()


@route(blueprint, _ONE, methods=["GET", "POST"])
@guarded(Rule.CONTROLS_OR_ADMINISTERS)
def organisation(number: int) -> Answer:
    """Changing one."""
    kept, form = _kept(number), OrganisationForm()
    if request.method == "GET":
        form.fill(form.values(kept.entry) | {"seen": kept.version})
        return _page(form, number)
    must_rename(keeping().keeps_organisation(number))
    # It does not come from the form, whatever was sent: lines of the ledger name the organisation by it.
    form.code.data = kept.entry.code
    if not form.typed_right():
        return _page(form, number), 422
    try:
        done = saved(lambda session: keep_organisation(session, form.entry, number, form.seen.seen), form, "code")
    except Crossed:
        now = _kept(number)
        return _page(form, number, crossed_with(form, now, form.values(now.entry))), 409
    return _done() if done is not None else (_page(form, number), 422)


def _kept(number: int) -> Kept[OrganisationEntry]:
    return organisation_kept(reading(), number) or abort(404)


def _done() -> Response:
    flash(gettext("The organisation is kept"), "success")
    return redirect(address("control.organisations"), 303)


def _page(form: OrganisationForm, number: int | None, meanwhile: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        "control/people/organisation.html",
        form=form,
        number=number,
        meanwhile=meanwhile,
        mine=number is None or keeping().keeps_organisation(number),
        roadmap=current_roadmap(),
    )
