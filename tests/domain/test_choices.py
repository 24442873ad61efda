"""How often an overview comes, as people chose it; a day off moves it to the next working day and never loses it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.choices import (
    DEFAULT_CHOICE,
    SLOTS,
    Choice,
    MailSettings,
    Rhythm,
    carries_overview,
    overview_before,
)

PLAIN = WorkingCalendar()
MONDAY = date(2026, 11, 23)
MONTHLY = Choice(rhythm=Rhythm.MONTHLY)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
calendars = st.dictionaries(st.dates(date(2025, 12, 1), date(2028, 1, 31)), st.booleans(), max_size=60).map(
    WorkingCalendar
)


def weekdays(*numbers: int) -> Choice:
    return Choice(rhythm=Rhythm.WEEKDAYS, weekdays=frozenset(numbers))


def test_the_default_is_the_first_working_day_of_the_week() -> None:
    assert carries_overview(DEFAULT_CHOICE, MONDAY, PLAIN)
    assert not carries_overview(DEFAULT_CHOICE, MONDAY + timedelta(days=1), PLAIN)
    assert carries_overview(DEFAULT_CHOICE, MONDAY + timedelta(days=1), WorkingCalendar({MONDAY: False}))


def test_monthly_is_the_first_working_day_of_the_month() -> None:
    assert [day for day in range(1, 31) if carries_overview(MONTHLY, date(2026, 11, day), PLAIN)] == [2]
    new_year = WorkingCalendar({date(2027, 1, 1): False})
    assert [day for day in range(1, 31) if carries_overview(MONTHLY, date(2027, 1, day), new_year)] == [4]
    assert overview_before(MONTHLY, date(2026, 12, 1), PLAIN) == date(2026, 11, 2)


def test_a_chosen_weekday_that_is_off_is_made_up_for_on_the_next_working_day() -> None:
    chosen = weekdays(1, 4)
    assert [day for day in range(23, 30) if carries_overview(chosen, date(2026, 11, day), PLAIN)] == [23, 26]
    monday_off = WorkingCalendar({MONDAY: False})
    assert [day for day in range(23, 30) if carries_overview(chosen, date(2026, 11, day), monday_off)] == [24, 26]
    assert carries_overview(weekdays(7), MONDAY, PLAIN)
    worked_saturday = WorkingCalendar({date(2026, 11, 28): True})
    assert carries_overview(weekdays(6), date(2026, 11, 28), worked_saturday)


def test_whoever_chose_no_weekday_gets_no_overview() -> None:
    assert not carries_overview(weekdays(), MONDAY, PLAIN)
    assert overview_before(weekdays(), MONDAY, PLAIN) is None


@given(days, calendars, st.sets(st.integers(1, 7)))
def test_no_overview_comes_on_a_day_off_and_the_one_before_is_one(
    on: date, calendar: WorkingCalendar, chosen: set[int]
) -> None:
    for choice in (DEFAULT_CHOICE, MONTHLY, weekdays(*chosen)):
        assert calendar.is_working(on) or not carries_overview(choice, on, calendar)
        before = overview_before(choice, on, calendar)
        assert before is None or (before < on and carries_overview(choice, before, calendar))


@given(days, calendars, st.integers(1, 7))
def test_every_chosen_weekday_is_read_on_it_or_on_the_next_working_day(
    day: date, calendar: WorkingCalendar, number: int
) -> None:
    if day.isoweekday() == number:
        assert carries_overview(weekdays(number), calendar.on_or_after(day), calendar)


@pytest.mark.parametrize("on", [date.min, date.min + timedelta(days=3), date.max])
def test_at_the_ends_of_the_calendar_nothing_breaks(on: date) -> None:
    for choice in (DEFAULT_CHOICE, MONTHLY, weekdays(3)):
        assert carries_overview(choice, on, PLAIN) in (True, False)
    assert (overview_before(DEFAULT_CHOICE, on, PLAIN) or date.min) <= on


def test_a_pause_and_an_absence_hold_from_their_first_day_to_their_last() -> None:
    settings = MailSettings(paused_until=MONDAY, absent_from=MONDAY, absent_until=MONDAY)
    around = [MONDAY + timedelta(days=step) for step in (-1, 0, 1)]
    assert [settings.paused_on(day) for day in around] == [True, True, False]
    assert [settings.absent_on(day) for day in around] == [False, True, False]
    assert MailSettings(absent_from=MONDAY).absent_on(date(2030, 1, 1))
    assert not MailSettings().paused_on(MONDAY)


def test_the_times_to_choose_from_are_the_half_hours_of_the_day() -> None:
    assert [f"{SLOTS[0]:%H:%M}", f"{SLOTS[1]:%H:%M}", f"{SLOTS[-1]:%H:%M}", len(SLOTS)] == [
        "07:00",
        "07:30",
        "18:00",
        23,
    ]
