"""Around an adopted plan every change is a line of the record, and earlier days show what stood there then."""

from datetime import timedelta
from typing import Any

from roadmap.domain.context import Context
from roadmap.domain.plan import Stage
from roadmap.store.context_then import context_on
from roadmap.store.plan_history import written_plan
from roadmap.store.plan_reading import roadmap_by_slug
from tests.control.conftest import TODAY, House
from tests.control.planning.pages import send, words_in

AT = "/plan/surroundings"
ADOPTED_ON = TODAY - timedelta(days=10)
ACT: dict[str, Any] = {"title__ru": "Постановление", "number": "735", "dated_on": ADOPTED_ON.isoformat()}
BASIS: dict[str, Any] = {"basis_number": "812", "basis_date": TODAY.isoformat(), "reason": "Decided since"}


def drafted(house: House) -> None:
    """One of each kind beside the draft, which is then adopted."""
    client = house.client("controller")
    sent = [
        send(client, f"{AT}/sources/new", title__en="The letter", number="12"),
        send(client, f"{AT}/paragraphs/new", source="S1", number="3", text__en="Third"),
        send(client, f"{AT}/bases/new", who__en="Government", what__en="Draw it up", reference="S1/3"),
        send(client, f"{AT}/dependencies/new", from_measure_id="1", to_label__en="An answer", strength="stated"),
        send(client, f"{AT}/risks/new", text__en="No money", measure_ids=["1"], reference="S1/3"),
        send(
            client, f"{AT}/developments/new", measure_id="2", dated="2026-08", text__en="Built", source_note="Gazette"
        ),
        send(client, "/plan/adoption", **ACT),
    ]
    assert [each.status_code for each in sent] == [303] * 7


def context(house: House, days_ago: int = 0) -> Context:
    day = TODAY - timedelta(days=days_ago)
    with house.database.reading() as session:
        roadmap = roadmap_by_slug(session, "first")
        assert roadmap
        return context_on(session, roadmap.id, written_plan(session, roadmap, day, None), day, None)


def stage(house: House) -> Stage:
    return house.portfolio().roadmap.stage


CHANGES: dict[str, dict[str, Any]] = {
    "sources": {"title__en": "Another letter", "dated_on": "2026-01-15"},
    "paragraphs": {"text__en": "Third, reworded"},
    "bases": {"what__en": "Draw it up again", "background_only": "y"},
    "dependencies": {"strength": "assumed", "to_label__en": "Another answer"},
    "risks": {"text__en": "No people", "measure_ids": ["1", "2"], "reference": ""},
    "developments": {"measure_id": "1", "dated": "2026-09", "text__en": "Opened"},
}


def test_every_change_is_a_line_with_its_basis_and_earlier_days_show_what_stood_there(house: House) -> None:
    drafted(house)
    client, before = house.client("controller"), context(house)
    for kind, typed in CHANGES.items():
        assert send(client, f"{AT}/{kind}/1", **typed).status_code == 422, kind
        assert send(client, f"{AT}/{kind}/1", **typed, **BASIS).status_code == 303, kind
    assert send(client, f"{AT}/risks/new", text__en="No time", **BASIS).status_code == 303
    after = context(house)
    assert context(house, 1) == before
    assert (after.sources[0].title.en, after.sources[0].paragraphs[0].text.en) == ("Another letter", "Third, reworded")
    assert (after.bases[0].background_only, after.dependencies[0].strength) == (True, "assumed")
    assert [(each.text.en, each.measure_ids, each.paragraph) for each in after.risks] == [
        ("No people", {1, 2}, None),
        ("No time", set(), None),
    ]
    assert (after.developments[0].measure_id, after.developments[0].dated) == (1, "2026-09")
    # It is no amendment of the plan itself.
    assert stage(house) is Stage.ADOPTED


def test_the_history_tells_what_was_changed_and_the_page_of_a_day_what_stood_there(house: House) -> None:
    drafted(house)
    client = house.client("controller")
    send(client, f"{AT}/risks/1", text__en="No people", measure_ids=["1", "2"], **BASIS)
    page = words_in(client.get("/sources").text)
    assert "A risk was changed" in page
    assert "was “No money”, is “No people”" in page
    assert "was “1”, is “1, 2”" in page
    assert "812" in page
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    assert "No money" in words_in(client.get(f"/measures/1?on={yesterday}").text)
    assert "No people" in words_in(client.get("/measures/1").text)


def test_a_draft_stays_free_and_a_form_from_before_the_adoption_asks_for_the_basis(house: House) -> None:
    client = house.client("controller")
    send(client, f"{AT}/risks/new", text__en="No money")
    with house.database.reading() as session:
        roadmap = roadmap_by_slug(session, "first")
        assert roadmap
        assert roadmap.head_seq == 0
    assert send(client, "/plan/adoption", **ACT).status_code == 303
    typed = {"text__en": "No people", "basis_number": "", "basis_date": ""}
    assert send(client, f"{AT}/risks/1", **typed).status_code == 422
    same = send(client, f"{AT}/risks/1")
    assert "Nothing was changed" in client.get(same.location).text


def test_a_wrong_change_is_set_back_by_a_correction(house: House) -> None:
    drafted(house)
    client = house.client("controller")
    send(client, f"{AT}/risks/1", text__en="No people", measure_ids=["2"], **BASIS)
    with house.database.reading() as session:
        roadmap = roadmap_by_slug(session, "first")
        assert roadmap
    page = f"/control/lines/{roadmap.head_seq}/correct"
    assert send(client, page, reason="Not decided", entry_0__left_out="y").status_code == 303
    (risk,) = context(house).risks
    assert (risk.text.en, risk.measure_ids) == ("No money", {1})
    send(client, f"{AT}/risks/new", text__en="Noted by mistake", **BASIS)
    with house.database.reading() as session:
        roadmap = roadmap_by_slug(session, "first")
        assert roadmap
    page = f"/control/lines/{roadmap.head_seq}/correct"
    assert send(client, page, reason="A slip", entry_0__left_out="y").status_code == 303
    assert len(context(house).risks) == 1
    assert "Noted by mistake" not in words_in(client.get("/measures/1").text)


def test_a_day_before_its_last_change_is_refused(house: House) -> None:
    drafted(house)
    client, earlier = house.client("controller"), (ADOPTED_ON - timedelta(days=1)).isoformat()
    sent = send(client, f"{AT}/risks/1", text__en="No people", **BASIS | {"effective_on": earlier})
    assert sent.status_code == 422
    assert "the day of the last change" in words_in(sent.text)
