"""Asking for the mail, and the link by which the holder of an address says that he wants it.

Nobody learns here whether an address is known: whatever is typed, the answer is the same.
"""

from flask import Response, abort, current_app, render_template

from roadmap.access.guards import Rule, guarded
from roadmap.access.tokens import fingerprint
from roadmap.digests.asking import VALID, ask_whether
from roadmap.digests.pages.address_form import AddressForm
from roadmap.digests.pages.blueprint import blueprint
from roadmap.digests.pages.speaking import speak, unlisted
from roadmap.domain.plan import Roadmap
from roadmap.store.mail.opt_ins import Asking, OptIn, confirm, opt_in_of
from roadmap.store.plan_reading import all_roadmaps
from roadmap.web.roadmaps import current_roadmap, route
from roadmap.web.sessions import now, reading, writing


@route(blueprint, "/subscribe", methods=["GET"])
@guarded(Rule.ANYONE)
def subscribe() -> str:
    """The form for whoever wants the overview of a public road map."""
    return _page(AddressForm().offer(), _public_roadmap())


@route(blueprint, "/subscribe", methods=["POST"])
@guarded(Rule.ANYONE)
def ask_for() -> str | tuple[str, int]:
    """Sends the link to the address that was typed, unless it was sent just now."""
    roadmap, form = _public_roadmap(), AddressForm().offer()
    if not form.accepted():
        return _page(form, roadmap), 422
    ask_whether(Asking(roadmap.id, form.typed_name, form.address, form.language.data), roadmap)
    return render_template("digests/asked.html", roadmap=roadmap, days=VALID.days)


@blueprint.get("/subscribe/<token>")
@guarded(Rule.ANYONE)
def opt_in(token: str) -> Response:
    """What the link is for, and the button that says yes. Looking changes nothing: mail scanners open links too."""
    asked = opt_in_of(reading(), fingerprint(token))
    if asked is None or not asked.open_at(now()):
        return _no_longer()
    speak(asked.language)
    return unlisted(render_template("digests/opt_in.html", roadmap=_roadmap_of(asked), email=asked.email))


@blueprint.post("/subscribe/<token>")
@guarded(Rule.ANYONE)
def confirm_opt_in(token: str) -> Response:
    """Says yes. A second press of the button gets the same answer and does nothing further."""
    asked = opt_in_of(reading(), fingerprint(token))
    if asked is None:
        return _no_longer()
    with writing() as session:
        confirmed = confirm(session, fingerprint(token), now())
        session.commit()
    if not confirmed and asked.confirmed_at is None:
        # It ran out, or somebody was faster with the same link a moment ago.
        asked = opt_in_of(reading(), fingerprint(token))
        if asked is None or asked.confirmed_at is None:
            return _no_longer()
    speak(asked.language)
    page = render_template("digests/confirmed.html", roadmap=_roadmap_of(asked), waits=asked.added_by is None)
    return unlisted(page)


def _public_roadmap() -> Roadmap:
    if not current_app.config["PUBLIC_PROGRESS"]:
        abort(404)
    return current_roadmap()


def _roadmap_of(asked: OptIn) -> Roadmap:
    return next(roadmap for roadmap in all_roadmaps(reading()) if roadmap.id == asked.roadmap_id)


def _no_longer() -> Response:
    """The same for a link that was used, ran out or never was."""
    return unlisted(render_template("digests/no_longer.html"), 410)


def _page(form: AddressForm, roadmap: Roadmap) -> str:
    return render_template("digests/subscribe.html", form=form, roadmap=roadmap)
