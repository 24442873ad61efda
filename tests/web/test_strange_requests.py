"""Addresses and forms that no page of ours would send: the answer is a page that says so, and never a failure."""

from collections.abc import Iterator
from itertools import product

import pytest
from flask.testing import FlaskClient

from tests.builders.house import House, house_on

HUGE = "9" * 40
STRANGE = ("%ff%ed%a0%80", "%F0%9F%A7%AD%E2%80%AE", HUGE, "-1", "0001-01-01")
ADDRESSES = (
    "/?on={}",
    "/?since={}",
    "/?on={0}&since={0}&lang={0}",
    "/?on=2026-11-01&on={}",
    "/measures/{}",
    "/measures/1?on={}",
    "/measures/{}/report",
    "/measures/1/reports/{}",
    "/r/{}/",
    "/r/{}/measures/1",
    "/r/first/measures/{}",
    "/sources?on={}",
    "/control?on={}",
    "/control/asks/{}",
    "/control/{}",
    "/control/1/{}",
    "/control/1?verdict={}",
    "/plan/{}",
    "/plan/1/{}",
    "/plan/1?to={}",
    "/days?year={}",
    "/days?day={}",
    "/accounts/{}",
    "/accounts/{}/roles/1/withdraw",
    "/invitation/{}",
    "/unsubscribe/{}",
    "/sign-in?next={}",
    "/my?lang={}",
    "/{}",
)
FORMS: dict[str, tuple[str, ...]] = {
    "/measures/1/report": (
        "confidence",
        "done_en",
        "effective_on",
        "last_seen",
        "ask_by",
        "ask_whom",
        "waiting_since",
        "action",
        "milestone_1-state",
        "milestone_1-forecast_on",
        "milestone_1-document_number",
    ),
    "/control/1": ("verdict", "reason", "basis_number", "basis_date", "effective_on", "last_seen"),
    "/control/1/1.1": ("verdict", "reason", "basis_number", "basis_date", "effective_on", "last_seen"),
    "/plan/1": (
        "post",
        "person",
        "contact",
        "kind",
        "on",
        "wording_kk",
        "basis_date",
        "effective_on",
        "last_seen",
        "new_post_organisation",
        "new_post_en",
        "action",
    ),
    "/people/posts/new": ("title_en", "organisation_id", "above_id", "seen"),
    "/days": ("on", "working", "reason_kk", "act", "seen"),
    "/accounts": ("name", "email", "language", "role", "measure", "roadmap", "post"),
    "/accounts/1": ("role", "measure", "roadmap"),
    "/sign-in": ("email", "password", "next"),
    "/invitation/x": ("password", "again"),
    "/unsubscribe/x": ("do",),
}
TYPED = ("", "%01", "%ed%a0%80", HUGE, "-1", "None", "2147483648", "9999-12-31", "0001-01-01", "%D9%A3", "=?x?q?=0A?=")


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    house = house_on(database_url)
    measure = house.measures[0]
    house.person(
        "Everything", ("controller", None), ("coordinator", measure), ("executive", None), ("administrator", None)
    )
    yield house
    house.close()


@pytest.fixture
def browser(house: House) -> FlaskClient:
    house.app.config["PROPAGATE_EXCEPTIONS"] = False
    house.app.config["TESTING"] = False
    return house.browser("Everything")


def test_no_address_makes_the_program_fail(browser: FlaskClient) -> None:
    asked = [address.format(strange) for address, strange in product(ADDRESSES, STRANGE)]
    assert [each for each in asked if browser.get(each).status_code >= 500] == []


def test_no_form_makes_the_program_fail(browser: FlaskClient) -> None:
    failed = []
    for (address, names), typed in product(FORMS.items(), TYPED):
        # Every field twice: a browser may send a list where one value is meant.
        body = "&".join(f"{name}={typed}" for name in names * 2)
        answer = browser.post(address, data=body, content_type="application/x-www-form-urlencoded")
        if answer.status_code >= 500:
            failed.append((address, typed))
    assert failed == []
