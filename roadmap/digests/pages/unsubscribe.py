"""Stopping mail from a link in it: a page with a button, and the one-click request of RFC 8058.

Looking changes nothing, because mail scanners look at every link. Stopping needs no sign-in, no cookie and no token of
a form: the link's own signature says whose mail it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import Response, abort, current_app, render_template, request

from roadmap.access.guards import Rule, guarded
from roadmap.digests.links import Stop, manage_token, stop_of
from roadmap.digests.pages.blueprint import blueprint
from roadmap.digests.pages.speaking import speak, unlisted
from roadmap.domain.choices import DEFAULT_CHOICE, Choice, Rhythm
from roadmap.domain.interests import MailKind
from roadmap.domain.text import LocalizedText
from roadmap.extensions import csrf
from roadmap.store.mail.choices import choices_of_person, choose, start_or_stop
from roadmap.store.people import persons_by_id
from roadmap.store.plan_reading import all_roadmaps
from roadmap.web.sessions import now, reading, writing

RESUME, LESS = "resume", "less"
# What a kind of mail is lowered to.
_LOWEST = {MailKind.ACTIONS: Rhythm.CALM, MailKind.OVERVIEW: Rhythm.MONTHLY}
_DEFAULTS = {MailKind.ACTIONS: Rhythm.CALM, MailKind.OVERVIEW: Rhythm.WEEKLY}


@dataclass(frozen=True, slots=True)
class Mail:
    """One kind of mail about one road map, and how its reader gets it."""

    title: LocalizedText
    kind: MailKind
    choice: Choice

    @property
    def rhythm(self) -> Rhythm:
        """How often it comes while it is not stopped."""
        return self.choice.rhythm or _DEFAULTS[self.kind]

    @property
    def can_come_less_often(self) -> bool:
        """Whether there is anything between this and nothing."""
        return self.choice.active and self.rhythm is not _LOWEST[self.kind]


@blueprint.get("/unsubscribe/<token>")
@guarded(Rule.ANYONE)
def unsubscribe(token: str) -> Response:
    """What the link stops, and the buttons that stop it or let it come less often."""
    return _page(_stop(token), None)


@blueprint.post("/unsubscribe/<token>")
@csrf.exempt  # type: ignore[untyped-decorator]
@guarded(Rule.ANYONE)
def change(token: str) -> Response:
    """Stops the mail, or lowers or resumes it if that is asked for. Doing it again changes nothing."""
    stop, wanted = _stop(token), request.form.get("do")
    roadmaps = {roadmap.id for roadmap in all_roadmaps(reading())}
    kept = choices_of_person(reading(), stop.person_id)
    with writing() as session:
        for roadmap_id, kind in _pairs(stop):
            if roadmap_id not in roadmaps:
                continue
            if wanted == LESS:
                fewer = replace(kept.get((roadmap_id, kind), DEFAULT_CHOICE), active=True, rhythm=_LOWEST[kind])
                choose(session, stop.person_id, roadmap_id, kind, replace(fewer, weekdays=frozenset()), now())
            else:
                start_or_stop(session, stop.person_id, roadmap_id, kind, wanted == RESUME, now())
        session.commit()
    return _page(stop, {RESUME: "resumed", LESS: "less"}.get(wanted or "", "stopped"))


def _stop(token: str) -> Stop:
    """What the token stands for, and the page in its owner's language; 404 if it was not made here."""
    stop = stop_of(token, current_app.config["SECRET_KEY"])
    person = persons_by_id(reading(), [stop.person_id]).get(stop.person_id) if stop else None
    if stop is None or person is None:
        abort(404)
    speak(person.language)
    return stop


def _pairs(stop: Stop) -> Iterable[tuple[int, MailKind]]:
    return ((roadmap_id, kind) for roadmap_id, kinds in stop.kinds.items() for kind in MailKind if kind in kinds)


def _mails(stop: Stop) -> Iterable[Mail]:
    titles = {roadmap.id: roadmap.title for roadmap in all_roadmaps(reading())}
    choices = choices_of_person(reading(), stop.person_id)
    for roadmap_id, kind in _pairs(stop):
        if roadmap_id in titles:
            yield Mail(titles[roadmap_id], kind, choices.get((roadmap_id, kind), DEFAULT_CHOICE))


def _page(stop: Stop, done: str | None) -> Response:
    token = manage_token(stop.person_id, current_app.config["SECRET_KEY"])
    return unlisted(render_template("digests/unsubscribe.html", mails=list(_mails(stop)), done=done, manage=token))
