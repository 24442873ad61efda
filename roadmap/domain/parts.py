"""What a mail says about one road map to one person: what he holds of it, and what an overview shows of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain

from roadmap.domain.changes import Change, changes_between
from roadmap.domain.choices import Scope
from roadmap.domain.day_moves import DayMove, day_moves
from roadmap.domain.days import DayChange
from roadmap.domain.escalation import Escalation, escalations_in
from roadmap.domain.facts import Confidence
from roadmap.domain.interests import Absence, Interest, LastDayOnly
from roadmap.domain.items import Item, Items, Why, all_items
from roadmap.domain.measures import MeasureState
from roadmap.domain.plan import Roadmap
from roadmap.domain.portfolio import AskedOf, Portfolio

UPCOMING_DAYS = 10
URGENT = 2
_CONCERN = {Confidence.OFF_TRACK: 0, Confidence.AT_RISK: 1}
_AHEAD = (Why.DUE, Why.LATER, Why.FORECAST_PASSED)
_LATE = (Why.OVERDUE, Why.RETURNED)


@dataclass(frozen=True)
class Morning:
    """A road map on the morning of an edition.

    ``before`` is the road map as the last overview showed it; ``earlier`` the same by the day of that overview, for
    readers who have theirs on other days. ``covers`` are the earlier mornings that this one makes up for.
    """

    portfolio: Portfolio
    overview: bool
    before: Portfolio | None = None
    earlier: dict[date, Portfolio] = field(default_factory=dict)
    covers: tuple[date, ...] = ()
    # What was changed in the working calendar of late, the earliest first.
    day_changes: tuple[DayChange, ...] = ()

    @cached_property
    def items(self) -> Items:
        """Everything that waits for somebody."""
        return all_items(self.portfolio, self.covers)

    @cached_property
    def dated(self) -> list[Item]:
        """Every item that has a date of its own, most urgent first."""
        return self.items.dated

    @cached_property
    def escalations(self) -> Mapping[int, list[Escalation]]:
        """What is escalated, by the number of the post that it goes to."""
        return escalations_in(self.portfolio.roadmap, self.dated)

    @cached_property
    def concerned(self) -> list[MeasureState]:
        """The measures, those off track or at risk first, else in the plan's order."""
        return sorted(self.portfolio.measures, key=lambda state: _CONCERN.get(state.confidence, len(_CONCERN)))

    @cached_property
    def _changes(self) -> dict[date, list[Change]]:
        return {}

    def seen_before(self, since: date | None) -> Portfolio | None:
        """The road map as a reader saw it whose last overview was of the day ``since``."""
        return self.before if since is None else self.earlier.get(since)

    def changes_from(self, seen: Portfolio | None) -> list[Change]:
        """What is different since then; nothing before the first overview. Compared once for all its readers."""
        if seen is None:
            return []
        if seen.day not in self._changes:
            self._changes[seen.day] = changes_between(seen, self.portfolio)
        return self._changes[seen.day]


