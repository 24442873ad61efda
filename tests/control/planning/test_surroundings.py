"""Sources, bases, dependencies, risks and later developments are kept by the controller, beside the plan."""

import pytest

from roadmap.domain.context import Context, Strength
from roadmap.domain.text import LocalizedText
from roadmap.store.context_reading import context_of
from tests.control.conftest import TODAY, House
from tests.control.planning.pages import fields_of, send, send_from


def context(house: House) -> Context:
    with house.database.reading() as session:
        return context_of(session, house.built.id)


def test_everything_around_a_plan_can_be_added(house: House) -> None:
    client = house.client("controller")
    at = "/plan/surroundings"
    sent = [
        send(client, f"{at}/sources/new", title__ru="Поручение", number="12", dated_on="2026-01-15"),
        send(client, f"{at}/paragraphs/new", source="S1", number="3", text__kk="Үшінші абзац"),
        send(client, f"{at}/bases/new", who__en="Government", what__en="Draw it up", reference="S1/3"),
        send(client, f"{at}/dependencies/new", from_measure_id="1", to_label__en="Korea's answer", strength="stated"),
        send(client, f"{at}/risks/new", text__en="No money", measure_ids=["1", "2"], reference="S1/3"),
        send(
            client, f"{at}/developments/new", measure_id="2", dated="2026-08", text__en="Built", source_note="Gazette"
        ),
    ]
    assert [answer.status_code for answer in sent] == [303] * 6
    found = context(house)
    assert (found.sources[0].code, found.sources[0].paragraphs[0].number) == ("S1", "3")
    assert found.bases[0].reference is not None
    assert (found.dependencies[0].from_label.en, found.dependencies[0].strength) == ("1", Strength.STATED)
    assert (found.risks[0].code, found.risks[0].measure_ids, found.risks[0].paragraph) == ("R1", {1, 2}, "3")
    assert (found.developments[0].measure_id, found.developments[0].dated) == (2, "2026-08")
    page = client.get(at).text
    for words in ("Поручение", "Үшінші абзац", "Draw it up", "answer", "No money", "Gazette"):
        assert words in page
    for kind in ("sources", "paragraphs", "bases", "dependencies", "risks", "developments"):
        same = send(client, f"{at}/{kind}/1")
        assert "Nothing was changed" in client.get(same.location).text, kind


def test_the_same_form_sent_twice_adds_one_risk(house: House) -> None:
    client = house.client("controller")
    for _ in range(2):
        assert send(client, "/plan/surroundings/risks/new", text__en="No money").status_code == 303
    assert len(context(house).risks) == 1


def test_a_crossed_change_shows_both_and_overwrites_nothing(house: House) -> None:
    client, second = house.client("controller"), house.client("second")
    send(client, "/plan/surroundings/risks/new", text__en="No money")
    address = "/plan/surroundings/risks/1"
    opened = client.get(address).text
    send(second, address, text__en="No people")
    answer = send_from(client, address, opened, text__en="No time")
    assert answer.status_code == 409
    assert "No people" in answer.text
    assert "No time" in answer.text
    assert context(house).risks[0].text == LocalizedText(en="No people")
    again = client.post(address, data=fields_of(answer.text))
    assert again.status_code == 303
    assert context(house).risks[0].text == LocalizedText(en="No time")


def test_what_nothing_refers_to_is_removed_from_a_draft(house: House) -> None:
    client = house.client("controller")
    send(client, "/plan/surroundings/sources/new", title__en="Letter")
    send(client, "/plan/surroundings/paragraphs/new", source="S1", number="3", text__kk="Үшінші абзац")
    send(client, "/plan/surroundings/risks/new", text__en="No money", reference="S1/3")
    assert remove(house, "paragraphs") == 1
    assert remove(house, "risks") == 0
    assert remove(house, "paragraphs") == 0


def remove(house: House, kind: str) -> int:
    client, address = house.client("controller"), f"/plan/surroundings/{kind}/1"
    version = client.get(address).text.split('name="version" value="')[1].split('"')[0]
    assert client.post(f"{address}/remove", data={"version": version}).status_code == 303
    found = context(house)
    return {"risks": len(found.risks), "paragraphs": len(found.sources[0].paragraphs)}[kind]


BAD_INPUT = [
    ("developments", {"dated": "2026-13"}, "Enter a year, a month or a day"),
    ("developments", {"dated": f"{TODAY.year + 1}"}, "The date cannot be later than"),
    ("developments", {"dated": "2026-W54"}, "Enter a year, a month or a day"),
    ("developments", {"measure_id": "99"}, "Choose one of the list"),
    ("developments", {"source_note": ""}, "Fill in this field"),
    ("risks", {"text-kk": "  "}, "Fill in at least one language"),
    ("risks", {"text-en": "x" * 5001}, "At most 5000 characters"),
    ("dependencies", {"to_label-en": "x"}, "Choose a measure or describe it in words"),
    ("dependencies", {"from_measure_id": "1", "to_measure_id": "1"}, "A thing cannot wait for itself"),
    ("sources", {"title-en": "Letter\u2028Bcc: a@b.test"}, "characters that are not allowed"),
    ("sources", {"title-en": "Letter", "dated_on": "30.02.2026"}, "Enter a date as DD.MM.YYYY"),
    ("paragraphs", {"source": "S9", "number": "1", "text-en": "x"}, "Choose one of the list"),
]


@pytest.mark.parametrize(("kind", "given", "message"), BAD_INPUT)
def test_what_cannot_be_kept_is_refused_and_shown_again(
    sqlite_house: House, kind: str, given: dict[str, str], message: str
) -> None:
    whole = {"measure_id": "1", "dated": "2026", "text-en": "Built", "source_note": "Gazette"}
    form = (whole if kind == "developments" else {}) | given
    answer = sqlite_house.client("controller").post(f"/plan/surroundings/{kind}/new", data=form)
    assert answer.status_code == 422
    assert message in answer.text
    found = context(sqlite_house)
    assert [*found.developments, *found.risks, *found.dependencies, *found.sources] == []


def test_a_kind_or_a_number_that_is_not_there_is_not_found(house: House) -> None:
    client = house.client("controller")
    for address in ("wishes/new", "risks/1", "risks/99999999999", "risks/-1", "risks/x"):
        assert client.get(f"/plan/surroundings/{address}").status_code == 404, address
