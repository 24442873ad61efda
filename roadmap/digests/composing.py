"""Putting one person's digest into a message. The record has been read by then, and no lock is held."""

import logging
from collections.abc import Hashable
from dataclasses import replace
from datetime import UTC, datetime

from roadmap.digests.links import Links
from roadmap.digests.office import Office
from roadmap.digests.reading import Edition
from roadmap.digests.words.actions import Writing
from roadmap.digests.words.places import filled_in
from roadmap.digests.words.render import Lateness, Sheet, sheet_of
from roadmap.domain.digest import NOBODY, Digest
from roadmap.domain.people import Person
from roadmap.store.mail.outbox import Message
from roadmap.web.letters import Letter, UnsafeHeader
from roadmap.web.letters import compose as compose_letter

_log = logging.getLogger(__name__)

# Enough for the readers of one overview in every language and scope; action items are mostly one reader's own.
SHEETS_KEPT = 64


def messages_of(edition: Edition, office: Office) -> list[Message]:
    """One message for everybody who has something to read."""
    composer = Composer(edition, office)
    found = (composer.message_for(person_id) for person_id in edition.interests)
    return [message for message in found if message]


def message_for(edition: Edition, office: Office, person_id: int, language: str | None = None) -> Message | None:
    """The message to one person, in his own language unless another is asked for; ``None`` if there is none."""
    return Composer(edition, office).message_for(person_id, language)


class Composer:
    """Composes the messages of an edition. What many of its readers read is put into words once."""

    def __init__(self, edition: Edition, office: Office) -> None:
        self._edition, self._office = edition, office
        self._links = Links(office.public_url, office.secret, edition.default_slug)
        self._sheets: dict[Hashable, tuple[Digest, Sheet] | None] = {}

    def message_for(self, person_id: int, language: str | None = None) -> Message | None:
        """The message to one person, if there is one.

        What cannot be composed comes back as a message with a problem: one bad text or address must not keep the
        others from being written to, and is seen where failed mails are.
        """
        person = self._edition.people.get(person_id)
        if person is None or person.email is None or person_id not in self._edition.interests:
            return None
        language = language or person.language
        try:
            found = self._sheet(person_id, language)
            return self._message(person, language, *found) if found else None
        except Exception as problem:
            _log.warning("The digest for person %d could not be composed", person_id, exc_info=problem)
            said = str(problem) if isinstance(problem, UnsafeHeader) else f"{type(problem).__name__}: {problem}"
            key = self._edition.key_for(person_id)
            return Message(key, person_id, person.email, language, "", f"<{key}@invalid>", b"", "", said)

    def _message(self, person: Person, language: str, digest: Digest, sheet: Sheet) -> Message:
        addresses = [(place, address(person.id)) for place, address in sheet.places]
        letter = Letter(
            key=self._edition.key_for(person.id),
            address=person.email or "",
            language=language,
            subject=sheet.subject,
            text=filled_in(sheet.text, addresses),
            html=filled_in(sheet.html, addresses),
            headers={
                "List-Id": self._links.list_id,
                "List-Unsubscribe": f"<{sheet.unsubscribe(person.id)}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
        office = self._office
        done = compose_letter(
            letter, sender=office.sender, secret=office.secret, public_url=office.public_url, at=datetime.now(UTC)
        )
        return Message(
            done.key,
            person.id,
            done.address,
            language,
            done.subject,
            done.message_id,
            done.mime,
            done.checksum,
            reminds=digest.reminds,
            overview=any(part.overview for part in digest.parts),
        )

    def _sheet(self, person_id: int, language: str) -> tuple[Digest, Sheet] | None:
        """What a person's mail says, in words; ``None`` if there is nothing to say."""
        same = (self._read_alike(person_id), language)
        if same not in self._sheets:
            if len(self._sheets) >= SHEETS_KEPT:
                self._sheets.clear()
            self._sheets[same] = self._written(person_id, language)
        return self._sheets[same]

    def _read_alike(self, person_id: int) -> Hashable:
        """What those have in common to whom the mail says the same: their interests, and what they were told before."""
        interests = (
            replace(each, person_id=0, post_id=each.post_id if self._concerns(each.roadmap_id, each.post_id) else None)
            for each in self._edition.interests[person_id]
        )
        return tuple(interests), frozenset(self._edition.reminders.get(person_id, NOBODY).items())

    def _concerns(self, roadmap_id: int, post_id: int | None) -> bool:
        """Whether anything is asked of a post this morning, or escalated to it."""
        morning = self._edition.mornings.get(roadmap_id)
        return morning is not None and (post_id in morning.items.asked_of or post_id in morning.escalations)

    def _written(self, person_id: int, language: str) -> tuple[Digest, Sheet] | None:
        edition = self._edition
        digest = edition.digest_for(person_id)
        if digest is None:
            return None
        told = edition.reminders.get(person_id, NOBODY)
        writing = Writing(edition.on, language, self._links, told, edition.handed_over)
        return digest, sheet_of(digest, writing, datetime.combine(edition.on, edition.slot), self._late())

    def _late(self) -> Lateness | None:
        first = self._edition.late_since
        covers = (day for morning in self._edition.mornings.values() for day in morning.covers)
        return Lateness(first, max(covers, default=first)) if first else None
