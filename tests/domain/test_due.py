"""What is due at a moment: in time, late, made up for, or not at all, and the days that calendars trip over."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.schedule import Kept, Owed, Situation, day_in, due, effective_slot, iso_week, moment_of

ALMATY, BERLIN, QOSTANAY = ZoneInfo("Asia/Almaty"), ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Qostanay")
MONDAY, NINE, TWO = date(2026, 11, 23), time(9), time(14)
THURSDAY, FRIDAY = date(2026, 11, 19), date(2026, 11, 20)
PLAIN = WorkingCalendar()


def at(on: date, clock: time = NINE, zone: ZoneInfo = ALMATY) -> datetime:
    return datetime.combine(on, clock, zone)


def owed(
    now: datetime,
    *kept: tuple[date, time] | Kept,
    slots: Collection[time] = (NINE,),
    calendar: WorkingCalendar = PLAIN,
    zone: ZoneInfo = ALMATY,
) -> Situation:
    there = [each if isinstance(each, Kept) else Kept(*each) for each in kept]
    return due(now, zone, calendar.is_working, slots, there)


def test_an_edition_is_due_from_its_time_on_and_once() -> None:
    assert owed(at(MONDAY, time(8, 59)), (FRIDAY, NINE)) == Situation()
    assert owed(at(MONDAY), (FRIDAY, NINE)).owed == (Owed(MONDAY, NINE),)
    assert owed(at(MONDAY, time(18)), (FRIDAY, NINE), (MONDAY, NINE)) == Situation()


def test_a_fresh_installation_looks_only_at_today_and_is_never_late() -> None:
    assert owed(at(MONDAY, time(17))) == Situation((Owed(MONDAY, NINE),))


def test_more_than_an_hour_after_its_time_an_edition_is_late() -> None:
    assert owed(at(MONDAY, time(10)), (FRIDAY, NINE)).owed[0].late_since is None
    assert owed(at(MONDAY, time(10, 1)), (FRIDAY, NINE)).owed[0].late_since == MONDAY


def test_three_days_off_become_one_edition_that_says_since_when() -> None:
    (found,) = owed(at(MONDAY), (date(2026, 11, 18), NINE)).owed
    assert (found.late_since, found.covers) == (THURSDAY, (THURSDAY, FRIDAY))


def test_nobody_looks_back_further_than_seven_days() -> None:
    (found,) = owed(at(MONDAY), (date(2026, 10, 1), NINE)).owed
    assert found.covers == tuple(date(2026, 11, day) for day in (16, 17, 18, 19, 20))


def test_what_was_missed_waits_on_a_day_off_for_the_next_working_morning() -> None:
    saturday = date(2026, 11, 21)
    assert owed(at(saturday, time(12)), (THURSDAY, NINE)) == Situation()
    (found,) = owed(at(MONDAY), (THURSDAY, NINE)).owed
    assert found.covers == (FRIDAY,)


def test_a_worked_saturday_is_a_morning_and_a_transferred_monday_is_none() -> None:
    calendar = WorkingCalendar({date(2026, 11, 21): True, MONDAY: False})
    (found,) = owed(at(date(2026, 11, 24)), (FRIDAY, NINE), calendar=calendar).owed
    assert found.covers == (date(2026, 11, 21),)
    assert owed(at(MONDAY), (FRIDAY, NINE), calendar=calendar) == Situation()


def test_a_time_of_day_that_nobody_had_used_before_was_not_missed() -> None:
    found = owed(at(MONDAY, TWO), (THURSDAY, NINE), (FRIDAY, NINE), (MONDAY, NINE), slots=(NINE, TWO))
    assert found == Situation((Owed(MONDAY, TWO),))


def test_the_morning_keeps_in_mind_what_the_afternoon_before_was_missed() -> None:
    morning = owed(at(MONDAY), (FRIDAY, NINE), slots=(NINE, TWO))
    assert (morning.owed, morning.missed) == ((Owed(MONDAY, NINE),), ((FRIDAY, TWO),))
    kept = ((FRIDAY, NINE), (MONDAY, NINE), Kept(FRIDAY, TWO, missed=True))
    (found,) = owed(at(MONDAY, TWO), *kept, slots=(NINE, TWO)).owed
    assert (found.late_since, found.covers) == (FRIDAY, (FRIDAY,))


def test_what_was_missed_at_a_time_nobody_uses_any_more_is_accounted_for_with_the_next_edition() -> None:
    (found,) = owed(at(MONDAY), (FRIDAY, NINE), Kept(FRIDAY, TWO, missed=True)).owed
    assert (found.late_since, found.stands_for) == (None, ((FRIDAY, TWO),))


@pytest.mark.parametrize(
    "moment", [datetime(2024, 2, 29, 17, 30, tzinfo=UTC), datetime(2024, 2, 29, 18, 30, tzinfo=UTC)]
)
def test_a_time_that_comes_twice_counts_the_first_time(moment: datetime) -> None:
    """In Kazakhstan clocks were put back by an hour at midnight before 1 March 2024."""
    night, leap_day = time(23, 30), date(2024, 2, 29)
    assert moment.astimezone(ALMATY).replace(tzinfo=None) == datetime.combine(leap_day, night)
    assert moment_of(leap_day, night, ALMATY) == datetime(2024, 2, 29, 17, 30, tzinfo=UTC)
    before = (date(2024, 2, 28), night)
    assert len(owed(moment, before, slots=(night,)).owed) == 1
    assert owed(moment, before, (leap_day, night), slots=(night,)) == Situation()


def test_the_offset_of_the_day_counts() -> None:
    assert moment_of(date(2024, 2, 29), NINE, ALMATY).hour == 3
    assert moment_of(date(2024, 3, 1), NINE, ALMATY).hour == 4
    assert moment_of(date(2024, 2, 29), NINE, QOSTANAY).hour == 3
    assert moment_of(date(2024, 3, 1), NINE, QOSTANAY).hour == 4


def test_a_time_that_clocks_leap_over_is_the_first_moment_after_it() -> None:
    assert moment_of(date(2026, 3, 29), time(2, 30), BERLIN) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert moment_of(date(2026, 10, 25), time(2, 30), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_midnight_is_a_time_of_day_like_any_other() -> None:
    midnight = time(0)
    assert owed(at(MONDAY, midnight), (FRIDAY, midnight), slots=(midnight,)).owed == (Owed(MONDAY, midnight),)
    late_evening = at(date(2026, 11, 22), time(23, 59, 59))
    assert owed(late_evening, (FRIDAY, midnight), slots=(midnight,)) == Situation()


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 12, 31), date(2027, 1, 4), date(2028, 2, 29)])
def test_leap_days_and_the_turn_of_the_year_are_days_like_others(day: date) -> None:
    before = PLAIN.on_or_before(day - timedelta(days=1))
    assert owed(at(day), (before, NINE)).owed == (Owed(day, NINE),)


def test_a_week_53_belongs_to_the_year_it_began_in() -> None:
    assert [iso_week(date(2026, 12, 28)), iso_week(date(2027, 1, 1))] == ["2026-W53", "2026-W53"]


@pytest.mark.parametrize("zone", [ALMATY, BERLIN, ZoneInfo("Pacific/Honolulu"), ZoneInfo("Pacific/Kiritimati")])
def test_at_the_ends_of_the_calendar_nothing_breaks(zone: ZoneInfo) -> None:
    for now in (datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)):
        assert isinstance(owed(now, zone=zone), Situation)
        assert isinstance(owed(now, (date(9999, 12, 30), NINE), (date.min, NINE), zone=zone), Situation)
    assert day_in(datetime.max.replace(tzinfo=UTC), ALMATY) is None
    assert isinstance(moment_of(date.max, time(18), ZoneInfo("Pacific/Honolulu")), datetime)


def test_an_edition_of_a_later_day_does_not_hide_what_is_due_today() -> None:
    assert owed(at(MONDAY), (FRIDAY, NINE), (date(2027, 11, 23), NINE)).owed == (Owed(MONDAY, NINE),)


@pytest.mark.parametrize(
    ("chosen_at", "at_slot"),
    [(None, NINE), (time(8, 59), NINE), (NINE, NINE), (time(9, 1), time(9, 30)), (time(9, 30), time(10)),
     (time(22, 45), time(23)), (time(23, 40), NINE)],
)  # fmt: skip
def test_whoever_chooses_a_time_that_has_passed_is_written_to_at_the_next_half_hour(
    chosen_at: time | None, at_slot: time
) -> None:
    assert effective_slot(NINE, datetime.combine(MONDAY, chosen_at) if chosen_at else None) == at_slot
