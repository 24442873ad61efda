"""What the tests of the look need: the gallery application, a way to draw one macro, and a server for a browser."""

from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from flask import Flask, render_template_string
from werkzeug.serving import make_server

from tests.web.gallery_app import gallery_app

Draw = Callable[..., str]


@pytest.fixture(scope="module")
def gallery() -> Flask:
    return gallery_app(words={})


@pytest.fixture
def draw(gallery: Flask) -> Iterator[Draw]:
    """Draws `{{ macro(…) }}` from a component family and answers the HTML on one line."""

    def drawn(family: str, template: str, **values: Any) -> str:
        source = f'{{% import "components/{family}.html" as it %}}{template}'
        return " ".join(render_template_string(source, **values).split())

    with gallery.test_request_context():
        yield drawn


@pytest.fixture(scope="module")
def gallery_address() -> Iterator[str]:
    """The gallery in Kazakh lengths, served on this machine alone."""
    server = make_server("127.0.0.1", 0, gallery_app(), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
