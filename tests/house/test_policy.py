"""Every page answers every role as tests/policy.yaml says, no page is left out, and looking changes nothing."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from roadmap.database import Database
from roadmap.store.tables import Row
from tests.builders.people import app_on, browser_with, sign_in_row
from tests.house.built import House
from tests.house.policy import POLICY, ROLES, Page, answer_of, gone, undeclared, unguarded, walk

PAGES = list(walk(app_on("sqlite://")))


def test_every_page_is_in_the_policy_and_nothing_else_is() -> None:
    app = app_on("sqlite://")
    assert undeclared(app) == []
    assert gone(app) == []


def test_every_view_declares_who_may_use_it() -> None:
    assert unguarded(app_on("sqlite://")) == []


def test_a_page_that_nobody_declared_or_guards_would_be_seen() -> None:
    app = app_on("sqlite://")
    app.add_url_rule("/forgotten", "forgotten", lambda: "", methods=["GET", "POST"])
    assert undeclared(app) == unguarded(app) == ["GET /forgotten", "POST /forgotten"]


def test_every_policy_says_what_each_role_gets() -> None:
    assert {
        name: tuple(set(ROLES) - set(cells)) for name, cells in POLICY["policies"].items() if set(ROLES) - set(cells)
    } == {}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_role_is_answered_as_the_policy_says(house: House, page: Page) -> None:
    public = bool(house.app.config["PUBLIC_PROGRESS"])
    expected = {role: page.expected(role, public) for role in ROLES}
    # Whoever signs out, or closes an account, does it to nobody else here; so one house does for all the roles.
    assert {role: answer_of(house.ask(page, role)) for role in ROLES} == expected


FORM_TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')
FOREIGN = [page for page in PAGES if "slug" in page.rule.arguments and page.method == "GET"]


@pytest.mark.parametrize("page", FOREIGN, ids=str)
def test_a_foreign_road_map_looks_like_one_that_is_not_there(either_house: House, page: Page) -> None:
    pages = {}
    for slug in ("first", "fourth"):
        answer = either_house.ask(page, "stranger", slug=slug)
        # What was asked for stands in the links of the page, and every page has a token of its own.
        same = FORM_TOKEN.sub("…", answer.text).replace(f"/r/{slug}", "/r/…")
        pages[slug] = (answer.status_code, same)
    assert pages["first"] == pages["fourth"]


@pytest.mark.parametrize("page", [page for page in PAGES if page.method != "GET"], ids=str)
def test_nothing_is_done_without_the_forms_own_token(guarded_house: House, page: Page) -> None:
    house = guarded_house
    if page.rule.endpoint not in POLICY["csrf_exempt"]:
        for role in ROLES:
            answer = house.ask(page, role)
            if page.rule.endpoint == "coordination.send_report" and role != "coordinator":
                # A report's page keeps what was typed, so it first looks whether there is anybody to show it to.
                assert answer_of(answer) == page.expected(role, public=False), role
            else:
                assert (answer.status_code, "expired" in answer.text) == (400, True), role


def everything_in(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    with database.reading() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in Row.metadata.sorted_tables
        }


def test_looking_at_any_page_changes_no_row(either_house: House) -> None:
    # When a session was last used is kept to the minute; this minute takes as long as it takes.
    with time_machine.travel(datetime.now(UTC), tick=False):
        _look_at_every_page(either_house)


def _look_at_every_page(either_house: House) -> None:
    with either_house.database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM sign_in_session")
        tokens = {role: sign_in_row(session, number) for role, number in either_house.people.items()}
        session.commit()
    before = everything_in(either_house.database)
    looked = 0
    for page in (page for page in PAGES if page.method == "GET"):
        address = page.address(either_house.known)
        for token in (None, *tokens.values()):
            for method in ("GET", "HEAD"):
                browser_with(either_house.app, token).open(address, method=method)
                looked += 1
    assert looked
    assert everything_in(either_house.database) == before
