"""Which day a page is about: ``?on=`` and ``?since=`` as they were asked for, checked."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext

from roadmap.web.wording import day as day_words

SINCE_DEFAULT = timedelta(days=14)
# No road map of this program speaks of earlier days, and sums with dates stay far from the calendar's own beginning.
_EARLIEST = date(2000, 1, 1)
_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ECHOED = 20


@dataclass(frozen=True, slots=True)
class ChosenDay:
    """The day to show, and what was wrong with the one asked for, in the reader's language."""

    day: date
    problem: str | None = None


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
