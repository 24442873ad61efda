"""What is drawn of an indicator, and between which figures a line may lead."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from roadmap.domain.facts import ReadingFact
from roadmap.domain.indicator_pictures import figures_of
from roadmap.domain.indicators import Indicator, IndicatorKind, Point, Sample, may_join
from roadmap.domain.ledger import Act, Entry, Facet
from roadmap.domain.plan import Origin
from roadmap.domain.readings import ProposedReading, amount_of, objections_to_reading
from roadmap.domain.text import NO_TEXT, LocalizedText

TODAY = date(2026, 11, 23)


def point(label: str, value: int | None, on: date | None = None, *, approximate: bool = False) -> Point:
    return Point(LocalizedText(en=label), on, None if value is None else Decimal(value), None, approximate, NO_TEXT)


def indicator(*points: Point, kind: IndicatorKind = IndicatorKind.SERIES) -> Indicator:
    blank = NO_TEXT
    return Indicator(1, "IND1", blank, blank, Origin.LETTER, kind, None, blank, blank, blank, None, points)


LETTER = indicator(point("2018", 11413), point("2019", 10707), point("31.12.2020", 8902, date(2020, 12, 31)))


def read(on: date, value: str, source: str = "Bulletin", seq: int = 1) -> Entry[ReadingFact]:
    fact = ReadingFact("IND1", on, Decimal(value), source)
    at = datetime(2026, 11, 23, 4, tzinfo=UTC)
    return Entry(seq, Act.REPORT, None, None, Facet.READING, TODAY, at, 1, fact)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        (Sample(("A", "s"), date(2020, 1, 1), Decimal(1)), Sample(("A", "s"), date(2021, 1, 1), Decimal(2)), True),
        (Sample(("A", "s"), date(2020, 1, 1), Decimal(1)), Sample(("B", "s"), date(2021, 1, 1), Decimal(2)), False),
        (Sample(("A", "s"), date(2020, 1, 1), Decimal(1)), Sample(("A", "t"), date(2021, 1, 1), Decimal(2)), False),
        (Sample(("A", "s"), None, Decimal(1)), Sample(("A", "s"), date(2021, 1, 1), Decimal(2)), False),
        (Sample(("A", "s"), date(2020, 1, 1), None), Sample(("A", "s"), date(2021, 1, 1), Decimal(2)), False),
        (
            Sample(("A", "s"), date(2020, 1, 1), Decimal(1), stated=True),
            Sample(("A", "s"), date(2021, 1, 1), Decimal(2)),
            False,
        ),
        (
            Sample(("A", "s"), date(2020, 1, 1), Decimal(1), approximate=True),
            Sample(("A", "s"), date(2021, 1, 1), Decimal(2)),
            False,
        ),
    ],
)
def test_only_exact_figures_of_one_definition_with_a_day_each_are_joined(
    first: Sample, second: Sample, joined: bool
) -> None:
    assert may_join(first, second) is joined


def test_the_letters_points_are_bars_from_nought_and_have_no_line() -> None:
    found = figures_of(LETTER)
    assert [bar.length for bar in found.bars] == [100.0, 93.81, 78.0]
    assert found.in_time is None


def test_a_blank_is_a_gap_and_not_nought() -> None:
    found = figures_of(indicator(point("2018", 10), point("2019", None), point("2020", 0)))
    assert [bar.length for bar in found.bars] == [100.0, None, 0.0]


def test_readings_of_one_source_are_joined_and_the_letters_point_stands_apart() -> None:
    readings = [
        read(date(2024, 12, 31), "9000"),
        read(date(2025, 12, 31), "9500"),
        read(date(2026, 6, 30), "9.5", "Other"),
    ]
    picture = figures_of(LETTER, readings).in_time
    assert picture is not None
    # What the letter gives without a day has no place in time.
    assert [spot.sample.on for spot in picture.spots] == [
        date(2020, 12, 31),
        date(2024, 12, 31),
        date(2025, 12, 31),
        date(2026, 6, 30),
    ]
    assert [spot.sample.stated for spot in picture.spots] == [True, False, False, False]
    assert [(one.sample.on, then.sample.on) for one, then in picture.lines] == [
        (date(2024, 12, 31), date(2025, 12, 31))
    ]
    assert all(0 < spot.at < 100 and 0 <= spot.height <= 100 for spot in picture.spots)


def test_one_figure_alone_is_no_picture() -> None:
    assert figures_of(indicator(), [read(TODAY, "5")]).in_time is None


@pytest.mark.parametrize(
    ("typed", "value", "objection"),
    [
        ("9100", Decimal(9100), None),
        ("9 100", Decimal(9100), None),
        ("9\u00a0100,5", Decimal("9100.5"), None),
        ("0.125", Decimal("0.125"), None),
        ("", None, "required"),
        ("-5", None, "negative"),
        ("\u22125", None, "negative"),
        ("about nine", None, "no_number"),
        ("1e9", None, "no_number"),
        ("NaN", None, "no_number"),
        ("٣", None, "no_number"),
        ("9,100", None, "two_ways"),
        ("1.23456", None, "decimals"),
        ("9" * 400, None, "too_great"),
        ("1000000000001", None, "too_great"),
    ],
)
def test_a_number_is_read_as_people_type_it_or_not_at_all(
    typed: str, value: Decimal | None, objection: str | None
) -> None:
    found = amount_of(typed)
    assert (found.value, found.objection) == (value, objection)


def objections(on: date | None, source: str = "Bulletin", corrects: int | None = None) -> list[tuple[str, str]]:
    there = [read(date(2026, 6, 30), "5", seq=7)]
    found = objections_to_reading(ProposedReading(on, amount_of("5"), source), TODAY, there, corrects)
    return [(each.field, each.code) for each in found]


def test_a_reading_has_a_day_that_has_come_a_source_and_no_other_beside_it() -> None:
    assert objections(date(2026, 9, 30)) == []
    assert objections(None) == [("on", "required")]
    assert objections(date(2026, 11, 24)) == [("on", "in_future")]
    assert objections(date(1890, 1, 1)) == [("on", "too_early")]
    assert objections(date(2026, 6, 30)) == [("on", "there_already")]
    assert objections(date(2026, 6, 30), corrects=7) == []
    assert objections(date(2026, 9, 30), source=" \u200b ") == [("source", "required")]
    assert objections(date(2026, 9, 30), source="x" * 501) == [("source", "too_long")]
