"""A signed link that was garbled on its way, or made up, gets the page of a dead link and never an error of ours."""

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from roadmap.access.report_links import ReportLink, token_of
from roadmap.digests.links import Stop, manage_token
from roadmap.digests.links import token_of as stop_token
from roadmap.domain.interests import MailKind
from tests.builders.house import TODAY, House

PLACES = ("/report/", "/mail/", "/unsubscribe/", "/subscribe/", "/invitation/")
GARBLED = (
    "{}é",
    "é{}",
    "{}\0",
    "\0",
    "{}.é",
    "é",
    "{}\u0661",
    "x" * 10_000,
    "{}" + "x" * 10_000,
    "." * 10_000,
    "%FF%FE",
)


@pytest.fixture
def visitor(house: House) -> FlaskClient:
    house.app.config["PROPAGATE_EXCEPTIONS"] = False
    return house.browser()


def tokens(house: House) -> dict[str, str]:
    """A link that works for each page that has one without the database's help."""
    key, person = str(house.app.config["SECRET_KEY"]), house.people["Ainur"]
    return {
        "/report/": token_of(ReportLink(person, house.roadmap_id, house.measures[0], TODAY), key),
        "/mail/": manage_token(person, key),
        "/unsubscribe/": stop_token(Stop(person, {house.roadmap_id: frozenset(MailKind)}), key),
    }


@pytest.mark.parametrize("place", PLACES)
def test_a_garbled_link_is_never_an_error_of_ours(house: House, visitor: FlaskClient, place: str) -> None:
    token = tokens(house).get(place, "A" * 43)
    paths = [place + quote(form.replace("{}", token), safe="%") for form in GARBLED]
    answers = [visitor.open(path, method=method, data={}) for path in paths for method in ("GET", "POST")]
    assert max(answer.status_code for answer in answers) < 500


@pytest.mark.parametrize("garbled", ["{}é", "{}\u0661", "é{}"])
def test_a_link_to_the_report_form_with_anything_added_is_a_dead_one(
    house: House, visitor: FlaskClient, garbled: str
) -> None:
    path = "/report/" + garbled.replace("{}", tokens(house)["/report/"])
    assert [visitor.get(path).status_code, visitor.post(path, data={}).status_code] == [410, 410]
