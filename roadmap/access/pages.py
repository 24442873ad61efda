"""Signing in and out, and taking up an invitation."""

from datetime import timedelta

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from roadmap.access import sessions, signing_in
from roadmap.access.blueprint import blueprint
from roadmap.access.destinations import first_page, local_path
from roadmap.access.forms import PasswordForm, SignInForm, refuse_sign_in
from roadmap.access.guards import Rule, guarded
from roadmap.access.invitations import invited, take_up
from roadmap.access.reader import current_reader
from roadmap.access.signing_in import forget_reader
from roadmap.domain.security import SecurityKind
from roadmap.store.security_log import record
from roadmap.web.sessions import now, reading, writing


@blueprint.get("/sign-in")
@guarded(Rule.ANYONE)
def sign_in() -> AnyResponse | str:
    """The form; whoever is signed in already goes on."""
    return _onward() if current_reader().signed_in else _sign_in_page(SignInForm(formdata=None))


@blueprint.post("/sign-in")
@guarded(Rule.ANYONE)
def check_sign_in() -> AnyResponse | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Signs in, or says that it did not work and never why."""
    form = SignInForm()
    if not form.accepted():
        return _sign_in_page(form), 422
    outcome = signing_in.sign_in(form.email.data or "", form.password.data or "")
    if outcome.signed_in:
        return _onward()
    if outcome.wait:
        return _sign_in_page(form, outcome.wait), 429, {"Retry-After": str(int(outcome.wait.total_seconds()))}
    refuse_sign_in(form)
    return _sign_in_page(form), 422


def _sign_in_page(form: SignInForm, wait: timedelta | None = None) -> str:
    wanted = local_path(request.values.get("next"))
    return render_template(
        "access/sign_in.html",
        form=form,
        next=wanted,
        minutes=int(wait.total_seconds() // 60) if wait else 0,
        came_here=request.method == "GET" and wanted is not None,
    )


def _onward() -> AnyResponse:
    wanted = local_path(request.values.get("next"))
    return redirect(wanted or first_page(reading(), current_reader()), 303)


@blueprint.post("/sign-out")
@guarded(Rule.ANYONE)
def sign_out() -> AnyResponse:
    """Ends the sign-in on the server and in the browser; doing it twice is no error."""
    person = current_reader().person
    with writing() as session:
        if sessions.end(session) and person:
            record(session, SecurityKind.SIGNED_OUT, now(), person.id, person.id)
        session.commit()
    forget_reader()
    response = redirect(url_for("access.sign_in"), 303)
    # What the next person at this computer could find with the "back" button.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@blueprint.get("/invitation/<token>")
@guarded(Rule.ANYONE)
def invitation(token: str) -> str | tuple[str, int]:
    """Shows what the link is for and changes nothing: mail scanners open links too."""
    person = invited(token)
    if person is None:
        return _expired()
    return render_template("access/invitation.html", form=PasswordForm(person.email or ""), person=person)


@blueprint.post("/invitation/<token>")
@guarded(Rule.ANYONE)
def accept_invitation(token: str) -> AnyResponse | Response | tuple[str, int]:
    """Sets the password, once, and signs in."""
    person = invited(token)
    if person is None:
        return _expired()
    form = PasswordForm(person.email or "")
    if not form.accepted():
        return render_template("access/invitation.html", form=form, person=person), 422
    if not take_up(token, person, form.password.data or ""):
        return _expired()
    return redirect(first_page(reading(), current_reader()), 303)


def _expired() -> tuple[str, int]:
    """The same for a link that was used, ran out or never was."""
    return render_template("access/expired.html"), 410
