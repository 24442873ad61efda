"""Which last days a change of the working calendar moved, and by which change."""

from datetime import UTC, date, datetime

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.day_moves import day_moves
from roadmap.domain.days import DayChange, calendar_before
from roadmap.domain.facts import Verdict
from roadmap.domain.portfolio import Portfolio
from roadmap.domain.records import MeasureRecord, SubjectRecord
from roadmap.domain.text import LocalizedText
from tests.builders.records import approved, decided, judged, measure, milestone
from tests.domain.test_digest import ROADMAP

DUE, TODAY = date(2026, 11, 30), date(2026, 11, 25)
BEFORE = datetime(2026, 11, 1, tzinfo=UTC)


def change(number: int, on: date, before: bool | None, after: bool) -> DayChange:
    at = datetime(2026, 11, 2 + number, tzinfo=UTC)
    return DayChange(number, on, before, after, LocalizedText(en=f"Reason {number}"), f"Act {number}", None, at)


def portfolio(calendar: WorkingCalendar, **records: SubjectRecord) -> Portfolio:
    plan = measure(milestone("3.1"), milestone("3.2"))
    told = MeasureRecord(milestones={int(name[1:]): record for name, record in records.items()})
    return Portfolio(ROADMAP, TODAY, None, (judged(plan, told, TODAY, calendar),), calendar)


def test_a_day_off_moves_the_last_day_to_the_next_working_day_and_says_by_which_act() -> None:
    changes = [change(1, date(2026, 12, 7), None, False), change(2, DUE, None, False)]
    now = WorkingCalendar({each.on: each.after for each in changes})
    found = day_moves(portfolio(now, m1=SubjectRecord(deadlines=(approved(DUE),))), changes, BEFORE, (), (1, 2))
    assert [(each.number, each.before, each.after, each.change.act) for each in found] == [
        ("3.1", DUE, date(2026, 12, 1), "Act 2")
    ]


def test_a_saturday_that_is_worked_brings_the_last_day_back() -> None:
    saturday = date(2026, 11, 28)
    changes = [change(1, saturday, None, True)]
    now = WorkingCalendar({saturday: True})
    record = SubjectRecord(deadlines=(approved(saturday),))
    (found,) = day_moves(portfolio(now, m1=record), changes, BEFORE, (), (1,))
    assert (found.before, found.after) == (date(2026, 11, 30), saturday)


def test_what_was_changed_and_changed_back_moved_nothing() -> None:
    changes = [change(1, DUE, None, False), change(2, DUE, False, True)]
    now = WorkingCalendar({DUE: True})
    assert not day_moves(portfolio(now, m1=SubjectRecord(deadlines=(approved(DUE),))), changes, BEFORE, (), (1,))
    # Read from between the two it was moved back.
    since = changes[0].recorded_at
    (found,) = day_moves(portfolio(now, m1=SubjectRecord(deadlines=(approved(DUE),))), changes, since, (), (1,))
    assert (found.before, found.after) == (date(2026, 12, 1), DUE)


def test_nobody_is_told_of_what_is_not_his_or_done() -> None:
    changes = [change(1, DUE, None, False)]
    now = WorkingCalendar({DUE: False})
    off = SubjectRecord(deadlines=(approved(DUE),), verdict=decided(Verdict.EXCLUDED, TODAY))
    found = portfolio(now, m1=SubjectRecord(deadlines=(approved(DUE),)), m2=off)
    assert not day_moves(found, changes, BEFORE, (), ())
    assert [each.number for each in day_moves(found, changes, BEFORE, (), (1, 2))] == ["3.1"]
    assert not day_moves(found, changes, datetime(2026, 11, 20, tzinfo=UTC), (), (1, 2))


def test_the_calendar_before_some_changes_is_what_it_was_before_the_first_of_them() -> None:
    changes = [change(1, DUE, None, False), change(2, DUE, False, True), change(3, TODAY, True, False)]
    now = {DUE: True, TODAY: False}
    assert calendar_before(now, changes).exceptions == {TODAY: True}
    assert calendar_before(now, changes[1:]).exceptions == {DUE: False, TODAY: True}
    assert calendar_before(now, []).exceptions == now
