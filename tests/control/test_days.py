"""The working calendar's page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from roadmap.domain.text import LocalizedText
from roadmap.store.day_changes import changes_since
from roadmap.store.days import DayRow, days_of_year, working_calendar
from roadmap.store.plan_reading import roadmap_by_slug
from tests.control.conftest import House

SATURDAY = date(2026, 11, 28)
FORM = {"on": SATURDAY.isoformat(), "working": "yes", "reason_ru": "Перенос", "act": "Resolution 5", "seen": ""}


def revisions(house: House) -> list[int]:
    with house.database.reading() as session:
        found = [roadmap_by_slug(session, slug) for slug in ("first", "other")]
    return [each.revision for each in found if each]


def seen_in(page: str) -> str:
    return page.split('name="seen" type="hidden" value="')[1].split('"')[0]


def test_a_day_that_is_added_counts_at_once_on_every_road_map_of_the_calendar(house: House) -> None:
    before = revisions(house)
    answer = house.client("controller").post("/days", data=FORM)
    assert answer.status_code == 303
    assert answer.location.endswith("/days?year=2026")
    assert house.portfolio().calendar.is_working(SATURDAY)
    assert revisions(house) == [number + 1 for number in before]


def test_a_day_is_changed_and_never_taken_out(house: House) -> None:
    client = house.client("controller")
    client.post("/days", data=FORM)
    page = client.get(f"/days?day={SATURDAY}").text
    changed = FORM | {"working": "no", "reason_ru": "Отмена переноса", "act": "Resolution 6", "seen": seen_in(page)}
    assert client.post("/days", data=changed).status_code == 303
    assert not house.portfolio().calendar.is_working(SATURDAY)
    with house.database.reading() as session:
        (day,) = days_of_year(session, "KZ", 2026)
    assert (day.reason, day.act) == (LocalizedText(ru="Отмена переноса"), "Resolution 6")


def test_a_crossed_change_shows_both_and_overwrites_nothing(house: House) -> None:
    house.client("second").post("/days", data=FORM)
    client = house.client("controller")
    answer = client.post("/days", data=FORM | {"working": "no", "reason_ru": "Выходной", "act": "Order 9"})
    assert answer.status_code == 409
    for words in ("Перенос", "Resolution 5", "Выходной", "Order 9"):
        assert words in answer.text
    assert house.portfolio().calendar.is_working(SATURDAY)
    again = FORM | {"working": "no", "reason_ru": "Выходной", "act": "Order 9", "seen": seen_in(answer.text)}
    assert client.post("/days", data=again).status_code == 303


BAD_INPUT = [
    ({"on": "30.02.2026"}, "Enter a date as DD.MM.YYYY"),
    ({"on": "1999-12-31"}, "The year must lie between"),
    ({"on": ""}, "Fill in this field"),
    ({"working": "perhaps"}, "Fill in this field"),
    ({"reason_ru": "   "}, "State the reason"),
    ({"act": ""}, "Fill in this field"),
    ({"act": "x" * 501}, "At most 500 characters"),
]


def test_a_day_without_reason_or_act_is_refused(house: House) -> None:
    client = house.client("controller")
    for given, message in BAD_INPUT:
        answer = client.post("/days", data=FORM | given)
        assert answer.status_code == 422, given
        assert message in answer.text, given
    assert not house.portfolio().calendar.is_working(SATURDAY)


def test_a_year_shows_its_own_days_and_the_way_to_its_neighbours(house: House) -> None:
    with house.writing() as session:
        for year in (2026, 2027):
            reason = LocalizedText(kk=f"Наурыз {year}")
            session.add(DayRow(calendar="KZ", on=date(year, 3, 23), working=False, reason=reason, act=None))
    page = house.client("controller").get("/days?year=2027").text
    assert "Наурыз 2027" in page
    assert "Наурыз 2026" not in page
    assert "year=2026" in page
    assert "only in Kazakh so far" in page


def test_a_year_that_cannot_be_meant_shows_this_one(house: House) -> None:
    client = house.client("controller")
    for year in ("1", "99999", "x", "-5", "2101"):
        assert client.get(f"/days?year={year}").status_code == 200, year


def test_a_day_that_follows_the_week_has_nothing_to_change(house: House) -> None:
    client = house.client("controller")
    for day in ("2026-11-28", "yesterday"):
        assert client.get(f"/days?day={day}").status_code == 404, day


def test_every_change_is_kept_and_the_calendar_is_read_as_it_was_known(house: House) -> None:
    client = house.client("controller")
    before = datetime.now(UTC) - timedelta(seconds=1)
    client.post("/days", data=FORM)
    seen = seen_in(client.get(f"/days?day={SATURDAY}").text)
    changed = FORM | {"working": "no", "reason_ru": "Отмена переноса", "act": "Resolution 6", "seen": seen}
    client.post("/days", data=changed)
    with house.database.reading() as session:
        first, second = changes_since(session, "KZ", before)
        between = working_calendar(session, "KZ", first.recorded_at)
        at_first = working_calendar(session, "KZ", before)
        now = working_calendar(session, "KZ", second.recorded_at)
    assert (first.before, first.after, first.author_id) == (None, True, house.people["controller"])
    assert (second.before, second.after, second.act) == (True, False, "Resolution 6")
    assert [each.is_working(SATURDAY) for each in (at_first, between, now)] == [False, True, False]
    page = client.get("/days?year=2026").text
    assert "What was changed in 2026" in page
    assert page.index("Resolution 6") < page.rindex("Resolution 5")


def test_a_change_of_a_day_cannot_be_rewritten(house: House) -> None:
    house.client("controller").post("/days", data=FORM)
    for statement in ("UPDATE calendar_day_change SET act = 'x'", "DELETE FROM calendar_day_change"):
        with pytest.raises(DBAPIError, match="append-only"), house.database.writing() as session:
            session.execute(text(statement))
