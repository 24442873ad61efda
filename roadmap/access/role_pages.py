"""The administrator's page of one person: the roles, one more, one less."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from roadmap.access import accounts as acts
from roadmap.access.account_forms import RoleForm
from roadmap.access.blueprint import blueprint
from roadmap.access.guards import Rule, guarded
from roadmap.access.known import known_or_absent
from roadmap.access.reader import current_reader
from roadmap.access.wording import ROLES, WHAT_ROLES_DO
from roadmap.domain.people import Role
from roadmap.store.account_reading import KnownPerson, all_measures, milestones_of
from roadmap.store.plan_reading import all_roadmaps
from roadmap.web.sessions import reading

_PERSON = "/accounts/<int(max=2147483647):person_id>"


@blueprint.get(_PERSON)
@guarded(Rule.ADMINISTERS)
def person(person_id: int) -> str:
    """What somebody may do."""
    return _page(known_or_absent(person_id), _form())


@blueprint.post(_PERSON)
@guarded(Rule.ADMINISTERS)
def give_role(person_id: int) -> Response | tuple[str, int]:
    """One role more."""
    known, form = known_or_absent(person_id), _form()
    if not form.accepted():
        return _page(known, form), 422
    if acts.give(known.person, form.held):
        flash(gettext("%(name)s has one role more.", name=known.person.name), "success")
    return redirect(url_for("access.person", person_id=person_id), 303)


@blueprint.post(f"{_PERSON}/roles/<int(max=2147483647):number>/withdraw")
@guarded(Rule.ADMINISTERS)
def withdraw_role(person_id: int, number: int) -> Response:
    """One role less, but never one's own as administrator: somebody has to be left to give it back."""
    known = known_or_absent(person_id)
    held = next((held.grant for held in known.roles if held.number == number), None)
    if held is None:
        abort(404)
    if held.role is Role.ADMINISTRATOR and known.person == current_reader().person:
        abort(409)
    acts.take(known.person, held)
    flash(gettext("%(name)s has one role less.", name=known.person.name), "success")
    return redirect(url_for("access.person", person_id=person_id), 303)


def _form() -> RoleForm:
    form = RoleForm()
    form.offer(all_roadmaps(reading()), all_measures(reading()), milestones_of(reading()))
    return form


def _page(known: KnownPerson, form: RoleForm) -> str:
    definitions = {role.value: text for role, text in WHAT_ROLES_DO.items()}
    return render_template("access/person.html", known=known, form=form, roles=ROLES, definitions=definitions)
