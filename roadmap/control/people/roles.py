"""Roles on the road map: the controlling side gives and takes those of coordinators, executives and recipients."""

from flask import abort, flash, redirect
from flask_babel import gettext
from werkzeug.wrappers import Response

from roadmap.access import accounts
from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.people.keeping import person_here
from roadmap.control.people.person_page import person_page
from roadmap.control.people.persons import PERSON
from roadmap.control.people.role_form import GIVEN_BY_CONTROLLERS, RoadmapRoleForm
from roadmap.web.roadmaps import address, current_roadmap, route

Answer = str | Response | tuple[str, int]


@route(blueprint, f"{PERSON}/roles", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def give_role(number: int) -> Answer:
    """One role more."""
    known, form = person_here(number), RoadmapRoleForm.for_roadmap(sent=True)
    if not form.accepted():
        return person_page(known, role=form), 422
    if accounts.give(known.person, form.held):
        flash(gettext("%(name)s has one role more.", name=known.person.name), "success")
    return redirect(address("control.person", number=number), 303)


@route(blueprint, f"{PERSON}/roles/<int(max=2147483647):role>/withdraw", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def take_role(number: int, role: int) -> Response:
    """One role less; what was done in it stays in the record. A role taken already is no mistake."""
    known = person_here(number)
    held = next((each.grant for each in known.roles if each.number == role), None)
    if held is not None:
        if held.roadmap_id != current_roadmap().id:
            abort(404)
        if held.role not in GIVEN_BY_CONTROLLERS:
            abort(403)
        accounts.take(known.person, held)
        flash(gettext("%(name)s has one role less.", name=known.person.name), "success")
    return redirect(address("control.person", number=number), 303)
