"""Reading what a morning's letters are made of, and putting one person's digest into a message. No lock is held."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from roadmap.digests.links import Links
from roadmap.digests.office import Office
from roadmap.digests.words.render import letter_of
from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.digest import Digest, Morning, compose
from roadmap.domain.interests import Interest, interests_in
from roadmap.domain.people import Person
from roadmap.domain.plan import Roadmap
from roadmap.domain.schedule import MORNING, EditionDue, overview_before
from roadmap.store.mail.choices import choices_of
from roadmap.store.mail.outbox import Message
from roadmap.store.people import people_with_roles, persons_by_id
from roadmap.store.portfolio import portfolio_on
from roadmap.web.letters import UnsafeHeader
from roadmap.web.letters import compose as compose_letter

_log = logging.getLogger(__name__)

Due = Sequence[tuple[Roadmap, WorkingCalendar, EditionDue]]


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
