"""Putting one person's digest into a message. The record has been read by then, and no lock is held."""

import logging
from datetime import UTC, datetime

from roadmap.digests.briefs import briefs_for
from roadmap.digests.links import Links
from roadmap.digests.office import Office
from roadmap.digests.reading import NOTHING, Edition, Shared
from roadmap.digests.words.actions import Writing
from roadmap.digests.words.places import filled_in
from roadmap.digests.words.render import sheet_of
from roadmap.domain.people import Person
from roadmap.store.mail.outbox import Message
from roadmap.web.letters import Letter, stencil_of
from roadmap.web.letters import compose as compose_letter
from roadmap.web.mime import takes
from roadmap.web.rereading import UnsafeHeader

_log = logging.getLogger(__name__)

# Enough for the readers of one overview in every language and scope; action items are mostly one reader's own.
_SHARED_KEPT = 64


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
    key = edition.key_for(person.id)
    try:
        return _message(edition, office, person, key, language or person.language)
    except Exception as problem:
        _log.warning("The digest for person %d could not be composed", person.id, exc_info=problem)
        said = str(problem) if isinstance(problem, UnsafeHeader) else f"{type(problem).__name__}: {problem}"
        return Message(key, person.id, person.email, language or person.language, "", f"<{key}@invalid>", b"", "", said)


def _message(edition: Edition, office: Office, person: Person, key: str, language: str) -> Message | None:
    shared = _shared(edition, office, person.id, language)
    if shared is None:
        return None
    letter = _letter(shared, person, key, language)
    if letter.values and shared.stencil is None:
        shared.stencil = stencil_of(letter, office.secret)
    done = compose_letter(
        letter,
        sender=office.sender,
        secret=office.secret,
        public_url=office.public_url,
        at=datetime.now(UTC),
        stencil=shared.stencil if letter.values else None,
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
        reminds=shared.reminds,
        overview=shared.overview,
    )


def _letter(shared: Shared, person: Person, key: str, language: str) -> Letter:
    sheet = shared.sheet
    made = {address: address(person.id) for _, address in sheet.places}
    values = {place: made[address] for place, address in sheet.places}
    text, html = sheet.text, sheet.html
    if not takes(values.values()):
        # Such a mail shares nothing with others.
        filled = list(values.items())
        text, html, values = filled_in(text, filled), filled_in(html, filled), {}
    headers = {
        "List-Id": shared.list_id,
        "List-Unsubscribe": f"<{made[sheet.unsubscribe]}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    address = person.email or ""
    return Letter(key, address, language, sheet.subject, text, html, headers, values, shared.enclosures)


def _shared(edition: Edition, office: Office, person_id: int, language: str) -> Shared | None:
    """What a person's mail shares with those of others. Readers of the same share it, so it is put together once."""
    same = (edition.same_for(person_id), language)
    if same in edition.shared:
        return edition.shared[same]
    digest = edition.digest_for(person_id)
    if digest is None:
        return None
    links = Links(office.public_url, office.secret, edition.default_slug)
    told = edition.reminders.get(person_id, NOTHING)
    mark = "again" if edition.again else ""
    writing = Writing(edition.on, language, links, told, edition.handed_over, mark=mark)
    sheet = sheet_of(digest, writing, datetime.combine(edition.on, edition.slot), edition.late)
    if len(edition.shared) >= _SHARED_KEPT:
        edition.shared.clear()
    overview = any(part.overview for part in digest.parts)
    briefs = briefs_for(digest, edition.interests[person_id], edition.mornings, links, language)
    edition.shared[same] = found = Shared(sheet, links.list_id, digest.reminds, overview, briefs)
    return found
