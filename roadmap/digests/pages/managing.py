"""My mail for whoever has no account: the same choices, through a signed link that does not expire.

The link shows its owner's own choices and nobody else's. Whoever has an account decides after signing in.
"""

from dataclasses import dataclass

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from roadmap.access.guards import Rule, guarded
from roadmap.digests.links import managed_person
from roadmap.digests.pages.blueprint import blueprint
from roadmap.digests.pages.choice_form import ChoicesForm, inner_form
from roadmap.digests.pages.choosing import Held, form_of, held_by, save, stop_all
from roadmap.digests.pages.crossed import Difference
from roadmap.digests.pages.mine import crossed, expected
from roadmap.digests.pages.speaking import speak, unlisted
from roadmap.domain.people import Person
from roadmap.store.mail.recipients import can_sign_in
from roadmap.store.people import persons_by_id
from roadmap.web.sessions import reading

STOP = "stop"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of what was sent: "saved" or "stopped", or the differences to what is kept meanwhile."""

    done: str | None = None
    meanwhile: list[Difference] | None = None
    status: int = 200


@blueprint.get("/mail/<token>")
@guarded(Rule.ANYONE)
def manage(token: str) -> AnyResponse:
    """What is in force. Looking changes nothing."""
    person = _owner(token)
    if can_sign_in(reading(), person.id):
        return redirect(url_for("digests.mine"))
    held = held_by(reading(), person)
    return _page(form_of(reading(), held, in_full=False, values=held.values()), held, Answer())


@blueprint.post("/mail/<token>")
@guarded(Rule.ANYONE)
def change_managed(token: str) -> AnyResponse:
    """Keeps the choices, or stops everything."""
    person = _owner(token)
    if can_sign_in(reading(), person.id):
        abort(409)
    held = held_by(reading(), person)
    if request.form.get("do") == STOP:
        stop_all(held)
        return _kept(person, "stopped")
    form = form_of(reading(), held, in_full=False, values=None)
    if not form.accepted():
        return _page(form, held, Answer(status=422))
    if save(form, held):
        return _kept(person, "saved")
    held = held_by(reading(), person)
    return _page(form, held, Answer(meanwhile=crossed(form, held, in_full=False), status=409))


def _owner(token: str) -> Person:
    """Whose link it is, and the page in his language; 404 if it was not made here, or he is gone."""
    person_id = managed_person(token, current_app.config["SECRET_KEY"])
    person = persons_by_id(reading(), [person_id]).get(person_id) if person_id is not None else None
    if person is None or not person.active:
        abort(404)
    speak(person.language)
    return person


def _kept(person: Person, done: str) -> Response:
    person = persons_by_id(reading(), [person.id])[person.id]
    speak(person.language)
    held = held_by(reading(), person)
    return _page(form_of(reading(), held, in_full=False, values=held.values()), held, Answer(done))


def _page(form: ChoicesForm, held: Held, answer: Answer) -> Response:
    page = render_template(
        "digests/managed.html",
        form=form,
        parts=[(concern, inner_form(form, concern)) for concern in held.concerns],
        wanted=any(choice and choice.active for each in held.concerns for choice in (each.actions, each.overview)),
        expected=expected(held),
        answer=answer,
    )
    return unlisted(page, answer.status)
