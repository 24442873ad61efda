"""Somebody with a browser that knows no scripts: opens pages, fills in the forms that stand on them, and sends them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Attributes = dict[str, str | None]


@dataclass
class FormOnPage:
    """A form as it stands on a page: its fields with what is in them, and what its lists offer."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def choice(self, name: str, label: str) -> str:
        """The value of the one choice of a list whose label contains these words."""
        (found,) = [value for value, words in self.choices[name].items() if label in words]
        return found


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FormOnPage] = []
        self._list = self._option = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: Attributes = dict(attrs)
        if tag == "form":
            self.forms.append(FormOnPage(given.get("action") or ""))
        elif self.forms:
            name, value = given.get("name") or "", given.get("value") or ""
            match tag:
                case "input":
                    self._input(name, value, given)
                case "button":
                    self.forms[-1].buttons.append((name, value))
                case "textarea":
                    self._area, self.forms[-1].fields[name] = name, ""
                case "select":
                    self._list, self.forms[-1].choices[name] = name, {}
                case "option":
                    self._choose(value, "selected" in given)

    def _input(self, name: str, value: str, given: Attributes) -> None:
        if given.get("type") in ("radio", "checkbox"):
            value = value or "on"
            self.forms[-1].choices.setdefault(name, {})[value] = value
            if "checked" not in given:
                return
        self.forms[-1].fields[name] = value

    def _choose(self, value: str, selected: bool) -> None:
        form = self.forms[-1]
        self._option, form.choices[self._list][value] = value, ""
        if selected or self._list not in form.fields:
            form.fields[self._list] = value

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self._list = self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].fields[self._area] += data.removeprefix("\n")
        elif self._list and self.forms[-1].choices[self._list]:
            self.forms[-1].choices[self._list][self._option] += data.strip()


def forms_on(page: str) -> list[FormOnPage]:
    """Every form on a page, in its order."""
    reader = _Forms()
    reader.feed(page)
    return reader.forms


class Visitor:
    """A browser; ``page`` is what it shows."""

    page: TestResponse

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def open(self, address: str) -> "Visitor":
        """Goes to an address, of which only path and query count, and expects a page."""
        parts = urlsplit(address)
        self.page = self.client.get(f"{parts.path}?{parts.query}", follow_redirects=True)
        assert self.page.status_code == 200, (address, self.page.status_code)
        return self

    def form(self, with_field: str) -> FormOnPage:
        """The form on the page that has this field."""
        (found,) = [form for form in forms_on(self.page.text) if with_field in form.fields | form.choices]
        return found

    def send(self, form: FormOnPage, typed: Mapping[str, str], button: tuple[str, str] | None = None) -> "Visitor":
        """Presses a button of a form after changing some of its fields, and expects to get on."""
        unknown = typed.keys() - form.fields.keys() - form.choices.keys()
        assert not unknown, unknown
        assert button is None or button in form.buttons
        data = form.fields | typed | dict([button] if button else [])
        address = form.action or self.page.request.full_path
        self.page = self.client.post(address, data=data)
        assert self.page.status_code == 303, self.page.text
        return self.open(self.page.location)
