"""Writing an edition down, some hundreds of readers at a time.

Reading and composing are over before a chunk's short transaction begins. It writes the messages, what they remind of
and how far the edition has come, so that a clock that dies is continued by any other, and two never write the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.digests.composing import messages_of
from roadmap.digests.office import Office
from roadmap.digests.reading import EditionReader
from roadmap.domain.items import Reminded
from roadmap.failpoints import reach
from roadmap.store.conflicts import insert_into
from roadmap.store.mail.contents import keep_contents
from roadmap.store.mail.editions import Begun, begun_edition, count_written, move_on
from roadmap.store.mail.leases import moment_of
from roadmap.store.mail.outbox import DeliveryRow, Message, values_of
from roadmap.store.mail.reminders import ReminderRow
from roadmap.store.plan_reading import all_roadmaps

CHUNK = 500
WORTH_READING = timedelta(days=7)
_REMINDERS = insert(ReminderRow)
Now = Callable[[], datetime]


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Planned:
    """What one turn wrote down: letters to be handed over, and those that could not even be composed."""

    letters: int = 0
    failed: int = 0

    def __add__(self, other: "Planned") -> "Planned":
        return Planned(self.letters + other.letters, self.failed + other.failed)


def write_edition(database: Database, office: Office, number: int, now: Now = utc_now) -> Planned:
    """Writes an edition down from where it stands to its end. Needs the application's context."""
    total = Planned()
    reader: EditionReader | None = None
    while True:
        with database.reading() as session:
            begun = begun_edition(session, number)
            if begun is None:
                return total
            reader = reader or edition_reader(session, begun)
            edition, behind = reader.next_chunk(session, begun.cursor, CHUNK)
        messages = messages_of(edition, office)
        written = write_chunk(database, begun, messages, behind, now())
        if written is not None:
            total += written
            reach("after_chunk_commit")
            if behind == 0:
                reach("after_last_chunk")


def edition_reader(session: Session, begun: Begun) -> EditionReader:
    """What reads an edition: every road map as it was known when it was decided.

    Its readers are those who are at home in its zone, and whoever has to do with road maps of several zones reads of
    all of them in his one mail.
    """
    roadmaps = all_roadmaps(session)
    return EditionReader(session, begun, roadmaps, roadmaps[0].slug)


def write_chunk(
    database: Database, begun: Begun, messages: Sequence[Message], behind: int, at: datetime
) -> Planned | None:
    """Writes some readers' messages down; ``None`` if another clock was there first, and nothing is written.

    ``behind`` is the number of the last reader that was looked at, 0 if nobody comes after him. Who already has a mail
    of this day gets no other.
    """
    with database.writing() as session:
        # The step forward comes first: on PostgreSQL another clock waits there, and then finds that it comes too late.
        if not move_on(session, begun, behind or begun.cursor, last=behind == 0):
            return None
        new = _insert(session, begun, messages, at) if messages else {}
        remind = [
            _reminder(begun, new[message.key], message.person_id, reminded)
            for message in messages
            if message.key in new
            for reminded in message.reminds
        ]
        if remind:
            session.connection().execute(_REMINDERS, remind)
        count_written(session, begun.id, len(new))
        reach("before_chunk_commit")
        session.commit()
    return Planned(len(new), sum(message.problem is not None for message in messages if message.key in new))


def _insert(session: Session, begun: Begun, messages: Sequence[Message], at: datetime) -> dict[str, int]:
    # By the clock that senders go by when they look whether a mail is still worth reading.
    expires_at = moment_of(session) + WORTH_READING
    rows = [
        {
            **values_of(message, at, begun.id),
            "on": begun.on,
            "overview": message.overview,
            "expires_at": expires_at,
        }
        for message in messages
    ]
    query = insert_into(session, DeliveryRow).on_conflict_do_nothing()
    # On the connection, since a session would first look at every value of every row.
    found = session.connection().execute(query.returning(DeliveryRow.dedupe_key, DeliveryRow.id), rows)
    numbers: dict[str, int] = dict(found.all())
    keep_contents(session, {numbers[each.key]: each.mime for each in messages if each.key in numbers})
    return numbers


def _reminder(begun: Begun, delivery_id: int, person_id: int | None, reminded: Reminded) -> dict[str, object]:
    return {
        "delivery_id": delivery_id,
        "person_id": person_id,
        "roadmap_id": reminded.roadmap_id,
        "measure_id": reminded.measure_id,
        "milestone_id": reminded.milestone_id,
        "why": reminded.why.value,
        "on": begun.on,
        "last_day": reminded.last_day,
    }
