"""Reading tests/policy.yaml and holding the URL map of an application against it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Flask
from ruamel.yaml import YAML
from werkzeug.routing import Rule as AddressRule
from werkzeug.test import TestResponse

from roadmap.access.guards import Rule
from tests.house.tracked import PROJECT

POLICY: dict[str, Any] = YAML(typ="safe").load((PROJECT / "tests/policy.yaml").read_text())
ROLES = tuple(POLICY["policies"]["anyone"])
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Page:
    """One address with one method, and what the file says of it."""

    rule: AddressRule
    method: str

    @property
    def said(self) -> dict[str, Any]:
        found: dict[str, Any] = POLICY["pages"][self.rule.endpoint][self.method]
        return found

    def expected(self, role: str, public: bool) -> str | int:
        """What a role is answered: the status of those who pass, or the word for a refusal."""
        policy = POLICY["policies"][self.said["policy"]]
        word = str((public and policy.get("public", {}).get(role)) or policy[role])
        if word != "passes":
            return word
        passes = self.said["passes"]
        return int(passes if isinstance(passes, int) else passes.get(role, passes.get("others")))

    def expected_elsewhere(self, role: str, public: bool) -> str | int:
        """What a role is answered about a road map that is somebody else's."""
        there = self.expected(POLICY["elsewhere"]["role"][role], public)
        return there if isinstance(there, str) else self.said.get("elsewhere", there)

    def expected_absent(self, role: str, public: bool) -> set[str | int]:
        """What a role may be answered where a thing is not there."""
        own = self.expected(role, public)
        if isinstance(own, str):
            return {own, "absent"}
        return {self.said.get("absent", "absent")}

    def expected_nowhere(self, role: str, public: bool) -> str | int:
        """What a role is answered about a road map that is not there: as a stranger, and nothing is public of it."""
        return "sign_in" if self.expected(role, public) == "sign_in" else "absent"

    @property
    def things(self) -> list[str]:
        """The parts of the address that name a thing on a road map, or a person, or a mail."""
        return sorted(set(self.rule.arguments) - {"slug", *POLICY["not_things"]})

    def without(self, thing: str) -> Any:
        """A value for one part of the address under which there is nothing."""
        return POLICY["absent"].get(thing, POLICY["absent"]["others"])

    def typed(self, known: dict[str, int], thing: str, value: str) -> str:
        """The address with ``value`` in one place, as somebody could type it, whatever is allowed there."""
        marked = next(mark for mark in ("90909090", "the-mark") if self._takes(known, thing, mark))
        return self.address(known, **{thing: marked}).replace(marked, quote(value, safe=""))

    def _takes(self, known: dict[str, int], thing: str, value: str) -> bool:
        return value in self.address(known, **{thing: value})

    def address(self, known: dict[str, int], /, **instead: Any) -> str:
        """The address with values for its variable parts: the file's, or those given ``instead``."""
        given = POLICY["arguments"] | self.said.get("arguments", {}) | instead
        built = self.rule.build(filled({name: given[name] for name in self.rule.arguments}, known), False)
        assert built is not None, self
        return built[1]

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"


def filled(values: dict[str, Any], known: dict[str, int]) -> dict[str, Any]:
    """The values with the test's own numbers in place of "$" and a name."""
    return {
        name: known[value[1:]] if isinstance(value, str) and value.startswith("$") else value
        for name, value in values.items()
    }


def walk(app: Flask) -> Iterator[Page]:
    """Every address with every method, but for files and for what Flask answers by itself."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in POLICY["files"]:
            yield from (Page(rule, method) for method in METHODS if method in (rule.methods or ()))


def undeclared(app: Flask) -> list[str]:
    """Pages that the file does not know."""
    return [str(page) for page in walk(app) if page.method not in POLICY["pages"].get(page.rule.endpoint, {})]


def gone(app: Flask) -> list[str]:
    """What the file knows and the application does not have."""
    there = {(page.rule.endpoint, page.method) for page in walk(app)}
    named = ((endpoint, method) for endpoint, methods in POLICY["pages"].items() for method in methods)
    return [f"{method} {endpoint}" for endpoint, method in named if (endpoint, method) not in there]


def unguarded(app: Flask) -> list[str]:
    """Pages whose view declares no rule."""
    views = ((page, app.view_functions[page.rule.endpoint]) for page in walk(app))
    return [str(page) for page, view in views if not isinstance(getattr(view, "rule", None), Rule)]


def answer_of(response: TestResponse) -> str | int:
    """What a response means, in the file's words."""
    sent_away = response.status_code in (302, 303) and "/sign-in?next=" in response.headers["Location"]
    if sent_away or response.status_code == 401:
        return "sign_in"
    return {403: "forbidden", 404: "absent"}.get(response.status_code, response.status_code)
