"""A road map of a few dozen milestones with any number of readers in three languages, whose morning is now."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from benchmarks.large_roadmap import write_large
from roadmap.database import Database
from roadmap.domain.interests import MailKind
from roadmap.domain.people import Role
from roadmap.domain.text import LANGUAGES, LocalizedText
from roadmap.store.days import DayRow
from roadmap.store.mail.choices import SubscriptionRow
from roadmap.store.people import GrantRow, PersonRow
from roadmap.store.plan import RoadmapRow
from tests.kills.ground import zones_in_the_forenoon

MEASURES, LINES = 4, 20


def write_morning(url: str, readers: int) -> None:
    """Half of the readers get the overview, which is due; the others coordinate a measure and get their items daily."""
    now = datetime.now(UTC)
    (zone,) = zones_in_the_forenoon(1, now)
    today = now.astimezone(ZoneInfo(zone)).date()
    with Database(url).writing() as session:
        # Its own owners are not written to: the readers are all there are.
        large = write_large(session, MEASURES, LINES, today)
        session.execute(update(PersonRow).values(active=False))
        calendar = "morning"
        session.execute(update(RoadmapRow).values(timezone=zone, calendar=calendar))
        # The first working day of its week, whatever day it is.
        monday = today - timedelta(days=today.weekday())
        days = [monday + timedelta(days=number) for number in range(today.weekday() + 1)]
        session.execute(
            insert(DayRow),
            [{"calendar": calendar, "on": day, "working": day == today, "reason": LocalizedText()} for day in days],
        )
        _people(session, large.roadmap_id, list(large.milestones), readers, now)
        session.commit()


def _people(session: Session, roadmap_id: int, measures: list[int], readers: int, now: datetime) -> None:
    session.execute(
        insert(PersonRow),
        [
            {"name": f"Reader {number}", "email": f"reader{number}@readers.test", "language": LANGUAGES[number % 3]}
            for number in range(readers)
        ],
    )
    query = select(PersonRow.id).where(PersonRow.email.like("%@readers.test")).order_by(PersonRow.id)
    numbers = list(session.scalars(query))
    looking, acting = numbers[: readers // 2], numbers[readers // 2 :]
    shared = {"roadmap_id": roadmap_id}
    session.execute(
        insert(GrantRow),
        [{"person_id": number, "role": Role.RECIPIENT.value, "measure_id": None, **shared} for number in looking]
        + [
            {
                "person_id": number,
                "role": Role.COORDINATOR.value,
                "measure_id": measures[place % len(measures)],
                **shared,
            }
            for place, number in enumerate(acting)
        ],
    )
    choice = {"kind": MailKind.ACTIONS.value, "active": True, "rhythm": "mornings", "changed_at": now}
    session.execute(insert(SubscriptionRow), [{"person_id": number, **shared, **choice} for number in acting])
