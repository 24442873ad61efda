"""Which day a page is about, and as known when: ``?on=``, ``?known=`` and ``?since=`` as asked for, checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext

from roadmap.web.wording import day as day_words

SINCE_DEFAULT = timedelta(days=14)
# No road map of this program speaks of earlier days, and sums with dates stay far from the calendar's own beginning.
_EARLIEST = date(2000, 1, 1)
_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", re.ASCII)
_ECHOED = 20


@dataclass(frozen=True, slots=True)
class ChosenDay:
    """The day to show, and what was wrong with the one asked for, in the reader's language."""

    day: date
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ChosenTime:
    """The day to show, the moment up to which lines are known (``None``: all are), and what was wrong with the ask.

    ``known`` is that moment as an address has it, in the road map's own zone.
    """

    day: date
    known_at: datetime | None
    known: str | None
    problems: tuple[str, ...] = ()


def chosen_time(arguments: Mapping[str, str], timezone: str, now: datetime) -> ChosenTime:
    """What ``?on=`` and ``?known=`` ask for. Without a day, the page is about the day of the moment."""
    zone = ZoneInfo(timezone)
    today = now.astimezone(zone).date()
    known_at, problem = _chosen_moment(arguments.get("known"), zone, now)
    usual = known_at.astimezone(zone).date() if known_at else today
    chosen = chosen_day(arguments.get("on"), today)
    found = tuple(each for each in (problem, chosen.problem) if each)
    day = chosen.day if arguments.get("on") else usual
    return ChosenTime(day, known_at, arguments.get("known") if known_at else None, found)


def _chosen_moment(asked: str | None, zone: ZoneInfo, now: datetime) -> tuple[datetime | None, str | None]:
    if not asked:
        return None, None
    try:
        local = datetime.fromisoformat(asked) if _MOMENT.fullmatch(asked) else None
    except ValueError:
        local = None
    if local is None or local.date() < _EARLIEST:
        message = gettext(
            "“%(asked)s” is not a moment. Write it as 2026-11-23T14:00. What is known now is shown.",
            asked=asked[:_ECHOED],
        )
        return None, message
    known_at = local.replace(tzinfo=zone).astimezone(UTC)
    if known_at > now:
        when = day_words(local.date())
        message = gettext(
            "%(day)s, %(time)s has not come yet. What is known now is shown.", day=when, time=f"{local:%H:%M}"
        )
        return None, message
    return known_at, None


def chosen_day(asked: str | None, today: date) -> ChosenDay:
    """The day of the page: the one asked for, or today when there is none or it cannot be shown."""
    if not asked:
        return ChosenDay(today)
    day = _parsed(asked)
    if day is None:
        message = gettext("“%(asked)s” is not a day. Write it as 2026-11-23. Today is shown.", asked=asked[:_ECHOED])
        return ChosenDay(today, message)
    if day > today:
        message = gettext("%(day)s has not come yet. Today is shown.", day=day_words(day))
        return ChosenDay(today, message)
    return ChosenDay(day)


def compared_day(asked: str | None, day: date) -> ChosenDay:
    """The earlier day with which ``day`` is compared: the one asked for, or the one two weeks before."""
    usual = day - SINCE_DEFAULT
    if not asked:
        return ChosenDay(usual)
    since = _parsed(asked)
    if since is None:
        message = gettext("“%(asked)s” is not a day. Write it as 2026-11-23.", asked=asked[:_ECHOED])
        return ChosenDay(usual, message)
    if since > day:
        message = gettext("Changes can only be shown since a day before %(day)s.", day=day_words(day))
        return ChosenDay(usual, message)
    return ChosenDay(since)


def _parsed(asked: str) -> date | None:
    try:
        day = date.fromisoformat(asked) if _WRITTEN.fullmatch(asked) else None
    except ValueError:
        return None
    return day if day and day >= _EARLIEST else None
