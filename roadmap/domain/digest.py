"""What one person reads on one morning: what needs his action first, then, if it is the day, the state of the whole.

A mail has at most fifteen lines; what does not fit is counted, and a link leads to it. Nothing to say is no mail,
unless somebody asked to be told when all is quiet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from roadmap.domain.choices import Rhythm
from roadmap.domain.interests import Interest
from roadmap.domain.items import Item, Reminded, Why
from roadmap.domain.parts import URGENT, Morning, Part, part_of
from roadmap.domain.reminders import Told, told_lately
from roadmap.domain.schedule import carries_overview

LINES = 15
SOON_DAYS = 5


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of the subject line; ``due`` is within the next five working days."""

    overdue: int
    returned: int
    due: int
    decisions: int
    changes: int
    escalated: int = 0
    to_confirm: int = 0
    forecast_passed: int = 0
    stale: int = 0


@dataclass(frozen=True, slots=True)
class Digest:
    """One person's mail of one morning. ``quiet``: there is nothing to say but that."""

    person_id: int
    on: date
    parts: tuple[Part, ...]
    counts: Counts
    quiet: bool = False

    @property
    def demonstration(self) -> bool:
        """Whether anything in it is made up for trying the program out."""
        return any(part.roadmap.demonstration for part in self.parts)

    @property
    def reminds(self) -> tuple[Reminded, ...]:
        """What the mail reminds its reader of: the items that need action and are named in it."""
        named = [
            reminded
            for part in self.parts
            for reminded in chain(
                (item.reminder(part.roadmap.id) for item in part.actions),
                (Reminded(part.roadmap.id, *each.item.key, Why.ESCALATED) for each in part.escalated),
            )
        ]
        return tuple(dict.fromkeys(named))


NOBODY: Told = {}


def compose(mornings: Mapping[int, Morning], interests: Sequence[Interest], told: Told = NOBODY) -> Digest | None:
    """The mail of one person, whose ``interests`` these are; ``mornings`` by the road map's number (id).

    ``told`` is what the person was reminded of before. ``None`` when there is nothing to say.
    """
    concerned = [(mornings[each.roadmap_id], each) for each in interests if each.roadmap_id in mornings]
    drafts = [(morning, each, part_of(morning, each)) for morning, each in concerned]
    said = [(morning, each, part) for morning, each, part in drafts if part.says_something]
    parts = [part for _, _, part in said]
    shown = _cut(parts) if parts else ()
    day = max((morning.portfolio.day for morning, _ in concerned), default=date.min)
    waking = (_wakes(morning, each, part, cut, told) for (morning, each, part), cut in zip(said, shown, strict=True))
    if any(waking):
        return Digest(interests[0].person_id, day, shown, counted(parts))
    quiet = tuple(part for _, each, part in drafts if part.overview and each.when_quiet)
    return Digest(interests[0].person_id, day, quiet, counted(quiet), quiet=True) if quiet and not parts else None


def _wakes(morning: Morning, interest: Interest, part: Part, shown: Part, told: Told) -> bool:
    """Whether a part is reason enough for a mail; once there is one, everything that waits comes along.

    Only what would be named can be a standing reason: what is left out for want of room would be one every morning.
    """
    if part.overview and part.has_news:
        return True
    if interest.rhythm is Rhythm.MORNINGS or interest.last_day_only or any(item.nears_its_day for item in part.actions):
        return part.needs_action
    day = morning.portfolio.day
    if carries_overview(day, morning.portfolio.calendar):
        return part.needs_action
    named = [item.reminder(part.roadmap.id) for item in shown.actions]
    named += [Reminded(part.roadmap.id, *each.item.key, Why.ESCALATED) for each in shown.escalated]
    return any(not told_lately(told, reminded, day) for reminded in named)


def counted(parts: Sequence[Part]) -> Counts:
    """The numbers of the subject line, of everything in these parts whether it is cut or not."""
    named = [item for part in parts for item in chain(part.actions, part.late, part.upcoming)]
    return Counts(
        overdue=_of(named, Why.OVERDUE),
        returned=_of(named, Why.RETURNED),
        due=sum(_soon(item) for item in named),
        decisions=sum(len(part.decisions) for part in parts) + _of(named, Why.ASKED),
        changes=sum(len(part.changes) for part in parts),
        escalated=sum(len(part.escalated) for part in parts),
        to_confirm=_of(named, Why.TO_CONFIRM),
        forecast_passed=sum(item.why is Why.FORECAST_PASSED and not _soon(item) for item in named),
        stale=_of(named, Why.STALE),
    )


def _of(items: Sequence[Item], why: Why) -> int:
    return sum(item.why is why for item in items)


def _soon(item: Item) -> bool:
    ahead = item.why in (Why.DUE, Why.LATER, Why.FORECAST_PASSED)
    return ahead and item.days_left is not None and item.days_left <= SOON_DAYS


def _cut(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts with at most ``LINES`` lines between them; what needs action is the last to be left out."""
    urgent = shares([len(section) for part in parts for section in part.sections[:URGENT]], LINES)
    rest = shares([len(section) for part in parts for section in part.sections[URGENT:]], LINES - sum(urgent))
    width = len(parts[0].sections) - URGENT
    return tuple(
        _cut_part(part, urgent[place * URGENT : (place + 1) * URGENT] + rest[place * width : (place + 1) * width])
        for place, part in enumerate(parts)
    )


def _cut_part(part: Part, given: Sequence[int]) -> Part:
    escalated, actions, decisions, measures, late, upcoming, changes = given
    return replace(
        part,
        escalated=part.escalated[:escalated],
        actions=part.actions[:actions],
        decisions=part.decisions[:decisions],
        measures=part.measures[:measures],
        late=part.late[:late],
        upcoming=part.upcoming[:upcoming],
        changes=part.changes[:changes],
        left_out=sum(map(len, part.sections)) - sum(given),
    )


def shares(wanted: Sequence[int], room: int) -> list[int]:
    """How many lines each section gets: one after the other takes one more, until all have enough or room ends."""
    given = [0] * len(wanted)
    while room > 0 and given != list(wanted):
        for place, count in enumerate(wanted):
            if room > 0 and given[place] < count:
                given[place] += 1
                room -= 1
    return given
