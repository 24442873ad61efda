"""The dates of a road map side by side, each at its place between the first and the last."""

from datetime import date

from roadmap.domain.facts import Confidence, Progress, ProgressFact, ReportFact, Waiting
from roadmap.domain.text import LocalizedText
from roadmap.domain.timeline import MarkKind, TickKind, timeline_of
from tests.builders.measures import approved, measure_on

DAY = date(2026, 11, 23)
SAID = LocalizedText(en="Done.")


def test_without_any_date_there_is_no_timeline() -> None:
    assert timeline_of([measure_on(DAY)], DAY) is None


def test_a_date_that_never_moved_is_marked_once() -> None:
    found = timeline_of([measure_on(DAY, (1, approved(date(2026, 12, 4)), date(2026, 9, 1)))], DAY)
    assert found is not None
    ((row,),) = [band.rows for band in found.bands]
    assert [(mark.kind, mark.day) for mark in row.marks] == [(MarkKind.APPROVED, date(2026, 12, 4))]
    assert row.slip is None


def test_a_slip_leads_from_the_original_date_to_the_one_that_is_expected() -> None:
    forecast = ProgressFact(Progress.IN_PROGRESS, date(2027, 1, 15), "The ministry has not answered.")
    measure = measure_on(
        DAY,
        (1, approved(date(2026, 10, 1)), date(2026, 9, 1)),
        (1, approved(date(2026, 12, 4)), date(2026, 10, 1)),
        (1, forecast, date(2026, 11, 1)),
    )
    found = timeline_of([measure], DAY)
    assert found is not None
    row = found.bands[0].rows[0]
    kinds = [mark.kind for mark in row.marks]
    assert kinds == [MarkKind.ORIGINAL, MarkKind.APPROVED, MarkKind.FORECAST]
    places = [mark.at for mark in row.marks]
    assert places == sorted(places)
    assert row.slip is not None
    assert (row.slip.first, row.slip.last) == (places[0], places[2])
    assert places[0] < found.today < places[1]


def test_everything_lies_within_the_span_and_the_years_are_marked() -> None:
    measure = measure_on(
        DAY, (1, approved(date(2021, 4, 1)), date(2021, 1, 1)), (2, approved(date(2030, 12, 31)), date(2021, 1, 1))
    )
    found = timeline_of([measure], DAY)
    assert found is not None
    marks = [mark.at for row in found.bands[0].rows for mark in row.marks]
    assert all(0 < each < 100 for each in [*marks, found.today])
    assert {tick.kind for tick in found.ticks} == {TickKind.YEAR}
    assert [tick.day.year for tick in found.ticks] == list(range(2022, 2032))


def test_waiting_lasts_from_the_day_that_was_named_until_the_day_of_the_page() -> None:
    report = ReportFact(Confidence.AT_RISK, SAID, waiting=Waiting("The Korean side", date(2026, 10, 9)))
    measure = measure_on(DAY, (None, report, date(2026, 11, 2)), (1, approved(date(2026, 12, 4)), date(2026, 9, 1)))
    found = timeline_of([measure], DAY)
    assert found is not None
    waiting = found.bands[0].waiting
    assert waiting is not None
    assert waiting.first < waiting.last == found.today


def test_a_slip_of_the_hand_is_drawn_at_the_edge() -> None:
    measure = measure_on(DAY, (1, approved(date.max), date(2026, 9, 1)), (2, approved(date.min), date(2026, 9, 1)))
    found = timeline_of([measure], DAY)
    assert found is not None
    assert (found.first.year, found.last.year) == (1990, 2101)
    assert all(0 <= mark.at <= 100 for row in found.bands[0].rows for mark in row.marks)
