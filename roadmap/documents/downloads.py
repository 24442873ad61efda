"""Handing a document out: under a name that can be read, and not again to who has it already."""

from urllib.parse import quote

from flask import request
from werkzeug.wrappers import Response

from roadmap.documents.typesetting import Typeset
from roadmap.web.sessions import end_reading


def pdf_response(document: Typeset, name: str) -> Response:
    """The document under this name, or 304. The record is not kept waiting while it is set in type."""
    end_reading()
    # Who has it already is not made to wait for another one that is the same.
    has_it = request.if_none_match.contains(document.checksum)
    response = Response(b"" if has_it else document.pdf(), mimetype="application/pdf")
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie, Accept-Language"
    response.set_etag(document.checksum)
    return response.make_conditional(request)


def disposition(name: str) -> str:
    """The name as RFC 6266 carries it: in full, and for programs that know only Latin letters another one."""
    if name.isascii() and name.replace("-", "").replace(".", "").replace("_", "").isalnum():
        return f'inline; filename="{name}"'
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "-" for letter in name)
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
