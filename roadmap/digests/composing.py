"""Putting one person's digest into a message. The record has been read by then, and no lock is held."""

import logging
from datetime import UTC, datetime

from roadmap.digests.links import Links
from roadmap.digests.office import Office
from roadmap.digests.reading import NOTHING, Edition
from roadmap.digests.words.actions import Writing
from roadmap.digests.words.places import filled_in
from roadmap.digests.words.render import Sheet, sheet_of
from roadmap.domain.digest import Digest
from roadmap.domain.people import Person
from roadmap.store.mail.outbox import Message
from roadmap.web.letters import Letter, UnsafeHeader
from roadmap.web.letters import compose as compose_letter

_log = logging.getLogger(__name__)

# Enough for the readers of one overview in every language and scope; action items are mostly one reader's own.
_SHEETS_KEPT = 64


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
    found = _sheet(edition, office, person.id, language)
    if found is None:
        return None
    digest, sheet = found
    made = {address: address(person.id) for _, address in sheet.places}
    addresses = [(place, made[address]) for place, address in sheet.places]
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
            "List-Unsubscribe": f"<{made[sheet.unsubscribe]}>",
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
        overview=any(part.overview for part in digest.parts),
    )


def _sheet(edition: Edition, office: Office, person_id: int, language: str) -> tuple[Digest, Sheet] | None:
    """The words of a person's mail. Readers of the same share them, so that they are put together once."""
    same = (edition.same_for(person_id), language)
    if same in edition.sheets:
        return edition.sheets[same]
    digest = edition.digest_for(person_id)
    if digest is None:
        return None
    links = Links(office.public_url, office.secret, edition.default_slug)
    told = edition.reminders.get(person_id, NOTHING)
    mark = "again" if edition.again else ""
    writing = Writing(edition.on, language, links, told, edition.handed_over, mark=mark)
    sheet = sheet_of(digest, writing, datetime.combine(edition.on, edition.slot), edition.late)
    if len(edition.sheets) >= _SHEETS_KEPT:
        edition.sheets.clear()
    edition.sheets[same] = digest, sheet
    return digest, sheet
