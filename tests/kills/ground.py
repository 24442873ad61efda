"""A database with readers in it whose morning is now: several road maps, each in a time zone where it is forenoon."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.domain.interests import MailKind
from roadmap.domain.people import Role
from roadmap.domain.text import LANGUAGES, LocalizedText
from roadmap.store.days import DayRow
from roadmap.store.mail.choices import SubscriptionRow
from roadmap.store.people import GrantRow, PersonRow
from tests.builders.recipients import Plan, plan

# Local hours in which a run can begin: nine o'clock is over, and midnight is far.
FIRST_HOUR, LAST_HOUR = 10, 18


@dataclass(frozen=True)
class Ground:
    """Who has to get exactly one mail. ``unknown`` and ``unwanted`` are those that the relay refuses for good."""

    readers: frozenset[str]
    unknown: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()

    @property
    def refused(self) -> frozenset[str]:
        """Everybody whom no mail can reach."""
        return self.unknown | self.unwanted


def zones_in_the_forenoon(count: int, now: datetime) -> list[str]:
    """Names of zones where the morning's mail is due; the same at the same hour."""
    found = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc", "System")))
    fitting = [name for name in found if FIRST_HOUR <= now.astimezone(ZoneInfo(name)).hour < LAST_HOUR]
    return fitting[:count]


def prepare(url: str, *, zones: int, readers: int, refusing: bool = False) -> Ground:
    """Writes ``zones`` road maps with ``readers`` coordinators each; everyone has something overdue, every morning.

    With ``refusing``, one mailbox in twenty does not exist, and one in forty takes nothing.
    """
    now = datetime.now(UTC)
    database = Database(url)
    addresses: list[str] = []
    with database.writing() as session:
        for place, zone in enumerate(zones_in_the_forenoon(zones, now)):
            roadmap = _roadmap(session, place, zone, now.astimezone(ZoneInfo(zone)).date())
            names = [f"r{place}x{number}@roadmap.test" for number in range(readers)]
            enrol(session, roadmap, names)
            addresses += names
        session.commit()
    database.engine.dispose()
    unknown = frozenset(addresses[7::20] if refusing else ())
    unwanted = frozenset(addresses[13::40] if refusing else ()) - unknown
    return Ground(frozenset(addresses), unknown, unwanted)


def _roadmap(session: Session, place: int, zone: str, today: date) -> Plan:
    it = plan(session, f"map{place}", default=place == 0)
    it.roadmap.timezone = zone
    it.roadmap.calendar = f"C{place}"
    session.flush()
    # Today is a working day, whatever day of the week it is.
    it.day(today, working=True)
    it.measure("1")
    for number in range(1, 4):
        it.milestone(f"1.{number}", due=today - timedelta(days=3 * number))
    return it


def enrol(session: Session, it: Plan, addresses: list[str]) -> list[int]:
    """Coordinators of the road map's first measure who want their mail on every working morning; their numbers."""
    session.execute(insert(PersonRow), list(_people(addresses)))
    numbers = list(session.scalars(select(PersonRow.id).where(PersonRow.email.in_(addresses)).order_by(PersonRow.id)))
    shared = {"roadmap_id": it.roadmap.id, "role": Role.COORDINATOR.value, "measure_id": it.measures["1"].id}
    session.execute(insert(GrantRow), [{"person_id": number, **shared} for number in numbers])
    choice = {
        "roadmap_id": it.roadmap.id,
        "kind": MailKind.ACTIONS.value,
        "active": True,
        "rhythm": "mornings",
        "changed_at": datetime.now(UTC),
    }
    session.execute(insert(SubscriptionRow), [{"person_id": number, **choice} for number in numbers])
    return numbers


def _people(addresses: list[str]) -> Iterator[dict[str, object]]:
    for place, address in enumerate(addresses):
        name = address.partition("@")[0].title()
        yield {"name": name, "email": address, "language": LANGUAGES[place % 3]}


def work_on(session: Session, calendar: str, days: list[date]) -> None:
    """Makes every one of these days a working day."""
    rows = [{"calendar": calendar, "on": day, "working": True, "reason": LocalizedText()} for day in days]
    session.execute(insert(DayRow), rows)
