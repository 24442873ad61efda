"""How much a request may bring, decided before anything of it is read.

A file is taken from whoever is signed in, or came by a link that was mailed to him. Of others the texts alone are read,
so that a page can show them again.
"""

from datetime import timedelta
from typing import Any, cast

from flask import Flask, abort, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge, Unauthorized

from roadmap.access.reader import current_reader
from roadmap.access.report_links import link_of
from roadmap.web.errors import error_page
from roadmap.web.sessions import end_reading, now
from roadmap.web.uploads import MEGABYTE, ReceivedRequest, files_at_once, most_megabytes

# A browser that is still sending does not read the answer, so a little too much is taken in and thrown away.
_THROWN_AWAY = 4
_CHUNK = 64 * 1024


def attach(app: Flask) -> None:
    """Looks at every request before the first of those who read its form."""
    app.url_value_preprocessor(_make_room)


def _make_room(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    files = files_at_once()
    if request.method != "POST" or not files:
        return
    known = current_reader().signed_in or _came_by_link(str((values or {}).get("token", "")))
    # The file may take long to come in, and no connection to the database should wait for it.
    end_reading()
    cast(ReceivedRequest, request).keeps_files = known
    request.max_content_length = (files * most_megabytes() + 1) * MEGABYTE
    announced = request.content_length or 0
    if announced > request.max_content_length:
        _throw_away(min(announced, _THROWN_AWAY * request.max_content_length))
        if known:
            raise RequestEntityTooLarge
        abort(error_page(Unauthorized()))


def _came_by_link(token: str) -> bool:
    """Whether the address holds a link from a mail that may still be good; its view asks the rest."""
    link = link_of(token, current_app.config["SECRET_KEY"]) if token else None
    # The day there may still be the one before.
    return link is not None and link.last_day >= now().date() - timedelta(days=1)


def _throw_away(length: int) -> None:
    stream = request.environ["wsgi.input"]
    while length > 0 and (chunk := stream.read(min(_CHUNK, length))):
        length -= len(chunk)
