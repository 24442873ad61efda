"""Any number of road maps side by side: whoever begins one controls it, and roles are given for each apart."""

from pathlib import Path

import pytest
from sqlalchemy import select

from roadmap.domain.people import Role
from roadmap.store.deciders import deciders_of
from roadmap.store.people import GrantRow
from roadmap.store.plan import RoadmapRow
from roadmap.store.seeding.deciders import deciders_in
from tests.builders.portfolios import build_person, sign_in_token
from tests.control.conftest import House
from tests.control.planning.pages import send

FORM = {"title-kk": "Су картасы", "slug": "water-2027", "timezone": "Asia/Oral", "calendar": "KZ"}


def there(house: House, slug: str) -> RoadmapRow | None:
    with house.database.reading() as session:
        return session.scalar(select(RoadmapRow).where(RoadmapRow.slug == slug))


def test_whoever_begins_a_road_map_controls_it(house: House) -> None:
    client = house.client("controller")
    answer = client.post("/roadmaps/new", data=FORM | {"demonstration": "y", "stage": "adopted"})
    assert answer.status_code == 303
    assert "and you control it" in client.get(answer.location).text
    row = there(house, "water-2027")
    assert row is not None
    assert (row.stage, row.demonstration, row.timezone, row.title_origin) == (
        "being_developed",
        False,
        "Asia/Oral",
        "proposed",
    )
    with house.database.reading() as session:
        held = session.scalars(select(GrantRow).where(GrantRow.roadmap_id == row.id)).all()
    assert [(each.person_id, each.role) for each in held] == [(house.people["controller"], "controller")]
    assert send(client, "/r/water-2027/plan/measures/new", title__kk="Бірінші шара").status_code == 303
    assert house.client("second").get("/r/water-2027/plan/outline").status_code == 404
    listed = client.get("/roadmaps").text
    assert "Су картасы" in listed
    assert "Road map" in listed
    assert "Су картасы" not in house.client("second").get("/roadmaps").text


def test_of_a_road_map_that_no_letter_speaks_of_nothing_is_said_about_a_letter(house: House) -> None:
    client = house.client("controller")
    client.post("/roadmaps/new", data=FORM)
    assert send(client, "/r/water-2027/plan/measures/new", title__kk="Бірінші шара").status_code == 303
    for page in ("", "plan/outline", "sources", "measures/1"):
        text = client.get(f"/r/water-2027/{page}?lang=en").text
        assert "Not stated" in text or "Proposed" in text, page
        assert "letter" not in text.split("<main")[1].split("</main")[0].replace("letters", ""), page
    assert "Proposed – not in the letter" in client.get("/plan/measures/new?lang=en").text


def test_a_road_map_begins_with_the_table_of_who_decides(house: House) -> None:
    client = house.client("controller")
    for _ in range(2):
        assert client.post("/roadmaps/new", data=FORM).status_code == 303
    row = there(house, "water-2027")
    assert row is not None
    assert row.decider_code is None
    with house.database.reading() as session:
        table = deciders_of(session, row.id)
    assert [(each.code, each.version) for each in table][:2] == [("president", 1), ("pa-leadership", 1)]
    assert not any(each.confirmed for each in table)
    for page in ("plan/roadmap", "plan/measures/new"):
        assert "Basis of the item (settles who decides about its dates)" in client.get(f"/r/water-2027/{page}").text, (
            page
        )
    assert send(client, "/r/water-2027/plan/roadmap", decider_code="president").status_code == 303


@pytest.mark.parametrize("content", [None, "deciders: [", "deciders: []", "\n"])
def test_a_folder_without_a_table_that_can_be_read_gives_none(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "deciders.yaml").write_text(content)
    assert deciders_in(tmp_path) == ()


def test_the_same_road_map_sent_twice_is_one(house: House) -> None:
    client = house.client("controller")
    assert [client.post("/roadmaps/new", data=FORM).status_code for _ in range(2)] == [303, 303]
    assert house.client("second").post("/roadmaps/new", data=FORM).status_code == 422


def test_an_administrator_may_begin_one_and_an_executive_may_not(house: House) -> None:
    with house.writing() as session:
        person = build_person(session, "Keeper")
        session.add(GrantRow(person_id=person, role=Role.ADMINISTRATOR.value))
        house.tokens["keeper"] = sign_in_token(session, person)
    assert house.client("keeper").post("/roadmaps/new", data=FORM).status_code == 303
    assert house.client("keeper").get("/r/water-2027/plan/outline").status_code == 200
    assert house.client("executive").get("/roadmaps/new").status_code == 403
    assert house.client(None).get("/roadmaps/new").status_code == 302


BAD_INPUT = [
    ({"slug": ""}, "Fill in this field"),
    ({"slug": "Су"}, "Use small Latin letters"),
    ({"slug": "water 2027"}, "Use small Latin letters"),
    ({"slug": "a" * 61}, "Use small Latin letters"),
    ({"slug": "../x"}, "Use small Latin letters"),
    ({"slug": "first"}, "This is in use already"),
    ({"title-kk": ""}, "Fill in at least one language"),
    ({"short_title-kk": "С" * 81}, "80"),
    ({"timezone": "Asia/Nowhere"}, "Choose one of the list"),
    ({"timezone": "../../etc/passwd"}, "Choose one of the list"),
    ({"calendar": "XX"}, "Choose one of the list"),
]


@pytest.mark.parametrize(("given", "message"), BAD_INPUT)
def test_a_road_map_that_cannot_be_is_refused(sqlite_house: House, given: dict[str, str], message: str) -> None:
    answer = sqlite_house.client("controller").post("/roadmaps/new", data=FORM | given)
    assert answer.status_code == 422
    assert message in answer.text
    assert there(sqlite_house, "water-2027") is None


def test_the_fields_of_a_road_map_are_edited_and_its_short_name_stays(house: House) -> None:
    client = house.client("controller")
    answer = send(client, "/plan/roadmap", title__en="Renamed", slug="elsewhere", demonstration="y")
    assert answer.status_code == 303
    row = there(house, "first")
    assert row is not None
    assert (row.title.en, row.version, row.demonstration) == ("Renamed", 2, False)


def test_headings_say_the_short_title_and_the_overview_the_whole_one_beside_it(house: House) -> None:
    client = house.client("controller")
    assert "full-title" not in client.get("/").text
    assert send(client, "/plan/roadmap", title__en="A very long title", short_title__en="Water").status_code == 303
    page = client.get("/").text
    assert "<h1>Water</h1>" in page
    assert '<p class="full-title">A very long title</p>' in page
    assert "Water" in client.get("/plan/outline").text
    assert 'value="Water"' in client.get("/plan/roadmap").text
