"""The mail of any day can be looked at before it is sent; looking writes nothing down."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert

from roadmap.digests import composing
from roadmap.digests.pages.preview import next_day
from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.choices import MailSettings
from roadmap.domain.text import LocalizedText
from roadmap.store.days import DayRow
from roadmap.store.mail.choices import keep_settings
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.web.rereading import UnsafeHeader
from tests.builders.queries import counted
from tests.digests.conftest import Planning, Turn, database_of
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


def test_the_preview_is_of_the_time_of_day_that_its_reader_chose(house: Ministry) -> None:
    with database_of(house.app).writing() as session:
        chosen = MailSettings(slot=time(16, 30))
        keep_settings(session, house.people["executive"], chosen, datetime(2026, 1, 5, tzinfo=UTC))
        session.commit()
    page = house.browser("executive").get(f"{PREVIEW}?on={monday_ahead()}&language=en&lang=en").text
    assert "16:30" in page
    assert "09:00" not in page


def test_why_a_mail_cannot_be_composed_is_not_said_to_its_reader(
    sqlite_house: Ministry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise UnsafeHeader("something that is not the reader's to know")

    monkeypatch.setattr(composing, "compose_letter", fail)
    page = sqlite_house.browser("executive").get(f"{PREVIEW}?on={monday_ahead()}&language=en&lang=en").text
    assert "This mail cannot be composed. Tell the secretariat which day you looked at." in page
    assert "to know" not in page


@pytest.mark.parametrize(("off", "ahead"), [(0, 0), (5, 5), (400, 0)])
def test_the_next_day_is_looked_for_no_further_than_two_months(off: int, ahead: int) -> None:
    monday = date(2026, 11, 23)
    calendar = WorkingCalendar({monday + timedelta(days=number): number >= off for number in range(400)})
    assert next_day(monday, calendar) == monday + timedelta(days=ahead)


def test_a_row_of_days_off_asks_no_further_questions(sqlite_house: Ministry) -> None:
    executive, database = sqlite_house.browser("executive"), database_of(sqlite_house.app)

    def questions() -> int:
        with counted(database.engine) as count:
            assert executive.get(f"{PREVIEW}?on={monday_ahead()}&language=en").status_code == 200
        return count.total

    few = questions()
    with database.writing() as session:
        off = [in_days(number) for number in range(100) if in_days(number) != monday_ahead()]
        rows = [{"calendar": "KZ", "on": on, "working": False, "reason": LocalizedText()} for on in off]
        session.execute(insert(DayRow), rows)
        session.commit()
    assert questions() == few
    assert executive.get(PREVIEW).status_code == 200


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
