"""Setting who answers and by when."""

from datetime import date, timedelta

from sqlalchemy import func, select

from roadmap.domain.facts import DeadlineFact, Document
from roadmap.domain.ledger import Line
from roadmap.domain.plan import Deadline, DeadlineKind
from roadmap.domain.text import LocalizedText
from roadmap.store.ledger import LineRow
from roadmap.store.ledger_reading import lines_of
from roadmap.store.people import OrganisationRow, PersonRow, PostRow
from tests.builders.portfolios import approved, build_person, owner, write
from tests.control.conftest import TODAY, House

DECISION = {"basis_number": "15-p", "basis_date": TODAY.isoformat(), "decided_by": "Deputy PM"}


def form(last_seen: int = 0, **given: object) -> dict[str, object]:
    return {"effective_on": TODAY.isoformat(), "last_seen": last_seen, **given}


def lines(house: House, measure: str = "1") -> list[Line]:
    with house.database.reading() as session:
        return lines_of(session, house.built.measures[measure], TODAY, None)


def count_of(house: House, row: type) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(row)) or 0


def test_an_owner_and_a_date_are_one_line_and_show_in_the_portfolio(house: House) -> None:
    controller = house.people["controller"]
    given = form(person=house.people["executive"], contact=house.people["coordinator"])
    given |= {"kind": "quarter", "on": "2027-02-03", **DECISION}
    answer = house.client("controller").post("/plan/1/1.1", data=given)
    assert answer.status_code == 303
    assert answer.location.endswith("/plan#row-1-1.1")
    milestone = house.portfolio().measures[0].milestones[0]
    assert milestone.responsible.person
    assert milestone.responsible.person.name == "Executive"
    assert milestone.responsible.contact
    assert milestone.responsible.contact.name == "Coordinator"
    wording = LocalizedText("2027 жылғы I тоқсан", "I квартал 2027 года", "Q1 2027")
    assert milestone.dates.approved == Deadline(DeadlineKind.QUARTER, date(2027, 3, 31), wording)
    (line,) = lines(house)
    assert line.author_id == controller
    assert [entry.facet.value for entry in line.entries] == ["owner", "deadline"]
    fact = line.entries[1].fact
    assert isinstance(fact, DeadlineFact)
    assert (fact.basis, fact.decided_by) == (Document("15-p", TODAY), "Deputy PM")


def test_a_move_is_counted_and_the_original_date_stays(house: House) -> None:
    client = house.client("controller")
    client.post("/plan/1", data=form(kind="day", on="2026-12-01", **DECISION))
    moved = form(1, kind="month", on="2027-03-05", wording_ru="до конца марта", reason="Budget", **DECISION)
    assert client.post("/plan/1", data=moved).status_code == 303
    dates = house.portfolio().measures[0].dates
    assert dates.original
    assert dates.original.on == date(2026, 12, 1)
    assert dates.approved
    assert dates.approved.on == date(2027, 3, 31)
    assert dates.approved.wording == LocalizedText("2027 жылғы наурыз", "до конца марта", "March 2027")
    assert dates.moves == 1
    page = client.get("/plan/1").text
    assert "Original date" in page
    assert "moved once" in page
    assert "No. 15-p of" in page


def test_the_wording_of_the_date_before_does_not_stay_behind(house: House) -> None:
    client = house.client("controller")
    client.post("/plan/1", data=form(kind="quarter", on="2026-12-01", **DECISION))
    left = {"wording_kk": "2026 жылғы IV тоқсан", "wording_ru": "IV квартал 2026 года", "wording_en": "Q4 2026"}
    client.post("/plan/1", data=form(1, kind="quarter", on="2027-01-01", reason="Budget", **left, **DECISION))
    approved_now = house.portfolio().measures[0].dates.approved
    assert approved_now
    assert approved_now.wording.kk == "2027 жылғы I тоқсан"


def test_only_what_changed_is_written(house: House) -> None:
    client = house.client("controller")
    client.post("/plan/1", data=form(person=house.people["executive"], kind="permanent", **DECISION))
    said = {"wording_kk": "тұрақты негізде", "wording_ru": "на постоянной основе", "wording_en": "permanent"}
    same = form(1, kind="permanent", **said)
    client.post("/plan/1", data=same | {"person": house.people["second"]})
    assert [[entry.facet.value for entry in line.entries] for line in lines(house)] == [
        ["owner"],
        ["owner", "deadline"],
    ]
    answer = client.post("/plan/1", data=same | {"person": house.people["second"], "last_seen": 2})
    assert answer.status_code == 303
    assert len(lines(house)) == 2
    assert "Nothing was changed" in client.get("/plan").text


