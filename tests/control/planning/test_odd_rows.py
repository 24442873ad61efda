"""Names of fields in which the number of a row is none: what they say is not read, and nothing breaks."""

import pytest

from tests.control.conftest import House
from tests.control.planning.pages import fields_of

ODD = ("²", "٣", "①", "9" * 5000, "12345", "-1", "", "1" + "\u0660")


@pytest.mark.parametrize("odd", ODD)
def test_a_row_with_an_odd_number_is_not_read(sqlite_house: House, odd: str) -> None:
    client, built = sqlite_house.client("controller"), sqlite_house.built
    for address, name in (
        (f"/plan/measures/{built.measures['1']}/executors", f"executors-{odd}-organisation"),
        (f"/plan/milestones/{built.milestones['1.1']}", f"links-{odd}-relation"),
    ):
        given = fields_of(client.get(address).text) | {name: "MIN-other"}
        assert client.post(address, data=given).status_code == 303, (address, odd[:9])


def test_rows_are_read_in_the_order_of_their_numbers(sqlite_house: House) -> None:
    client, measure = sqlite_house.client("controller"), sqlite_house.built.measures["1"]
    address = f"/plan/measures/{measure}/executors"
    given = fields_of(client.get(address).text)
    given = {name: value for name, value in given.items() if not name.startswith("executors-")}
    rows = {"executors-9999-organisation": "MIN-other", "executors-0007-organisation": "nowhere"}
    answer = client.post(address, data=given | rows)
    assert answer.status_code in (303, 422)
