"""What persons were reminded of before: how often they are told of the same again, and what a mail says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from roadmap.domain.items import Item, Reminded, Why

# What is said of earlier reminders looks back so far; the reminders themselves are kept as long as their mails are.
LOOK_BACK = timedelta(days=60)
_WEEK = timedelta(days=7)
# To its holder these are one matter, whatever it was called on the day of the reminder.
HELD = frozenset({Why.OVERDUE, Why.RETURNED, Why.DUE, Why.FORECAST_PASSED})


@dataclass(frozen=True, slots=True)
class Handed:
    """The days on which a person was reminded: in mails that were handed over, and in mails still on their way."""

    sent: frozenset[date] = frozenset()
    under_way: frozenset[date] = frozenset()


Told = Mapping[Reminded, Handed]
"""What one person was reminded of."""

Reminders = Mapping[int, Told]
"""What everybody was reminded of, by the person's number."""

HandedOver = Mapping[tuple[int, int | None], tuple[date, ...]]
"""The days on which anybody was reminded of an item that he holds, by the numbers of its measure and milestone."""


def told_lately(told: Told, reminded: Reminded, on: date) -> bool:
    """Whether the person was reminded of this, for this reason, in the week before ``on``, sent or still on its way."""
    handed = told.get(reminded)
    return handed is not None and any(on - _WEEK < day < on for day in handed.sent | handed.under_way)


def reminded_on(told: Told, roadmap_id: int, item: Item, on: date) -> tuple[date, ...]:
    """The days before ``on`` on which a mail that was handed over reminded the person of this item, in their order."""
    reasons = HELD if item.why in HELD else {item.why}
    keys = (Reminded(roadmap_id, *item.key, why) for why in reasons)
    return tuple(sorted({day for key in keys if key in told for day in told[key].sent if day < on}))
