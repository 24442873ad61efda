"""The notations of a deadline: the machine date and the official words in three languages."""

from datetime import date

import pytest

from roadmap.domain.deadline_wording import official_wording
from roadmap.domain.deadlines import deadline_of, last_day_of
from roadmap.domain.plan import Deadline, DeadlineKind
from roadmap.domain.text import LocalizedText

KK_BY = (
    "қаңтарға",
    "ақпанға",
    "наурызға",
    "сәуірге",
    "мамырға",
    "маусымға",
    "шілдеге",
    "тамызға",
    "қыркүйекке",
    "қазанға",
    "қарашаға",
    "желтоқсанға",
)
RU_OF = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)


@pytest.mark.parametrize(
    ("kind", "day", "last"),
    [
        (DeadlineKind.DAY, date(2026, 5, 7), date(2026, 5, 7)),
        (DeadlineKind.MONTH, date(2028, 2, 1), date(2028, 2, 29)),
        (DeadlineKind.MONTH, date(2026, 12, 31), date(2026, 12, 31)),
        (DeadlineKind.QUARTER, date(2026, 1, 1), date(2026, 3, 31)),
        (DeadlineKind.QUARTER, date(2026, 4, 30), date(2026, 6, 30)),
        (DeadlineKind.QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
        (DeadlineKind.HALF_YEAR, date(2026, 6, 30), date(2026, 6, 30)),
        (DeadlineKind.HALF_YEAR, date(2026, 7, 1), date(2026, 12, 31)),
        (DeadlineKind.YEAR, date(2026, 2, 2), date(2026, 12, 31)),
    ],
)
def test_a_period_ends_with_its_last_day(kind: DeadlineKind, day: date, last: date) -> None:
    assert last_day_of(kind, day) == last


@pytest.mark.parametrize(
    ("kind", "kk", "ru", "en"),
    [
        (DeadlineKind.DAY, "2021 жылғы 25 желтоқсанға дейін", "до 25 декабря 2021 года", "by 25 December 2021"),
        (DeadlineKind.MONTH, "2021 жылғы желтоқсан", "декабрь 2021 года", "December 2021"),
        (DeadlineKind.QUARTER, "2021 жылғы IV тоқсан", "IV квартал 2021 года", "Q4 2021"),
        (DeadlineKind.HALF_YEAR, "2021 жылғы екінші жартыжылдық", "второе полугодие 2021 года", "second half of 2021"),
        (DeadlineKind.YEAR, "2021 жыл", "2021 год", "2021"),
        (DeadlineKind.PERMANENT, "тұрақты негізде", "на постоянной основе", "permanent"),
    ],
)
def test_each_notation_has_its_official_words(kind: DeadlineKind, kk: str, ru: str, en: str) -> None:
    assert official_wording(Deadline(kind, date(2021, 12, 25))) == LocalizedText(kk, ru, en)


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_takes_its_own_kazakh_and_russian_form(month: int) -> None:
    wording = official_wording(Deadline(DeadlineKind.DAY, date(2026, month, 3)))
    assert wording.kk == f"2026 жылғы 3 {KK_BY[month - 1]} дейін"
    assert wording.ru == f"до 3 {RU_OF[month - 1]} 2026 года"


@pytest.mark.parametrize(("month", "roman"), [(2, "I"), (5, "II"), (9, "III"), (10, "IV")])
def test_a_quarter_is_numbered_in_roman_figures(month: int, roman: str) -> None:
    assert official_wording(Deadline(DeadlineKind.QUARTER, date(2026, month, 1))).kk == f"2026 жылғы {roman} тоқсан"


def test_any_day_of_the_period_means_the_same_deadline() -> None:
    assert deadline_of(DeadlineKind.QUARTER, date(2026, 10, 5)) == deadline_of(DeadlineKind.QUARTER, date(2026, 12, 31))


def test_a_wording_of_its_own_is_kept_and_the_other_languages_get_the_usual_one() -> None:
    deadline = deadline_of(DeadlineKind.YEAR, date(2026, 3, 1), LocalizedText(ru="в течение 2026 года"))
    assert deadline.wording == LocalizedText("2026 жыл", "в течение 2026 года", "2026")


def test_permanent_has_no_date_whatever_day_was_typed() -> None:
    assert deadline_of(DeadlineKind.PERMANENT, date(2026, 3, 1)).on is None


def test_no_other_notation_can_do_without_a_day() -> None:
    with pytest.raises(ValueError, match="needs a day"):
        official_wording(Deadline(DeadlineKind.DAY, None))
