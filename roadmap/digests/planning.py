"""Deciding, once for each morning, time zone and time of day, that mail is due.

The database takes only one edition of each, so any number of clocks may try. What a clock left unfinished, the next one
finishes.
"""

from collections.abc import Collection
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.digests.office import Office
from roadmap.digests.reading import Edition
from roadmap.digests.recording import Now, Planned, edition_reader, utc_now, write_edition
from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.schedule import MORNING, Owed, Situation, carries_overview, day_in, due, iso_week, moment_of
from roadmap.failpoints import reach
from roadmap.store.days import working_calendar
from roadmap.store.mail.editions import Begun, begin_edition, expanding, kept_editions
from roadmap.store.mail.gate import gate_of
from roadmap.store.mail.homes import home_zone
from roadmap.store.mail.readers import slots_in_use
from roadmap.store.plan_reading import all_roadmaps


def plan(
    database: Database, office: Office, at: datetime | None = None, *, catch_up: bool = True, now: Now = utc_now
) -> Planned:
    """Writes down every edition that is due and is not there yet, and finishes those that were begun.

    ``at`` is a business time other than now; without an offset it is each road map's own local time. An edition written
    down for a morning still ahead is shown as one, and does not take the place of the morning's own. Without
    ``catch_up`` nothing is made up for. While the gate is held nothing is done. Needs the application's context.
    """
    reach("tick_start")
    with database.reading() as session:
        if gate_of(session).held:
            return Planned()
        zones = _zones(session)
        unfinished = expanding(session)
        situations = {
            timezone: _situation(session, timezone, calendars, at or now(), ahead_counts=at is not None)
            for timezone, calendars in zones.items()
        }
    total = Planned()
    for number in unfinished:
        total += write_edition(database, office, number, now)
    for timezone, situation in situations.items():
        for owed in situation.owed:
            asked = (owed, situation.missed) if catch_up else (Owed(owed.on, owed.slot), ())
            begun = _begin(database, *asked, timezone, zones[timezone], now())
            if begun is not None:
                reach("edition_inserted")
                total += write_edition(database, office, begun, now)
    return total


def _zones(session: Session) -> dict[str, list[WorkingCalendar]]:
    """Each zone that has a road map, with every calendar: who is at home in it may read of road maps of another one."""
    roadmaps = all_roadmaps(session)
    calendars = [working_calendar(session, name) for name in sorted({roadmap.calendar for roadmap in roadmaps})]
    return {roadmap.timezone: calendars for roadmap in roadmaps}


def _situation(
    session: Session, timezone: str, calendars: Collection[WorkingCalendar], at: datetime, *, ahead_counts: bool
) -> Situation:
    zone = ZoneInfo(timezone)
    at = at if at.tzinfo else at.replace(tzinfo=zone)
    today = day_in(at, zone)
    if today is None:
        return Situation()
    kept = kept_editions(session, timezone, today, ahead_counts=ahead_counts)
    slots = slots_in_use(session, today, timezone)
    return due(at, zone, lambda day: any(each.is_working(day) for each in calendars), slots, kept)


def _begin(
    database: Database,
    owed: Owed,
    missed: Collection[tuple[date, time]],
    timezone: str,
    calendars: Collection[WorkingCalendar],
    at: datetime,
) -> int | None:
    carried = [day for day in (*owed.covers, owed.on) if any(carries_overview(day, each) for each in calendars)]
    period = iso_week(carried[0]) if carried else None
    with database.writing() as session:
        number = begin_edition(session, owed, missed, timezone=timezone, overview_period=period, at=at)
        session.commit()
    return number


def edition_for(session: Session, on: date, person_id: int, slot: time = MORNING) -> Edition | None:
    """What a person would be written on a day at a time of day in the zone that he is at home in.

    ``None`` on a day off, and without a road map.
    """
    timezone = home_zone(session, person_id)
    if timezone is None:
        return None
    at = moment_of(on, slot, ZoneInfo(timezone))
    begun = Begun(0, on, timezone, slot, None, 0, None, max(at, utc_now()))
    reader = edition_reader(session, begun)
    return reader.edition_for(session, [person_id]) if reader.has_morning else None


def local_time(at: datetime, timezone: str) -> datetime:
    """The wall clock in a zone, without its offset. A time that has no offset is one already."""
    return at.astimezone(ZoneInfo(timezone)).replace(tzinfo=None) if at.tzinfo else at
