"""Numbers in addresses that nobody was given: nothing is there, and nothing breaks."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import IntegerConverter

from roadmap.web.numbers import LARGEST, NumberConverter, number_asked
from tests.builders.people import app_on, browser_with, sign_in_row
from tests.house.built import House, house_on
from tests.house.policy import Page, walk

ABSURD = (str(LARGEST), str(LARGEST + 1), "9" * 19, "9" * 30, "9" * 5000, "²", "٣", "-1", "+1", "1_0")
WALKED = (str(LARGEST), "9" * 30, "9" * 5000)
ASKED = {
    "control.new_holding": ("person", "post"),
    "control.days": ("year",),
    "digests.archive": ("page",),
    "digests.deliveries": ("page",),
    "access.security": ("person", "before"),
    "oversight.measure": ("line",),
}


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    built = house_on(database_url)
    yield built
    built.database.engine.dispose()


def numbers_in(page: Page) -> list[str]:
    return [name for name, kind in page.rule._converters.items() if isinstance(kind, IntegerConverter)]


def test_every_number_in_an_address_is_bounded() -> None:
    pages = [page for page in walk(app_on("sqlite://")) if numbers_in(page)]
    assert len(pages) > 20
    for page in pages:
        assert {type(page.rule._converters[name]) for name in numbers_in(page)} == {NumberConverter}, page
        assert all(page.rule._converters[name].max == LARGEST for name in numbers_in(page)), page


def browser_of(house: House, role: str) -> FlaskClient:
    with house.database.writing() as session:
        token = sign_in_row(session, house.people[role])
        session.commit()
    return browser_with(house.app, token)


def test_no_absurd_number_in_an_address_is_an_error_of_the_program(house: House) -> None:
    browsers = {role: browser_of(house, role) for role in ("administrator", "controller")}
    for page in walk(house.app):
        browser = browsers["administrator" if page.rule.endpoint.startswith("access.") else "controller"]
        for name in numbers_in(page):
            for absurd in WALKED:
                address = page.address(house.known, **{name: 90909090}).replace("90909090", absurd)
                assert browser.open(address, method=page.method).status_code < 500, address[:200]


def test_no_absurd_number_asked_for_is_an_error_of_the_program(house: House) -> None:
    browsers = [browser_of(house, role) for role in ("administrator", "controller")]
    pages = [page for page in walk(house.app) if page.method == "GET" and "slug" not in page.rule.arguments]
    assert set(ASKED) <= {page.rule.endpoint for page in pages}
    for page in pages:
        for name in ASKED.get(page.rule.endpoint, ()):
            for absurd in WALKED:
                for browser in browsers:
                    address = f"{page.address(house.known)}?{name}={absurd}"
                    assert browser.get(address).status_code < 500, address[:200]


@pytest.mark.parametrize(
    ("typed", "meant"), [("7", 7), (str(LARGEST), LARGEST), *((each, None) for each in ("", *ABSURD[1:]))]
)
def test_only_plain_numbers_that_a_database_keeps_are_meant(typed: str, meant: int | None) -> None:
    with app_on("sqlite://").test_request_context("/", query_string={"page": typed}):
        assert number_asked("page") == meant