def test_the_usual_wording_is_filled_in_before_anything_is_recorded(house: House) -> None:
    client = house.client("controller")
    answer = client.post("/plan/1", data=form(kind="half_year", on="2026-10-10", action="wording", person=""))
    assert answer.status_code == 200
    assert "2026 жылғы екінші жартыжылдық" in answer.text
    assert 'value="2026-12-31"' in answer.text
    assert lines(house) == []
    assert client.post("/plan/1", data=form(action="wording")).status_code == 422


def test_a_day_off_is_recorded_and_the_next_working_day_named(house: House) -> None:
    client = house.client("controller")
    answer = client.post("/plan/1", data=form(kind="day", on="2027-03-06", **DECISION), follow_redirects=True)
    assert "6 Mar 2027 is a non-working day. The next working day: 8 Mar 2027" in answer.text
    dates = house.portfolio().measures[0].dates
    assert dates.approved
    assert dates.approved.on == date(2027, 3, 6)
    assert dates.last_day == date(2027, 3, 8)


BAD_INPUT: list[tuple[dict[str, object], str]] = [
    ({"kind": "day", "on": "31.02.2027", **DECISION}, "Enter a date as DD.MM.YYYY"),
    ({"kind": "day", "on": "1999-01-01", **DECISION}, "The year must lie between 2000 and 2100"),
    ({"kind": "day", "on": "9999-12-31", **DECISION}, "The year must lie between 2000 and 2100"),
    ({"kind": "fortnight", "on": "2027-01-01", **DECISION}, "Not a valid choice"),
    ({"kind": "day", "on": "2027-01-01"}, "Fill in this field"),
    ({"kind": "day", "on": "2027-01-01", **DECISION, "basis_date": "2099-01-01"}, "cannot be later than"),
    ({"kind": "day", "on": "2027-01-01", **DECISION, "decided_by": "x" * 301}, "At most 300 characters"),
    ({"kind": "day", "on": "2027-01-01", **DECISION, "effective_on": "2099-01-01"}, "cannot be later than"),
    ({"person": "99999999999999999999"}, "Not a valid choice"),
    ({"person": "x'); DROP TABLE person"}, "Choice"),
    ({"contact": "1"}, "Choose a post or a person"),
    ({"new_post_organisation": "1"}, "Fill in this field"),
    ({"new_post_en": "x" * 301}, "At most 300 characters"),
]


def test_bad_input_is_refused_beside_the_field_and_nothing_typed_is_lost(house: House) -> None:
    client = house.client("controller")
    for given, message in BAD_INPUT:
        typed = {"decided_by": "Somebody <b>typed</b>", "reason": "A long story", "kind": "day"} | given
        answer = client.post("/plan/1", data=form() | typed)
        assert answer.status_code == 422, given
        assert message in answer.text, given
        assert "There is a problem" in answer.text
        assert "A long story" in answer.text
        if "decided_by" not in given:
            assert "Somebody &lt;b&gt;typed" in answer.text
    assert lines(house) == []


def test_control_characters_are_taken_out_and_a_zero_byte_is_refused(house: House) -> None:
    given = form(new_post_kk="Вице\x07-министр", kind="year", on="2027-01-01", **DECISION)
    client = house.client("controller")
    assert client.post("/plan/1", data=given | {"decided_by": "Deputy\x00 PM"}).status_code == 422
    given["decided_by"] = "Deputy\x1b PM\r\n of all"
    assert client.post("/plan/1", data=given).status_code == 303
    assert len(lines(house)) == 1
    responsible = house.portfolio().measures[0].responsible
    assert responsible.post
    assert responsible.post.title.kk == "Вице-министр"
    fact = lines(house)[0].entries[1].fact
    assert isinstance(fact, DeadlineFact)
    assert fact.decided_by == "Deputy PM of all"


def test_a_decision_before_the_one_in_force_would_change_nothing_and_is_refused(house: House) -> None:
    client = house.client("controller")
    client.post("/plan/1", data=form(kind="day", on="2026-12-01", **DECISION))
    earlier = (TODAY - timedelta(days=3)).isoformat()
    moved = form(1, kind="day", on="2027-12-01", reason="Budget", **DECISION) | {"effective_on": earlier}
    answer = client.post("/plan/1", data=moved)
    assert answer.status_code == 422
    assert "The date cannot be earlier than" in answer.text


