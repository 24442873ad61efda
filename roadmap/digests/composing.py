"""Reading what a morning's letters are made of, and putting one person's digest into a message. No lock is held."""

import logging
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from roadmap.digests.links import Links
from roadmap.digests.office import Office
from roadmap.digests.words.actions import HandedOver, Writing
from roadmap.digests.words.places import filled_in
from roadmap.digests.words.render import Lateness, Sheet, sheet_of
from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.digest import Digest, compose
from roadmap.domain.interests import Interest, interests_in
from roadmap.domain.parts import Morning
from roadmap.domain.people import Person
from roadmap.domain.plan import Roadmap
from roadmap.domain.reminders import LOOK_BACK, Reminders, Told, handed_over
from roadmap.domain.schedule import MORNING, EditionDue, overview_before
from roadmap.store.mail.choices import choices_of
from roadmap.store.mail.outbox import Message
from roadmap.store.mail.reminders import reminders_of
from roadmap.store.people import holders_of_posts, people_with_roles, persons_by_id
from roadmap.store.portfolio import portfolio_on
from roadmap.web.letters import Letter, UnsafeHeader
from roadmap.web.letters import compose as compose_letter

_log = logging.getLogger(__name__)

Due = Sequence[tuple[Roadmap, WorkingCalendar, EditionDue]]
NOTHING: Told = {}
# Enough for the readers of one overview in every language and scope; action items are mostly one reader's own.
_SHEETS_KEPT = 64


@dataclass(frozen=True)
class Edition:
    """A morning in one time zone, read and not yet composed."""

    on: date
    timezone: str
    overview_period: str | None
    mornings: dict[int, Morning]
    interests: dict[int, list[Interest]]
    people: dict[int, Person]
    default_slug: str
    reminders: Reminders = field(default_factory=dict)
    late: Lateness | None = None
    _sheets: dict[Hashable, tuple[Digest, Sheet]] = field(default_factory=dict, repr=False, compare=False)

    def digest_for(self, person_id: int) -> Digest | None:
        """What this person is to read, if anything."""
        found = self.interests.get(person_id)
        return compose(self.mornings, found, self.reminders.get(person_id, NOTHING)) if found else None

    @cached_property
    def handed_over(self) -> HandedOver:
        """The days on which anybody was reminded of an item."""
        return handed_over(self.reminders.values())

    def same_for(self, person_id: int) -> Hashable:
        """What everybody has in common to whom the mail says the same: their interests, and their reminders before."""
        interests = tuple(replace(each, person_id=0) for each in self.interests[person_id])
        return interests, frozenset(self.reminders.get(person_id, NOTHING).items())


def read_edition(session: Session, due: Due, default_slug: str) -> Edition:
    """Reads everything the letters of a morning are made of, in a number of queries that people do not add to."""
    mornings: dict[int, Morning] = {}
    interests: dict[int, list[Interest]] = {}
    for roadmap, calendar, what in due:
        morning = _morning(session, roadmap, calendar, what)
        mornings[roadmap.id] = morning
        grants = people_with_roles(session, roadmap.id)
        posts = holders_of_posts(session, posts_concerned(morning))
        for interest in interests_in(morning.portfolio, grants, choices_of(session, roadmap.id), posts):
            interests.setdefault(interest.person_id, []).append(interest)
    on = due[0][2].on
    return Edition(
        on=on,
        timezone=due[0][0].timezone,
        overview_period=next((what.overview_period for _, _, what in due if what.overview_period), None),
        mornings=mornings,
        interests=interests,
        people=persons_by_id(session, interests),
        default_slug=default_slug,
        reminders=reminders_of(session, mornings, on - LOOK_BACK),
    )


def posts_concerned(morning: Morning) -> set[int]:
    """The posts of which something is asked this morning, or to which something is escalated, by number (id)."""
    return {*morning.items.asked_of, *morning.escalations}


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
    """The message to one person, in his own language unless another is asked for; ``None`` if there is none.

    What cannot be composed comes back as a message with a problem: one bad text or address must not keep the others
    from being written to, and is seen where failed mails are.
    """
    person = edition.people.get(person_id)
    if person is None or person.email is None or person_id not in edition.interests:
        return None
    key = f"digest:{edition.timezone}:{edition.on.isoformat()}:{person.id}"
    try:
        return _message(edition, office, person, key, language or person.language)
    except Exception as problem:
        _log.warning("The digest for person %d could not be composed", person.id, exc_info=problem)
        said = str(problem) if isinstance(problem, UnsafeHeader) else f"{type(problem).__name__}: {problem}"
        return Message(key, person.id, person.email, language or person.language, "", f"<{key}@invalid>", b"", "", said)


def _message(edition: Edition, office: Office, person: Person, key: str, language: str) -> Message | None:
    found = _sheet(edition, office, person.id, language)
    if found is None:
        return None
    digest, sheet = found
    addresses = [(place, address(person.id)) for place, address in sheet.places]
    links = Links(office.public_url, office.secret, edition.default_slug)
    letter = Letter(
        key=key,
        address=person.email or "",
        language=language,
        subject=sheet.subject,
        text=filled_in(sheet.text, addresses),
        html=filled_in(sheet.html, addresses),
        headers={
            "List-Id": links.list_id,
            # The last place that is kept is the one for leaving.
            "List-Unsubscribe": f"<{addresses[-1][1]}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    done = compose_letter(
        letter, sender=office.sender, secret=office.secret, public_url=office.public_url, at=datetime.now(UTC)
    )
    return Message(
        key,
        person.id,
        letter.address,
        language,
        done.subject,
        done.message_id,
        done.mime,
        done.checksum,
        reminds=digest.reminds,
    )


def _sheet(edition: Edition, office: Office, person_id: int, language: str) -> tuple[Digest, Sheet] | None:
    """The words of a person's mail. Readers of the same share them, so that they are put together once."""
    same = (edition.same_for(person_id), language)
    if same in edition._sheets:
        return edition._sheets[same]
    digest = edition.digest_for(person_id)
    if digest is None:
        return None
    links = Links(office.public_url, office.secret, edition.default_slug)
    told = edition.reminders.get(person_id, NOTHING)
    writing = Writing(edition.on, language, links, told, edition.handed_over)
    sheet = sheet_of(digest, writing, datetime.combine(edition.on, MORNING), edition.late)
    if len(edition._sheets) >= _SHEETS_KEPT:
        edition._sheets.clear()
    edition._sheets[same] = digest, sheet
    return digest, sheet
