"""What one person reads on one morning: what needs his action first, then, if it is the day, the state of the whole.

A mail has at most fifteen lines; what does not fit is counted, and a link leads to it. Nothing to say is no mail.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain

from roadmap.domain.interests import Interest
from roadmap.domain.items import Item, Why, items_of
from roadmap.domain.ledger import Confidence
from roadmap.domain.measures import MeasureState
from roadmap.domain.plan import Roadmap
from roadmap.domain.portfolio import AskedOf, Change, Portfolio, changes_between

LINES = 15
UPCOMING_DAYS = 10
SOON_DAYS = 5
_CONCERN = {Confidence.OFF_TRACK: 0, Confidence.AT_RISK: 1}


@dataclass(frozen=True)
class Morning:
    """A road map on the morning of an edition. ``before`` is the road map as the last overview showed it."""

    portfolio: Portfolio
    overview: bool
    before: Portfolio | None = None

    @cached_property
    def items(self) -> list[Item]:
        """Every item that has something to say, most urgent first."""
        return items_of(self.portfolio)

    @cached_property
    def items_of_milestone(self) -> dict[int, Item]:
        """The same by the milestone's number (id)."""
        return {item.milestone.milestone.id: item for item in self.items if item.milestone}

    @cached_property
    def items_of_measure(self) -> dict[int, Item]:
        """Measures that have a date of their own, by number (id)."""
        return {item.measure.measure.id: item for item in self.items if item.milestone is None}

    @cached_property
    def changes(self) -> list[Change]:
        """What is different since the last overview; nothing before the first."""
        return changes_between(self.before, self.portfolio) if self.before else []

    @cached_property
    def concerned(self) -> list[MeasureState]:
        """The measures, those off track or at risk first, else in the plan's order."""
        return sorted(self.portfolio.measures, key=lambda state: _CONCERN.get(state.confidence, len(_CONCERN)))


@dataclass(frozen=True, slots=True)
class ActionGroup:
    """One measure's items that need action."""

    measure: MeasureState
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What the mail says about one road map. ``quiet`` counts milestones of which there is nothing to say."""

    roadmap: Roadmap
    overview: bool
    since: date | None
    reports_on: frozenset[int] = frozenset()
    actions: tuple[Item, ...] = ()
    decisions: tuple[AskedOf, ...] = ()
    measures: tuple[MeasureState, ...] = ()
    late: tuple[Item, ...] = ()
    upcoming: tuple[Item, ...] = ()
    changes: tuple[Change, ...] = ()
    quiet: int = 0
    left_out: int = 0

    @property
    def groups(self) -> tuple[ActionGroup, ...]:
        """The items that need action measure by measure, the measure with the most urgent one first."""
        found: dict[int, list[Item]] = {}
        for item in self.actions:
            found.setdefault(item.measure.measure.id, []).append(item)
        return tuple(ActionGroup(items[0].measure, tuple(items)) for items in found.values())

    @property
    def worth_a_mail(self) -> bool:
        """Own items further ahead come along with a mail, but are no reason for one."""
        if not self.overview:
            return bool(self.actions)
        troubled = any(state.confidence in _CONCERN for state in self.measures)
        return troubled or any((self.actions, self.decisions, self.late, self.upcoming, self.changes))

    @property
    def sections(self) -> tuple[Sequence[object], ...]:
        """What is cut to the length of a mail, in the order of the mail."""
        return (self.actions, self.decisions, self.measures, self.late, self.upcoming, self.changes)


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of the subject line; ``due`` is within the next five working days."""

    overdue: int
    returned: int
    due: int
    decisions: int
    changes: int


@dataclass(frozen=True, slots=True)
class Digest:
    """One person's mail of one morning."""

    person_id: int
    on: date
    parts: tuple[Part, ...]
    counts: Counts

    @property
    def demonstration(self) -> bool:
        """Whether anything in it is made up for trying the program out."""
        return any(part.roadmap.demonstration for part in self.parts)


def compose(mornings: Mapping[int, Morning], interests: Sequence[Interest]) -> Digest | None:
    """The mail of one person, whose ``interests`` these are; ``mornings`` by the road map's number (id).

    ``None`` when there is nothing to say.
    """
    concerned = [(mornings[each.roadmap_id], each) for each in interests if each.roadmap_id in mornings]
    parts = [part for morning, each in concerned if (part := _part(morning, each)).worth_a_mail]
    if not parts:
        return None
    day = max(morning.portfolio.day for morning, _ in concerned)
    return Digest(interests[0].person_id, day, _cut(parts), _counted(parts))


