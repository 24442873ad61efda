"""Working days, across weekends, holidays and Saturdays that are worked."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from roadmap.domain.calendar import WorkingCalendar

# Saturday 3 July 2021 was worked; Monday 5 July was the day off in its place.
MOVED = WorkingCalendar({date(2021, 7, 3): True, date(2021, 7, 5): False})
FRIDAY, SATURDAY, SUNDAY = date(2021, 7, 2), date(2021, 7, 3), date(2021, 7, 4)
MONDAY, TUESDAY = date(2021, 7, 5), date(2021, 7, 6)

days = st.dates(date(2020, 1, 1), date(2027, 12, 31))
calendars = st.dictionaries(days, st.booleans(), max_size=40).map(WorkingCalendar)


def test_a_saturday_is_off_unless_the_table_says_that_it_is_worked() -> None:
    assert not WorkingCalendar().is_working(SATURDAY)
    assert MOVED.is_working(SATURDAY)
    assert not MOVED.is_working(MONDAY)


def test_a_term_that_ends_on_a_moved_day_off_ends_on_the_next_working_day() -> None:
    assert MOVED.on_or_after(MONDAY) == TUESDAY
    assert MOVED.on_or_before(MONDAY) == SATURDAY


def test_a_worked_saturday_counts_as_a_working_day() -> None:
    assert MOVED.between(FRIDAY, TUESDAY) == 2
    assert WorkingCalendar().between(FRIDAY, TUESDAY) == 2
    assert MOVED.between(FRIDAY, SUNDAY) == 1
    assert WorkingCalendar().between(FRIDAY, SUNDAY) == 0


def test_one_working_day_after_friday_is_the_worked_saturday() -> None:
    assert MOVED.add(FRIDAY, 1) == SATURDAY
    assert MOVED.add(FRIDAY, 2) == TUESDAY
    assert MOVED.add(TUESDAY, -1) == SATURDAY


def test_no_days_lie_between_a_day_and_itself() -> None:
    assert MOVED.between(FRIDAY, FRIDAY) == 0
    assert MOVED.add(FRIDAY, 0) == FRIDAY


@given(calendars, days, st.integers(0, 400))
def test_between_is_what_counting_day_by_day_gives(calendar: WorkingCalendar, start: date, span: int) -> None:
    end = start + timedelta(days=span)
    counted = sum(calendar.is_working(start + timedelta(days=offset)) for offset in range(1, span + 1))
    assert calendar.between(start, end) == counted
    assert calendar.between(end, start) == -counted


@given(calendars, days, st.integers(-60, 60).filter(bool))
def test_adding_leads_to_a_working_day_that_lies_so_many_working_days_off(
    calendar: WorkingCalendar, start: date, count: int
) -> None:
    reached = calendar.add(start, count)
    assert calendar.is_working(reached)
    if count > 0 or calendar.is_working(start):
        assert calendar.between(start, reached) == count
