"""Somebody leaves, comes back, or is away for a while and somebody else stands in."""

from dataclasses import replace

from flask import abort, flash, redirect
from flask_babel import gettext
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.people.away_forms import LeavingForm
from roadmap.control.people.keeping import keeping, person_here
from roadmap.control.people.person_page import absence_form, person_page
from roadmap.control.people.persons import PERSON
from roadmap.domain.choices import DEFAULT_SETTINGS
from roadmap.store import staff
from roadmap.store.access_tokens import revoke_tokens_of
from roadmap.store.account_reading import KnownPerson
from roadmap.store.mail.choices import keep_settings, settings_of
from roadmap.store.sign_ins import end_sign_ins_of
from roadmap.web.around import this_day
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import now, reading, writing
from roadmap.web.wording import short_day

Answer = str | Response | tuple[str, int]


@route(blueprint, f"{PERSON}/leave", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def leave(number: int) -> Answer:
    """Somebody has left: what he held ends with the last day, nothing is deleted, and he is written to no more."""
    known, form = _changeable(number), LeavingForm()
    if not form.typed_right(this_day()):
        return person_page(known, leaving=form), 422
    last = form.last_on.day
    try:
        with writing() as session:
            staff.leave(session, number, last, form.seen.seen, now())
            end_sign_ins_of(session, number, now())
            revoke_tokens_of(session, number, now())
            staff.touch_all(session)
            session.commit()
    except staff.ChangedMeanwhile:
        fresh = person_here(number)
        form.seen.now(_version(number))
        return person_page(fresh, leaving=form, crossed=_as_it_is(fresh)), 409
    flash(gettext("%(name)s left on %(day)s", name=known.person.name, day=short_day(last)), "success")
    return _back(number)


@route(blueprint, f"{PERSON}/back", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def come_back(number: int) -> Response:
    """Somebody who had left is there again."""
    known = _changeable(number)
    with writing() as session:
        staff.come_back(session, number)
        staff.touch_all(session)
        session.commit()
    flash(gettext("%(name)s is there again. Posts are given anew", name=known.person.name), "success")
    return _back(number)


@route(blueprint, f"{PERSON}/absence", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def absence(number: int) -> Answer:
    """From when to when somebody is away, and who stands in; everybody else sets it himself in My digests."""
    known = person_here(number)
    if all(held.grant.roadmap_id != current_roadmap().id for held in known.roles):
        # Without a role here nothing of the road map is read, by him or for him.
        abort(403)
    form = absence_form(known)
    if not form.typed_right():
        return person_page(known, absence=form), 422
    settings = settings_of(reading(), [number]).get(number, DEFAULT_SETTINGS)
    chosen = {name: form[name].data for name in form.values(settings)}
    with writing() as session:
        kept = keep_settings(session, number, replace(settings, version=form.seen.seen, **chosen), now())
        session.commit()
    if not kept and form.values(settings) != chosen:
        form.seen.now(settings.version)
        return person_page(known, absence=form, crossed=form.set_meanwhile(form.values(settings))), 409
    flash(gettext("The absence is kept"), "success")
    return _back(number)


def _changeable(number: int) -> KnownPerson:
    known = person_here(number)
    return known if keeping().keeps(known) else abort(403)


def _version(number: int) -> int:
    kept = staff.person_kept(reading(), number)
    return kept.version if kept else 0


def _as_it_is(known: KnownPerson) -> list[tuple[str, str]]:
    state = gettext("is there") if known.person.active else gettext("has left")
    return [(gettext("Name"), known.person.name), (gettext("State"), state)]


def _back(number: int) -> Response:
    return redirect(address("control.person", number=number), 303)
