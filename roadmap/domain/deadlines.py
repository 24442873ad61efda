"""From a notation of a deadline and a day in it to the machine date and the official wording in three languages.

The notations are those of domain notes §3.4: a period ends with its last day, and "by" a day counts that day.
"""

from calendar import monthrange
from dataclasses import replace
from datetime import date

from roadmap.domain.plan import Deadline, DeadlineKind
from roadmap.domain.text import LocalizedText

# Kazakh endings follow the vowels of the word, so every form is written out: "December", "by … December".
_KK_MONTHS = (
    ("қаңтар", "қаңтарға"),
    ("ақпан", "ақпанға"),
    ("наурыз", "наурызға"),
    ("сәуір", "сәуірге"),
    ("мамыр", "мамырға"),
    ("маусым", "маусымға"),
    ("шілде", "шілдеге"),
    ("тамыз", "тамызға"),
    ("қыркүйек", "қыркүйекке"),
    ("қазан", "қазанға"),
    ("қараша", "қарашаға"),
    ("желтоқсан", "желтоқсанға"),
)
# Nominative and genitive.
_RU_MONTHS = (
    ("январь", "января"),
    ("февраль", "февраля"),
    ("март", "марта"),
    ("апрель", "апреля"),
    ("май", "мая"),
    ("июнь", "июня"),
    ("июль", "июля"),
    ("август", "августа"),
    ("сентябрь", "сентября"),
    ("октябрь", "октября"),
    ("ноябрь", "ноября"),
    ("декабрь", "декабря"),
)
_EN_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_ROMAN = ("I", "II", "III", "IV")
_HALVES = (("бірінші", "первое", "first"), ("екінші", "второе", "second"))

_MONTHS_IN = {DeadlineKind.MONTH: 1, DeadlineKind.QUARTER: 3, DeadlineKind.HALF_YEAR: 6, DeadlineKind.YEAR: 12}


def last_day_of(kind: DeadlineKind, day: date) -> date:
    """The last day of the month, quarter, half-year or year that ``day`` lies in; of a day, the day itself."""
    length = _MONTHS_IN.get(kind)
    if length is None:
        return day
    month = ((day.month - 1) // length + 1) * length
    return date(day.year, month, monthrange(day.year, month)[1])


def official_wording(kind: DeadlineKind, on: date | None) -> LocalizedText:
    """The usual official wording of a deadline. Only "permanent" needs no day."""
    if kind is DeadlineKind.PERMANENT:
        return LocalizedText("тұрақты негізде", "на постоянной основе", "permanent")
    if on is None:
        raise ValueError(f"a deadline of kind {kind} needs a day")
    year, month = on.year, on.month - 1
    (kk_month, kk_by_month), (ru_month, ru_of_month), en_month = _KK_MONTHS[month], _RU_MONTHS[month], _EN_MONTHS[month]
    match kind:
        case DeadlineKind.DAY:
            return LocalizedText(
                f"{year} жылғы {on.day} {kk_by_month} дейін",
                f"до {on.day} {ru_of_month} {year} года",
                f"by {on.day} {en_month} {year}",
            )
        case DeadlineKind.MONTH:
            return LocalizedText(f"{year} жылғы {kk_month}", f"{ru_month} {year} года", f"{en_month} {year}")
        case DeadlineKind.QUARTER:
            number = month // 3
            roman = _ROMAN[number]
            return LocalizedText(
                f"{year} жылғы {roman} тоқсан", f"{roman} квартал {year} года", f"Q{number + 1} {year}"
            )
        case DeadlineKind.HALF_YEAR:
            kk, ru, en = _HALVES[month // 6]
            return LocalizedText(
                f"{year} жылғы {kk} жартыжылдық", f"{ru} полугодие {year} года", f"{en} half of {year}"
            )
        case DeadlineKind.YEAR:
            return LocalizedText(f"{year} жыл", f"{year} год", f"{year}")


def deadline_of(kind: DeadlineKind, day: date | None, wording: LocalizedText | None = None) -> Deadline:
    """The deadline that a notation and any day in its period mean.

    Languages in which ``wording`` says nothing get the usual wording. "Permanent" has no date, whatever ``day`` is.
    """
    on = None if kind is DeadlineKind.PERMANENT or day is None else last_day_of(kind, day)
    usual = official_wording(kind, on)
    if wording:
        usual = replace(usual, **wording.as_dict())
    return Deadline(kind, on, usual)
