"""The guard: what may not be seen is not there, what may be seen but not done is forbidden, strangers sign in."""

from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from roadmap.access.guards import Rule, guarded, needs_coordinator_of
from roadmap.database import Database
from roadmap.domain.people import Role
from roadmap.web.roadmaps import route, take_slug
from tests.builders.people import Held, app_on, bare_roadmap, browser_with, sign_in_row, somebody


def with_pages(app: Flask) -> Flask:
    """The program with a page of a road map for each rule, and a form for the first measure's coordinator."""
    blueprint = Blueprint("trial", __name__)
    take_slug(blueprint)
    for rule in (Rule.SIGNED_IN, Rule.SEES_ROADMAP, Rule.CONTROLS_ROADMAP):
        view = guarded(rule)(lambda: "passed")
        route(blueprint, f"/trial/{rule}", methods=["GET", "POST"], endpoint=str(rule))(view)

    @route(blueprint, "/trial/report", methods=["POST"])
    @guarded(Rule.SEES_ROADMAP)
    def report() -> str:
        needs_coordinator_of(1)
        return "passed"

    app.register_blueprint(blueprint)
    return app


@pytest.fixture
def app(sqlite_url: str) -> Iterator[Flask]:
    app = with_pages(app_on(sqlite_url))
    yield app
    app.extensions["roadmap.database"].engine.dispose()


@pytest.fixture
def browsers(app: Flask, database: Database) -> dict[str, FlaskClient]:
    """A browser for each kind of person."""
    with database.writing() as session:
        first, second = bare_roadmap(session).id, bare_roadmap(session, "second", default=False).id
        people = {
            "controller": Held(Role.CONTROLLER, first),
            "executive": Held(Role.EXECUTIVE, first),
            "coordinator": Held(Role.COORDINATOR, first, 1),
            "colleague": Held(Role.COORDINATOR, first, 2),
            "stranger": Held(Role.CONTROLLER, second),
        }
        tokens = {name: sign_in_row(session, somebody(session, name, held).id) for name, held in people.items()}
        session.commit()
    return {"nobody": browser_with(app)} | {name: browser_with(app, token) for name, token in tokens.items()}


def answers(browsers: dict[str, FlaskClient], path: str, method: str = "GET") -> dict[str, int]:
    return {name: browser.open(path, method=method).status_code for name, browser in browsers.items()}


def test_a_road_map_is_seen_by_those_with_a_role_on_it(browsers: dict[str, FlaskClient]) -> None:
    seen = {"nobody": 302, "controller": 200, "executive": 200, "coordinator": 200, "colleague": 200, "stranger": 404}
    assert answers(browsers, "/trial/sees_roadmap") == seen
    assert answers(browsers, "/r/first/trial/sees_roadmap") == seen
    turned = dict.fromkeys(seen, 404) | {"nobody": 302, "stranger": 200}
    assert answers(browsers, "/r/second/trial/sees_roadmap") == turned


def test_a_plan_is_kept_by_the_controller_of_this_very_road_map(browsers: dict[str, FlaskClient]) -> None:
    controlled = dict.fromkeys(browsers, 403) | {"nobody": 302, "controller": 200, "stranger": 404}
    assert answers(browsers, "/trial/controls_roadmap") == controlled
    assert answers(browsers, "/r/second/trial/controls_roadmap")["stranger"] == 200


def test_a_measure_is_reported_on_by_its_own_coordinator(browsers: dict[str, FlaskClient]) -> None:
    reporting = dict.fromkeys(browsers, 403) | {"nobody": 401, "coordinator": 200, "stranger": 404}
    assert answers(browsers, "/trial/report", "POST") == reporting


def test_with_public_progress_pages_are_seen_by_everybody_and_still_not_changed(
    app: Flask, browsers: dict[str, FlaskClient]
) -> None:
    app.config["PUBLIC_PROGRESS"] = True
    assert set(answers(browsers, "/trial/sees_roadmap").values()) == {200}
    assert answers(browsers, "/trial/controls_roadmap") == dict.fromkeys(browsers, 403) | {
        "nobody": 302,
        "controller": 200,
    }
    assert answers(browsers, "/trial/signed_in")["nobody"] == 302


def test_a_foreign_road_map_and_one_that_is_not_there_are_answered_the_same(browsers: dict[str, FlaskClient]) -> None:
    for path in ("trial/sees_roadmap", "trial/controls_roadmap"):
        foreign, absent = (browsers["executive"].get(f"/r/{slug}/{path}") for slug in ("second", "fourth"))
        assert foreign.status_code == absent.status_code == 404
        assert foreign.text.replace("second", "") == absent.text.replace("fourth", "")


def test_whoever_has_to_sign_in_comes_back_with_the_whole_address(browsers: dict[str, FlaskClient]) -> None:
    answer = browsers["nobody"].get("/r/first/trial/sees_roadmap?on=2026-06-12&lang=kk")
    assert answer.headers["Location"] == "/sign-in?next=/r/first/trial/sees_roadmap?on%3D2026-06-12%26lang%3Dkk"
    assert browsers["nobody"].get("/trial/signed_in").headers["Location"] == "/sign-in?next=/trial/signed_in"


@pytest.mark.parametrize("slug", ["nope", "First", "first'", "%00", "..", "x" * 5000])
def test_a_strange_short_name_is_no_road_map(browsers: dict[str, FlaskClient], slug: str) -> None:
    assert browsers["executive"].get(f"/r/{slug}/trial/sees_roadmap").status_code == 404
