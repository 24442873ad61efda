"""The guard that every route declares: what somebody may not even see is 404, what he may see but not do is 403.

Whoever is not signed in is sent to the sign-in page instead, and comes back from there to where he wanted to go.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from flask import abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from roadmap.access.reader import current_reader
from roadmap.access.rights import Reader
from roadmap.web.machines import for_a_program
from roadmap.web.roadmaps import current_roadmap

View = Callable[..., Any]


class Rule(StrEnum):
    """Who passes."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    SEES_ROADMAP = "sees_roadmap"
    CONTROLS_ROADMAP = "controls_roadmap"
    CONTROLS_OR_ADMINISTERS = "controls_or_administers"
    CREATES_ROADMAPS = "creates_roadmaps"
    ADMINISTERS = "administers"


def guarded(rule: Rule) -> Callable[[View], View]:
    """Declares and enforces who may use a view. A view without it fails the test of the URL map.

    Put it below the route's decorator. Rules about a single measure are asked in the view, after its road map's.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Any:
            refusal = _refusal(rule, current_reader())
            return refusal if refusal is not None else view(*args, **kwargs)

        checked.rule = rule  # type: ignore[attr-defined]
        return checked

    return decorate


def _refusal(rule: Rule, reader: Reader) -> Response | None:
    """Where to go instead, or ``None`` to pass; aborts when there is nowhere to go."""
    if rule is Rule.ANYONE:
        return None
    if rule is Rule.SEES_ROADMAP and reader.public_progress and not for_a_program():
        return None
    if not reader.signed_in:
        return _to_sign_in()
    if rule is Rule.ADMINISTERS and not reader.administers:
        # Who has an account is nothing that others may even see.
        abort(404)
    if rule is Rule.CREATES_ROADMAPS and not reader.creates_roadmaps:
        abort(403)
    if rule is Rule.CONTROLS_OR_ADMINISTERS:
        # What all road maps share is the administrator's too, who sees none of them.
        if reader.administers:
            return None
        rule = Rule.CONTROLS_ROADMAP
    if rule in (Rule.SEES_ROADMAP, Rule.CONTROLS_ROADMAP) and not reader.sees(current_roadmap().id):
        # The page that says so must not be framed by what may not be seen.
        g.pop("roadmap")
        abort(404)
    if rule is Rule.CONTROLS_ROADMAP and not reader.controls(current_roadmap().id):
        abort(403)
    return None


def _to_sign_in() -> Response:
    if for_a_program() or request.method not in ("GET", "HEAD"):
        abort(401)
    return redirect(url_for("access.sign_in", next=request.full_path.rstrip("?")))


def needs_coordinator_of(measure_id: int) -> None:
    """403 unless the reader reports on this measure."""
    if not current_reader().reports_on(measure_id):
        abort(403)


def needs_role_on(roadmap_id: int) -> None:
    """404 unless the reader has a role on this road map, also where its progress pages are public."""
    if not current_reader().has_role_on(roadmap_id):
        g.pop("roadmap", None)
        abort(404)
