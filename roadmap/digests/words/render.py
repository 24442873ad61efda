"""A digest as a sheet of text and HTML in one language. Needs the application's context, for templates and words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from css_inline import CSSInliner
from flask import current_app
from flask_babel import gettext
from jinja2 import Environment

from roadmap.digests.links import Stop
from roadmap.digests.words.actions import Writing
from roadmap.digests.words.lines import part_view
from roadmap.digests.words.phrases import subject
from roadmap.digests.words.places import ForPerson
from roadmap.digests.words.reasons import kinds_of, reasons
from roadmap.digests.words.signing import ByHand, subject_by_hand
from roadmap.domain.digest import Digest
from roadmap.domain.interests import MailKind
from roadmap.web.locale import speaking
from roadmap.web.wording import day

_INLINER = CSSInliner(keep_style_tags=False, load_remote_stylesheets=False)
_TEMPLATES = "emails/digest"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a mail says, for every reader to whom it says the same; ``places`` are kept for his own addresses.

    ``unsubscribe`` makes the address that stops what is in the mail.
    """

    subject: str
    text: str
    html: str
    unsubscribe: ForPerson
    places: tuple[tuple[str, ForPerson], ...]


@dataclass(frozen=True, slots=True)
class Lateness:
    """The first and the last morning that a mail makes up for."""

    first: date
    last: date


def sheet_of(
    digest: Digest, writing: Writing, as_of: datetime, late: Lateness | None = None, by_hand: ByHand | None = None
) -> Sheet:
    """The mail's words. ``as_of`` is local time: what the mail says is what held then. ``by_hand`` signs a reminder."""
    links, places = writing.links, writing.places
    stops = stop_of_digest(digest)

    def unsubscribe(person_id: int) -> str:
        return links.unsubscribe(Stop(person_id, stops))

    with speaking(writing.language):
        parts = [part_view(part, writing, quiet=digest.quiet) for part in digest.parts]
        shown = {
            "language": writing.language,
            "subject": subject_by_hand(digest) if by_hand else subject(digest),
            "as_of": gettext("As of %(day)s, %(time)s", day=day(as_of.date()), time=f"{as_of:%H:%M}"),
            "late": _late(late, digest.on) if late else "",
            "parts": parts,
            # What somebody reads for another is a part of the same road map again.
            "records": list(dict.fromkeys(part.record for part in parts)),
            "signature": by_hand.signature(writing.language) if by_hand else "",
            "reasons": reasons(digest),
            "demonstration": digest.demonstration,
            "manage": places.keep(links.manage),
            "unsubscribe": places.keep(unsubscribe),
        }
        text, html, line = (_filled_in(name, shown) for name in ("body.txt", "body.html", "subject.txt"))
    return Sheet(line.strip(), text, _INLINER.inline(html), unsubscribe, tuple(places.kept))


def _late(late: Lateness, on: date) -> str:
    if late.first == on:
        return gettext("This mail is late: the service was not running at its time.")
    if late.first == late.last:
        return gettext("This mail is late: the service was not running on %(day)s.", day=day(late.first))
    return gettext(
        "This mail is late: the service was not running from %(first)s to %(last)s.",
        first=day(late.first),
        last=day(late.last),
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


def stop_of_digest(digest: Digest) -> dict[int, frozenset[MailKind]]:
    """What the mail's unsubscribe link stops: the kinds of mail that are in it, by the road map's number (id)."""
    found: dict[int, frozenset[MailKind]] = {}
    for part in digest.parts:
        found[part.roadmap.id] = found.get(part.roadmap.id, frozenset()) | kinds_of(part)
    return found
