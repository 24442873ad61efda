"""The same matrix for what is another's and what is not there, what may be read on a page, and a rule that is wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from roadmap.access.guards import Rule, guarded
from roadmap.store.people import PersonRow
from tests.builders.paper import text_of
from tests.builders.people import app_on
from tests.house.built import House, house_on
from tests.house.policy import POLICY, ROLES, Page, answer_of, walk

PAGES = list(walk(app_on("sqlite://")))
ON_A_ROAD_MAP = [page for page in PAGES if "slug" in page.rule.arguments]
WITH_THINGS = [page for page in PAGES if page.things and "slug" not in page.rule.arguments]
# What reliability asks for: numbers of nobody, and what is no number at all.
STRANGE = ("-1", "1e9", "1' or '1'='1", "٩" * 9, "0f8fad5b-d9cb-469f-a165-70867728950e", "9" * 40, "%", "🧭")


def is_public(house: House) -> bool:
    return bool(house.app.config["PUBLIC_PROGRESS"])


def differing(house: House, page: Page, expected: Callable[[str, bool], Any], /, **arguments: Any) -> dict[str, Any]:
    """The roles that are answered otherwise than expected, and what they are answered."""
    found = {role: answer_of(house.ask(page, role, **arguments)) for role in ROLES}
    said = {role: expected(role, is_public(house)) for role in ROLES}
    fits = {
        role: found[role] in said[role] if isinstance(said[role], set) else found[role] == said[role] for role in ROLES
    }
    return {role: f"{found[role]}, not {said[role]}" for role in ROLES if not fits[role]}


@pytest.mark.parametrize("page", ON_A_ROAD_MAP, ids=str)
def test_somebody_elses_road_map_and_one_that_is_not_there_are_answered_as_the_policy_says(
    house: House, page: Page
) -> None:
    # First what is not there: that changes nothing.
    assert differing(house, page, page.expected_nowhere, slug=POLICY["absent"]["slug"]) == {}
    assert differing(house, page, page.expected_elsewhere, slug=POLICY["elsewhere"]["slug"]) == {}


@pytest.mark.parametrize("page", WITH_THINGS, ids=str)
def test_what_is_not_there_is_not_found_by_anybody(house: House, page: Page) -> None:
    for thing in page.things:
        assert differing(house, page, page.expected_absent, **{thing: page.without(thing)}) == {}, thing


@pytest.mark.parametrize("page", WITH_THINGS, ids=str)
def test_no_number_however_strange_finds_what_another_does_not(looked_at_house: House, page: Page) -> None:
    house = looked_at_house
    passing = [role for role in ROLES if isinstance(page.expected(role, public=False), int)] or ["controller"]
    for thing in page.things:
        for strange in STRANGE:
            address = page.typed(house.known, thing, strange)
            answer = answer_of(house.ask_for(address, page, passing[0]))
            # 405: there is such an address for reading, and no number could make it one for writing.
            assert answer in ("absent", 405, page.said.get("absent")), address


def test_what_only_some_may_read_is_nowhere_else(house: House) -> None:
    seen: dict[str, set[tuple[str, str]]] = {name: set() for name in POLICY["fields"]}
    for page in (page for page in PAGES if page.method == "GET"):
        for role in ROLES:
            answer = house.ask(page, role)
            set_in_type = page.rule.endpoint == "oversight.brief" and answer.status_code == 200
            text = text_of(answer.data) if set_in_type else answer.data.decode(errors="replace")
            for name, field in POLICY["fields"].items():
                if field["says"] in text:
                    seen[name].add((page.rule.endpoint, role))
    for name, field in POLICY["fields"].items():
        assert {(page, role) for page, role in seen[name] if role in field["hidden_from"]} == set(), name
        assert {page for page, _role in seen[name]} <= set(field.get("only_on", [page for page, _ in seen[name]])), name
        assert seen[name], name


def test_what_is_hidden_by_the_policy_is_in_the_data(house: House) -> None:
    with house.database.reading() as session:
        kept = {text for pair in session.execute(select(PersonRow.name, PersonRow.email)) for text in pair}
    assert {field["says"] for field in POLICY["fields"].values()} <= kept


def page_of(endpoint: str, method: str = "GET") -> Page:
    return next(page for page in ON_A_ROAD_MAP if (page.rule.endpoint, page.method) == (endpoint, method))


@pytest.mark.parametrize("rule", [Rule.ANYONE, Rule.SIGNED_IN, Rule.SEES_ROADMAP, Rule.ADMINISTERS])
def test_a_page_with_a_wrong_rule_differs_from_the_policy(sqlite_url: str, rule: Rule) -> None:
    house = house_on(sqlite_url)
    page = page_of("control.days")
    assert differing(house, page, page.expected) == {}
    house.app.view_functions["control.days"] = guarded(rule)(lambda: "as if it were public")
    assert differing(house, page, page.expected) != {}
    house.database.engine.dispose()


def test_a_page_that_forgets_whose_road_map_it_is_differs_only_where_another_is_asked_for(sqlite_url: str) -> None:
    house = house_on(sqlite_url)
    page = page_of("oversight.sources")
    seeing = guarded(Rule.SIGNED_IN)(lambda: "any road map")
    house.app.view_functions["oversight.sources"] = seeing
    assert set(differing(house, page, page.expected_elsewhere, slug="second")) >= {"executive", "controller"}
    assert differing(house, page, page.expected_nowhere, slug="no-such-map") != {}
    house.database.engine.dispose()
