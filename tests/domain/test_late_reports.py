"""A late report of a recurring deadline accounts for what it is late for, not for the occurrence after it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.deadlines import Details, deadline_of, due_occurrence, occurrences, open_occurrences
from roadmap.domain.facts import DeadlineFact, Progress
from roadmap.domain.health import MilestoneState
from roadmap.domain.ledger import Facet
from roadmap.domain.plan import Deadline
from roadmap.domain.plan import DeadlineKind as K
from roadmap.domain.records import SubjectRecord
from roadmap.domain.reporting import ProposedMilestone, progress_of
from tests.builders.records import entry, judged_milestone, said
from tests.domain.test_notations import recurring

PLAIN = WorkingCalendar()
START = date(2026, 1, 1)
QUARTERLY = deadline_of(K.QUARTERLY, START, None, Details(by_day=15))
HALF_YEARLY = deadline_of(K.HALF_YEARLY, START, None, Details(by_day=15))
YEARLY = deadline_of(K.YEARLY, START, None, Details(by_day=1, by_month=2))
WEEKLY = deadline_of(K.WEEKLY, date(2026, 11, 2), None, Details(by_day=5))
MONTH_ENDS = deadline_of(K.MONTHLY, START)


@pytest.mark.parametrize(
    ("deadline", "spoken", "due"),
    [
        # By the fifteenth after the quarter: in time, late by a day, late by nearly a quarter, and after its end.
        (QUARTERLY, date(2026, 4, 15), date(2026, 7, 15)),
        (QUARTERLY, date(2026, 4, 16), date(2026, 7, 15)),
        (QUARTERLY, date(2026, 6, 30), date(2026, 7, 15)),
        (QUARTERLY, date(2026, 7, 1), date(2026, 10, 15)),
        (HALF_YEARLY, date(2026, 9, 1), date(2027, 1, 15)),
        (YEARLY, date(2027, 3, 1), date(2028, 2, 1)),
        # In the very first period nothing earlier can be meant.
        (QUARTERLY, date(2026, 2, 1), date(2026, 7, 15)),
        # A week's Friday lies in the week: on the Monday after, the report is about that week.
        (WEEKLY, date(2026, 11, 6), date(2026, 11, 13)),
        (WEEKLY, date(2026, 11, 11), date(2026, 11, 20)),
        # The last day of a month, and the Monday after a Saturday.
        (MONTH_ENDS, date(2026, 2, 2), date(2026, 2, 28)),
        (MONTH_ENDS, date(2026, 2, 3), date(2026, 3, 31)),
    ],
)
def test_a_report_accounts_for_what_has_ended(deadline: Deadline, spoken: date, due: date) -> None:
    found = due_occurrence(deadline, spoken, PLAIN)
    assert found
    assert found.due == due


@pytest.mark.parametrize(
    ("deadline", "spoken", "before", "due"),
    [
        # On Wednesday for the first time since the week before began: that week's report, and late.
        (WEEKLY, date(2026, 11, 11), [], date(2026, 11, 13)),
        (WEEKLY, date(2026, 11, 11), [date(2026, 11, 11)], date(2026, 11, 13)),
        # The week before has its report, so this is the week's own.
        (WEEKLY, date(2026, 11, 11), [date(2026, 11, 6)], date(2026, 11, 20)),
        (WEEKLY, date(2026, 11, 13), [date(2026, 11, 11)], date(2026, 11, 20)),
        (WEEKLY, date(2026, 11, 18), [date(2026, 11, 6)], date(2026, 11, 20)),
        # In the very first week there is none before.
        (WEEKLY, date(2026, 11, 4), [], date(2026, 11, 13)),
        (MONTH_ENDS, date(2026, 2, 3), [], date(2026, 2, 28)),
        (MONTH_ENDS, date(2026, 2, 27), [date(2026, 2, 3)], date(2026, 3, 31)),
        (MONTH_ENDS, date(2026, 2, 27), [date(2026, 1, 30)], date(2026, 3, 31)),
    ],
)
def test_a_late_report_leaves_the_running_period_open(
    deadline: Deadline, spoken: date, before: list[date], due: date
) -> None:
    found = due_occurrence(deadline, spoken, PLAIN, before)
    assert found
    assert found.due == due


@given(recurring(), st.integers(0, 4000))
def test_no_occurrence_is_passed_over_without_a_report_in_its_period_or_after_it(
    deadline: Deadline, after: int
) -> None:
    assert deadline.since
    spoken = deadline.since + timedelta(days=after)
    found = due_occurrence(deadline, spoken, PLAIN)
    assert found
    passed = list(takewhile(lambda each: each.starts < found.starts, occurrences(deadline)))
    assert all(spoken >= each.starts for each in passed)
    # What is due after its period, but for the very first, is accounted for only when that period has ended.
    assert all(spoken > each.ends for each in passed[1:] if each.due > each.ends)


@given(recurring(), st.lists(st.integers(0, 400), min_size=1, max_size=6))
def test_from_report_to_report_what_is_due_only_goes_on_and_every_period_has_its_own(
    deadline: Deadline, gaps: list[int]
) -> None:
    assert deadline.since
    day, spoken = deadline.since, list[date]()
    open_since = deadline.since
    for gap in gaps:
        day += timedelta(days=gap)
        found = due_occurrence(deadline, day, PLAIN, spoken[::-1][:2])
        assert found
        assert found.starts >= open_since
        open_since = found.starts
        spoken.append(day)
    # Each that was passed over has a report since it began; and no single one stands for two of which one still runs.
    passed = list(takewhile(lambda each: each.starts < open_since, occurrences(deadline)))
    assert all(any(said >= each.starts for said in spoken) for each in passed)
    if len(spoken) == 1 and len(passed) > 1:
        assert all(each.ends < day for each in passed)


@pytest.mark.parametrize(
    ("deadline", "named", "due"),
    [
        (QUARTERLY, date(2026, 4, 15), date(2026, 7, 15)),
        (WEEKLY, date(2026, 11, 6), date(2026, 11, 13)),
        (YEARLY, date(2027, 2, 1), date(2028, 2, 1)),
        (MONTH_ENDS, date(2026, 1, 31), date(2026, 2, 28)),
    ],
)
@pytest.mark.parametrize("late_by", [1, 4, 60, 200])
def test_a_late_report_accounts_for_the_occurrence_that_it_names_whenever_it_is_made(
    deadline: Deadline, named: date, due: date, late_by: int
) -> None:
    found = due_occurrence(deadline, named + timedelta(days=late_by), PLAIN, None, named)
    assert found
    assert found.due == due


@given(recurring(), st.integers(0, 4000), st.integers(1, 400))
def test_what_is_open_on_a_day_begins_with_what_is_due_and_ends_with_what_is_not_late(
    deadline: Deadline, after: int, later: int
) -> None:
    assert deadline.since
    spoken = deadline.since + timedelta(days=after)
    first = due_occurrence(deadline, spoken, PLAIN)
    assert first
    day = spoken + timedelta(days=later)
    found = open_occurrences(deadline, first.due, day, PLAIN)
    if PLAIN.on_or_after(first.due) >= day:
        assert found == []
        return
    assert found[0] == first.due
    assert all(PLAIN.on_or_after(each) < day for each in found[:-1])
    assert len(found) == 24 or PLAIN.on_or_after(found[-1]) >= day
    for one, following in pairwise(found):
        next_open = due_occurrence(deadline, day, PLAIN, None, one)
        assert next_open
        assert next_open.due == following


def state_on(day: date, *, named: date | None = None, spoken: date | None = None) -> MilestoneState:
    """A milestone that is reported on week by week, on a day, with one word on it."""
    said_so = [said(Progress.IN_PROGRESS, spoken, seq=2)] if spoken else []
    progress = replace(said_so[0], fact=replace(said_so[0].fact, occurrence=named)) if said_so else None
    decided = entry(DeadlineFact(WEEKLY, None), START, 1, Facet.DEADLINE)
    return judged_milestone(SubjectRecord(progress, deadlines=(decided,)), day)


def test_a_report_given_late_leaves_the_week_that_runs_open() -> None:
    wednesday = date(2026, 11, 11)
    late = state_on(wednesday)
    assert late.dates.late == (date(2026, 11, 6), date(2026, 11, 13))
    reported = state_on(wednesday, named=date(2026, 11, 6), spoken=wednesday)
    assert reported.dates.due_on == date(2026, 11, 13)
    assert reported.dates.late == ()
    # Without naming one it would be taken for the running week's.
    assert state_on(wednesday, spoken=wednesday).dates.due_on == date(2026, 11, 20)


def test_a_late_report_names_the_oldest_open_one_unless_another_is_chosen() -> None:
    state = state_on(date(2026, 11, 18))
    row = ProposedMilestone(state.milestone.id, Progress.IN_PROGRESS, accounts=True)
    assert state.dates.late == (date(2026, 11, 6), date(2026, 11, 13), date(2026, 11, 20))
    for chosen, meant in (
        (None, date(2026, 11, 6)),
        (date(2026, 11, 13), date(2026, 11, 13)),
        (date(2026, 11, 14), date(2026, 11, 6)),
    ):
        fact = progress_of(replace(row, occurrence=chosen), state)
        assert fact
        assert fact.occurrence == meant
    in_time = progress_of(row, state_on(date(2026, 11, 5)))
    assert in_time
    assert in_time.occurrence is None


def test_what_a_late_report_named_makes_no_report_of_its_own() -> None:
    wednesday = date(2026, 11, 11)
    state = state_on(wednesday, named=date(2026, 11, 6), spoken=wednesday)
    assert progress_of(ProposedMilestone(state.milestone.id, Progress.IN_PROGRESS), state) is None
