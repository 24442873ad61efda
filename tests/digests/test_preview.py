"""The mail of any day can be looked at before it is sent; looking writes nothing down."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from roadmap.store.mail.outbox import DeliveryRow
from tests.digests.conftest import Planning, Turn
from tests.digests.people import Ministry, in_days, ministry, problems_in
from tests.digests.relay import Sink

PREVIEW = "/my/digests/preview"


@pytest.fixture
def house(app: Flask, planning: Planning) -> Ministry:
    return ministry(app, planning)


@pytest.fixture
def sqlite_house(sqlite_app: Flask) -> Ministry:
    return ministry(sqlite_app, Planning(sqlite_app.extensions["roadmap.database"]))


def monday_ahead() -> date:
    return in_days(7 - in_days(0).weekday())


def test_the_preview_has_the_subject_and_the_text_and_writes_nothing_down(house: Ministry) -> None:
    on = monday_ahead()
    page = house.browser("executive").get(f"{PREVIEW}?on={on}&language=ru&lang=en").text
    assert "Дорожная карта" in page
    assert "/unsubscribe/" in page
    assert house.rows(DeliveryRow) == []


def test_the_preview_is_the_mail_that_is_then_sent(house: Ministry, tick: Callable[..., Turn], sink: Sink) -> None:
    on = monday_ahead()
    file = house.browser("executive").get(f"{PREVIEW}.eml?on={on}&language=en")
    assert file.headers["Content-Disposition"] == f'attachment; filename="preview-{on}.eml"'
    tick(f"{on}T09:00")
    sent = sink.mail_to("executive@roadmap.test")
    subject = next(line for line in file.text.splitlines() if line.startswith("Subject: "))
    assert subject == f"Subject: {sent['Subject']}"


def test_a_day_off_and_a_day_with_nothing_to_say_are_told_apart(house: Ministry) -> None:
    executive, monday = house.browser("executive"), monday_ahead()
    assert "is a day off" in executive.get(f"{PREVIEW}?on={monday - timedelta(days=1)}&lang=en").text
    assert "there is nothing to say to you" in executive.get(f"{PREVIEW}?on={monday + timedelta(days=1)}&lang=en").text
    assert executive.get(f"{PREVIEW}.eml?on={monday + timedelta(days=1)}").status_code == 404


WRONG = {
    "on=31.02.2026": "Day – Enter a date as DD.MM.YYYY",
    "on=": "Day – Enter a date as DD.MM.YYYY",
    "on=today": "Day – Enter a date as DD.MM.YYYY",
    "on=1900-01-01": "Day – Choose a day within a year from today.",
    "on=9999-12-31": "Day – Choose a day within a year from today.",
    "on=0001-01-01": "Day – Choose a day within a year from today.",
    f"on={in_days(1)}&on={in_days(2)}": "Day – This was sent more than once.",
    f"on={'9' * 10_000}": "Day – Enter a date as DD.MM.YYYY",
    "language=de": "Language – Choose one of the entries offered.",
    "language=": "Language – Choose one of the entries offered.",
    "language=ru&language=kk": "Language – This was sent more than once.",
    "language=en%0d%0aX-Evil:1": "Language – Choose one of the entries offered.",
}


@pytest.mark.parametrize(("query", "problem"), WRONG.items(), ids=[query[:30] for query in WRONG])
def test_a_wrong_day_or_language_is_named(sqlite_house: Ministry, query: str, problem: str) -> None:
    executive = sqlite_house.browser("executive")
    answer = executive.get(f"{PREVIEW}?lang=en&{query}")
    assert (answer.status_code, problems_in(answer)) == (422, [problem])
    assert executive.get(f"{PREVIEW}.eml?{query}").status_code == 422


def test_without_a_day_it_is_that_of_the_next_working_day(sqlite_house: Ministry) -> None:
    assert sqlite_house.browser("executive").get(PREVIEW).status_code == 200