def _part(morning: Morning, interest: Interest) -> Part:
    own = _own_items(morning, interest)
    actions = [item for item in own if item.needs_action and (item.on_last_day or not interest.last_day_only)]
    portfolio = morning.portfolio
    overview = morning.overview and interest.overview
    spoken_of = {item.key for item in actions}
    if not overview:
        ahead = () if interest.last_day_only else tuple(_ahead(own, spoken_of))
        return Part(portfolio.roadmap, False, None, interest.reports_on, tuple(actions), upcoming=ahead)
    late = [item for item in morning.items if item.why in (Why.OVERDUE, Why.RETURNED) and item.key not in spoken_of]
    part = Part(
        portfolio.roadmap,
        True,
        morning.before.day if morning.before else None,
        interest.reports_on,
        actions=tuple(actions),
        decisions=tuple(portfolio.decisions_needed),
        measures=tuple(morning.concerned),
        late=tuple(late),
        upcoming=tuple(_ahead(morning.items, spoken_of)),
        changes=tuple(morning.changes),
    )
    return replace(part, quiet=_quiet(portfolio, part))


def _own_items(morning: Morning, interest: Interest) -> list[Item]:
    found = [item for number in interest.milestones if (item := morning.items_of_milestone.get(number))]
    found += [item for number in interest.measures if (item := morning.items_of_measure.get(number))]
    return sorted(found, key=lambda item: item.urgency)


def _ahead(items: Iterable[Item], spoken_of: set[tuple[int, int | None]]) -> list[Item]:
    """What is due in the next ten working days and not named before, the nearest first."""
    near = [item for item in items if item.why in (Why.DUE, Why.LATER) and item.key not in spoken_of]
    near = [item for item in near if item.days_left is not None and item.days_left <= UPCOMING_DAYS]
    return sorted(near, key=lambda item: (item.days_left or 0, item.urgency))


def _quiet(portfolio: Portfolio, part: Part) -> int:
    named = {item.key[1] for item in chain(part.actions, part.late, part.upcoming)}
    named |= {change.milestone.milestone.id for change in part.changes if change.milestone}
    return sum(1 for item in portfolio.items if item.state.counts and item.state.milestone.id not in named)


def _counted(parts: Sequence[Part]) -> Counts:
    named = [item for part in parts for item in chain(part.actions, part.late, part.upcoming)]
    soon = [item for item in named if item.why in (Why.DUE, Why.LATER) and (item.days_left or 0) <= SOON_DAYS]
    return Counts(
        overdue=sum(item.why is Why.OVERDUE for item in named),
        returned=sum(item.why is Why.RETURNED for item in named),
        due=len(soon),
        decisions=sum(len(part.decisions) for part in parts),
        changes=sum(len(part.changes) for part in parts),
    )


def _cut(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts with at most ``LINES`` lines between them; what needs action is the last to be left out."""
    urgent = shares([len(part.actions) for part in parts], LINES)
    rest = shares([len(section) for part in parts for section in part.sections[1:]], LINES - sum(urgent))
    width = len(parts[0].sections) - 1
    return tuple(
        _cut_part(part, urgent[place], rest[place * width : (place + 1) * width]) for place, part in enumerate(parts)
    )


def _cut_part(part: Part, actions: int, rest: Sequence[int]) -> Part:
    decisions, measures, late, upcoming, changes = rest
    shown = replace(
        part,
        actions=part.actions[:actions],
        decisions=part.decisions[:decisions],
        measures=part.measures[:measures],
        late=part.late[:late],
        upcoming=part.upcoming[:upcoming],
        changes=part.changes[:changes],
    )
    wanted, given = (sum(map(len, each.sections)) for each in (part, shown))
    return replace(shown, left_out=wanted - given)


def shares(wanted: Sequence[int], room: int) -> list[int]:
    """How many lines each section gets: one after the other takes one more, until all have enough or room ends."""
    given = [0] * len(wanted)
    while room > 0 and given != list(wanted):
        for place, count in enumerate(wanted):
            if room > 0 and given[place] < count:
                given[place] += 1
                room -= 1
    return given
