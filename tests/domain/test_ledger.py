"""What of the ledger is in force on a day."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from roadmap.domain.facts import Confidence, Progress
from roadmap.domain.ledger import Act, Facet, Line, in_force, speaking
from tests.builders.records import reported, said

ALMATY = ZoneInfo("Asia/Almaty")
MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 16), date(2026, 3, 17), date(2026, 3, 18)
SUBJECT = ((1, 1), Facet.PROGRESS)


def test_the_line_about_the_later_day_is_in_force_even_if_it_was_written_earlier() -> None:
    later = said(Progress.IN_PROGRESS, TUESDAY, seq=1)
    earlier = said(Progress.NOT_STARTED, MONDAY, seq=2)
    assert in_force([later, earlier], WEDNESDAY)[SUBJECT] is later


def test_of_two_lines_about_one_day_the_one_written_later_is_in_force() -> None:
    first, second = said(Progress.IN_PROGRESS, MONDAY, seq=1), said(Progress.NOT_STARTED, MONDAY, seq=2)
    assert in_force([second, first], MONDAY)[SUBJECT] is second


def test_what_speaks_of_a_later_day_is_not_heard_yet() -> None:
    assert in_force([said(Progress.IN_PROGRESS, TUESDAY)], MONDAY) == {}


def test_a_correction_entered_later_about_an_earlier_day_changes_that_day() -> None:
    first, correction = said(Progress.IN_PROGRESS, MONDAY, seq=1), said(Progress.NOT_STARTED, MONDAY, seq=9)
    assert in_force([first, correction], TUESDAY)[SUBJECT] is correction


def test_as_known_at_a_moment_leaves_out_what_was_recorded_afterwards() -> None:
    first = said(Progress.IN_PROGRESS, MONDAY, seq=1)
    correction = replace(said(Progress.NOT_STARTED, MONDAY, seq=2), recorded_at=datetime(2026, 3, 18, 3, 0, tzinfo=UTC))
    known = datetime(2026, 3, 17, 12, 0, tzinfo=UTC)
    assert in_force([first, correction], WEDNESDAY, known)[SUBJECT] is first
    assert in_force([first, correction], WEDNESDAY)[SUBJECT] is correction


def test_subjects_and_facets_do_not_replace_each_other() -> None:
    entries = [
        said(Progress.IN_PROGRESS, MONDAY),
        replace(said(Progress.IN_PROGRESS, MONDAY), milestone_id=2),
        reported(Confidence.ON_TRACK, MONDAY),
    ]
    assert len(in_force(entries, MONDAY)) == 3
    assert len(speaking(entries, MONDAY)) == 3


def test_a_line_is_backdated_by_the_days_of_the_road_map_and_not_of_greenwich() -> None:
    # Two in the morning of the 17th in Almaty is nine in the evening of the 16th in Greenwich.
    at_night = replace(said(Progress.IN_PROGRESS, MONDAY), recorded_at=datetime(2026, 3, 16, 21, 0, tzinfo=UTC))
    assert at_night.backdated(ALMATY)
    assert not at_night.backdated(UTC)
    assert not replace(at_night, effective_on=TUESDAY).backdated(ALMATY)


def test_a_line_is_backdated_when_its_entries_are() -> None:
    late = replace(said(Progress.IN_PROGRESS, MONDAY), recorded_at=datetime(2026, 3, 18, 5, 0, tzinfo=UTC))
    line = Line(1, Act.REPORT, 1, late.effective_on, late.recorded_at, None, (late,))
    assert line.backdated(ALMATY)
