"""How much a request may bring, decided before anything of it is read: only whoever is signed in may send a file."""

from typing import Any

from flask import Flask, abort, request
from werkzeug.exceptions import RequestEntityTooLarge, Unauthorized

from roadmap.access.reader import current_reader
from roadmap.web.errors import error_page
from roadmap.web.sessions import end_reading
from roadmap.web.uploads import MEGABYTE, may_bring_file, most_megabytes

# A browser that is still sending does not read the answer, so a little too much is taken in and thrown away.
_THROWN_AWAY = 4
_CHUNK = 64 * 1024


def attach(app: Flask) -> None:
    """Looks at every request before the first of those who read its form."""
    app.url_value_preprocessor(_make_room)


def _make_room(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    if request.method != "POST" or not may_bring_file():
        return
    signed_in = current_reader().signed_in
    # The file may take long to come in, and no connection to the database should wait for it.
    end_reading()
    announced, usual = request.content_length or 0, request.max_content_length or 0
    if signed_in:
        request.max_content_length = (most_megabytes() + 1) * MEGABYTE
        if announced > request.max_content_length:
            _throw_away(min(announced, _THROWN_AWAY * request.max_content_length))
            raise RequestEntityTooLarge
    elif announced > usual:
        _throw_away(min(announced, _THROWN_AWAY * most_megabytes() * MEGABYTE))
        abort(error_page(Unauthorized()))


def _throw_away(length: int) -> None:
    stream = request.environ["wsgi.input"]
    while length > 0 and (chunk := stream.read(min(_CHUNK, length))):
        length -= len(chunk)
