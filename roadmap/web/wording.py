"""Dates, numbers of days and other small phrases, in the current language."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import format_date, format_decimal, get_locale, gettext, ngettext

from roadmap.domain.health import Dates, Slip
from roadmap.domain.plan import Deadline, DeadlineKind


def attach(app: Flask) -> None:
    """Makes the phrases available to templates as filters."""
    days = (
        day,
        short_day,
        moment,
        figure_words,
        days_left,
        deadline_words,
        deadline_short,
        slip_words,
        weekday,
        dated_words,
    )
    for phrase in (*days, moves_words, days_before_words):
        app.add_template_filter(phrase, phrase.__name__)


def _plain_language() -> str:
    return str(get_locale() or "kk")[:2]


def day(on: date | None) -> str:
    """A date in full, without the weekday: "2021 жылғы 1 сәуір", "1 апреля 2021 года", "1 April 2021"."""
    if on is None:
        return ""
    patterns = {"kk": "y 'жылғы' d MMMM", "ru": "d MMMM y 'года'", "en": "d MMMM y"}
    return str(format_date(on, patterns[_plain_language()]))


def weekday(on: date) -> str:
    """The name of the day of the week."""
    return str(format_date(on, "EEEE"))


def figure_words(value: Decimal | None) -> str:
    """A stated number with the language's own separators, and no more decimals than were stated."""
    return "" if value is None else str(format_decimal(value, "#,##0.####"))


def short_day(on: date | None) -> str:
    """A date for tables: 01.04.2021, in English 1 Apr 2021."""
    if on is None:
        return ""
    return str(format_date(on, "d MMM y" if _plain_language() == "en" else "dd.MM.y"))


def brief_days(days: Iterable[date]) -> str:
    """Days of one year in a row: 12.06, 15.06, in English 12 Jun, 15 Jun."""
    pattern = "d MMM" if _plain_language() == "en" else "dd.MM"
    return ", ".join(str(format_date(on, pattern)) for on in days)


def moment(at: datetime, timezone: str) -> str:
    """A moment in the road map's zone: the short day and the time."""
    local = at.astimezone(ZoneInfo(timezone))
    return f"{short_day(local.date())} {local:%H:%M}"


def days_left(count: int) -> str:
    """Working days to a deadline, or past it when negative."""
    if count == 0:
        return gettext("due today")
    if count > 0:
        return ngettext("%(num)d working day left", "%(num)d working days left", count)
    return ngettext("%(num)d working day late", "%(num)d working days late", -count)


def deadline_words(deadline: Deadline | None) -> str:
    """The official wording of a deadline, else its date; empty when there is none."""
    if deadline is None:
        return ""
    if deadline.wording:
        return words_of(deadline)
    return gettext("Permanent") if deadline.kind is DeadlineKind.PERMANENT else short_day(deadline.on)


def deadline_short(deadline: Deadline | None) -> str:
    """A deadline for tables: a plain day as a date, anything else in its official wording."""
    if deadline is not None and deadline.kind is DeadlineKind.DAY and deadline.on is not None:
        return short_day(deadline.on)
    return deadline_words(deadline)


def words_of(deadline: Deadline) -> str:
    """The official wording in the current language."""
    return deadline.wording.within(_plain_language())


def slip_words(slip: Slip | None) -> str:
    """A slip with its sign, in calendar days, such as "+94 days"; empty when there is none."""
    return signed_days(slip.calendar_days) if slip else ""


def signed_days(days: int) -> str:
    """A number of calendar days with its sign; empty for none."""
    if days == 0:
        return ""
    count = abs(days)
    number = format_decimal(count)
    if days > 0:
        return ngettext("+%(number)s day", "+%(number)s days", count, number=number)
    return ngettext("−%(number)s day", "−%(number)s days", count, number=number)


def moves_words(dates: Dates) -> str:
    """How often an approved date was moved and by how much, such as "moved 2 times, +94 days"; empty when never."""
    if not dates.moves:
        return ""
    # "Once" is a word of its own: the first of a language's plural forms can stand for 21 as well.
    once = gettext("moved once")
    moved = once if dates.moves == 1 else ngettext("moved %(num)d time", "moved %(num)d times", dates.moves)
    if not dates.moved_days:
        return moved
    return gettext("%(moved)s, %(days)s", moved=moved, days=signed_days(dates.moved_days))


def days_before_words(count: int) -> str:
    """How long before the last day something was asked for; negative is after it."""
    if count == 0:
        return gettext("asked on the last day")
    if count > 0:
        return ngettext("asked %(num)d working day before expiry", "asked %(num)d working days before expiry", count)
    return ngettext("asked %(num)d working day after expiry", "asked %(num)d working days after expiry", -count)


def dated_words(dated: str) -> str:
    """A day, a month or a year as exact as its source is: "2021-09-14", "2021-09" and "2021" in words."""
    year, *rest = (int(part) for part in dated.split("-"))
    if len(rest) == 2:
        return day(date(year, *rest))
    if rest:
        patterns = {"kk": "y 'жылғы' LLLL", "ru": "LLLL y 'года'", "en": "LLLL y"}
        return str(format_date(date(year, rest[0], 1), patterns[_plain_language()]))
    patterns = {"kk": "y 'жыл'", "ru": "y 'год'", "en": "y"}
    return str(format_date(date(year, 1, 1), patterns[_plain_language()]))