@dataclass(frozen=True, slots=True)
class ActionGroup:
    """One measure's items that need action."""

    measure: MeasureState
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What the mail says about one road map. ``quiet`` counts milestones of which there is nothing to say.

    ``because`` and ``paused_until``: mail was stopped or paused, or somebody stands in, and this comes in spite of it.
    """

    roadmap: Roadmap
    overview: bool
    since: date | None
    reports_on: frozenset[int] = frozenset()
    actions: tuple[Item, ...] = ()
    escalated: tuple[Escalation, ...] = ()
    decisions: tuple[AskedOf, ...] = ()
    measures: tuple[MeasureState, ...] = ()
    late: tuple[Item, ...] = ()
    upcoming: tuple[Item, ...] = ()
    changes: tuple[Change, ...] = ()
    quiet: int = 0
    left_out: int = 0
    scope: Scope = Scope.ALL
    # The numbers, as the plan has them, of the measures that an overview is about.
    scoped: tuple[str, ...] = ()
    absent: Absence | None = None
    because: LastDayOnly | None = None
    paused_until: date | None = None
    moved_days: tuple[DayMove, ...] = ()

    @property
    def groups(self) -> tuple[ActionGroup, ...]:
        """The items that need action measure by measure, the measure with the most urgent one first."""
        found: dict[int, list[Item]] = {}
        for item in self.actions:
            found.setdefault(item.measure.measure.id, []).append(item)
        return tuple(ActionGroup(items[0].measure, tuple(items)) for items in found.values())

    @property
    def needs_action(self) -> bool:
        """Whether anything in it waits for the reader."""
        return bool(self.actions or self.escalated)

    @property
    def has_news(self) -> bool:
        """Whether an overview has more to show than that everything goes its way."""
        troubled = any(state.confidence in _CONCERN for state in self.measures)
        return troubled or any((self.decisions, self.late, self.upcoming, self.changes))

    @property
    def says_something(self) -> bool:
        """Own items further ahead come along with a mail, but are no reason for one."""
        return self.needs_action or (self.overview and self.has_news)

    @property
    def sections(self) -> tuple[Sequence[object], ...]:
        """What is cut to the length of a mail, in its order; the first ``URGENT`` sections are the last to be cut."""
        shown = (self.decisions, self.measures, self.late, self.upcoming, self.changes)
        return (self.escalated, self.actions, *shown)


def part_of(morning: Morning, interest: Interest) -> Part:
    """Everything that a morning has for one person, uncut."""
    own = _own_items(morning, interest)
    actions = [item for item in own if item.needs_action and (item.on_last_day or not interest.last_day_only)]
    # An ask or a silence is about a measure, and says nothing of the measure's own date.
    spoken_of = {item.key for item in actions if item.why not in (Why.ASKED, Why.STALE)}
    above = [] if interest.last_day_only else _escalated_to(morning, interest)
    escalated = tuple(each for each in above if each.item.key not in spoken_of)
    part = Part(
        morning.portfolio.roadmap,
        False,
        None,
        interest.reports_on,
        actions=tuple(actions),
        escalated=escalated,
        absent=interest.absent,
        because=interest.because,
        paused_until=interest.paused_until,
        moved_days=_moved_days(morning, interest),
    )
    spoken_of |= {each.item.key for each in escalated}
    if morning.overview and interest.overview:
        return _with_overview(morning, interest, part, spoken_of)
    return part if interest.last_day_only else replace(part, upcoming=tuple(_ahead(own, spoken_of)))


def _with_overview(morning: Morning, interest: Interest, part: Part, spoken_of: set[tuple[int, int | None]]) -> Part:
    def seen(measure: MeasureState | None) -> bool:
        # What happens to the road map itself concerns everybody.
        return interest.within is None or measure is None or measure.measure.id in interest.within

    portfolio, before = morning.portfolio, morning.seen_before(interest.since)
    answered = {item.ask.entry.seq for item in part.actions if item.ask}
    items = [item for item in morning.dated if seen(item.measure)]
    asked = [each for each in portfolio.decisions_needed if each.ask.entry.seq not in answered and seen(each.measure)]
    shown = replace(
        part,
        overview=True,
        since=before.day if before else None,
        decisions=tuple(asked),
        measures=tuple(state for state in morning.concerned if seen(state)),
        late=tuple(item for item in items if item.why in _LATE and item.key not in spoken_of),
        upcoming=tuple(_ahead(items, spoken_of)),
        changes=tuple(change for change in morning.changes_from(before) if seen(change.measure)),
        scope=interest.scope,
        scoped=tuple(state.measure.number for state in portfolio.measures if seen(state)),
    )
    return replace(shown, quiet=_quiet(portfolio, shown, interest))


def _moved_days(morning: Morning, interest: Interest) -> tuple[DayMove, ...]:
    """Own last days that a change of the calendar moved since the reader's last mail; they are no reason for one."""
    if interest.mailed_at is None:
        return ()
    moves = day_moves(
        morning.portfolio, morning.day_changes, interest.mailed_at, interest.measures, interest.milestones
    )
    return tuple(moves)


def _own_items(morning: Morning, interest: Interest) -> list[Item]:
    waiting = morning.items
    found = [item for number in interest.milestones if (item := waiting.of_milestone.get(number))]
    found += [item for number in interest.measures for item in waiting.of_measure.get(number, ())]
    found += waiting.to_confirm if interest.controls else []
    found += [item for post in sorted(interest.posts) for item in waiting.asked_of.get(post, ())]
    return sorted(found, key=lambda item: item.urgency)


def _escalated_to(morning: Morning, interest: Interest) -> list[Escalation]:
    return [each for post in sorted(interest.posts) for each in morning.escalations.get(post, ())]


def _ahead(items: Iterable[Item], spoken_of: set[tuple[int, int | None]]) -> list[Item]:
    """What is due in the next ten working days and not named before, the nearest first."""
    near = [item for item in items if item.why in _AHEAD and item.key not in spoken_of]
    near = [item for item in near if item.days_left is not None and item.days_left <= UPCOMING_DAYS]
    return sorted(near, key=lambda item: (item.days_left or 0, item.urgency))


def _quiet(portfolio: Portfolio, part: Part, interest: Interest) -> int:
    named = {item.key[1] for item in chain(part.actions, part.late, part.upcoming)}
    named |= {each.item.key[1] for each in part.escalated}
    named |= {change.milestone.milestone.id for change in part.changes if change.milestone}
    return sum(
        1
        for item in portfolio.items
        if item.state.counts
        and item.state.milestone.id not in named
        and (interest.within is None or item.measure.measure.id in interest.within)
    )
