"""Wrong and impossible dates: every one is refused with the rule in the reader's own language, and kept as typed."""

import pytest
from flask_babel import force_locale, gettext

from tests.control.conftest import TODAY, House

LANGUAGES = ("kk", "ru", "en")
UNREADABLE = "Enter a date as DD.MM.YYYY"
YEAR = "The year must lie between %(first)s and %(last)s"
WRONG = [
    ("2023-02-29", UNREADABLE),
    ("31.04.2026", UNREADABLE),
    ("00.00.2026", UNREADABLE),
    ("2026-W54", UNREADABLE),
    ("0000-01-01", UNREADABLE),
    ("10000-01-01", UNREADABLE),
    ("١٥.٠٣.٢٠٢٧", UNREADABLE),
    ("tomorrow", UNREADABLE),
    ("01.01.1900", YEAR),
    ("31.12.2101", YEAR),
]


def said(house: House, language: str, words: str, **values: object) -> str:
    with house.app.test_request_context(), force_locale(language):
        return str(gettext(words, **values))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_date_is_refused_in_the_readers_language(house: House, language: str) -> None:
    client = house.client("controller")
    basis = {"basis_number": "1", "basis_date": TODAY.isoformat(), "decided_by": "PM"}
    pages = {
        "/days": {"working": "yes", "reason_kk": "x", "act": "y"},
        "/plan/1/1.1": {"kind": "day", "effective_on": TODAY.isoformat(), "last_seen": "0", **basis},
    }
    for page, form in pages.items():
        for typed, words in WRONG:
            values = {"first": 2000, "last": 2100} if words is YEAR else {}
            answer = client.post(f"{page}?lang={language}", data=form | {"on": typed})
            assert answer.status_code == 422, (page, typed)
            assert said(house, language, words, **values) in answer.text, (page, typed)
            # A date that can be read is shown as the browser's own field shows it.
            assert typed in answer.text or words is YEAR, (page, typed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_off_is_taken_and_the_next_working_day_is_named(house: House, language: str) -> None:
    form = {"kind": "day", "on": "06.03.2027", "effective_on": TODAY.isoformat(), "last_seen": "0"}
    form |= {"basis_number": "1", "basis_date": TODAY.isoformat(), "decided_by": "PM"}
    client = house.client("controller")
    assert client.post(f"/plan/1/1.1?lang={language}", data=form).status_code == 303
    page = client.get(f"/plan/1/1.1?lang={language}").text
    assert "2027-03-06" in page
    next_day = "8 Mar 2027" if language == "en" else "08.03.2027"
    assert said(house, language, "a day off; the last day is %(day)s", day=next_day) in page
