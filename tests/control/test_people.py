"""Organisations, posts and persons are kept by the controlling side: added once, changed as they were seen."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from roadmap.domain.people import Role
from roadmap.domain.staff import OrganisationEntry
from roadmap.domain.text import LocalizedText
from roadmap.store.holdings import HoldingRow
from roadmap.store.mail.choices import settings_of
from roadmap.store.people import GrantRow, OrganisationRow, PersonRow, PostRow, grants_of
from roadmap.store.staff import CodeStays, keep_organisation
from tests.builders.portfolios import build_person, owner, write
from tests.builders.queries import counted
from tests.control.conftest import TODAY, House

ORGANISATION = {"code": "MF", "name_kk": "Қаржы министрлігі", "name_ru": "Министерство финансов", "short_ru": "Минфин"}
YESTERDAY = TODAY - timedelta(days=1)


def rows(house: House, table: type) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def person(house: House, number: int) -> PersonRow:
    with house.database.reading() as session:
        return session.get_one(PersonRow, number)


def seen_on(page: str) -> list[str]:
    return re.findall(r'name="seen"[^>]*value="(\d+)"', page)


def test_an_organisation_is_added_once_and_changed(house: House) -> None:
    controller, before = house.client("controller"), rows(house, OrganisationRow)
    for _ in range(2):
        assert controller.post("/people/organisations/new", data=ORGANISATION).status_code == 303
    assert rows(house, OrganisationRow) == before + 1
    with house.database.reading() as session:
        number = session.scalars(select(OrganisationRow.id).where(OrganisationRow.code == "MF")).one()
    page = controller.get(f"/people/organisations/{number}").text
    assert "Министерство финансов" in page
    changed = ORGANISATION | {"name_en": "Ministry of Finance", "outside_government": "y", "seen": seen_on(page)[0]}
    assert controller.post(f"/people/organisations/{number}", data=changed).status_code == 303
    with house.database.reading() as session:
        row = session.get_one(OrganisationRow, number)
        assert (row.name.en, row.outside_government) == ("Ministry of Finance", True)
    other = controller.post("/people/organisations/new", data={"code": "MF", "name_kk": "Басқа"})
    assert other.status_code == 422
    assert "Another entry has this already" in other.text
    assert "Басқа" in other.text


def test_an_organisation_keeps_its_code(house: House) -> None:
    controller = house.client("controller")
    with house.database.reading() as session:
        number = session.scalars(select(OrganisationRow.id).where(OrganisationRow.code == "MIN-first")).one()
    there = f"/people/organisations/{number}"
    page = controller.get(there).text
    assert 'name="code"' not in page
    assert "MIN-first" in page
    form = {"code": "OTHER", "name_en": "Ministry", "seen": seen_on(page)[0]}
    assert controller.post(there, data=form).status_code == 303
    with house.database.reading() as session:
        row = session.get_one(OrganisationRow, number)
        assert (row.code, row.name.en) == ("MIN-first", "Ministry")
    with house.database.writing() as session, pytest.raises(CodeStays):
        keep_organisation(session, OrganisationEntry("OTHER", LocalizedText(en="Ministry")), number, row.version)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"code": "", "name_kk": "Аты"}, "Fill in this field"),
        ({"code": "X"}, "Fill in this field in one language at least"),
        ({"code": "X" * 301, "name_kk": "Аты"}, "At most 300 characters"),
        ({"code": "X\u202e", "name_kk": "Аты"}, "a character that is not allowed (line 1, position 2)"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(house: House, form: dict[str, str], words: str) -> None:
    answer = house.client("controller").post("/people/organisations/new?lang=en", data=form)
    assert answer.status_code == 422
    assert words in answer.text


def test_two_who_change_the_same_post_see_each_other(house: House) -> None:
    first, second = house.client("controller"), house.client("second")
    form = {"title_en": "Head of unit"}
    number = int(first.post("/people/posts/new", data=form).location.rsplit("/", 1)[1])
    seen = seen_on(second.get(f"/people/posts/{number}").text)[0]
    assert first.post(f"/people/posts/{number}", data={"title_en": "Director", "seen": seen}).status_code == 303
    crossed = second.post(f"/people/posts/{number}?lang=en", data={"title_en": "Deputy", "seen": seen})
    assert crossed.status_code == 409
    assert "Director" in crossed.text
    assert "Deputy" in crossed.text
    again = second.post(f"/people/posts/{number}", data={"title_en": "Deputy", "seen": seen_on(crossed.text)[0]})
    assert again.status_code == 303


def test_a_post_cannot_come_to_stand_above_itself(house: House) -> None:
    controller = house.client("controller")
    with house.writing() as session:
        low = PostRow(title=LocalizedText(en="Low"))
        session.add(low)
        session.flush()
        high = PostRow(title=LocalizedText(en="High"), above_id=low.id)
        session.add(high)
        session.flush()
        numbers = low.id, high.id
    answer = controller.post(
        f"/people/posts/{numbers[0]}?lang=en", data={"title_en": "Low", "above_id": numbers[1], "seen": 1}
    )
    assert answer.status_code == 422
    assert "would come to stand above itself" in answer.text


def test_a_person_without_an_address_takes_a_post_and_answers_for_it(house: House) -> None:
    controller = house.client("controller")
    for _ in range(2):
        there = controller.post("/people/new", data={"name": "Нұрлан Ә.", "language": "kk"}).location
    number = int(there.rsplit("/", 1)[1])
    with house.writing() as session:
        post = PostRow(title=LocalizedText(en="Director of a department"))
        session.add(post)
        session.flush()
        post_id = post.id
        write(session, house.built, "1", owner(post_id, None), on=YESTERDAY)
    assert house.portfolio().measures[0].responsible.person is None
    form = {"person_id": number, "post_id": post_id, "first_on": TODAY.isoformat()}
    for _ in range(2):
        assert controller.post(f"/people/holdings/new?person={number}", data=form).status_code == 303
    responsible = house.portfolio().measures[0].responsible
    assert responsible.person
    assert responsible.person.name == "Нұрлан Ә."
    assert house.portfolio(YESTERDAY).measures[0].responsible.person is None
    assert "Нұрлан Ә." in controller.get("/people").text
    assert "Нұрлан Ә." in controller.get("/people/posts").text


def test_a_post_has_one_holder_and_others_act_in_it_by_an_order(house: House) -> None:
    controller = house.client("controller")
    with house.writing() as session:
        holder = build_person(session, "Holder", "Director")
        post_id = session.scalars(select(HoldingRow.post_id).where(HoldingRow.person_id == holder)).one()
        write(session, house.built, "1", owner(post_id, None), on=YESTERDAY)
    form = {"person_id": house.people["executive"], "post_id": post_id, "first_on": TODAY.isoformat()}
    refused = controller.post("/people/holdings/new?lang=en", data=form)
    assert refused.status_code == 422
    assert "say that this person is acting" in refused.text
    without = controller.post("/people/holdings/new?lang=en", data=form | {"acting": "y"})
    assert without.status_code == 422
    assert "Name the order" in without.text
    order = form | {"acting": "y", "act": "Order No. 5 of 01.11.2026"}
    assert controller.post("/people/holdings/new", data=order).status_code == 303
    responsible = house.portfolio().measures[0].responsible
    assert responsible.acting
    assert responsible.person
    assert responsible.person.id == house.people["executive"]
    assert not house.portfolio(YESTERDAY).measures[0].responsible.acting
    assert "Executive (acting)" in house.client("executive").get("/measures/1?lang=en").text


def test_a_holding_ends_on_a_day_and_two_who_change_it_see_each_other(house: House) -> None:
    first, second = house.client("controller"), house.client("second")
    with house.database.reading() as session:
        number = session.scalars(select(HoldingRow.id).where(HoldingRow.person_id == house.people["executive"])).one()
    seen = seen_on(first.get(f"/people/holdings/{number}").text)[0]
    assert second.post(f"/people/holdings/{number}", data={"last_on": "2026-12-31", "seen": seen}).status_code == 303
    crossed = first.post(f"/people/holdings/{number}?lang=en", data={"last_on": "2026-11-30", "seen": seen})
    assert crossed.status_code == 409
    assert "31 Dec 2026" in crossed.text
    wrong = first.post(f"/people/holdings/{number}?lang=en", data={"first_on": "2026-12-01", "last_on": "2026-11-30"})
    assert wrong.status_code == 422
    assert "The last day cannot be earlier than the first" in wrong.text


def test_whoever_leaves_keeps_his_place_in_the_record_and_loses_his_posts(house: House) -> None:
    controller, number = house.client("controller"), house.people["executive"]
    seen = str(person(house, number).version)
    too_early = controller.post(f"/people/{number}/leave?lang=en", data={"last_on": "2030-01-01", "seen": seen})
    assert too_early.status_code == 422
    assert (
        controller.post(f"/people/{number}/leave", data={"last_on": YESTERDAY.isoformat(), "seen": seen}).status_code
        == 303
    )
    assert (person(house, number).active, person(house, number).left_on) == (False, YESTERDAY)
    with house.database.reading() as session:
        assert session.scalars(select(HoldingRow.last_on).where(HoldingRow.person_id == number)).one() == YESTERDAY
    assert house.client("executive").get("/").status_code == 302
    assert controller.post(f"/people/{number}/back").status_code == 303
    assert person(house, number).active


def test_an_absence_is_entered_for_somebody_else_and_seen(house: House) -> None:
    controller, number = house.client("controller"), house.people["coordinator"]
    form = {
        "absent_from": "2026-12-01",
        "absent_until": "2026-12-10",
        "substitute_id": house.people["executive"],
        "seen": 0,
    }
    assert controller.post(f"/people/{number}/absence", data=form).status_code == 303
    with house.database.reading() as session:
        settings = settings_of(session, [number])[number]
    assert (settings.absent_from, settings.substitute_id) == (date(2026, 12, 1), house.people["executive"])
    assert "Substitute: Executive." in controller.get(f"/people/{number}?lang=en").text
    crossed = controller.post(f"/people/{number}/absence?lang=en", data=form | {"absent_until": "2026-12-20"})
    assert crossed.status_code == 409
    assert "10 Dec 2026" in crossed.text
    assert "2026-12-20" in crossed.text


def test_the_controller_gives_and_takes_roles_on_his_road_map_alone(house: House) -> None:
    controller, number = house.client("controller"), house.people["executive"]
    milestone, other = house.built.milestones["1.2"], house.built.measures["2"]
    wrong = {"role": "coordinator", "measure_id": other, "milestone_id": milestone}
    assert controller.post(f"/people/{number}/roles", data=wrong).status_code == 422
    assert controller.post(f"/people/{number}/roles", data={"role": "controller"}).status_code == 422
    given = {"role": "coordinator", "milestone_id": milestone}
    for _ in range(2):
        assert controller.post(f"/people/{number}/roles", data=given).status_code == 303
    with house.database.reading() as session:
        held = [grant for grant in grants_of(session, number) if grant.role is Role.COORDINATOR]
        role = session.scalars(select(GrantRow.id).where(GrantRow.milestone_id == milestone)).one()
        control = session.scalars(select(GrantRow.id).where(GrantRow.person_id == house.people["second"])).one()
    assert [(grant.measure_id, grant.milestone_id) for grant in held] == [(house.built.measures["1"], milestone)]
    assert "milestone 1.2 only" in controller.get(f"/people/{number}?lang=en").text
    assert controller.post(f"/people/{house.people['second']}/roles/{control}/withdraw").status_code == 403
    for _ in range(2):
        assert controller.post(f"/people/{number}/roles/{role}/withdraw").status_code == 303


def test_whoever_has_a_role_elsewhere_is_found_by_the_whole_address_and_not_changed(house: House) -> None:
    controller, number = house.client("controller"), house.people["stranger"]
    there = f"/people/{number}"
    for part in ("", "stranger", "stranger@people"):
        assert controller.post("/people", data={"address": part}).status_code == 422
        assert controller.get(there).status_code == 404
    found = controller.post("/people", data={"address": "Stranger@people.test"})
    assert (found.status_code, found.location) == (303, there)
    page = controller.get(there)
    assert page.status_code == 200
    assert "stranger@people.test" not in page.text
    assert controller.post(there, data={"name": "Taken over", "seen": 1}).status_code == 403
    assert controller.post(f"{there}/leave", data={"last_on": YESTERDAY.isoformat()}).status_code == 403
    assert person(house, number).name == "Stranger"
    assert house.client("second").get(there).status_code == 404


def test_the_address_of_whoever_signs_in_is_not_the_controllers_to_change(house: House) -> None:
    number = house.people["coordinator"]
    form = {"name": "New name", "language": "ru", "email": "mine@people.test", "seen": person(house, number).version}
    assert house.client("controller").post(f"/people/{number}", data=form).status_code == 303
    found = person(house, number)
    assert (found.name, found.language, found.email) == ("New name", "ru", "coordinator@people.test")


def test_every_page_costs_as_many_queries_for_sixty_people_as_for_six(house: House) -> None:
    pages = ["/people", "/people/posts", "/people/organisations", f"/people/{house.people['coordinator']}", "/"]

    def costs() -> list[int]:
        found = []
        for page in pages:
            with counted(house.app.extensions["roadmap.database"].engine) as count:
                assert house.client("controller").get(page).status_code == 200
            found.append(count.total)
        return found

    before = costs()
    with house.writing() as session:
        for each in range(60):
            number = build_person(session, f"Person {each}", f"Post {each}")
            session.add(GrantRow(person_id=number, role="recipient", roadmap_id=house.built.id))
    assert costs() == before
