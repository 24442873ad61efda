"""A controller writes a plan: measures, clauses, milestones and executors of a road map that is being developed."""

import re

from sqlalchemy import select

from roadmap.domain.plan import Measure, Origin
from roadmap.store.ledger import LineRow
from roadmap.store.plan_reading import measures_of
from tests.control.conftest import House
from tests.control.planning.lines import approve, take_from_the_letter
from tests.control.planning.pages import send, words_in


def measures(house: House) -> list[Measure]:
    with house.database.reading() as session:
        return measures_of(session, house.built.id)


def lines(house: House) -> int:
    with house.database.reading() as session:
        return len(session.scalars(select(LineRow.id).where(LineRow.roadmap_id == house.built.id)).all())


def revision(house: House) -> int:
    return house.portfolio().roadmap.revision


def test_a_measure_is_added_as_a_proposal_with_the_next_number(house: House) -> None:
    client, before, said = house.client("controller"), revision(house), lines(house)
    answer = send(client, "/plan/measures/new", title__ru="Реестр", wording__kk="Тізілім жасау")
    assert answer.status_code == 303
    added = measures(house)[-1]
    assert (added.number, added.title.ru, added.wording.kk, added.origin) == (
        "4",
        "Реестр",
        "Тізілім жасау",
        Origin.PROPOSED,
    )
    assert revision(house) == before + 1
    assert lines(house) == said
    assert f"/plan/measures/{added.id}" in answer.location
    assert "Реестр" in client.get(answer.location).text


def test_the_same_form_sent_twice_adds_one_measure(house: House) -> None:
    client = house.client("controller")
    form = {"number": "7", "title-en": "Once", "version": "1"}
    places = [client.post("/plan/measures/new", data=form).location for _ in range(2)]
    assert places[0] == places[1]
    assert [measure.number for measure in measures(house)].count("7") == 1


def test_a_milestone_is_added_and_the_next_one_offered(house: House) -> None:
    client, measure = house.client("controller"), house.built.measures["1"]
    answer = send(
        client,
        f"/plan/measures/{measure}/milestones/new",
        title__en="Order signed",
        weight="25",
        completion_form__kk="бұйрық",
        links__0__relation="completes",
        action="another",
    )
    assert answer.location.endswith(f"/plan/measures/{measure}/milestones/new")
    milestone = measures(house)[0].milestones[-1]
    assert (milestone.number, milestone.weight, milestone.origin) == ("1.4", 25, Origin.PROPOSED)
    assert milestone.completes("1a")
    assert 'value="1.5"' in client.get(answer.location).text


def test_a_clause_is_added_edited_and_given_another_place(house: House) -> None:
    client, measure = house.client("controller"), house.built.measures["2"]
    assert send(client, f"/plan/measures/{measure}/clauses/new", text__en="Second part").status_code == 303
    page = client.get(f"/plan/measures/{measure}").text
    assert "Second part" in page
    second = max(int(number) for number in re.findall(r"/plan/clauses/(\d+)", page))
    assert send(client, f"/plan/clauses/{second}", text__en="Second part, reworded").status_code == 303
    assert client.post(f"/plan/clauses/{second}/place", data={"place": "0"}).status_code == 303
    assert [(clause.code, clause.text.en) for clause in measures(house)[1].clauses] == [
        ("2b", "Second part, reworded"),
        ("2a", "Clause 2a"),
    ]


def test_the_lead_stands_first_wherever_it_was_typed(house: House) -> None:
    client, measure = house.client("controller"), house.built.measures["1"]
    answer = send(
        client,
        f"/plan/measures/{measure}/executors",
        executors__1__organisation="MIN-other",
        executors__1__place="2",
        executors__1__basis="named",
        executors__1__by_agreement="y",
        lead="1",
    )
    assert answer.status_code == 303
    executors = measures(house)[0].executors
    assert [(each.organisation.code, each.is_lead, each.by_agreement) for each in executors] == [
        ("MIN-other", True, True),
        ("MIN-first", False, False),
    ]


def test_nothing_changed_is_said_and_counts_as_nothing(house: House) -> None:
    client, measure = house.client("controller"), house.built.measures["1"]
    before = revision(house)
    for address in (f"/plan/measures/{measure}/edit", f"/plan/measures/{measure}/executors", "/plan/roadmap"):
        answer = send(client, address)
        assert answer.status_code == 303, address
        assert "Nothing was changed" in client.get(answer.location).text
    assert revision(house) == before


def test_milestones_change_places_and_a_second_click_has_no_second_effect(house: House) -> None:
    client, milestone = house.client("controller"), house.built.milestones["1.3"]
    for _ in range(2):
        assert client.post(f"/plan/milestones/{milestone}/place", data={"place": "1"}).status_code == 303
    assert [each.number for each in measures(house)[0].milestones] == ["1.1", "1.3", "1.2"]
    last = house.built.measures["3"]
    client.post(f"/plan/measures/{last}/place", data={"place": "0"})
    assert [measure.number for measure in measures(house)] == ["3", "1", "2"]


def test_a_part_nobody_spoke_of_is_removed_and_any_other_stays(house: House) -> None:
    client = house.client("controller")
    free, spoken = house.built.milestones["2.3"], house.built.milestones["1.1"]
    assert "Removed" in words_in(remove(house, f"/plan/milestones/{free}"))
    assert [each.number for each in measures(house)[1].milestones] == ["2.1", "2.2"]
    edited = client.get(f"/plan/milestones/{free}")
    assert edited.status_code == 404
    approve(house, "1.1")
    assert "A line of the record speaks of it" in words_in(remove(house, f"/plan/milestones/{spoken}"))
    assert len(measures(house)[0].milestones) == 3
    assert "The letter says this" in words_in(remove(house, f"/plan/measures/{house.built.measures['3']}", version="1"))


def remove(house: House, address: str, version: str | None = None) -> str:
    client = house.client("controller")
    seen = version or client.get(address).text.split('name="version"')[-1].split('value="')[1].split('"')[0]
    answer = client.post(f"{address}/remove", data={"version": seen})
    assert answer.status_code == 303
    return client.get(answer.location).text


def test_what_the_letter_says_is_shown_and_not_edited(house: House) -> None:
    client, measure = house.client("controller"), house.built.measures["1"]
    page = client.get(f"/plan/measures/{measure}/edit").text
    assert "Хаттағы сөз" in page
    assert "never edited" in page
    clause = take_from_the_letter(house, "1")
    shown = client.get(f"/plan/clauses/{clause}").text
    assert "never edited" in shown
    assert 'name="text-en"' not in shown
    answer = client.post(f"/plan/clauses/{clause}", data={"code": "1a", "text-en": "Forged", "version": "1"})
    assert answer.status_code == 422
    assert "Forged" not in client.get(f"/plan/measures/{measure}").text
