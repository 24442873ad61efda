"""A co-executing organisation's coordinator reports on the milestones given to him, and says nothing of the rest."""

import pytest

from roadmap.domain.facts import ProgressFact
from roadmap.store.people import GrantRow
from tests.builders.house import House

FORM = "/measures/1/report"


@pytest.fixture
def given(house: House) -> int:
    """The second milestone of the first measure, which Dana was given."""
    house.person("Dana")
    milestone = house.milestones[0][1]
    with house.database.writing() as session:
        session.add(
            GrantRow(
                person_id=house.people["Dana"],
                role="coordinator",
                roadmap_id=house.roadmap_id,
                measure_id=house.measures[0],
                milestone_id=milestone,
            )
        )
        session.commit()
    return milestone


def sent(house: House, given: int, **changed: str) -> dict[str, str]:
    row = {f"milestone_{given}-state": "in_progress", f"milestone_{given}-forecast_on": "2026-12-01"}
    seen = str(house.last_line(house.measures[0]))
    return {"action": "send", "last_seen": seen, "effective_on": "2026-11-23", **row, **changed}


def test_the_form_shows_only_what_was_given(house: House, given: int) -> None:
    page = house.browser("Dana").get(FORM).text
    first, second, third = house.milestones[0]
    assert second == given
    assert f"milestone_{second}-state" in page
    assert f"milestone_{first}-state" not in page
    assert f"milestone_{third}-state" not in page
    assert "done_en" not in page
    assert "confidence" not in page


def test_what_was_given_is_reported_and_nothing_else_is_said(house: House, given: int) -> None:
    answer = house.browser("Dana").post(FORM, data=sent(house, given), follow_redirects=True)
    assert answer.status_code == 200
    line = house.lines(house.measures[0])[0]
    assert [(type(entry.fact), entry.milestone_id) for entry in line.entries] == [(ProgressFact, given)]
    assert line.author_id == house.people["Dana"]


@pytest.mark.parametrize(
    "name", ["confidence", "done_en", "ask_whom", "milestone_{other}-state", "withdrawal_1-reason"]
)
def test_whatever_was_not_given_is_refused(house: House, given: int, name: str) -> None:
    before = house.last_line(house.measures[0])
    typed = sent(house, given, **{name.format(other=house.milestones[0][0]): "in_progress"})
    assert house.browser("Dana").post(FORM, data=typed).status_code == 403
    assert house.last_line(house.measures[0]) == before


def test_a_report_that_says_nothing_new_is_refused(house: House, given: int) -> None:
    row = {f"milestone_{given}-state": "not_started", f"milestone_{given}-forecast_on": ""}
    answer = house.browser("Dana").post(FORM, data=sent(house, given, **row))
    assert answer.status_code == 422
    assert "Say what is new of a milestone" in answer.text


def test_a_report_that_crosses_another_one_shows_both(house: House, given: int) -> None:
    mine = sent(house, given)
    theirs = {"action": "send", "last_seen": mine["last_seen"], "effective_on": "2026-11-23", "confidence": "on_track"}
    rows = {f"milestone_{number}-state": "not_started" for number in house.milestones[0]}
    assert house.browser("Ainur").post(FORM, data={**theirs, "done_en": "Theirs.", **rows}).status_code == 303
    answer = house.browser("Dana").post(FORM, data=mine)
    assert answer.status_code == 409
    assert "Theirs." in answer.text
    assert "2026-12-01" in answer.text


def test_the_same_report_twice_is_one(house: House, given: int) -> None:
    data = sent(house, given)
    places = [house.browser("Dana").post(FORM, data=data).location for _ in range(2)]
    assert places[0] == places[1]


def test_the_other_pages_are_read_as_by_everybody_with_a_role(house: House, given: int) -> None:
    dana = house.browser("Dana")
    assert dana.get("/").status_code == 200
    assert dana.get("/measures/1").status_code == 200
    assert dana.get("/measures/2/report").status_code == 403
    mine = dana.get("/my").text
    assert "2-нүкте" in mine or "Step 2" in mine
    assert "Step 3" not in mine
