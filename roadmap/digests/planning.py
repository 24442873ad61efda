"""Deciding, once for each morning and time zone, that mail is due.

The database takes only one edition of a morning, so any number of clocks may try.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.digests.composing import Due, Edition, messages_of, read_edition
from roadmap.digests.office import Office
from roadmap.digests.recording import record
from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.plan import Roadmap
from roadmap.domain.schedule import edition_due
from roadmap.store.days import working_calendar
from roadmap.store.mail.editions import edition_exists
from roadmap.store.plan_reading import all_roadmaps


@dataclass(frozen=True, slots=True)
class Planned:
    """What one turn wrote down: letters to be handed over, and those that could not even be composed."""

    letters: int = 0
    failed: int = 0


def plan(database: Database, office: Office, at: datetime) -> Planned:
    """Writes down every edition that is due at the business time ``at`` and is not there yet.

    Without an offset ``at`` is each road map's own local time. Needs the application's context.
    """
    with database.reading() as session:
        editions = due_editions(session, at)
    total = Planned()
    for edition in editions:
        messages = messages_of(edition, office)
        if record(database, edition, messages):
            failed = sum(message.problem is not None for message in messages)
            total = Planned(total.letters + len(messages), total.failed + failed)
    return total


def due_editions(session: Session, at: datetime) -> list[Edition]:
    """The editions due at ``at`` that nobody has written down yet, one for each time zone."""
    roadmaps = all_roadmaps(session)
    editions = []
    for timezone in dict.fromkeys(roadmap.timezone for roadmap in roadmaps):
        local = local_time(at, timezone)
        if edition_exists(session, local.date(), timezone):
            continue
        due = _due(session, [roadmap for roadmap in roadmaps if roadmap.timezone == timezone], local)
        if due:
            editions.append(read_edition(session, due, default_slug=roadmaps[0].slug))
    return editions


def local_time(at: datetime, timezone: str) -> datetime:
    """The wall clock in a zone, without its offset. A time that has no offset is one already."""
    return at.astimezone(ZoneInfo(timezone)).replace(tzinfo=None) if at.tzinfo else at


def _due(session: Session, roadmaps: Iterable[Roadmap], local: datetime) -> Due:
    calendars: dict[str, WorkingCalendar] = {}
    found = []
    for roadmap in roadmaps:
        if roadmap.calendar not in calendars:
            calendars[roadmap.calendar] = working_calendar(session, roadmap.calendar)
        calendar = calendars[roadmap.calendar]
        if due := edition_due(local, calendar):
            found.append((roadmap, calendar, due))
    return found


def edition_for(session: Session, on: date) -> Edition | None:
    """The edition of a day in the default road map's zone as it would be, for looking at; ``None`` on a day off."""
    roadmaps = all_roadmaps(session)
    together = [roadmap for roadmap in roadmaps if roadmap.timezone == roadmaps[0].timezone]
    due = _due(session, together, datetime.combine(on, time.max))
    return read_edition(session, due, roadmaps[0].slug) if due else None
