"""When mail is written: on working mornings, and the weekly overview on the first working day of the week.

Local time is a road map's own wall clock; who calls takes it from the zone. A day off moves nothing but the morning:
what falls on it is read on the next working one (product notes §5, domain notes §6.3).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from roadmap.domain.calendar import WorkingCalendar

MORNING = time(9)
# Longer than any row of days off, so that a calendar with an error in it ends a search instead of hanging it.
_LOOK_BACK = 60
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class EditionDue:
    """A morning on which mail is due; ``overview_period`` is the ISO week whose overview it carries, else ``None``."""

    on: date
    overview_period: str | None


def edition_due(local_now: datetime, calendar: WorkingCalendar) -> EditionDue | None:
    """The edition that is due at this local time: none before nine o'clock, and none on a day off."""
    on = local_now.date()
    if local_now.time() < MORNING or not calendar.is_working(on):
        return None
    return EditionDue(on, iso_week(on) if carries_overview(on, calendar) else None)


def carries_overview(on: date, calendar: WorkingCalendar) -> bool:
    """Whether ``on`` is the first working day of its ISO week; a worked Saturday can be, if all before it are off."""
    if not calendar.is_working(on):
        return False
    return not any(calendar.is_working(on - timedelta(days=back)) for back in range(1, on.weekday() + 1))


def iso_week(on: date) -> str:
    """The ISO week of a day, such as "2026-W48"; around New Year it can belong to the other year."""
    year, week, _ = on.isocalendar()
    return f"{year}-W{week:02d}"


def last_morning(before: datetime, calendar: WorkingCalendar) -> date | None:
    """The last working day whose nine o'clock lies at or before this local time."""
    return _last(before, calendar, overview=False)


def last_overview_morning(before: datetime, calendar: WorkingCalendar) -> date | None:
    """The last day that carried an overview and whose nine o'clock lies at or before this local time."""
    return _last(before, calendar, overview=True)


def overview_before(on: date, calendar: WorkingCalendar) -> date | None:
    """The overview morning before the day ``on``: what changed is counted from there."""
    return last_overview_morning(datetime.combine(on - _ONE_DAY, time.max), calendar)


def _last(before: datetime, calendar: WorkingCalendar, *, overview: bool) -> date | None:
    day = before.date() if before.time() >= MORNING else before.date() - _ONE_DAY
    for _ in range(_LOOK_BACK):
        if carries_overview(day, calendar) if overview else calendar.is_working(day):
            return day
        day -= _ONE_DAY
    return None
