"""Persons: who has to do with the road map, finding somebody by address, adding somebody, and changing who it is."""

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.access.wording import ROLES, STATES
from roadmap.control.blueprint import blueprint
from roadmap.control.people.forms import PersonForm
from roadmap.control.people.keeping import keeping, meet, person_found, person_here
from roadmap.control.people.person_page import person_page
from roadmap.control.people.saving import Crossed, crossed_with, saved
from roadmap.control.subjects import reader_number
from roadmap.store.account_reading import KnownPerson, known_persons
from roadmap.store.staff import keep_person, person_kept
from roadmap.web.around import this_day
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import now, reading

Answer = str | Response | tuple[str, int]
PERSON = "/people/<int(max=2147483647):number>"


@route(blueprint, "/people", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def people() -> Answer:
    """Who has a role or a post that has to do with the road map; somebody else is found by the whole address.

    What is searched for is posted: an address that stood in a link would stay in the logs of whatever it passes.
    """
    if request.method == "GET":
        return _people_page()
    typed = request.form.get("address", "").strip()
    found = person_found(typed)
    if found is None:
        return _people_page(typed), 422
    meet(found.id)
    return redirect(address("control.person", number=found.id), 303)


def _people_page(typed: str | None = None) -> str:
    known = keeping()
    shown = known_persons(reading(), known.around.persons, this_day())
    return render_template(
        "control/people/people.html",
        people=[each for each in shown if not each.person.erased],
        kept={each.person.id for each in shown if known.keeps(each)},
        typed=typed,
        role_names=ROLES,
        states=STATES,
        roadmap=current_roadmap(),
    )


@route(blueprint, "/people/new", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def new_person() -> Answer:
    """One more; the next page gives posts and roles. An account is the administrator's to open."""
    form = PersonForm()
    if request.method == "GET":
        return _new_page(form), 200
    if not form.typed_right():
        return _new_page(form), 422
    number = saved(lambda session: keep_person(session, form.entry, now(), reader_number()), form, "email")
    if number is None:
        return _new_page(form), 422
    meet(number)
    return _done(number)


@route(blueprint, PERSON, methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def person(number: int) -> Answer:
    """Somebody's posts, roles and absence, and the form for who it is."""
    known = person_here(number)
    if request.method == "GET":
        return person_page(known)
    if not keeping().keeps(known):
        abort(403)
    form = PersonForm()
    if not keeping().keeps_address(known):
        # It does not come from the form, whatever was sent.
        form.email.data = known.person.email or ""
    if not form.typed_right():
        return person_page(known, form), 422
    return _changed(known, form)


def _changed(known: KnownPerson, form: PersonForm) -> Answer:
    number = known.person.id
    try:
        done = saved(
            lambda session: keep_person(session, form.entry, now(), reader_number(), number, form.seen.seen),
            form,
            "email",
        )
    except Crossed:
        kept = person_kept(reading(), number) or abort(404)
        return person_page(person_here(number), form, crossed_with(form, kept, form.values(kept.entry))), 409
    return _done(number) if done is not None else (person_page(known, form), 422)


def _done(number: int) -> Response:
    flash(gettext("The person is kept"), "success")
    return redirect(address("control.person", number=number), 303)


def _new_page(form: PersonForm) -> str:
    return render_template("control/people/new_person.html", form=form, roadmap=current_roadmap())