def test_a_new_post_is_added_once_and_answers_at_once(house: House) -> None:
    client = house.client("controller")
    before = count_of(house, PostRow)
    with house.writing() as session:
        organisation = session.scalars(select(OrganisationRow.id)).first()
    new = {"new_post_kk": "Вице-министр", "new_post_organisation": organisation}
    assert client.post("/plan/1", data=form(**new)).status_code == 303
    assert client.post("/plan/1/1.2", data=form(1, **new)).status_code == 303
    assert count_of(house, PostRow) == before + 1
    assert "Вице-министр" in client.get("/plan/1").text


def test_a_post_from_the_list_and_a_new_one_together_are_asked_about(house: House) -> None:
    with house.writing() as session:
        post = session.scalars(select(PostRow.id)).first()
    answer = house.client("controller").post("/plan/1", data=form(post=post, new_post_ru="Вице-министр"))
    assert answer.status_code == 422
    assert "not both" in answer.text


def test_a_crossed_edit_shows_both_and_overwrites_nothing(house: House) -> None:
    first, second = house.client("controller"), house.client("second")
    first.post("/plan/1", data=form(person=house.people["executive"], kind="day", on="2026-12-01", **DECISION))
    late = form(0, person=house.people["coordinator"], kind="day", on="2027-05-05", **DECISION)
    answer = second.post("/plan/1", data=late)
    assert answer.status_code == 409
    assert "The measure as a whole: responsible – Executive" in answer.text
    assert "by 1 December 2026" in answer.text
    assert 'value="2027-05-05"' in answer.text
    assert 'name="last_seen" type="hidden" value="1"' in answer.text
    assert len(lines(house)) == 1
    assert second.post("/plan/1", data=late | {"last_seen": 1, "reason": "Seen both"}).status_code == 303
    assert house.portfolio().measures[0].dates.moves == 1


def test_a_form_without_a_number_of_its_own_counts_as_having_seen_nothing(house: House) -> None:
    with house.writing() as session:
        write(session, house.built, "1", approved(None, TODAY), on=TODAY)
    for last_seen in ("", "-1", "x", "9" * 40):
        given = form(person=house.people["executive"]) | {"last_seen": last_seen}
        assert house.client("controller").post("/plan/1", data=given).status_code == 409


def test_a_milestone_can_go_back_to_whoever_has_the_measure(house: House) -> None:
    with house.writing() as session:
        write(session, house.built, "1", owner(None, house.people["executive"]), on=TODAY)
        own = owner(None, house.people["second"], house.built.milestones["1.1"])
        seq = write(session, house.built, "1", own, on=TODAY)
    client = house.client("controller")
    assert client.post("/plan/1/1.1", data=form(seq, person="")).status_code == 303
    responsible = house.portfolio().measures[0].milestones[0].responsible
    assert responsible.person
    assert responsible.person.name == "Executive"
    assert "(as for the measure)" in client.get("/plan").text


def test_somebody_who_left_is_not_offered_but_stays_where_he_stands(house: House) -> None:
    with house.writing() as session:
        gone = build_person(session, "Gone Away")
        write(session, house.built, "1", owner(None, gone), on=TODAY)
        row = session.get(PersonRow, gone)
        assert row is not None
        row.active = False
    client = house.client("controller")
    assert "Gone Away" in client.get("/plan/1").text
    assert "Gone Away" not in client.get("/plan/2").text


def test_what_is_missing_comes_first_and_goes_when_it_is_set(house: House) -> None:
    client = house.client("controller")
    assert "Still missing <span" in client.get("/plan").text
    assert "(12)" in client.get("/plan").text
    people = {"person": house.people["executive"], "contact": house.people["second"]}
    client.post("/plan/1", data=form(**people, kind="permanent", **DECISION))
    # Its milestones have somebody now, but no dates yet.
    page = client.get("/plan").text
    assert "(11)" in page
    rows = [row for row in page.split("<tr")[1:] if "Step 1.1" in row]
    assert "Working contact" not in rows[0].split("data-label=")[2]
    assert "Approved date" in rows[0]


def test_what_is_not_in_the_plan_is_not_found(house: House) -> None:
    client = house.client("controller")
    for address in ("/plan/9", "/plan/1/9.9", "/plan/1/2.1", "/r/nowhere/plan", "/control/9", "/control/asks/9"):
        assert client.get(address).status_code == 404, address


def test_nothing_changes_by_looking(house: House) -> None:
    client = house.client("controller")
    for address in (
        "/plan",
        "/plan/1?action=wording",
        "/plan/1/1.1",
        "/people/posts",
        "/days",
        "/control",
        "/control/1/1.1",
    ):
        assert client.get(address).status_code == 200
    assert count_of(house, LineRow) == 0
