"""One milestone on one day: its dates, its slip and its control status."""

from datetime import date

import pytest

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.facts import ExtensionFact, Progress, RefusalFact, Verdict
from roadmap.domain.health import ControlStatus, Slip
from roadmap.domain.ledger import Entry, Facet
from roadmap.domain.plan import DeadlineKind
from roadmap.domain.records import SubjectRecord
from tests.builders.records import DONE, STARTED, approved, decided, entry, judged_milestone, said

DUE = date(2026, 3, 13)
BEFORE, AFTER = date(2026, 3, 10), date(2026, 3, 20)


def record(*deadlines: Entry, progress: Entry | None = None, verdict: Entry | None = None) -> SubjectRecord:
    return SubjectRecord(progress=progress, verdict=verdict, deadlines=deadlines or (approved(DUE),))


STATUSES = {
    ControlStatus.NOT_STARTED: (record(), BEFORE),
    ControlStatus.IN_PROGRESS: (record(progress=said(STARTED, BEFORE)), BEFORE),
    ControlStatus.OVERDUE: (record(progress=said(STARTED, BEFORE)), AFTER),
    ControlStatus.REPORTED_DONE: (record(progress=said(DONE, BEFORE, actual=BEFORE)), AFTER),
    ControlStatus.CONFIRMED_DONE: (
        record(progress=said(DONE, BEFORE, actual=BEFORE), verdict=decided(Verdict.CONFIRMED, AFTER)),
        AFTER,
    ),
    ControlStatus.DONE_LATE: (
        record(progress=said(DONE, AFTER, actual=AFTER), verdict=decided(Verdict.CONFIRMED, AFTER)),
        AFTER,
    ),
    ControlStatus.RETURNED: (
        record(progress=said(DONE, BEFORE, actual=BEFORE), verdict=decided(Verdict.RETURNED, AFTER)),
        AFTER,
    ),
    ControlStatus.REMOVED: (record(verdict=decided(Verdict.REMOVED, BEFORE)), AFTER),
    ControlStatus.EXCLUDED: (record(verdict=decided(Verdict.EXCLUDED, BEFORE)), AFTER),
}


@pytest.mark.parametrize("status", ControlStatus)
def test_every_control_status_is_reached_by_the_record_alone(status: ControlStatus) -> None:
    found, day = STATUSES[status]
    assert judged_milestone(found, day).control is status


def test_the_last_day_itself_is_not_overdue() -> None:
    assert judged_milestone(record(), DUE).control is ControlStatus.NOT_STARTED
    assert judged_milestone(record(), DUE).dates.working_days_left == 0
    assert judged_milestone(record(), date(2026, 3, 14)).control is ControlStatus.OVERDUE


def test_a_deadline_on_a_moved_day_off_is_kept_on_the_next_working_day() -> None:
    # Saturday 14 March is worked in place of Monday 16.
    moved = WorkingCalendar({date(2026, 3, 14): True, date(2026, 3, 16): False})
    monday = record(approved(date(2026, 3, 16)))
    assert judged_milestone(monday, date(2026, 3, 17), moved).control is ControlStatus.NOT_STARTED
    assert judged_milestone(monday, date(2026, 3, 18), moved).control is ControlStatus.OVERDUE
    assert judged_milestone(monday, date(2026, 3, 13), moved).dates.working_days_left == 2


def test_a_worked_saturday_as_deadline_is_not_put_off_to_monday() -> None:
    saturday = date(2026, 3, 14)
    in_time = record(
        approved(saturday),
        progress=said(DONE, AFTER, actual=date(2026, 3, 16)),
        verdict=decided(Verdict.CONFIRMED, AFTER),
    )
    assert judged_milestone(in_time, AFTER).control is ControlStatus.CONFIRMED_DONE
    worked = WorkingCalendar({saturday: True})
    assert judged_milestone(in_time, AFTER, worked).control is ControlStatus.DONE_LATE


def test_a_forecast_after_the_approved_date_does_not_move_it() -> None:
    later = date(2026, 6, 1)
    state = judged_milestone(record(progress=said(STARTED, BEFORE, forecast=later)), AFTER)
    assert state.dates.approved
    assert state.dates.approved.on == DUE
    assert state.dates.moves == 0
    assert state.control is ControlStatus.OVERDUE
    assert state.dates.slip == Slip((later - DUE).days, 56)


def test_the_slip_counts_from_the_original_date_however_often_it_was_moved() -> None:
    dates = judged_milestone(
        record(
            approved(DUE),
            approved(date(2026, 4, 1)),
            approved(date(2026, 5, 1)),
            progress=said(STARTED, BEFORE, forecast=date(2026, 5, 1)),
        ),
        BEFORE,
    ).dates
    assert dates.moves == 2
    assert dates.slip
    assert dates.slip.calendar_days == 49
    assert dates.approval
    assert dates.approval.fact.deadline.on == date(2026, 5, 1)


def test_an_extension_that_was_asked_for_moves_nothing_and_waits_for_a_decision() -> None:
    original = approved(DUE)
    asked = entry(ExtensionFact(date(2026, 5, 1), "No funds"), BEFORE, facet=Facet.EXTENSION)
    state = judged_milestone(SubjectRecord(extension=asked, deadlines=(original,)), BEFORE)
    assert state.extension is asked
    assert state.dates.approved
    assert state.dates.approved.on == DUE
    granted = SubjectRecord(extension=asked, deadlines=(original, approved(date(2026, 5, 1), decided=AFTER)))
    assert judged_milestone(granted, AFTER).extension is None


