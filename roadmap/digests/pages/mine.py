"""My digests: what somebody who signed in wants to be mailed, how often and when, and when not."""

from dataclasses import dataclass
from datetime import date, time

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.digests.pages.blueprint import blueprint
from roadmap.digests.pages.choice_form import ChoicesForm, inner_form
from roadmap.digests.pages.choosing import Held, form_of, held_by, save
from roadmap.digests.pages.crossed import Difference, differences
from roadmap.domain.next_mail import next_morning, next_overview
from roadmap.domain.people import Person
from roadmap.domain.text import LocalizedText
from roadmap.web.locale import speaking
from roadmap.web.sessions import reading


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be expected about one road map: the next overview, and the next morning for action items."""

    title: LocalizedText
    overview: date | None
    overview_wanted: bool
    morning: date | None
    at: time


@blueprint.get("/my/digests")
@guarded(Rule.SIGNED_IN)
def mine() -> str:
    """What is in force, as a form."""
    held = held_by(reading(), _me())
    return _page(form_of(reading(), held, in_full=True, values=held.values()), held)


@blueprint.post("/my/digests")
@guarded(Rule.SIGNED_IN)
def change_mine() -> Response | tuple[str, int]:
    """Keeps the choices, all of them or none."""
    held = held_by(reading(), _me())
    form = form_of(reading(), held, in_full=True, values=None)
    if not form.accepted():
        return _page(form, held), 422
    if save(form, held):
        with speaking(form.language.data):
            flash(gettext("Your choices are kept."), "success")
        return redirect(url_for("digests.mine"), 303)
    held = held_by(reading(), _me())
    return _page(form, held, crossed(form, held, in_full=True)), 409


def crossed(form: ChoicesForm, held: Held, *, in_full: bool) -> list[Difference]:
    """What was changed meanwhile; the form can then be sent again, knowing it."""
    kept = form_of(reading(), held, in_full=in_full, values=held.values())
    form.seen.data, form.seen.raw_data = held.fingerprint, None
    return list(differences(kept, form))


def expected(held: Held) -> list[Next]:
    """When the next mail comes, for each road map."""
    found = []
    for concern in held.concerns:
        at, wanted = held.local_now, bool(concern.overview and concern.overview.active)
        day = next_overview(concern.overview, held.settings, at, concern.calendar) if concern.overview else None
        items = concern.actions and concern.actions.active
        morning = next_morning(held.settings, at, concern.calendar) if items else None
        found.append(Next(concern.roadmap.heading, day, wanted, morning, held.settings.slot))
    return found


def _me() -> Person:
    person = current_reader().person
    if person is None:
        raise LookupError("the guard let somebody pass who has not signed in")
    return person


def _page(form: ChoicesForm, held: Held, meanwhile: list[Difference] | None = None) -> str:
    return render_template(
        "digests/mine.html",
        form=form,
        parts=[(concern, inner_form(form, concern)) for concern in held.concerns],
        expected=expected(held),
        meanwhile=meanwhile,
    )
