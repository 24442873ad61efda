"""Where somebody is signed in: one's own sessions, and for the administrator anybody's."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from roadmap.access.blueprint import blueprint
from roadmap.access.guards import Rule, guarded
from roadmap.access.known import known_or_absent
from roadmap.access.reader import current_reader, current_sign_in, longest_rest
from roadmap.domain.people import Person
from roadmap.domain.security import SecurityKind
from roadmap.store.plan_reading import default_roadmap
from roadmap.store.security_log import record
from roadmap.store.sign_ins import SignIn, end_sign_in_of, end_sign_ins_of, open_sign_ins
from roadmap.web.sessions import now, reading, writing

_NUMBER = "<int(max=2147483647):number>"
_PERSON = "/accounts/<int(max=2147483647):person_id>/sessions"


@blueprint.get("/my/sessions")
@guarded(Rule.SIGNED_IN)
def sessions() -> str:
    """Where I am signed in."""
    return _page(_used().person_id, None)


@blueprint.post(f"/my/sessions/{_NUMBER}/end")
@guarded(Rule.SIGNED_IN)
def end_session(number: int) -> Response:
    """Ends one of my own; the one in use ends by signing out."""
    used = _used()
    if number == used.id:
        abort(409)
    if not _ended(used.person_id, number):
        abort(404)
    return redirect(url_for("access.sessions"), 303)


@blueprint.post("/my/sessions/end-others")
@guarded(Rule.SIGNED_IN)
def end_other_sessions() -> Response:
    """Ends every one of mine but this."""
    used = _used()
    _all_ended(used.person_id, used.id)
    return redirect(url_for("access.sessions"), 303)


@blueprint.get(_PERSON)
@guarded(Rule.ADMINISTERS)
def sessions_of(person_id: int) -> str:
    """Where somebody is signed in, for the administrator."""
    return _page(person_id, _known(person_id))


@blueprint.post(f"{_PERSON}/{_NUMBER}/end")
@guarded(Rule.ADMINISTERS)
def end_session_of(person_id: int, number: int) -> Response:
    """Ends somebody's session."""
    if not _ended(_known(person_id).id, number):
        abort(404)
    return redirect(url_for("access.sessions_of", person_id=person_id), 303)


@blueprint.post(f"{_PERSON}/end")
@guarded(Rule.ADMINISTERS)
def end_sessions_of(person_id: int) -> Response:
    """Ends every session of somebody, but for the one in use if it is the administrator's own."""
    used = _used()
    _all_ended(_known(person_id).id, used.id if used.person_id == person_id else None)
    return redirect(url_for("access.sessions_of", person_id=person_id), 303)


def _used() -> SignIn:
    return current_sign_in() or abort(401)


def _known(person_id: int) -> Person:
    return known_or_absent(person_id).person


def _page(person_id: int, person: Person | None) -> str:
    roadmap = default_roadmap(reading())
    return render_template(
        "access/sessions.html",
        sessions=open_sign_ins(reading(), person_id, now(), longest_rest()),
        used=_used(),
        person=person,
        timezone=roadmap.timezone if roadmap else "UTC",
        rest=int(longest_rest().total_seconds() // 60),
    )


def _ended(person_id: int, number: int) -> bool:
    by = current_reader().person
    with writing() as session:
        found = end_sign_in_of(session, person_id, number, now())
        if found:
            record(session, SecurityKind.SESSION_ENDED, now(), person_id, by.id if by else None, number=number)
        session.commit()
    if found:
        flash(gettext("The session has ended."), "success")
    return bool(found)


def _all_ended(person_id: int, but: int | None) -> None:
    by = current_reader().person
    with writing() as session:
        found = end_sign_ins_of(session, person_id, now(), but)
        if found:
            record(session, SecurityKind.SESSION_ENDED, now(), person_id, by.id if by else None, sessions=found)
        session.commit()
    flash(ngettext("%(num)d session has ended.", "%(num)d sessions have ended.", found), "success")
