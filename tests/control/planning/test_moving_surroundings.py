"""What a public source said later can be put under another measure."""

from roadmap.store.context_reading import context_of
from tests.control.conftest import House
from tests.control.planning.pages import send

DEVELOPMENTS = "/plan/surroundings/developments"


def developments(house: House) -> list[tuple[int, str | None]]:
    with house.database.reading() as session:
        found = context_of(session, house.built.id).developments
    return [(each.measure_id, each.text.en) for each in found]


def test_a_later_development_can_be_put_under_another_measure(house: House) -> None:
    client = house.client("controller")
    for measure, text in (("2", "Built"), ("2", "Opened"), ("1", "Begun")):
        typed = {"measure_id": measure, "dated": "2026-08", "text__en": text, "source_note": "Gazette"}
        assert send(client, f"{DEVELOPMENTS}/new", **typed).status_code == 303
    answer = send(client, f"{DEVELOPMENTS}/1", measure_id="1")
    assert answer.status_code == 303
    assert "Saved" in client.get(answer.location).text
    assert developments(house) == [(1, "Begun"), (1, "Built"), (2, "Opened")]
    assert send(client, f"{DEVELOPMENTS}/1", measure_id="2").status_code == 303
    assert sorted(developments(house)) == [(1, "Begun"), (2, "Built"), (2, "Opened")]
