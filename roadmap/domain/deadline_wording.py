"""The official wording of a deadline in three languages, by its notation (domain notes §3.4)."""

from datetime import date

from roadmap.domain.plan import Deadline, DeadlineKind, TermUnit
from roadmap.domain.text import LocalizedText

# Kazakh endings follow the vowels of the word, so every form is written out: "December", "by … December",
# "no later than … December".
_KK_MONTHS = (
    ("қаңтар", "қаңтарға", "қаңтардан"),
    ("ақпан", "ақпанға", "ақпаннан"),
    ("наурыз", "наурызға", "наурыздан"),
    ("сәуір", "сәуірге", "сәуірден"),
    ("мамыр", "мамырға", "мамырдан"),
    ("маусым", "маусымға", "маусымнан"),
    ("шілде", "шілдеге", "шілдеден"),
    ("тамыз", "тамызға", "тамыздан"),
    ("қыркүйек", "қыркүйекке", "қыркүйектен"),
    ("қазан", "қазанға", "қазаннан"),
    ("қараша", "қарашаға", "қарашадан"),
    ("желтоқсан", "желтоқсанға", "желтоқсаннан"),
)
# By a day of the week.
_KK_DAYS = ("дүйсенбіге", "сейсенбіге", "сәрсенбіге", "бейсенбіге", "жұмаға", "сенбіге", "жексенбіге")
_RU_DAYS = ("понедельника", "вторника", "среды", "четверга", "пятницы", "субботы", "воскресенья")
_EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Terms of so many months that have a word of their own.
_RU_TERMS = {1: "месячный", 2: "двухмесячный", 3: "трёхмесячный", 4: "четырёхмесячный", 6: "шестимесячный"}
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
_RECURRING = {
    DeadlineKind.WEEKLY: ("апта сайын", "еженедельно", "weekly"),
    DeadlineKind.MONTHLY: ("ай сайын", "ежемесячно", "monthly"),
    DeadlineKind.QUARTERLY: ("тоқсан сайын", "ежеквартально", "quarterly"),
    DeadlineKind.HALF_YEARLY: ("жарты жылда бір рет", "раз в полугодие", "half-yearly"),
    DeadlineKind.YEARLY: ("жыл сайын", "ежегодно", "yearly"),
}
_AFTER = {
    DeadlineKind.MONTHLY: ("есепті айдан", "отчётным", "reporting month"),
    DeadlineKind.QUARTERLY: ("есепті тоқсаннан", "отчётным кварталом", "reporting quarter"),
    DeadlineKind.HALF_YEARLY: ("есепті жартыжылдықтан", "отчётным полугодием", "reporting half-year"),
}


def official_wording(deadline: Deadline) -> LocalizedText:
    """The usual official wording of a deadline; ``ValueError`` if what its notation needs is not there."""
    kind = deadline.kind
    if kind is DeadlineKind.PERMANENT:
        return LocalizedText("тұрақты негізде", "на постоянной основе", "permanent")
    if kind is DeadlineKind.TERM:
        return _term(deadline)
    if kind in _RECURRING:
        return _recurring(deadline)
    if deadline.on is None:
        raise ValueError(f"a deadline of kind {kind} needs a day")
    if kind is DeadlineKind.RANGE and deadline.since is not None:
        years = f"{deadline.since.year} – {deadline.on.year}"
        return LocalizedText(f"{years} жылдар", f"{years} годы", years)
    return _period(kind, deadline.on)


def _period(kind: DeadlineKind, on: date) -> LocalizedText:
    year, month = on.year, on.month - 1
    (kk_month, kk_by_month, _), (ru_month, ru_of_month) = _KK_MONTHS[month], _RU_MONTHS[month]
    en_month = _EN_MONTHS[month]
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
    return LocalizedText(f"{year} жыл", f"{year} год", f"{year}")


def _term(deadline: Deadline) -> LocalizedText:
    count = deadline.amount
    if count is None or deadline.unit is None:
        raise ValueError("a term needs a number of days or months")
    one = count % 10 == 1 and count % 100 != 11
    if deadline.unit is TermUnit.DAYS:
        kk, ru = f"{count} күн ішінде", f"в течение {count} {'дня' if one else 'дней'}"
        en = f"within {count} {'day' if count == 1 else 'days'}"
    else:
        kk = "бір ай мерзімде" if count == 1 else f"{count} ай ішінде"
        ru = f"в течение {count} {'месяца' if one else 'месяцев'}"
        if count in _RU_TERMS:
            ru = f"в {_RU_TERMS[count]} срок"
        en = "within one month" if count == 1 else f"within {count} months"
    return LocalizedText(f"бекітілген күннен бастап {kk}", f"{ru} со дня утверждения", f"{en} of the date of approval")


def _recurring(deadline: Deadline) -> LocalizedText:
    kind, day = deadline.kind, deadline.by_day
    kk, ru, en = _RECURRING[kind]
    if day is None:
        return LocalizedText(kk, ru, en)
    if kind is DeadlineKind.WEEKLY:
        kk_day, ru_day, en_day = _KK_DAYS[day - 1], _RU_DAYS[day - 1], _EN_DAYS[day - 1]
        return LocalizedText(f"{kk}, {kk_day} дейін", f"{ru}, до {ru_day}", f"{en}, by {en_day}")
    if kind is DeadlineKind.YEARLY:
        month = (deadline.by_month or 1) - 1
        return LocalizedText(
            f"{kk}, есепті жылдан кейінгі {day} {_KK_MONTHS[month][2]} кешіктірмей",
            f"{ru}, не позднее {day} {_RU_MONTHS[month][1]} года, следующего за отчётным",
            f"{en}, no later than {day} {_EN_MONTHS[month]} of the year after the reporting year",
        )
    kk_after, ru_after, en_after = _AFTER[kind]
    return LocalizedText(
        f"{kk}, {kk_after} кейінгі айдың {day}-күніне дейін",
        f"{ru}, до {day} числа месяца, следующего за {ru_after}",
        f"{en}, by the {_ordinal(day)} of the month after the {en_after}",
    )


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number in (11, 12, 13) else endings.get(number % 10, 'th')}"
