"""What goes to the next post up: an item that stays overdue, with the reminders that were handed over before.

The holder of an item keeps it; who stands above him is told as well (product notes §5). A road map says after how many
working days, or that it never happens.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roadmap.domain.items import Item, Why
from roadmap.domain.people import Responsible
from roadmap.domain.plan import Roadmap


@dataclass(frozen=True, slots=True)
class Escalation:
    """An overdue item for whoever holds the post above the one that answers for it."""

    item: Item
    to_post_id: int
    responsible: Responsible

    @property
    def days_overdue(self) -> int:
        """Working days since the last day."""
        return -(self.item.days_left or 0)


def escalations_in(roadmap: Roadmap, items: Iterable[Item]) -> Mapping[int, list[Escalation]]:
    """What is escalated, by the number of the post it goes to, the longest overdue first.

    A returned item counts as well once its day has passed. Where no post answers, or none is above it, nobody is told.
    """
    found: dict[int, list[Escalation]] = defaultdict(list)
    after = roadmap.escalate_after
    if after is None:
        return found
    for item in items:
        responsible = (item.milestone or item.measure).responsible
        above = above_of(responsible)
        if above is not None and item.why in (Why.OVERDUE, Why.RETURNED) and -(item.days_left or 0) >= max(after, 1):
            found[above].append(Escalation(item, above, responsible))
    for each in found.values():
        each.sort(key=lambda escalation: (escalation.item.days_left or 0, escalation.item.urgency))
    return found


def above_of(responsible: Responsible) -> int | None:
    """The number of the post above the one that answers; ``None`` if there is none, or if it is set above itself."""
    post = responsible.post or (responsible.person.post if responsible.person else None)
    return post.above_id if post and post.above_id != post.id else None