@pytest.mark.parametrize("deadlines", [(), (approved(None, DeadlineKind.PERMANENT),)])
def test_what_has_no_date_or_is_permanent_never_becomes_overdue(deadlines: tuple[Entry, ...]) -> None:
    state = judged_milestone(SubjectRecord(deadlines=deadlines), date(2040, 1, 1))
    assert state.control is ControlStatus.NOT_STARTED
    assert not state.dates.ever_due


def test_returned_stands_until_the_executing_side_speaks_again() -> None:
    returned = decided(Verdict.RETURNED, BEFORE, seq=500)
    before = record(progress=said(DONE, BEFORE, actual=BEFORE, seq=499), verdict=returned)
    after = record(progress=said(DONE, BEFORE, actual=BEFORE, seq=501), verdict=returned)
    assert judged_milestone(before, BEFORE).control is ControlStatus.RETURNED
    assert judged_milestone(before, BEFORE).dates.actual_on is None
    assert judged_milestone(after, BEFORE).control is ControlStatus.REPORTED_DONE


def test_what_was_put_under_control_again_is_judged_like_any_other() -> None:
    resumed = record(progress=said(STARTED, BEFORE), verdict=decided(Verdict.RESUMED, BEFORE))
    assert judged_milestone(resumed, BEFORE).control is ControlStatus.IN_PROGRESS


def test_a_confirmed_milestone_stays_confirmed_whatever_is_said_afterwards() -> None:
    spoken = said(Progress.IN_PROGRESS, AFTER)
    state = judged_milestone(record(progress=spoken, verdict=decided(Verdict.CONFIRMED, BEFORE)), AFTER)
    assert state.confirmed


def test_a_forecast_that_has_passed_is_named_while_the_milestone_is_open() -> None:
    forecast = said(STARTED, BEFORE, forecast=date(2026, 3, 11))
    assert judged_milestone(record(progress=forecast), date(2026, 3, 12)).forecast_passed
    assert not judged_milestone(record(progress=forecast), date(2026, 3, 11)).forecast_passed


def test_a_decision_that_leaves_the_date_as_it_is_counts_as_no_move() -> None:
    again = [approved(DUE, decided=date(2026, 1, day)) for day in (12, 13)]
    moved = approved(AFTER, decided=date(2026, 1, 14))
    assert judged_milestone(record(*again), BEFORE).dates.moves == 0
    assert judged_milestone(record(*again, moved), BEFORE).dates.moves == 1


def test_an_extension_is_settled_by_a_later_decision_that_holds_from_an_earlier_day() -> None:
    asked = entry(ExtensionFact(date(2026, 5, 1), "No funds"), BEFORE, facet=Facet.EXTENSION)
    moved = approved(date(2026, 5, 1), decided=date(2026, 3, 5))
    assert moved.seq > asked.seq
    assert (
        judged_milestone(
            SubjectRecord(extension=asked, deadlines=(approved(DUE, decided=date(2026, 1, 1)), moved)), AFTER
        ).extension
        is None
    )


def test_an_extension_is_no_longer_asked_for_once_it_is_done_or_the_date_will_be_kept() -> None:
    deadlines = (approved(DUE),)
    asked = entry(ExtensionFact(date(2026, 5, 1), "No funds"), BEFORE, facet=Facet.EXTENSION)
    done = said(DONE, DUE, actual=DUE)
    kept, later = said(STARTED, DUE, forecast=DUE), said(STARTED, DUE, forecast=date(2026, 5, 1))
    for progress, pending in ((done, None), (kept, None), (later, asked)):
        found = SubjectRecord(extension=asked, deadlines=deadlines, progress=progress)
        assert judged_milestone(found, DUE).extension is pending


@pytest.mark.parametrize(("day", "status"), [(BEFORE, ControlStatus.IN_PROGRESS), (AFTER, ControlStatus.OVERDUE)])
def test_what_is_under_control_again_is_not_reported_done_by_what_was_said_before(
    day: date, status: ControlStatus
) -> None:
    done = said(DONE, BEFORE, actual=BEFORE)
    state = judged_milestone(record(progress=done, verdict=decided(Verdict.RESUMED, BEFORE)), day)
    assert state.control is status
    assert state.dates.actual_on is None


def test_what_is_reported_done_after_it_was_put_under_control_again_waits_for_confirmation() -> None:
    resumed = decided(Verdict.RESUMED, BEFORE, seq=500)
    state = judged_milestone(record(progress=said(DONE, AFTER, actual=AFTER, seq=501), verdict=resumed), AFTER)
    assert state.control is ControlStatus.REPORTED_DONE


def test_a_refusal_settles_the_request_that_it_names_and_no_other() -> None:
    asked = entry(ExtensionFact(date(2026, 5, 1), "No funds"), BEFORE, seq=900, facet=Facet.EXTENSION)
    for named, pending in ((900, None), (899, asked)):
        refused = entry(RefusalFact(named, "Too late"), AFTER, seq=901, facet=Facet.REFUSAL)
        found = SubjectRecord(extension=asked, deadlines=(approved(DUE, seq=1),), refusals=(refused,))
        state = judged_milestone(found, AFTER)
        assert state.extension is pending
        assert state.refusals == (refused,)
