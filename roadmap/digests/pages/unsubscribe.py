"""Stopping mail from a link in it: a page with a button, and the one-click request of RFC 8058.

Looking changes nothing, because mail scanners look at every link. Stopping needs no sign-in, no cookie and no token of
a form: the link's own signature says whose mail it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import abort, current_app, g, render_template, request
from flask_babel import refresh

from roadmap.access.guards import Rule, guarded
from roadmap.digests.links import Stop, stop_of
from roadmap.digests.pages.blueprint import blueprint
from roadmap.domain.choices import DEFAULT_CHOICE
from roadmap.domain.interests import MailKind
from roadmap.domain.text import LANGUAGES, LocalizedText
from roadmap.extensions import csrf
from roadmap.store.mail.choices import choices_of, start_or_stop
from roadmap.store.people import persons_by_id
from roadmap.store.plan_reading import all_roadmaps
from roadmap.web.sessions import now, reading, writing

RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Mail:
    """One kind of mail about one road map, and whether its reader still gets it."""

    title: LocalizedText
    kind: MailKind
    active: bool


@blueprint.get("/unsubscribe/<token>")
@guarded(Rule.ANYONE)
def unsubscribe(token: str) -> str:
    """What the link stops, and the button that does it."""
    stop = _stop(token)
    return render_template("digests/unsubscribe.html", mails=list(_mails(stop)), done=None)


@blueprint.post("/unsubscribe/<token>")
@csrf.exempt  # type: ignore[untyped-decorator]
@guarded(Rule.ANYONE)
def change(token: str) -> str:
    """Stops the mail, or resumes it if that is asked for. Doing it again changes nothing."""
    stop = _stop(token)
    active = request.form.get("do") == RESUME
    roadmaps = {roadmap.id for roadmap in all_roadmaps(reading())}
    with writing() as session:
        for roadmap_id, kind in _pairs(stop):
            if roadmap_id in roadmaps:
                start_or_stop(session, stop.person_id, roadmap_id, kind, active, now())
        session.commit()
    return render_template(
        "digests/unsubscribe.html", mails=list(_mails(stop)), done="resumed" if active else "stopped"
    )


def _stop(token: str) -> Stop:
    """What the token stands for, and the page in its owner's language; 404 if it was not made here."""
    stop = stop_of(token, current_app.config["SECRET_KEY"])
    person = persons_by_id(reading(), [stop.person_id]).get(stop.person_id) if stop else None
    if stop is None or person is None:
        abort(404)
    if request.args.get("lang") not in LANGUAGES and g.get("person") is None:
        g.language = person.language
        refresh()
    return stop


def _pairs(stop: Stop) -> Iterable[tuple[int, MailKind]]:
    return ((roadmap_id, kind) for roadmap_id, kinds in stop.kinds.items() for kind in MailKind if kind in kinds)


def _mails(stop: Stop) -> Iterable[Mail]:
    titles = {roadmap.id: roadmap.title for roadmap in all_roadmaps(reading())}
    choices = {roadmap_id: choices_of(reading(), roadmap_id) for roadmap_id in stop.kinds}
    for roadmap_id, kind in _pairs(stop):
        if roadmap_id in titles:
            active = choices[roadmap_id].get((stop.person_id, kind), DEFAULT_CHOICE).active
            yield Mail(titles[roadmap_id], kind, active)
