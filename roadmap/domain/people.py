"""Organisations, posts, persons and the roles they have on a road map."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import ClassVar

from roadmap.domain.text import LocalizedText


class Role(StrEnum):
    """What somebody may do. A coordinator's grant names one measure; an administrator's names no road map.

    One that names a milestone as well is a co-executor's: he reports on this milestone of the measure only.
    """

    COORDINATOR = "coordinator"
    CONTROLLER = "controller"
    EXECUTIVE = "executive"
    ADMINISTRATOR = "administrator"
    RECIPIENT = "recipient"


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that answers for something; outside the Government it takes part "by agreement" (domain notes §3.2)."""

    id: int
    code: str
    name: LocalizedText
    short: LocalizedText
    outside_government: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """An official position, such as a vice-minister's; persons come and go, the post stays responsible.

    ``above_id`` is the number of the next post up, to which an item goes that stays overdue.
    """

    id: int
    title: LocalizedText
    organisation: Organisation | None = None
    above_id: int | None = None


def name_kept_of_erased(number: int) -> str:
    """What stands in the place of a name that was erased; the same in every language."""
    return f"№ {number}"


class NameOfErased(str):
    """The name of somebody who was erased: in every sentence and on every page it says so, in the reader's language.

    As a plain string it is the number alone. How it is said is set by whoever knows languages.
    """

    number: int
    say: ClassVar[Callable[[int], str]] = staticmethod(name_kept_of_erased)

    def __new__(cls, number: int) -> "NameOfErased":
        made = super().__new__(cls, name_kept_of_erased(number))
        made.number = number
        return made

    def __str__(self) -> str:
        return NameOfErased.say(self.number)

    def __html__(self) -> str:
        return escape(str(self))


@dataclass(frozen=True, slots=True)
class Held:
    """A post that somebody holds on the day in question."""

    post: Post
    acting: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known by name. The ledger keeps only the number, so that the name can be erased.

    ``post`` is the one he is named by: his own, or the one he acts in if he has none. ``holds`` are all of them.
    """

    id: int
    name: str
    email: str | None
    language: str
    post: Post | None = None
    demonstration: bool = False
    active: bool = True
    holds: tuple[Held, ...] = ()
    erased: bool = False

    @property
    def posts(self) -> frozenset[int]:
        """The numbers (ids) of all posts he holds, those that he acts in too."""
        own = {self.post.id} if self.post else set()
        return frozenset(own | {held.post.id for held in self.holds})

    @property
    def organisations(self) -> frozenset[int]:
        """The numbers (ids) of the organisations in which he holds a post."""
        posts = ([self.post] if self.post else []) + [held.post for held in self.holds]
        return frozenset(post.organisation.id for post in posts if post.organisation)

    def acts_in(self, post: Post | None) -> bool:
        """Whether he holds a post for somebody else, or while it has no holder."""
        return any(held.acting and post is not None and held.post.id == post.id for held in self.holds)


@dataclass(frozen=True, slots=True)
class Grant:
    """One role of one person. A coordinator's names a road map and a measure, an administrator's neither.

    A co-executor's coordinator is given one milestone of the measure, or several by several roles.
    """

    role: Role
    roadmap_id: int | None = None
    measure_id: int | None = None
    milestone_id: int | None = None


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for a measure or a milestone: a post, the person who holds it, and a working contact below."""

    post: Post | None = None
    person: Person | None = None
    contact: Person | None = None

    def __bool__(self) -> bool:
        return self.post is not None or self.person is not None

    @property
    def acting(self) -> bool:
        """Whether the person holds the post for somebody else, or while it has no holder."""
        return self.person is not None and self.person.acts_in(self.post)

    def or_else(self, other: "Responsible") -> "Responsible":
        """Itself, or ``other`` where neither post nor person is named; a contact of its own stays either way."""
        return self if self else Responsible(other.post, other.person, self.contact or other.contact)
