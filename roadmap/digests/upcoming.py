"""When mail is written next: the nearest working morning, at a time of day that somebody chose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from roadmap.digests.planning import local_time
from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.schedule import MORNING
from roadmap.store.days import working_calendar
from roadmap.store.mail.choices import settings_of
from roadmap.store.plan_reading import all_roadmaps

# Longer than any row of days off, so that a calendar with an error in it ends the search.
_LOOK_AHEAD = 60


@dataclass(frozen=True, slots=True)
class NextEdition:
    """A local day and time of day."""

    on: date
    slot: time


def next_edition(session: Session, at: datetime) -> NextEdition | None:
    """The next edition in the default road map's zone; ``None`` without a road map, or without a working day ahead."""
    roadmaps = all_roadmaps(session)
    if not roadmaps:
        return None
    calendar = working_calendar(session, roadmaps[0].calendar)
    slots = {MORNING, *(chosen.slot for chosen in settings_of(session).values())}
    return next_after(local_time(at, roadmaps[0].timezone), calendar, slots)


def next_after(local_now: datetime, calendar: WorkingCalendar, slots: Iterable[time]) -> NextEdition | None:
    """The first of these times of day on a working day that lies after the moment."""
    times = sorted(slots)
    for ahead in range(_LOOK_AHEAD):
        on = local_now.date() + timedelta(days=ahead)
        later = [slot for slot in times if datetime.combine(on, slot) > local_now]
        if later and calendar.is_working(on):
            return NextEdition(on, later[0])
    return None
