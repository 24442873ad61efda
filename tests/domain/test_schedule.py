"""Mail goes out on working mornings, and the overview on the first working day of the week."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.schedule import (
    MORNING,
    carries_overview,
    due,
    iso_week,
    last_morning,
    last_overview_morning,
    overview_before,
)

PLAIN = WorkingCalendar()
MONDAY = date(2026, 11, 23)

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
times = st.times()
calendars = st.dictionaries(st.dates(date(2025, 6, 1), date(2027, 6, 30)), st.booleans(), max_size=60).map(
    WorkingCalendar
)


def at(on: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(on, time(hour, minute))


def edition_due(local_now: datetime, calendar: WorkingCalendar) -> tuple[date, str | None] | None:
    """The day whose mail is due at this local time, where none was written yet, and the week whose overview it has."""
    owed = due(local_now.replace(tzinfo=UTC), UTC, calendar.is_working, [MORNING], []).owed
    if not owed:
        return None
    ((on, slot),) = ((each.on, each.slot) for each in owed)
    assert slot == MORNING
    return on, iso_week(on) if carries_overview(on, calendar) else None


def test_monday_at_nine_carries_the_overview_of_its_week() -> None:
    assert edition_due(at(MONDAY), PLAIN) == (MONDAY, "2026-W48")


def test_before_nine_nothing_is_due() -> None:
    assert edition_due(at(MONDAY, 8, 59), PLAIN) is None


def test_on_the_other_mornings_there_is_mail_without_an_overview() -> None:
    assert edition_due(at(MONDAY + timedelta(days=1)), PLAIN) == (MONDAY + timedelta(days=1), None)


def test_on_a_day_off_nothing_is_due() -> None:
    assert edition_due(at(date(2026, 11, 22)), PLAIN) is None
    assert edition_due(at(MONDAY), WorkingCalendar({MONDAY: False})) is None


def test_when_monday_is_off_tuesday_carries_the_overview() -> None:
    found = edition_due(at(MONDAY + timedelta(days=1)), WorkingCalendar({MONDAY: False}))
    assert found == (MONDAY + timedelta(days=1), "2026-W48")


def test_a_worked_saturday_carries_the_overview_of_a_week_that_was_off() -> None:
    week_off = {MONDAY + timedelta(days=back): False for back in range(5)}
    saturday = MONDAY + timedelta(days=5)
    assert edition_due(at(saturday), WorkingCalendar({**week_off, saturday: True})) == (saturday, "2026-W48")


def test_a_worked_saturday_after_a_usual_week_carries_none() -> None:
    saturday = MONDAY + timedelta(days=5)
    assert edition_due(at(saturday), WorkingCalendar({saturday: True})) == (saturday, None)


@pytest.mark.parametrize(
    ("on", "week"),
    [(date(2026, 12, 31), "2026-W53"), (date(2027, 1, 3), "2026-W53"), (date(2027, 1, 4), "2027-W01")],
)
def test_around_new_year_the_week_may_belong_to_the_other_year(on: date, week: str) -> None:
    assert iso_week(on) == week


def test_the_last_morning_may_be_today_from_nine_on() -> None:
    assert last_morning(at(MONDAY, 9), PLAIN) == MONDAY
    assert last_morning(at(MONDAY, 8, 59), PLAIN) == date(2026, 11, 20)
    assert last_morning(at(date(2026, 11, 22), 12), PLAIN) == date(2026, 11, 20)


def test_the_last_overview_morning_is_the_first_working_day_of_its_week() -> None:
    assert last_overview_morning(at(date(2026, 11, 22), 12), PLAIN) == date(2026, 11, 16)
    assert last_overview_morning(at(MONDAY, 8), PLAIN) == date(2026, 11, 16)


def test_the_overview_before_monday_is_last_weeks() -> None:
    assert overview_before(MONDAY, PLAIN) == date(2026, 11, 16)
    assert overview_before(MONDAY, WorkingCalendar({date(2026, 11, 16): False})) == date(2026, 11, 17)


def test_a_calendar_without_any_working_day_ends_the_search() -> None:
    never = WorkingCalendar({MONDAY - timedelta(days=back): False for back in range(200)})
    assert last_morning(at(MONDAY), never) is None
    assert overview_before(MONDAY, never) is None


@given(days, times, calendars)
def test_mail_is_due_exactly_on_working_days_from_nine_on(on: date, clock: time, calendar: WorkingCalendar) -> None:
    found = edition_due(datetime.combine(on, clock), calendar)
    assert (found is not None) == (calendar.is_working(on) and clock >= MORNING)


@given(days, calendars)
def test_each_week_with_a_working_day_has_exactly_one_overview(on: date, calendar: WorkingCalendar) -> None:
    monday = on - timedelta(days=on.weekday())
    week = [monday + timedelta(days=ahead) for ahead in range(7)]
    carrying = [day for day in week if carries_overview(day, calendar)]
    assert carrying == [day for day in week if calendar.is_working(day)][:1]


@given(days, times, calendars)
def test_the_last_morning_is_one_on_which_mail_was_due(on: date, clock: time, calendar: WorkingCalendar) -> None:
    before = datetime.combine(on, clock)
    for found in (last_morning(before, calendar), last_overview_morning(before, calendar)):
        assert found is None or (at(found) <= before and edition_due(at(found), calendar))
