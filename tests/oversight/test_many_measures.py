"""A road map of many measures: a table in pages, filters that work by link, and numbers that agree."""

import re
from datetime import date

import pytest
from flask import Flask

from roadmap.domain.facts import Confidence
from roadmap.domain.ledger import Act
from roadmap.domain.people import Role
from tests.builders.portfolios import (
    approved,
    build_person,
    build_roadmap,
    grant,
    owner,
    report,
    sign_in_token,
    write,
)
from tests.builders.queries import counted
from tests.oversight.conftest import House

FRIDAY, PAST = date(2026, 11, 20), date(2026, 11, 2)
MANY = 120


@pytest.fixture
def many(empty_app: Flask) -> House:
    """120 measures of two milestones; measure 7 is at risk, 80 is off track and held by Aliya, 90 is late."""
    house = House(empty_app, None, 0)  # type: ignore[arg-type]
    with house.writing() as session:
        built = build_roadmap(session, measures=MANY, milestones=2)
        aliya = build_person(session, "Aliya Test")
        grant(session, aliya, Role.EXECUTIVE, built.id)
        sign_in_token(session, aliya)
        write(session, built, "7", report(Confidence.AT_RISK, "Half."), on=FRIDAY)
        write(session, built, "80", report(Confidence.OFF_TRACK, "Nothing."), on=FRIDAY)
        write(session, built, "80", owner(None, aliya), on=FRIDAY, act=Act.DECISION)
        write(session, built, "90", approved(built.milestones["90.1"], PAST), on=PAST, act=Act.DECISION)
        session.commit()
    return House(empty_app, built, aliya)


def numbers(page: str) -> list[int]:
    """The measures in the table, in its order."""
    table = page.split('<div class="measure-list">')[1].split("</table>")[0]
    return [int(number) for number in re.findall(r'<th role="rowheader".*?>(\d+) ', table, re.S)]


def test_more_measures_than_fit_as_cards_stand_in_a_table_page_by_page(many: House) -> None:
    visitor = many.visitor()
    first, last = visitor.get("/?lang=en").text, visitor.get("/?lang=en&page=3").text
    assert numbers(first) == list(range(1, 51))
    assert numbers(last) == list(range(101, 121))
    assert "Page 1 of 3" in first
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    assert 'class="cards"' not in first


def test_three_measures_stay_cards_without_a_form_to_choose_among_them(house: House) -> None:
    page = house.visitor().get("/?lang=en").text
    assert 'class="cards"' in page
    assert "filter-form" not in page


@pytest.mark.parametrize(
    ("order", "first"), [("confidence", [80, 7]), ("control", [90]), ("next", [90]), ("plan", [1, 2, 3])]
)
def test_a_list_begins_with_what_is_worst_in_the_order_asked_for(many: House, order: str, first: list[int]) -> None:
    found = numbers(many.visitor().get(f"/?lang=en&sort={order}").text)
    assert found[: len(first)] == first


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("confidence=off_track", [80]),
        ("confidence=at_risk", [7]),
        ("control=overdue", [90]),
        ("q=title+80", [80]),
        ("q=TITLE+80+(RU)", [80]),
        ("q=STEP+33.2", [33]),
        ("confidence=off_track&control=overdue", []),
    ],
)
def test_a_filter_works_by_link(many: House, query: str, found: list[int]) -> None:
    page = many.visitor().get(f"/?lang=en&{query}").text
    if found:
        assert numbers(page) == found
        assert f"1 of {MANY} measures fits what was chosen." in page
    else:
        assert "No measure fits what was chosen." in page


def test_a_person_is_chosen_only_by_those_who_see_names(many: House) -> None:
    visitor, executive = many.visitor(), many.signed_in()
    assert numbers(executive.get(f"/?person={many.executive}").text) == [80]
    assert "Aliya" in executive.get("/").text
    assert len(numbers(visitor.get(f"/?person={many.executive}").text)) == 50
    assert "Aliya" not in visitor.get("/").text


def test_every_number_on_a_filtered_page_is_of_the_measures_shown(many: House) -> None:
    page = many.visitor().get("/?lang=en&control=overdue").text
    assert "0 of 1 measures reported this month" in page
    assert "Overdue and due in 30 days <span" in page
    # Once in the table of what is due, and once on the timeline.
    assert page.count("Step 90.1") == 2


def test_a_link_keeps_the_filter_the_order_and_the_day(many: House) -> None:
    page = many.visitor().get("/?lang=en&q=title&sort=report&on=2026-11-21").text
    following = next(link for link in re.findall(r'href="([^"]+)"', page) if "page=2" in link)
    for part in ("q=title", "sort=report", "on=2026-11-21"):
        assert part in following


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=99999999999999999999", "page=-1", "page=x", "sort=drop+table", "control=late", "person=x",
        "person=9223372036854775808", "q=" + "%25" * 300, "q=%27%3B--",
        "q=%3Cscript%3E", "all=due,x",
    ],
)  # fmt: skip
def test_an_address_that_asks_for_what_is_not_there_still_shows_a_page(many: House, query: str) -> None:
    answer = many.visitor().get(f"/?lang=en&{query}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text.split("</head>")[1].replace("<script src", "")


def test_long_sections_are_cut_and_lead_to_the_rest(many: House) -> None:
    visitor = many.visitor()
    page = visitor.get("/?lang=en").text
    silent = page.split('class="silent"')[1].split("</ul>")[0]
    assert silent.count("<li>") == 50
    whole = visitor.get("/?lang=en&all=silent").text.split('class="silent"')[1].split("</ul>")[0]
    assert whole.count("<li>") == MANY - 2


def test_choosing_and_sorting_ask_the_database_nothing_more(many: House) -> None:
    visitor = many.visitor()
    with counted(many.engine) as plain:
        visitor.get("/?lang=en")
    with counted(many.engine) as chosen:
        visitor.get("/?lang=en&sort=confidence&q=title&control=not_started&page=2")
    assert chosen.total == plain.total
