"""Ranges, terms and recurring deadlines: dates, occurrences and words, and what is impossible in them."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.deadlines import (
    RECURRING,
    Details,
    deadline_of,
    due_occurrence,
    last_day_on,
    moves_among,
    next_occurrence,
    occurrences,
    original_among,
)
from roadmap.domain.facts import DeadlineFact
from roadmap.domain.ledger import Facet
from roadmap.domain.notations import deadline_meant, objections_to_notation
from roadmap.domain.plan import Deadline, DeadlineKind, TermUnit
from roadmap.domain.text import NO_TEXT, LocalizedText
from roadmap.store.facts import dump, load

PLAIN = WorkingCalendar()
K = DeadlineKind
DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))


@st.composite
def recurring(draw: st.DrawFn) -> Deadline:
    kind = draw(st.sampled_from(sorted(RECURRING)))
    day = draw(st.none() | st.integers(1, 7 if kind is K.WEEKLY else 28))
    month = draw(st.integers(1, 12)) if kind is K.YEARLY and day else None
    return deadline_of(kind, draw(DAYS), None, Details(by_day=day, by_month=month))


@pytest.mark.parametrize(
    ("kind", "details", "kk", "ru", "en"),
    [
        (K.RANGE, Details(first_year=2021), "2021 – 2023 жылдар", "2021 – 2023 годы", "2021 – 2023"),
        (K.WEEKLY, Details(), "апта сайын", "еженедельно", "weekly"),
        (K.WEEKLY, Details(by_day=5), "апта сайын, жұмаға дейін", "еженедельно, до пятницы", "weekly, by Friday"),
        (
            K.MONTHLY,
            Details(by_day=10),
            "ай сайын, есепті айдан кейінгі айдың 10-күніне дейін",
            "ежемесячно, до 10 числа месяца, следующего за отчётным",
            "monthly, by the 10th of the month after the reporting month",
        ),
        (
            K.QUARTERLY,
            Details(by_day=2),
            "тоқсан сайын, есепті тоқсаннан кейінгі айдың 2-күніне дейін",
            "ежеквартально, до 2 числа месяца, следующего за отчётным кварталом",
            "quarterly, by the 2nd of the month after the reporting quarter",
        ),
        (K.HALF_YEARLY, Details(), "жарты жылда бір рет", "раз в полугодие", "half-yearly"),
        (
            K.YEARLY,
            Details(by_day=15, by_month=1),
            "жыл сайын, есепті жылдан кейінгі 15 қаңтардан кешіктірмей",
            "ежегодно, не позднее 15 января года, следующего за отчётным",
            "yearly, no later than 15 January of the year after the reporting year",
        ),
        (
            K.TERM,
            Details(amount=1, unit=TermUnit.MONTHS),
            "бекітілген күннен бастап бір ай мерзімде",
            "в месячный срок со дня утверждения",
            "within one month of the date of approval",
        ),
        (
            K.TERM,
            Details(amount=21, unit=TermUnit.DAYS),
            "бекітілген күннен бастап 21 күн ішінде",
            "в течение 21 дня со дня утверждения",
            "within 21 days of the date of approval",
        ),
    ],
)
def test_each_notation_has_its_official_words(kind: DeadlineKind, details: Details, kk: str, ru: str, en: str) -> None:
    assert deadline_of(kind, date(2023, 5, 5), None, details).wording == LocalizedText(kk, ru, en)


def test_a_range_ends_with_its_last_year() -> None:
    found = deadline_of(K.RANGE, date(2023, 2, 1), None, Details(first_year=2021))
    assert (found.since, found.on) == (date(2021, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("act", "amount", "unit", "ends"),
    [
        (date(2027, 1, 31), 1, TermUnit.MONTHS, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, TermUnit.MONTHS, date(2028, 2, 29)),
        (date(2026, 12, 15), 2, TermUnit.MONTHS, date(2027, 2, 15)),
        (date(2026, 12, 30), 10, TermUnit.DAYS, date(2027, 1, 9)),
        (date(2028, 2, 28), 1, TermUnit.DAYS, date(2028, 2, 29)),
    ],
)
def test_a_term_is_counted_from_the_act(act: date, amount: int, unit: TermUnit, ends: date) -> None:
    assert deadline_of(K.TERM, act, None, Details(amount=amount, unit=unit)).on == ends


def test_a_term_has_no_date_until_the_act_is_known_and_learning_it_moves_nothing() -> None:
    details = Details(amount=1, unit=TermUnit.MONTHS)
    unknown, known = (deadline_of(K.TERM, day, None, details) for day in (None, date(2026, 11, 5)))
    assert (unknown.on, last_day_on(unknown, None, PLAIN)) == (None, None)
    assert moves_among([unknown, known]) == 0
    assert original_among([unknown, known]) == known
    assert moves_among([known, deadline_of(K.TERM, date(2026, 11, 6), None, details)]) == 1


MONTHLY = deadline_of(K.MONTHLY, date(2026, 9, 1), None, Details(by_day=10))


@pytest.mark.parametrize(
    ("spoken", "due"),
    [
        (None, date(2026, 10, 10)),
        # Before its first period, nothing said is about it.
        (date(2026, 8, 31), date(2026, 10, 10)),
        (date(2026, 9, 15), date(2026, 11, 10)),
        # By the tenth, and by the Monday after it, a report is about the month that has ended.
        (date(2026, 10, 9), date(2026, 11, 10)),
        (date(2026, 10, 12), date(2026, 11, 10)),
        # Later than that it is late, and still about the months that have ended, never about the one that runs.
        (date(2026, 10, 13), date(2026, 11, 10)),
        (date(2026, 10, 31), date(2026, 11, 10)),
        (date(2026, 11, 1), date(2026, 12, 10)),
        (date(2027, 1, 20), date(2027, 2, 10)),
    ],
)
def test_the_occurrence_that_is_due_is_the_first_that_no_report_accounts_for(spoken: date | None, due: date) -> None:
    found = due_occurrence(MONTHLY, spoken, PLAIN)
    assert found
    assert found.due == due


def test_the_last_day_of_an_occurrence_follows_days_off_and_transferred_days() -> None:
    assert last_day_on(MONTHLY, None, PLAIN) == date(2026, 10, 12)
    assert last_day_on(MONTHLY, None, WorkingCalendar({date(2026, 10, 10): True})) == date(2026, 10, 10)
    assert last_day_on(MONTHLY, None, WorkingCalendar({date(2026, 10, 12): False})) == date(2026, 10, 13)


def test_what_recurs_by_a_day_that_a_month_has_not_falls_on_its_last() -> None:
    found = deadline_of(K.MONTHLY, date(2028, 1, 5), None, Details(by_day=31))
    assert [each.due for each in islice(occurrences(found), 3)] == [
        date(2028, 2, 29),
        date(2028, 3, 31),
        date(2028, 4, 30),
    ]


def test_a_yearly_report_falls_into_the_year_after() -> None:
    found = deadline_of(K.YEARLY, date(2026, 7, 1), None, Details(by_day=15, by_month=1))
    occurrence = next_occurrence(found, date(2026, 12, 1))
    assert occurrence
    assert (occurrence.starts, occurrence.ends, occurrence.due) == (
        date(2026, 1, 1),
        date(2026, 12, 31),
        date(2027, 1, 15),
    )


@given(recurring(), DAYS)
def test_occurrences_strictly_increase_without_gaps(deadline: Deadline, day: date) -> None:
    found = list(islice(occurrences(deadline), 12))
    for one, other in pairwise(found):
        assert one.ends + timedelta(days=1) == other.starts
        assert one.due < other.due
    for each in found:
        assert each.starts <= each.ends
        assert each.due >= each.starts
    following = next_occurrence(deadline, day)
    assert following
    assert following.due >= day
    assert all(each.due < day or each.due >= following.due for each in found)


@given(recurring(), st.integers(0, 4000), st.integers(0, 60))
def test_a_later_report_never_makes_an_earlier_occurrence_due(deadline: Deadline, after: int, more: int) -> None:
    assert deadline.since
    first = deadline.since + timedelta(days=after)
    one, other = (due_occurrence(deadline, day, PLAIN) for day in (first, first + timedelta(days=more)))
    assert one
    assert other
    assert one.due <= other.due
    # What is due then is neither accounted for nor more than one period ahead.
    assert one.due > first or one.starts > first or PLAIN.on_or_after(one.due) >= first


@given(recurring())
def test_the_same_bytes_come_back_as_the_same_deadline(deadline: Deadline) -> None:
    fact = DeadlineFact(deadline, None)
    assert load(Facet.DEADLINE, dump(fact)) == fact
    assert dump(load(Facet.DEADLINE, dump(fact))) == dump(fact)


def test_older_facts_keep_their_bytes() -> None:
    fact = DeadlineFact(Deadline(K.DAY, date(2026, 12, 25)), None)
    assert dump(fact) == '{"deadline":{"kind":"day","on":"2026-12-25","wording":{}}}'


@pytest.mark.parametrize(
    ("kind", "day", "details", "field", "code"),
    [
        (None, None, Details(), "kind", "required"),
        (K.DAY, None, Details(), "on", "required"),
        (K.DAY, date(1900, 1, 1), Details(), "on", "year"),
        (K.QUARTER, date(2101, 1, 1), Details(), "on", "year"),
        (K.RANGE, date(2023, 1, 1), Details(), "first_year", "required"),
        (K.RANGE, date(2023, 1, 1), Details(first_year=2023), "first_year", "before_year"),
        (K.RANGE, date(2023, 1, 1), Details(first_year=20), "first_year", "year"),
        (K.TERM, None, Details(unit=TermUnit.DAYS), "amount", "required"),
        (K.TERM, None, Details(amount=3), "unit", "required"),
        (K.TERM, None, Details(amount=0, unit=TermUnit.DAYS), "amount", "between"),
        (K.TERM, None, Details(amount=121, unit=TermUnit.MONTHS), "amount", "between"),
        (K.WEEKLY, date(2026, 1, 1), Details(by_day=8), "by_day", "between"),
        (K.MONTHLY, date(2026, 1, 1), Details(by_day=32), "by_day", "between"),
        (K.MONTHLY, None, Details(by_day=3), "on", "required"),
        (K.YEARLY, date(2026, 1, 1), Details(by_day=31, by_month=4), "by_day", "between"),
        (K.YEARLY, date(2026, 1, 1), Details(by_day=3), "by_month", "required"),
        (K.YEARLY, date(2026, 1, 1), Details(by_month=3), "by_day", "required"),
        (K.YEARLY, date(2026, 1, 1), Details(by_day=3, by_month=13), "by_month", "between"),
    ],
)
def test_what_is_missing_or_impossible_is_named(
    kind: DeadlineKind | None, day: date | None, details: Details, field: str, code: str
) -> None:
    assert [(each.field, each.code) for each in objections_to_notation(kind, day, details)] == [(field, code)]
    assert deadline_meant(kind, day, NO_TEXT, details) is None
