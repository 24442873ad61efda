"""Deciding, once for each morning and time zone, who is to be written to, and writing it down with every letter.

Reading, composing and rendering come first and hold no lock; then one short transaction writes the edition with all its
letters. The database takes only one edition of a morning, so any number of clocks may try.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.digests.links import Links
from roadmap.digests.words.render import letter_of
from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.digest import Digest, Morning, compose
from roadmap.domain.interests import Interest, interests_in
from roadmap.domain.people import Person
from roadmap.domain.plan import Roadmap
from roadmap.domain.schedule import MORNING, EditionDue, edition_due, overview_before
from roadmap.store.days import working_calendar
from roadmap.store.mail.choices import choices_of
from roadmap.store.mail.outbox import Message, edition_exists, write_down_edition
from roadmap.store.people import people_with_roles, persons_by_id
from roadmap.store.plan_reading import all_roadmaps
from roadmap.store.portfolio import portfolio_on
from roadmap.web.letters import UnsafeHeader
from roadmap.web.letters import compose as compose_letter

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Office:
    """What the letters of one installation have in common."""

    sender: str
    secret: str
    public_url: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What one turn wrote down: letters to be handed over, and those that could not even be composed."""

    letters: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Edition:
    """A morning in one time zone, read and not yet composed."""

    on: date
    timezone: str
    overview_period: str | None
    mornings: dict[int, Morning]
    interests: dict[int, list[Interest]]
    people: dict[int, Person]
    default_slug: str

    def digest_for(self, person_id: int) -> Digest | None:
        """What this person is to read, if anything."""
        found = self.interests.get(person_id)
        return compose(self.mornings, found) if found else None


def plan(database: Database, office: Office, at: datetime) -> Planned:
    """Writes down every edition that is due at the business time ``at`` and is not there yet.

    Without an offset ``at`` is each road map's own local time. Needs the application's context.
    """
    with database.reading() as session:
        editions = due_editions(session, at)
    total = Planned()
    for edition in editions:
        messages = messages_of(edition, office)
        with database.writing() as session:
            written = write_down_edition(
                session,
                on=edition.on,
                timezone=edition.timezone,
                overview_period=edition.overview_period,
                messages=messages,
                at=datetime.now(UTC),
            )
            session.commit()
        if written:
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


Due = Sequence[tuple[Roadmap, WorkingCalendar, EditionDue]]


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


def read_edition(session: Session, due: Due, default_slug: str) -> Edition:
    """Reads everything the letters of a morning are made of, in a number of queries that people do not add to."""
    mornings: dict[int, Morning] = {}
    interests: dict[int, list[Interest]] = {}
    for roadmap, calendar, what in due:
        morning = _morning(session, roadmap, calendar, what)
        mornings[roadmap.id] = morning
        grants = people_with_roles(session, roadmap.id)
        for interest in interests_in(morning.portfolio, grants, choices_of(session, roadmap.id)):
            interests.setdefault(interest.person_id, []).append(interest)
    return Edition(
        on=due[0][2].on,
        timezone=due[0][0].timezone,
        overview_period=next((what.overview_period for _, _, what in due if what.overview_period), None),
        mornings=mornings,
        interests=interests,
        people=persons_by_id(session, interests),
        default_slug=default_slug,
    )


def _morning(session: Session, roadmap: Roadmap, calendar: WorkingCalendar, due: EditionDue) -> Morning:
    portfolio = portfolio_on(session, roadmap, due.on)
    earlier = overview_before(due.on, calendar) if due.overview_period else None
    if earlier is None:
        return Morning(portfolio, due.overview_period is not None)
    # What the readers of that overview could know then: later news about earlier days is news to them.
    known_at = datetime.combine(earlier, MORNING, ZoneInfo(roadmap.timezone))
    return Morning(portfolio, True, portfolio_on(session, roadmap, earlier, known_at, portfolio))


def messages_of(edition: Edition, office: Office) -> list[Message]:
    """One message for everybody who has something to read."""
    found = (message_for(edition, office, person_id) for person_id in edition.interests)
    return [message for message in found if message]


def message_for(edition: Edition, office: Office, person_id: int, language: str | None = None) -> Message | None:
    """The message to one person, in his own language unless another is asked for; ``None`` if there is none."""
    person, digest = edition.people.get(person_id), edition.digest_for(person_id)
    if person is None or person.email is None or digest is None:
        return None
    key = f"digest:{edition.timezone}:{edition.on.isoformat()}:{person.id}"
    language = language or person.language
    links = Links(office.public_url, office.secret, edition.default_slug)
    as_of = datetime.combine(edition.on, MORNING)
    letter = letter_of(digest, key=key, address=person.email, language=language, as_of=as_of, links=links)
    try:
        done = compose_letter(
            letter, sender=office.sender, secret=office.secret, public_url=office.public_url, at=datetime.now(UTC)
        )
    except UnsafeHeader as refusal:
        # One bad address must not keep the others from being written to; it is kept as failed, where it is seen.
        _log.warning("The digest for person %d could not be composed: %s", person.id, refusal)
        unsent = f"<{key}@invalid>"
        return Message(key, person.id, person.email, language, letter.subject, unsent, b"", "", str(refusal))
    return Message(key, person.id, person.email, language, done.subject, done.message_id, done.mime, done.checksum)


def edition_for(session: Session, on: date) -> Edition | None:
    """The edition of a day in the default road map's zone as it would be, for looking at; ``None`` on a day off."""
    roadmaps = all_roadmaps(session)
    together = [roadmap for roadmap in roadmaps if roadmap.timezone == roadmaps[0].timezone]
    due = _due(session, together, datetime.combine(on, time.max))
    return read_edition(session, due, roadmaps[0].slug) if due else None
