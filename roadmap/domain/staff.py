"""What the controlling side enters about organisations, posts, persons, and who holds which post."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from roadmap.domain.holdings import Holding
from roadmap.domain.text import NO_TEXT, LocalizedText


@dataclass(frozen=True, slots=True)
class OrganisationEntry:
    """An organisation as it is kept."""

    code: str
    name: LocalizedText
    short: LocalizedText = NO_TEXT
    outside_government: bool = False


@dataclass(frozen=True, slots=True)
class PostEntry:
    """A post as it is kept, by the numbers of its organisation and of the next post up."""

    title: LocalizedText
    organisation_id: int | None = None
    above_id: int | None = None


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person as he is kept; one who only holds a post needs neither an address nor an account."""

    name: str
    email: str | None
    language: str


@dataclass(frozen=True, slots=True)
class HoldingEntry:
    """Who holds which post from when to when, as it is kept."""

    post_id: int
    person_id: int
    first_on: date | None = None
    last_on: date | None = None
    acting: bool = False
    act: str | None = None


Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Kept(Generic[Entry]):
    """An entry, and how often it was changed: what a form carries, so that nobody overwrites unseen."""

    entry: Entry
    version: int


def in_the_way(entry: HoldingEntry, number: int, known: Iterable[Holding]) -> Holding | None:
    """Another holding that shares a day with this one and may not: a post has one holder, and others act in it.

    The same person cannot hold a post twice at a time. ``number`` is the holding's own, or 0; what overlapped it as
    it was may do so further.
    """
    found = list(known)
    mine = Holding(number, entry.post_id, entry.person_id, entry.first_on, entry.last_on, entry.acting)
    before = next((each for each in found if each.id == number), None)
    for other in found:
        if other.id == number or other.post_id != mine.post_id or not mine.overlaps(other):
            continue
        same = other.person_id == mine.person_id
        if (same or not (mine.acting or other.acting)) and not (before and before.overlaps(other)):
            return other
    return None
