"""My items: what is asked, the nearest date first, and what costs the same for 3 and for 300 measures."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from roadmap.domain.facts import (
    Confidence,
    DeadlineFact,
    Document,
    OwnerFact,
    Progress,
    ProgressFact,
    ReportFact,
    Verdict,
)
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.plan import Deadline, DeadlineKind
from roadmap.domain.text import LocalizedText
from tests.builders.house import House
from tests.builders.queries import counted
from tests.services.databases import copy_of_sqlite

REPORTED = ReportFact(Confidence.ON_TRACK, LocalizedText(en="Done as planned."))


def asked_part(page: str) -> str:
    return page.split('id="asked"')[1].split('id="later"')[0]


def test_nothing_is_required_of_somebody_without_items(house: House) -> None:
    page = house.browser("Chief").get("/my").text
    assert "Nothing is required of you now" in page
    assert "data-table" not in page


def test_a_report_is_asked_for_until_this_month_has_one(house: House) -> None:
    client = house.browser("Ainur")
    assert "The report for this month is due" in client.get("/my").text
    house.say(house.measures[0], Statement(Facet.REPORT, REPORTED), author="Ainur", on=date(2026, 11, 3))
    assert "The report for this month is due" not in client.get("/my").text


def test_every_kind_of_item_says_what_is_asked(house: House) -> None:
    measure, (first, second, third) = house.measures[0], house.milestones[0]
    late = DeadlineFact(Deadline(DeadlineKind.DAY, date(2026, 11, 10)), None)
    house.say(measure, Statement(Facet.DEADLINE, late, first), act=Act.DECISION, on=date(2026, 9, 2))
    done = ProgressFact(Progress.REPORTED_DONE, None, "", date(2026, 11, 5), Document("5", date(2026, 11, 5)))
    house.say(measure, Statement(Facet.PROGRESS, done, second), author="Ainur", on=date(2026, 11, 5))
    house.decide(measure, second, Verdict.RETURNED, "the annex is missing", on=date(2026, 11, 20))
    passed = ProgressFact(Progress.IN_PROGRESS, date(2026, 11, 20))
    house.say(measure, Statement(Facet.PROGRESS, passed, third), author="Ainur", on=date(2026, 11, 5))
    page = asked_part(house.browser("Ainur").get("/my").text)
    for words in (
        "Overdue. Report it done",
        "9 working days late",
        "Returned for rework: the annex is missing",
        "The forecast date, 20 November 2026, has passed",
        "9 working days left",
    ):
        assert words in page
    order = [page.index(f"{measure}.{position} ") for position in (1, 2, 3)]
    assert order == sorted(order)


def test_a_date_of_the_measures_own_that_has_passed_is_asked_about(house: House) -> None:
    fact = DeadlineFact(Deadline(DeadlineKind.DAY, date(2026, 11, 16)), None)
    house.say(house.measures[0], Statement(Facet.DEADLINE, fact), act=Act.DECISION, on=date(2026, 9, 1))
    house.say(house.measures[0], Statement(Facet.REPORT, REPORTED), author="Ainur")
    page = house.browser("Ainur").get("/my").text
    assert "The measure&#39;s own date has passed" in page


def test_a_milestone_reported_done_asks_nothing(house: House) -> None:
    measure, first = house.measures[0], house.milestones[0][0]
    done = ProgressFact(Progress.REPORTED_DONE, None, "", date(2026, 11, 5), Document("5", date(2026, 11, 5)))
    house.say(measure, Statement(Facet.PROGRESS, done, first), author="Ainur", on=date(2026, 11, 5))
    assert f"{measure}.1 " not in house.browser("Ainur").get("/my").text


@pytest.mark.parametrize("as_contact", [False, True])
def test_a_responsible_person_sees_his_milestone_but_no_form(house: House, as_contact: bool) -> None:
    person = house.people["Chief"]
    owner = OwnerFact(None, house.people["Bolat"], person) if as_contact else OwnerFact(None, person)
    milestone = house.milestones[0][1]
    house.say(house.measures[0], Statement(Facet.OWNER, owner, milestone), act=Act.DECISION, on=date(2026, 9, 2))
    page = house.browser("Chief").get("/my").text
    assert f"{house.measures[0]}.2 " in page
    assert f"{house.measures[0]}.1 " not in page
    assert "The coordinator reports" in page
    assert "/measures/1/report" not in page


def test_each_item_leads_to_its_row_of_the_form(house: House) -> None:
    page = house.browser("Ainur").get("/my").text
    row = f"milestone-{house.measures[0]}.1"
    assert f'href="/measures/1/report#{row}"' in page
    assert f'id="{row}"' in house.browser("Ainur").get("/measures/1/report").text


def test_the_pages_ask_as_little_for_300_measures_as_for_3(
    build: Callable[..., House], sqlite_url: str, sqlite_template: Path
) -> None:
    few = build(sqlite_url, measures=3)
    many = build(copy_of_sqlite(sqlite_template, sqlite_template.parent), measures=300)
    asked = []
    for house in (few, many):
        house.person("Busy", *[("coordinator", measure) for measure in house.measures])
        asked.append(statements_for(house, "Busy"))
    assert asked[0] == asked[1]


def statements_for(house: House, name: str) -> dict[str, int]:
    """How many statements each page sends."""
    found, client = {}, house.browser(name)
    for page in ("/my", "/measures/1/report"):
        with counted(house.database.engine) as sent:
            assert client.get(page).status_code == 200
        found[page] = sent.total
    return found
