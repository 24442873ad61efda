"""Escalation is set by the controlling side: after how many days, and to which post; nobody overwrites unseen."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from html import unescape

import pytest
import time_machine
from sqlalchemy import select

from roadmap.domain.facts import OwnerFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.posts_above import leads_back
from roadmap.domain.text import LocalizedText
from roadmap.store.people import PostRow
from roadmap.store.plan import RoadmapRow
from tests.builders.house import NOW, House, house_on

PAGE = "/control/escalation"
Fields = dict[str, str]


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    """A road map on which three posts answer for a milestone each; a fourth answers for nothing."""
    with time_machine.travel(NOW, tick=False), ExitStack() as stack:
        built = house_on(database_url)
        stack.callback(built.close)
        built.person("Control", ("controller", None))
        built.person("Chief", ("executive", None))
        with built.database.writing() as session:
            posts = [PostRow(title=LocalizedText(en=name)) for name in ("Desk", "Unit", "Office", "Minister")]
            session.add_all(posts)
            session.flush()
            built.people |= {post.title.en or "": post.id for post in posts}
            session.commit()
        for name, milestone in zip(("Desk", "Unit", "Office"), built.milestones[0], strict=True):
            fact = OwnerFact(built.people[name], None)
            built.say(built.measures[0], Statement(Facet.OWNER, fact, milestone), act=Act.DECISION, on=date(2026, 9, 2))
        yield built


@pytest.fixture
def fields(house: House) -> Callable[..., Fields]:
    """The form as the page sends it, but for what is changed in it."""

    def made(**changed: str) -> Fields:
        page = house.browser("Control").get(PAGE).text
        hidden = re.findall(r'<input[^>]*name="(seen\w*)"[^>]*value="([^"]*)"', page)
        after = re.search(r'<input[^>]*name="after"[^>]*value="([^"]*)"', page)
        lists = re.findall(r'<select[^>]*name="(above_\d+)".*?</select>', page, re.S)
        chosen = {name: _chosen(page, name) for name in lists}
        return {**dict(hidden), "after": after[1] if after else "", **chosen, **changed}

    return made


def _chosen(page: str, name: str) -> str:
    options = page.split(f'name="{name}"')[1].split("</select>")[0]
    found = re.search(r'<option selected value="([^"]*)"', options)
    return unescape(found[1]) if found else ""


def above(house: House) -> dict[int, int | None]:
    with house.database.reading() as session:
        return {row.id: row.above_id for row in session.scalars(select(PostRow))}


def days(house: House) -> tuple[int | None, int]:
    with house.database.reading() as session:
        row = session.get_one(RoadmapRow, house.roadmap_id)
        return row.escalate_after, row.revision


def test_both_are_kept_and_count_as_a_change(house: House, fields: Callable[..., Fields]) -> None:
    desk, minister = house.people["Desk"], house.people["Minister"]
    _, revision = days(house)
    answer = house.browser("Control").post(PAGE, data=fields(after="5", **{f"above_{desk}": str(minister)}))
    assert answer.status_code == 303
    assert above(house)[desk] == minister
    assert (days(house)[0], days(house)[1] > revision) == (5, True)
    page = house.browser("Control").get(PAGE).text
    assert 'value="5"' in page
    assert _chosen(page, f"above_{desk}") == str(minister)
    house.browser("Control").post(PAGE, data=fields(after="", **{f"above_{desk}": ""}))
    assert (above(house)[desk], days(house)[0]) == (None, None)


def test_only_posts_that_answer_for_something_are_asked_about(house: House) -> None:
    page = house.browser("Control").get(PAGE).text
    lists = set(re.findall(r'name="above_(\d+)"', page))
    assert lists == {str(house.people[name]) for name in ("Desk", "Unit", "Office")}
    own = page.split(f'name="above_{house.people["Desk"]}"')[1].split("</select>")[0]
    assert f'value="{house.people["Desk"]}"' not in own


def test_a_way_round_is_refused_and_nothing_of_the_form_is_kept(house: House, fields: Callable[..., Fields]) -> None:
    desk, unit, office = (house.people[name] for name in ("Desk", "Unit", "Office"))
    ring = {f"above_{desk}": str(unit), f"above_{unit}": str(office), f"above_{office}": str(desk)}
    answer = house.browser("Control").post(PAGE, data=fields(after="5", **ring))
    assert answer.status_code == 422
    assert "would come to stand above itself" in answer.text
    assert 'value="5"' in answer.text
    assert set(above(house).values()) == {None}
    assert days(house)[0] is None


def test_two_halves_of_a_ring_do_not_make_one(house: House, fields: Callable[..., Fields]) -> None:
    desk, unit = house.people["Desk"], house.people["Unit"]
    first, second = fields(**{f"above_{desk}": str(unit)}), fields(**{f"above_{unit}": str(desk)})
    assert house.browser("Control").post(PAGE, data=first).status_code == 303
    # The other page still shows that the desk has nobody above it.
    refused = house.browser("Control").post(PAGE, data=second | {f"above_{desk}": str(unit)})
    assert refused.status_code == 422
    assert above(house)[unit] is None


def test_what_somebody_else_set_meanwhile_is_shown_and_not_overwritten(
    house: House, fields: Callable[..., Fields]
) -> None:
    desk, unit, minister = (house.people[name] for name in ("Desk", "Unit", "Minister"))
    mine = fields(after="7", **{f"above_{desk}": str(unit)})
    house.browser("Control").post(PAGE, data=fields(after="3", **{f"above_{desk}": str(minister)}))
    crossed = house.browser("Control").post(PAGE, data=mine)
    assert crossed.status_code == 409
    assert "Desk: Minister" in crossed.text
    assert 'value="7"' in crossed.text
    assert (above(house)[desk], days(house)[0]) == (minister, 3)
    seen = dict(re.findall(r'<input[^>]*name="(seen\w*)"[^>]*value="([^"]*)"', crossed.text))
    assert house.browser("Control").post(PAGE, data=mine | seen).status_code == 303
    assert (above(house)[desk], days(house)[0]) == (unit, 7)


@pytest.mark.parametrize("typed", ["0", "-1", "251", "1.5", "soon", "5 days", "٥", "9" * 400])
def test_what_is_no_number_of_days_is_refused_as_it_was_typed(
    house: House, fields: Callable[..., Fields], typed: str
) -> None:
    answer = house.browser("Control").post(PAGE, data=fields(after=typed))
    assert answer.status_code == 422
    assert "Enter a whole number from 1 to 250, or nothing" in answer.text
    assert f'value="{typed}"' in answer.text
    assert days(house)[0] is None


def test_a_post_that_is_not_in_the_list_is_refused(house: House, fields: Callable[..., Fields]) -> None:
    for wrong in ("999", "x", str(house.people["Desk"])):
        answer = house.browser("Control").post(PAGE, data=fields(**{f"above_{house.people['Desk']}": wrong}))
        assert answer.status_code == 422
    assert set(above(house).values()) == {None}


def test_a_ring_is_found_however_long_it_is() -> None:
    ring: dict[int, int | None] = {number: number + 1 for number in range(1, 50)} | {50: 1}
    assert leads_back(ring, 7)
    assert not leads_back({1: 2, 2: 3, 3: 2}, 1)
    assert leads_back({1: 1}, 1)
    assert not leads_back({1: 2, 2: None}, 1)
