"""Putting one person's digest into a message. The record has been read by then, and no lock is held."""

import logging
from datetime import UTC, datetime

from roadmap.digests.links import Links
from roadmap.digests.office import Office
from roadmap.digests.reading import Edition
from roadmap.digests.words.render import letter_of
from roadmap.store.mail.outbox import Message
from roadmap.web.letters import UnsafeHeader
from roadmap.web.letters import compose as compose_letter

_log = logging.getLogger(__name__)


def messages_of(edition: Edition, office: Office) -> list[Message]:
    """One message for everybody who has something to read."""
    found = (message_for(edition, office, person_id) for person_id in edition.interests)
    return [message for message in found if message]


def message_for(edition: Edition, office: Office, person_id: int, language: str | None = None) -> Message | None:
    """The message to one person, in his own language unless another is asked for; ``None`` if there is none."""
    person, digest = edition.people.get(person_id), edition.digest_for(person_id)
    if person is None or person.email is None or digest is None:
        return None
    key = edition.key_for(person.id)
    language = language or person.language
    links = Links(office.public_url, office.secret, edition.default_slug)
    as_of = datetime.combine(edition.on, edition.slot)
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
    return Message(
        key,
        person.id,
        person.email,
        language,
        done.subject,
        done.message_id,
        done.mime,
        done.checksum,
        reminds=digest.reminds,
        overview=any(part.overview for part in digest.parts),
    )
