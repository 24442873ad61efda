"""Changing a password, and asking for a new one by mail."""

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from roadmap.access import changing, resetting
from roadmap.access.blueprint import blueprint
from roadmap.access.changing import Changed
from roadmap.access.forms import ChangeForm, ForgottenForm, PasswordForm
from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.access.throttle import SIGN_IN
from roadmap.domain.people import Person


@blueprint.get("/my/password")
@guarded(Rule.SIGNED_IN)
def change_password() -> str:
    """The form for whoever is signed in."""
    return _change_page(ChangeForm(_self().email or ""))


@blueprint.post("/my/password")
@guarded(Rule.SIGNED_IN)
def keep_password() -> AnyResponse | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Changes the password; every other session ends."""
    person = _self()
    form = ChangeForm(person.email or "")
    if not form.accepted():
        return _change_page(form), 422
    outcome = changing.change(person, form.old_password.data or "", form.password.data or "")
    if outcome is Changed.TOO_MANY:
        seconds = int(SIGN_IN.account.window.total_seconds())
        return _change_page(form, seconds // 60), 429, {"Retry-After": str(seconds)}
    if outcome is Changed.NOT_THE_OLD_ONE:
        form.refuse_old()
        return _change_page(form), 422
    flash(gettext("The password was changed. Every other session has ended."), "success")
    return redirect(url_for("access.sessions"), 303)


def _self() -> Person:
    person = current_reader().person
    assert person is not None  # noqa: S101 - the guard let nobody else pass
    return person


def _change_page(form: ChangeForm, minutes: int = 0) -> str:
    return render_template("access/change_password.html", form=form, person=_self(), minutes=minutes)


@blueprint.get("/password/forgotten")
@guarded(Rule.ANYONE)
def forgotten() -> str:
    """Where to send the link?"""
    return render_template("access/forgotten.html", form=ForgottenForm(formdata=None))


@blueprint.post("/password/forgotten")
@guarded(Rule.ANYONE)
def ask_for_link() -> AnyResponse | tuple[str, int]:
    """Sends the link, if there is anybody to send it to; the answer is the same."""
    form = ForgottenForm()
    if not form.accepted():
        return render_template("access/forgotten.html", form=form), 422
    resetting.ask(form.email.data or "")
    return redirect(url_for("access.link_asked"), 303)


@blueprint.get("/password/asked")
@guarded(Rule.ANYONE)
def link_asked() -> str:
    """What comes next, in the same words for everybody."""
    return render_template("access/asked.html", minutes=int(resetting.VALID.total_seconds() // 60))


@blueprint.get("/password/<token>")
@guarded(Rule.ANYONE)
def new_password(token: str) -> str | tuple[str, int]:
    """Shows what the link is for and changes nothing: mail scanners open links too."""
    person = resetting.resets(token)
    if person is None:
        return _expired()
    return render_template("access/new_password.html", form=PasswordForm(person.email or ""), person=person)


@blueprint.post("/password/<token>")
@guarded(Rule.ANYONE)
def keep_new_password(token: str) -> AnyResponse | Response | tuple[str, int]:
    """Sets the password, once. Nobody is signed in by that."""
    person = resetting.resets(token)
    if person is None:
        return _expired()
    form = PasswordForm(person.email or "")
    if not form.accepted():
        return render_template("access/new_password.html", form=form, person=person), 422
    if not resetting.reset(token, person, form.password.data or ""):
        return _expired()
    flash(gettext("The password was changed. Sign in with it."), "success")
    return redirect(url_for("access.sign_in"), 303)


def _expired() -> tuple[str, int]:
    """The same for a link that was used, ran out or never was."""
    return render_template("access/link_over.html"), 410
