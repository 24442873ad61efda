"""Who may open the pages of the controlling side, what they cost, and adding posts."""

import pytest
from sqlalchemy import func, select

from roadmap.domain.facts import Confidence, ExtensionFact, Progress
from roadmap.domain.ledger import Facet, Statement
from roadmap.domain.people import Role
from roadmap.store.people import PostRow
from tests.builders.portfolios import approved, ask, build_roadmap, grant, owner, progress, report, write
from tests.builders.queries import counted
from tests.control.conftest import TODAY, House

PAGES = [
    "/plan",
    "/plan/1",
    "/plan/1/1.1",
    "/people/posts/new",
    "/days",
    "/control",
    "/control/1",
    "/control/1/1.1",
    "/control/asks/1",
]
WRITING = [page for page in PAGES if page not in ("/plan", "/control")]


@pytest.fixture(autouse=True)
def _a_way_to_sign_in(house: House) -> None:
    """The sign-in page itself belongs to another room; its address is all that these tests need."""
    if "access.sign_in" not in house.app.view_functions:
        house.app.add_url_rule("/sign-in", "access.sign_in", lambda: "")


def test_only_the_controller_of_this_road_map_comes_in(house: House) -> None:
    for who, status in {"executive": 403, "coordinator": 403, "stranger": 404, None: 302}.items():
        client = house.client(who)
        for page in PAGES:
            answer = client.get(page)
            assert answer.status_code == status, (who, page)
            if who is None:
                assert "/sign-in?next=" in answer.location


def test_nobody_else_writes(house: House) -> None:
    for who, status in {"executive": 403, "coordinator": 403, "stranger": 404, None: 401}.items():
        client = house.client(who)
        for page in WRITING:
            assert client.post(page, data={"last_seen": "0"}).status_code == status, (who, page)


def test_a_controller_of_another_road_map_has_pages_of_his_own(house: House) -> None:
    client = house.client("stranger")
    page = client.get("/r/other/plan")
    assert page.status_code == 200
    assert 'href="/r/other/plan/1/1.1"' in page.text


def test_a_post_is_added_with_one_language(house: House) -> None:
    client = house.client("controller")
    assert client.post("/people/posts/new", data={"title_kk": ""}).status_code == 422
    for _twice in range(2):
        assert client.post("/people/posts/new", data={"title_kk": "Төраға"}).status_code == 303
    assert client.get("/plan/posts").location == "/people/posts"
    assert "Төраға" in client.get("/people/posts").text
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(PostRow)) == 5


def busy_roadmap(house: House, slug: str, measures: int) -> None:
    """A road map with something of every kind on the desk for each measure."""
    by = house.people["coordinator"]
    with house.writing() as session:
        built = build_roadmap(session, slug, measures)
        grant(session, house.people["controller"], Role.CONTROLLER, built.id)
        for number in built.measures:
            milestone = built.milestones[f"{number}.1"]
            said = [
                report(Confidence.OFF_TRACK, "Done"),
                ask("Who pays?", "Deputy PM", TODAY),
                progress(milestone, Progress.REPORTED_DONE, actual=TODAY),
                Statement(Facet.EXTENSION, ExtensionFact(TODAY, "Late"), built.milestones[f"{number}.2"]),
            ]
            write(session, built, number, *said, on=TODAY, by=by)
            write(session, built, number, owner(None, by), approved(milestone, TODAY), on=TODAY, by=by)


def test_a_page_asks_the_database_as_often_for_300_measures_as_for_3(house: House) -> None:
    busy_roadmap(house, "small", 3)
    busy_roadmap(house, "big", 300)
    client = house.client("controller")
    for page in ("plan", "control", "plan/1", "control/1/1.1", "control/deciders", "control/extensions/1/1.2", "days"):
        asked = {}
        for slug in ("small", "big"):
            with counted(house.app.extensions["roadmap.database"].engine) as count:
                assert client.get(f"/r/{slug}/{page}").status_code == 200
            asked[slug] = count.total
        assert asked["small"] == asked["big"], page
