"""What the controlling side can remind of by hand, and whom: at most once a day for each item and person."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from roadmap.domain.digest import LINES, Digest, counted
from roadmap.domain.interests import Interest
from roadmap.domain.items import Item, Items, Why
from roadmap.domain.parts import UPCOMING_DAYS, Part
from roadmap.domain.plan import Roadmap


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An item that somebody can be reminded of. ``holders`` are the numbers of the persons who would be."""

    item: Item
    holders: tuple[int, ...]

    @property
    def code(self) -> str:
        """What the item is called in a form, and in the key that is used up for a day: not why it is open."""
        return code_of(self.item)


def code_of(item: Item) -> str:
    """``7:12`` for milestone 12 of measure 7 (ids), ``7`` for the measure; a question and a silence have their own."""
    measure_id, milestone_id = item.key
    if item.ask:
        return f"{measure_id}:asked:{item.ask.entry.seq}"
    if item.why is Why.STALE:
        return f"{measure_id}:stale"
    return f"{measure_id}:{milestone_id}" if milestone_id else f"{measure_id}"


def once_key(on: date, person_id: int, code: str) -> str:
    """What the reminder of one item uses up for one person and day."""
    return f"now:{on.isoformat()}:{person_id}:{code}"


def open_items(items: Items, interests: Iterable[Interest], sender_id: int) -> list[OpenItem]:
    """Everything overdue, returned, due within ten working days, or waiting for a word, the most urgent first.

    Whoever sends the reminder is not reminded by himself.
    """
    known = [interest for interest in interests if interest.person_id != sender_id]
    asked = [item for found in items.asked_of.values() for item in found]
    stale = [item for found in items.of_measure.values() for item in found if item.why is Why.STALE]
    near = [item for item in items.dated if item.why is not Why.LATER or _soon(item)]
    found = sorted([*near, *asked, *items.to_confirm, *stale], key=lambda item: item.urgency)
    return [OpenItem(item, _holders(item, known)) for item in found]


def _soon(item: Item) -> bool:
    return item.days_left is not None and item.days_left <= UPCOMING_DAYS


def _holders(item: Item, interests: Iterable[Interest]) -> tuple[int, ...]:
    return tuple(sorted({interest.person_id for interest in interests if _holds(item, interest)}))


def _holds(item: Item, interest: Interest) -> bool:
    if item.ask:
        return item.ask.entry.fact.post_id in interest.posts
    if item.why is Why.TO_CONFIRM:
        return interest.controls
    measure_id, milestone_id = item.key
    return milestone_id in interest.milestones if milestone_id else measure_id in interest.measures


def reminder_of(
    roadmap: Roadmap, person_id: int, on: date, items: Collection[Item], interests: Iterable[Interest]
) -> Digest:
    """A mail about these items alone. What does not fit into it is counted, and not reminded of."""
    mine = [interest for interest in interests if interest.person_id == person_id and interest.absent is None]
    reports_on = frozenset(number for interest in mine for number in interest.reports_on)
    part = Part(roadmap, False, None, reports_on, actions=tuple(items))
    cut = replace(part, actions=part.actions[:LINES], left_out=max(len(part.actions) - LINES, 0))
    return Digest(person_id, on, (cut,), counted([part]))
