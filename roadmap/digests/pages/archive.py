"""What was sent to whoever asks, as it was sent. Nobody sees anybody else's."""

from flask import Response, abort, current_app, render_template

from config import Config
from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.digests.pages.blueprint import blueprint
from roadmap.digests.pages.outgoing_words import KINDS, STATE_NOTES, STATE_WORDS, reason_words
from roadmap.digests.pages.reading_mail import as_file, read
from roadmap.store.mail.archive import Mail, bytes_of, mail_to, mails_to, number_of_mails_to
from roadmap.store.plan_reading import default_roadmap
from roadmap.web.numbers import number_asked
from roadmap.web.sessions import reading

_ON_A_PAGE = 25
_MAIL = "/my/digests/archive/<int(max=2147483647):number>"


@blueprint.get("/my/digests/archive")
@guarded(Rule.SIGNED_IN)
def archive() -> str:
    """The mails, the latest first."""
    total = number_of_mails_to(reading(), _my_number())
    pages = max(1, -(-total // _ON_A_PAGE))
    page = min(max(number_asked("page") or 1, 1), pages)
    mails = mails_to(reading(), _my_number(), offset=(page - 1) * _ON_A_PAGE, limit=_ON_A_PAGE)
    return render_template("digests/archive.html", mails=mails, total=total, page=page, pages=pages, **_words())


@blueprint.get(_MAIL)
@guarded(Rule.SIGNED_IN)
def archived(number: int) -> str:
    """One of them: its headers, its text, and what became of it."""
    mail = _mine(number)
    content = bytes_of(reading(), mail) if mail.kept else b""
    return render_template("digests/archived.html", mail=mail, read=read(content) if content else None, **_words())


@blueprint.get(f"{_MAIL}/mail.eml")
@guarded(Rule.SIGNED_IN)
def archived_file(number: int) -> Response:
    """The very bytes that were handed over."""
    mail = _mine(number)
    if not mail.kept:
        abort(404 if not mail.composed else 410)
    return as_file(bytes_of(reading(), mail), f"mail-{mail.id}")


def _mine(number: int) -> Mail:
    return mail_to(reading(), _my_number(), number) or abort(404)


def _my_number() -> int:
    person = current_reader().person
    if person is None:
        raise LookupError("the guard let somebody pass who has not signed in")
    return person.id


def _words() -> dict[str, object]:
    settings: Config = current_app.config["ROADMAP"]
    roadmap = default_roadmap(reading())
    return {
        "states": STATE_WORDS,
        "notes": STATE_NOTES,
        "kinds": KINDS,
        "reason_words": reason_words,
        "timezone": roadmap.timezone if roadmap else "Asia/Almaty",
        "days_kept": settings.mail_kept_days,
    }
