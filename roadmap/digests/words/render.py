"""A digest as a letter in one language. Needs the application's context, for its templates and its words."""

from datetime import datetime
from typing import cast

from css_inline import CSSInliner
from flask import current_app
from flask_babel import gettext
from jinja2 import Environment

from roadmap.digests.links import Links, Stop
from roadmap.digests.words.lines import part_view
from roadmap.digests.words.phrases import subject
from roadmap.domain.digest import Digest, Part
from roadmap.domain.interests import MailKind
from roadmap.web.letters import Letter
from roadmap.web.locale import speaking
from roadmap.web.wording import day

_INLINER = CSSInliner(keep_style_tags=False, load_remote_stylesheets=False)
_TEMPLATES = "emails/digest"


def letter_of(digest: Digest, *, key: str, address: str, language: str, as_of: datetime, links: Links) -> Letter:
    """The mail's words and headers. ``as_of`` is local time: what the mail says is what held then."""
    unsubscribe = links.unsubscribe(stop_of_digest(digest))
    with speaking(language):
        line = subject(digest.counts, digest.on, demonstration=digest.demonstration)
        shown = {
            "language": language,
            "subject": line,
            "as_of": gettext("As of %(day)s, %(time)s", day=day(as_of.date()), time=f"{as_of:%H:%M}"),
            "parts": [part_view(part, links, language) for part in digest.parts],
            "reasons": reasons(digest),
            "demonstration": digest.demonstration,
            "unsubscribe": unsubscribe,
        }
        text, html = (_filled_in(name, shown) for name in ("body.txt", "body.html"))
        line = _filled_in("subject.txt", shown).strip()
    return Letter(
        key=key,
        address=address,
        language=language,
        subject=line,
        text=text,
        html=_INLINER.inline(html),
        headers={
            "List-Id": links.list_id,
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _filled_in(name: str, shown: dict[str, object]) -> str:
    # Not render_template: what it adds to every page belongs to a request, and there is none.
    return _environment().get_template(f"{_TEMPLATES}/{name}").render(shown)


def _environment() -> Environment:
    """The application's templates, with blocks that leave no blank lines behind: in a plain text they would be seen."""
    found = current_app.extensions.get(_TEMPLATES)
    if found is None:
        found = current_app.jinja_env.overlay(trim_blocks=True, lstrip_blocks=True)
        current_app.extensions[_TEMPLATES] = found
    return cast(Environment, found)


def stop_of_digest(digest: Digest) -> Stop:
    """What the mail's unsubscribe link stops: the kinds of mail that are in it."""
    return Stop(digest.person_id, {part.roadmap.id: frozenset(_kinds(part)) for part in digest.parts})


def _kinds(part: Part) -> list[MailKind]:
    kinds = [MailKind.ACTIONS] if part.actions else []
    return [*kinds, MailKind.OVERVIEW] if part.overview else kinds


def reasons(digest: Digest) -> list[str]:
    """Why the reader gets this mail."""
    kinds = {kind for part in digest.parts for kind in _kinds(part)}
    found = []
    if MailKind.ACTIONS in kinds:
        found.append(gettext("You get this because you report on, or answer for, the items named here."))
    if MailKind.OVERVIEW in kinds:
        found.append(gettext("You get the overview on the first working day of the week because of your role."))
    return found
