"""Who may open and send what: unseen is 404, seen but not his is 403, not signed in is sent to sign in."""

from collections.abc import Callable

import pytest

from tests.builders.house import House

Fields = Callable[..., dict[str, str]]
FORM = "/measures/1/report"


@pytest.mark.parametrize(
    ("name", "status"), [("Ainur", 200), ("Bolat", 200), ("Other", 403), ("Chief", 403), ("Nobody", 404)]
)
def test_the_form_is_for_the_coordinators_of_the_measure(house: House, fields: Fields, name: str, status: int) -> None:
    client = house.browser(name)
    assert client.get(FORM).status_code == status
    sent = client.post(FORM, data=fields()).status_code
    assert sent == (303 if status == 200 else status)
    assert house.last_line(house.measures[0]) == (3 if status == 200 else 1)


@pytest.mark.parametrize("path", ["/measures/9/report", "/measures/1' or '1'='1/report", "/r/none/measures/1/report"])
def test_what_is_not_there_answers_404(house: House, path: str) -> None:
    assert house.browser("Ainur").get(path).status_code == 404


@pytest.mark.parametrize("seq", ["1", "2", "99", "2147483648", "99999999999999999999", "-1", "x"])
def test_only_a_report_on_this_very_measure_has_a_receipt(house: House, seq: str) -> None:
    # Line 1 approves the dates of this measure, line 2 those of the other.
    assert house.browser("Ainur").get(f"/measures/1/reports/{seq}").status_code == 404


def test_a_receipt_is_for_everybody_who_sees_the_road_map(house: House, fields: Fields) -> None:
    location = house.browser("Ainur").post(FORM, data=fields()).location
    for name, status in [("Ainur", 200), ("Other", 200), ("Chief", 200), ("Nobody", 404)]:
        assert house.browser(name).get(location).status_code == status


def test_the_default_road_map_answers_under_its_own_name_too(house: House) -> None:
    assert house.browser("Ainur").get("/r/first/measures/1/report").status_code == 200
