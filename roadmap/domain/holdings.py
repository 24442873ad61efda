"""Who holds which post from when to when, and who therefore answers on a day. Persons come and go; the post stays."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Holding:
    """A person in a post. A missing day: since before the record began, or until further notice; both days count.

    Whoever is ``acting`` holds it for its holder, or while it has none; ``act`` names the order. ``entered_at`` is when
    it was first written down.
    """

    id: int
    post_id: int
    person_id: int
    first_on: date | None = None
    last_on: date | None = None
    acting: bool = False
    act: str = ""
    version: int = 1
    entered_at: datetime | None = field(default=None, compare=False)

    def in_force_on(self, day: date) -> bool:
        """Whether the person holds the post on a day."""
        return (self.first_on is None or self.first_on <= day) and not self.over_on(day)

    def over_on(self, day: date) -> bool:
        """Whether it ended before a day."""
        return self.last_on is not None and self.last_on < day

    def overlaps(self, other: "Holding") -> bool:
        """Whether there is a day on which both are in force."""
        return _begins_before_the_end(self, other) and _begins_before_the_end(other, self)


def _begins_before_the_end(one: Holding, other: Holding) -> bool:
    return one.first_on is None or other.last_on is None or one.first_on <= other.last_on


@dataclass(frozen=True, slots=True)
class HoldingChange:
    """What a holding was until a moment, at which it was changed or taken back."""

    before: Holding
    changed_at: datetime


def known_holdings(today: Iterable[Holding], changes: Iterable[HoldingChange], known_at: datetime) -> list[Holding]:
    """The holdings as they were known at a moment: what was entered by then, as it stood before any later change.

    ``today`` are the holdings as they are, ``changes`` those recorded after ``known_at``, the earliest first.
    """
    found = {each.id: each for each in today}
    earliest: dict[int, Holding] = {}
    for change in changes:
        if change.changed_at > known_at:
            earliest.setdefault(change.before.id, change.before)
    return [each for each in (found | earliest).values() if each.entered_at is None or each.entered_at <= known_at]


def answers_for(post_id: int, named: int | None, holdings: Iterable[Holding], day: date) -> int | None:
    """The number of the person who answers where a line names a post and, perhaps, a person.

    Whoever is named answers until he is known to have left the post. Then, or if only the post is named, it is whoever
    acts in it, else its holder; of several the one entered last. ``None`` while nobody holds it.
    """
    about = [each for each in holdings if each.post_id == post_id]
    if named is not None and not _has_left(named, about, day):
        return named
    now = [each for each in about if each.in_force_on(day)]
    last = max(now, key=lambda each: (each.acting, each.first_on or date.min, each.id), default=None)
    return last.person_id if last else None


def _has_left(person_id: int, holdings: Iterable[Holding], day: date) -> bool:
    own = [each for each in holdings if each.person_id == person_id]
    return any(each.over_on(day) for each in own) and not any(each.in_force_on(day) for each in own)
