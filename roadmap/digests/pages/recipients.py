"""Who gets the overview of a road map without an account: added here, or approved here after asking for it."""

from dataclasses import dataclass
from datetime import datetime

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.digests.asking import ask_whether
from roadmap.digests.pages.address_form import AddressForm
from roadmap.digests.pages.blueprint import blueprint
from roadmap.domain.people import Grant, Role
from roadmap.domain.security import SecurityKind
from roadmap.store.ledger import touch
from roadmap.store.mail.opt_ins import Asking, OptIn, decide, open_opt_ins, take_back
from roadmap.store.mail.recipients import recipients_of
from roadmap.store.mail.suppressions import lift, suppressed_addresses
from roadmap.store.people import withdraw
from roadmap.store.security_log import record
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import now, reading, writing

_NUMBER = "<int(max=2147483647):number>"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One line of the list. ``state`` is "asked", "unanswered", "waits" or "confirmed"; ``refused`` the relay's words.

    ``number`` is the person's, or that of the request as long as nobody is a recipient by it.
    """

    number: int
    name: str
    email: str
    language: str
    state: str
    until: datetime | None = None
    refused: str | None = None


@route(blueprint, "/recipients", methods=["GET"])
@guarded(Rule.CONTROLS_ROADMAP)
def recipients() -> str:
    """Everybody who gets it, was asked whether he wants it, or waits for an answer."""
    return _page(AddressForm().offer())


@route(blueprint, "/recipients", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def add_recipient() -> Response | tuple[str, int]:
    """Asks an address. Nothing but this one mail is sent before its holder says yes."""
    form, roadmap = AddressForm().offer(), current_roadmap()
    if not form.accepted():
        return _page(form), 422
    if any(person.email == form.address for person in recipients_of(reading(), roadmap.id)):
        form.email.errors = [gettext("This address is in the list already.")]
        return _page(form), 422
    asking = Asking(roadmap.id, form.typed_name, form.address, form.language.data, _my_number())
    if not ask_whether(asking, roadmap):
        form.email.errors = [gettext("This address was asked a few minutes ago. It can be asked again in 15 minutes.")]
        return _page(form), 422
    flash(gettext("%(email)s is asked. Nothing else is sent before the answer.", email=form.address), "success")
    return redirect(address("digests.recipients"), 303)


@route(blueprint, f"/recipients/requests/{_NUMBER}/approve", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def approve(number: int) -> Response:
    """Whoever asked for it becomes a recipient."""
    return _decide(number, approved=True)


@route(blueprint, f"/recipients/requests/{_NUMBER}/refuse", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def refuse(number: int) -> Response:
    """Whoever asked for it does not become one, and is not written to."""
    return _decide(number, approved=False)


@route(blueprint, f"/recipients/requests/{_NUMBER}/withdraw", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def take_request_back(number: int) -> Response:
    """Forgets an address that was asked and has not answered; its link stops working."""
    with writing() as session:
        done = take_back(session, number, current_roadmap().id)
        session.commit()
    return _back(done, gettext("The request is taken back; its link works no longer."))


@route(blueprint, f"/recipients/{_NUMBER}/remove", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def remove_recipient(number: int) -> Response:
    """Takes the role away. Roles of other kinds stay as they are."""
    roadmap = current_roadmap()
    done = any(person.id == number for person in recipients_of(reading(), roadmap.id))
    with writing() as session:
        touch(session, roadmap.id)
        withdraw(session, number, Grant(Role.RECIPIENT, roadmap.id))
        if done:
            role = Role.RECIPIENT.value
            record(session, SecurityKind.ROLE_TAKEN, now(), number, _my_number(), role=role, roadmap_id=roadmap.id)
        session.commit()
    return _back(done, gettext("The overview is no longer sent there."))


@route(blueprint, "/recipients/lift", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def lift_suppression() -> Response:
    """Writes again to an address of this list that the relay refused."""
    email = request.form.get("email", "")
    done = any(each.email == email for each in _all(current_roadmap().id))
    with writing() as session:
        done = done and lift(session, email)
        session.commit()
    return _back(done, gettext("The address is written to again."))


def _decide(number: int, *, approved: bool) -> Response:
    with writing() as session:
        done = decide(session, number, current_roadmap().id, _my_number(), approved, now())
        session.commit()
    words = gettext("The overview is sent there from now on.") if approved else gettext("The request is refused.")
    return _back(done, words)


def _back(done: bool, words: str) -> Response:
    """To the list. What was done already, by a second press or by somebody else, is shown there as it is."""
    if done:
        flash(words, "success")
    return redirect(address("digests.recipients"), 303)


def _my_number() -> int:
    return person.id if (person := current_reader().person) else abort(401)


def _page(form: AddressForm) -> str:
    roadmap = current_roadmap()
    return render_template("digests/recipients.html", form=form, roadmap=roadmap, recipients=_all(roadmap.id))


def _all(roadmap_id: int) -> list[Recipient]:
    refused = {each.address: each.words for each in suppressed_addresses(reading())}
    people = [
        Recipient(person.id, person.name, person.email, person.language, "confirmed", None, refused.get(person.email))
        for person in recipients_of(reading(), roadmap_id)
        if person.email and person.active
    ]
    requests = [
        Recipient(each.id, each.name, each.email, each.language, _state(each), each.expires_at, refused.get(each.email))
        for each in open_opt_ins(reading(), roadmap_id)
    ]
    waiting = [each for each in requests if each.state == "waits"]
    return [*waiting, *people, *(each for each in requests if each.state != "waits")]


def _state(asked: OptIn) -> str:
    if asked.confirmed_at is not None:
        return "waits"
    return "asked" if asked.open_at(now()) else "unanswered"
