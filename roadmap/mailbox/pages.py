"""The mails in the browser: a list, one mail, and the mail as it came."""

import re
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request

from roadmap.mailbox.folder import Folder
from roadmap.mailbox.letters import Letter, letter_of, letters_of
from roadmap.mailbox.links import linked, opening_outside

LIMIT = 200
OF_PAGES = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# The mail is somebody else's writing: it may look as it likes, and open links in a new tab, and nothing else.
OF_MAIL_HTML = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
OF_RAW_MAIL = "default-src 'none'; frame-ancestors 'none'; sandbox"

pages = Blueprint("pages", __name__)


def create_pages(folder: Path) -> Flask:
    """The pages over one folder of mails. They answer to this machine's own names only."""
    app = Flask("roadmap.mailbox")
    # Another site that points its name at 127.0.0.1 must not read sign-in links out of the mails.
    app.config["TRUSTED_HOSTS"] = ["localhost", "127.0.0.1"]
    app.extensions["mailbox"] = Folder(folder)
    app.jinja_env.filters["linked"] = linked
    app.register_blueprint(pages)
    app.after_request(_guarded)
    return app


@pages.get("/")
def all_mails() -> str:
    folder = _folder()
    recipient = request.args.get("to", "").strip()
    ids = folder.ids_for(recipient) if recipient else folder.ids()
    return render_template(
        "mails.html",
        letters=letters_of(folder, ids[:LIMIT]),
        count=len(ids),
        recipient=recipient,
        recipients=folder.recipients(),
    )


@pages.get("/mails/<letter_id>")
def one_mail(letter_id: str) -> str:
    letter = _letter(letter_id)
    language = letter.language if re.fullmatch(r"[a-z]{2,3}", letter.language) else ""
    return render_template("mail.html", letter=letter, language=language)


@pages.get("/mails/<letter_id>/html")
def html_of_mail(letter_id: str) -> Response:
    html = _letter(letter_id).html
    if html is None:
        abort(404)
    response = Response(opening_outside(html), content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = OF_MAIL_HTML
    return response


@pages.get("/mails/<letter_id>/raw")
def raw_mail(letter_id: str) -> Response:
    content = _folder().content(letter_id)
    if content is None:
        abort(404)
    response = Response(content, content_type="text/plain; charset=utf-8")
    response.headers["Content-Security-Policy"] = OF_RAW_MAIL
    return response


def _folder() -> Folder:
    folder: Folder = current_app.extensions["mailbox"]
    return folder


def _letter(letter_id: str) -> Letter:
    return letter_of(_folder(), letter_id) or abort(404)


def _guarded(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", OF_PAGES)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response
