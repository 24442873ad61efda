"""Pages that a link in a mail opens: in the language of whoever the mail was for, and not to be found or told of."""

from flask import Response, g, make_response, request
from flask_babel import refresh

from roadmap.domain.text import LANGUAGES


def speak(language: str) -> None:
    """The page in this language, unless another is asked for or somebody has signed in who has one of his own."""
    if request.args.get("lang") not in LANGUAGES and g.get("person") is None:
        g.language = language
        refresh()


def unlisted(page: str, status: int = 200) -> Response:
    """A page behind a link that is a key: no search engine lists it, and no other site learns its address.

    The origin alone is told, and to this site only: without any referrer the check of forms over TLS would fail.
    """
    response = make_response(page, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
