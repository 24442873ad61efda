"""When a reader's next mail is to be expected, by what was chosen and by the calendar."""

from datetime import date, datetime, timedelta

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.choices import Choice, MailSettings, carries_overview

# Longer than a month and any row of days off, so that a calendar with an error in it ends a search.
_LOOK_AHEAD = 100


def next_overview(
    choice: Choice, settings: MailSettings, local_now: datetime, calendar: WorkingCalendar
) -> date | None:
    """The day of the next overview after this local time; ``None`` if it is not wanted or lies beyond all bounds."""
    if not choice.active:
        return None
    begin = first_day(settings, local_now)
    return next((day for day in _from(begin) if carries_overview(choice, day, calendar)), None)


def next_morning(settings: MailSettings, local_now: datetime, calendar: WorkingCalendar) -> date | None:
    """The next day on which action items can be mailed about, if there is anything to say."""
    return next((day for day in _from(first_day(settings, local_now)) if calendar.is_working(day)), None)


def first_day(settings: MailSettings, local_now: datetime) -> date:
    """The first day whose mail is still to come: today before the chosen time, and never within a pause."""
    day = local_now.date() if local_now.time() < settings.slot else local_now.date() + timedelta(days=1)
    return max(day, settings.paused_until + timedelta(days=1)) if settings.paused_until else day


def _from(begin: date) -> list[date]:
    return [begin + timedelta(days=ahead) for ahead in range(_LOOK_AHEAD)]
