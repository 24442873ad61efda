"""Opening a page of the plan, filling in its form as a browser would, and sending it."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class _Fields(HTMLParser):
    """What a browser would send of a page's main form, untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Any] = {}
        self._area: str | None = None
        self._select: str | None = None
        self._in_main = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        name = given.get("name")
        if tag == "main":
            self._in_main = True
        if not self._in_main:
            return
        if tag == "textarea" and name:
            self._area = name
            self.fields[name] = ""
        elif tag == "select" and name:
            self._select = name
            self.fields[name] = None
        elif tag == "option" and self._select and ("selected" in given or self.fields[self._select] is None):
            self.fields[self._select] = given.get("value", "")
        elif tag == "input" and name:
            self._input(name, given)

    def _input(self, name: str, given: dict[str, str | None]) -> None:
        if given.get("type") in ("checkbox", "radio"):
            if "checked" in given:
                if given["type"] == "checkbox":
                    self.fields.setdefault(name, []).append(given.get("value", "y"))
                else:
                    self.fields[name] = given.get("value", "")
        elif name not in self.fields:
            self.fields[name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area:
            # A browser leaves out the line break that directly follows the tag.
            self.fields[self._area] += data.removeprefix("\r\n").removeprefix("\n")


def fields_of(page: str) -> dict[str, Any]:
    """The fields of the page's forms as they stand."""
    reader = _Fields()
    reader.feed(page)
    return reader.fields


def send(client: FlaskClient, address: str, **typed: Any) -> TestResponse:
    """Opens a page, types and sends. Two underscores stand for the hyphen in a field's name."""
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    return send_from(client, address, page.text, **typed)


def send_from(client: FlaskClient, address: str, page: str, **typed: Any) -> TestResponse:
    """Types into a page that was opened before, and sends it."""
    given = {name.replace("__", "-"): value for name, value in typed.items()}
    fields = fields_of(page) | given
    return client.post(address, data={name: value for name, value in fields.items() if value is not None})


def words_in(page: str) -> str:
    """The words of a page without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
