"""Reminding by hand: reading what is open, composing one mail for each person, and writing it down once a day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from roadmap.access.tokens import fingerprint
from roadmap.digests.links import Links
from roadmap.digests.office import Office
from roadmap.digests.words.actions import Writing
from roadmap.digests.words.places import filled_in
from roadmap.digests.words.render import sheet_of
from roadmap.digests.words.signing import ByHand
from roadmap.domain.by_hand import OpenItem, code_of, once_key, open_items, reminder_of
from roadmap.domain.digest import LINES
from roadmap.domain.interests import Interest, interests_in
from roadmap.domain.items import all_items
from roadmap.domain.people import Person
from roadmap.domain.plan import Roadmap
from roadmap.domain.reminders import LOOK_BACK, Reminders
from roadmap.store.mail.by_hand import Used, used_keys, write_reminder, written_on
from roadmap.store.mail.choices import settings_of
from roadmap.store.mail.leases import moment_of
from roadmap.store.mail.outbox import Message
from roadmap.store.mail.reminders import reminders_of
from roadmap.store.people import people_with_roles, persons_by_id
from roadmap.store.portfolio import portfolio_on
from roadmap.store.post_holders import holders_of_posts
from roadmap.web.letters import Letter
from roadmap.web.letters import compose as compose_letter
from roadmap.web.rereading import UnsafeHeader

# Tomorrow it is said anew, or not at all.
WORTH_READING = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that somebody can be reminded of on a day, by whom it waits for."""

    roadmap: Roadmap
    on: date
    sender: Person
    items: list[OpenItem]
    people: Mapping[int, Person]
    interests: list[Interest]
    reminders: Reminders
    used: frozenset[str]
    # How many reminders by hand were written down today, by person.
    written: Mapping[int, int]

    def reminded_today(self, item: OpenItem, person_id: int) -> bool:
        """Whether this person got a reminder of this item by hand today."""
        return once_key(self.on, person_id, item.code) in self.used

    def free(self, item: OpenItem) -> list[int]:
        """The persons who can still be reminded of it today."""
        return [number for number in item.holders if not self.reminded_today(item, number)]

    def chosen(self, codes: Collection[str]) -> dict[int, list[OpenItem]]:
        """What each person would be reminded of, if these items were chosen: no more than a mail has room for."""
        found: dict[int, list[OpenItem]] = {}
        for item in self.items:
            for number in self.free(item) if item.code in codes else ():
                found.setdefault(number, []).append(item)
        return {number: items[:LINES] for number, items in found.items()}


def read_table(session: Session, roadmap: Roadmap, on: date, sender: Person) -> Table:
    """What is open and with whom. What people chose about their mail is no matter here: a person reminds a person."""
    portfolio = portfolio_on(session, roadmap, on)
    items = all_items(portfolio)
    grants = people_with_roles(session, roadmap.id)
    posts = holders_of_posts(session, items.asked_of, on)
    settings = settings_of(session)
    away = {number for each in settings.items() for number in (each[0], each[1].substitute_id) if number}
    known = persons_by_id(session, away)
    interests = interests_in(portfolio, grants, {}, posts, settings, known)
    waiting = open_items(items, interests, sender.id)
    holders = {number for each in waiting for number in each.holders}
    return Table(
        roadmap,
        on,
        persons_by_id(session, [sender.id], on)[sender.id],
        waiting,
        persons_by_id(session, holders),
        interests,
        reminders_of(session, [roadmap.id], on - LOOK_BACK),
        used_keys(session, [once_key(on, number, each.code) for each in waiting for number in each.holders]),
        written_on(session, on, holders),
    )


def message_to(
    table: Table, person: Person, items: Collection[OpenItem], office: Office, slug: str, at: datetime
) -> Message:
    """The mail to one person, in his own language. Raises ``UnsafeHeader`` for an address that no mail can go to."""
    links = Links(office.public_url, office.secret, slug)
    digest = reminder_of(table.roadmap, person.id, table.on, [each.item for each in items], table.interests)
    key = _key(table, person.id, items)
    # The link of this morning's digest may be spent by now, and so may that of an earlier reminder.
    mark = f"r{fingerprint(key)[:8]}"
    writing = Writing(table.on, person.language, links, table.reminders.get(person.id, {}), {}, mark=mark)
    local = at.astimezone(ZoneInfo(table.roadmap.timezone)).replace(tzinfo=None)
    sheet = sheet_of(digest, writing, local, by_hand=ByHand(table.sender))
    addresses = [(place, address(person.id)) for place, address in sheet.places]
    headers = {
        "List-Id": links.list_id,
        "List-Unsubscribe": f"<{sheet.unsubscribe(person.id)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    text, html = (filled_in(part, addresses) for part in (sheet.text, sheet.html))
    letter = Letter(key, person.email or "", person.language, sheet.subject, text, html, headers)
    done = compose_letter(letter, sender=office.sender, secret=office.secret, public_url=office.public_url, at=at)
    sent = (done.subject, done.message_id, done.mime, done.checksum)
    return Message(key, person.id, letter.address, person.language, *sent, reminds=digest.reminds)


def _key(table: Table, person_id: int, items: Collection[OpenItem]) -> str:
    """The same for a double press, and another when the same items are sent anew after a mail that failed."""
    before = table.written.get(person_id, 0)
    codes = "+".join(sorted(each.code for each in items))
    return f"reminder:{table.on.isoformat()}:{person_id}:{codes}" + (f":{before + 1}" if before else "")


def composed(
    table: Table, codes: Collection[str], office: Office, slug: str, at: datetime
) -> tuple[list[tuple[Message, list[Used]]], list[Person]]:
    """The mails about the chosen items, and those persons to whom none could be composed."""
    found, unsendable = [], []
    for number, items in table.chosen(codes).items():
        person = table.people[number]
        try:
            message = message_to(table, person, items, office, slug, at)
        except UnsafeHeader:
            unsendable.append(person)
            continue
        used = [
            Used(each.item.reminder(table.roadmap.id), once_key(table.on, number, code_of(each.item))) for each in items
        ]
        found.append((message, used))
    return found, unsendable


def record(
    session: Session, mails: Sequence[tuple[Message, list[Used]]], on: date, at: datetime
) -> tuple[set[int], set[int]]:
    """Writes the mails down: the numbers of whom this was new to, and of whom somebody had reminded meanwhile."""
    new: set[int] = set()
    old: set[int] = set()
    # By the clock that senders go by when they look whether a mail is still worth reading.
    expires_at = moment_of(session) + WORTH_READING
    for message, used in mails:
        written = write_reminder(session, message, used, on=on, expires_at=expires_at, at=at)
        (new if written else old).add(message.person_id or 0)
    return new, old
