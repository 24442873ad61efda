"""Who is concerned by what of a road map: what a person answers for or reports on, and which mail he wants.

A choice of one's own replaces the default of the role. One thing cannot be chosen away: whoever answers for an item, or
reports on it, is told on its last day (domain notes §6.3), also while his mail is paused or somebody stands in for him.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roadmap.domain.choices import (
    DEFAULT_CHOICE,
    DEFAULT_SETTINGS,
    Choice,
    MailSettings,
    Rhythm,
    Scope,
    carries_overview,
)
from roadmap.domain.measures import MeasureState
from roadmap.domain.people import Grant, Person, Role
from roadmap.domain.portfolio import Portfolio

OVERVIEW_ROLES = frozenset({Role.EXECUTIVE, Role.CONTROLLER, Role.RECIPIENT})


class MailKind(StrEnum):
    """The kinds of mail that can be stopped one by one."""

    ACTIONS = "actions"
    OVERVIEW = "overview"


class LastDayOnly(StrEnum):
    """Why somebody is told of his own items on their last day only."""

    STOPPED = "stopped"
    PAUSED = "paused"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class StandIn:
    """What a reader is told of instead of somebody who is away: that person's number, measures and milestones (ids)."""

    person_id: int
    measures: frozenset[int]
    milestones: frozenset[int]


@dataclass(frozen=True, slots=True)
class Interest:
    """One person's part in one road map on one morning.

    ``last_day_only``: of the reminders he gets only the last, and ``because`` says why. ``overview``: his is due on
    this morning, or was on one that it makes up for. ``scope`` are the measures (ids) that his overview shows, ``None``
    is all of them. ``instead_of`` is for whom he stands in; their items are among his.
    """

    person_id: int
    roadmap_id: int
    # Numbers (ids) of measures and of milestones that he answers for, is the contact of, or reports on;
    # ``reports_on`` are only those whose coordinator he is.
    measures: frozenset[int] = frozenset()
    milestones: frozenset[int] = frozenset()
    reports_on: frozenset[int] = frozenset()
    last_day_only: bool = False
    overview: bool = False
    because: LastDayOnly | None = None
    rhythm: Rhythm = Rhythm.CALM
    scope: frozenset[int] | None = None
    when_quiet: bool = False
    instead_of: tuple[StandIn, ...] = ()

    @property
    def holds_something(self) -> bool:
        """Whether anything at all is expected of this person."""
        return bool(self.measures or self.milestones)


Grants = Mapping[int, frozenset[Grant]]
Choices = Mapping[tuple[int, MailKind], Choice]
_NO_SETTINGS: Mapping[int, MailSettings] = {}
_NO_ORGANISATIONS: Mapping[int, int] = {}


def interests_in(
    portfolio: Portfolio,
    grants: Grants,
    choices: Choices,
    settings: Mapping[int, MailSettings] = _NO_SETTINGS,
    organisations: Mapping[int, int] = _NO_ORGANISATIONS,
    covers: Iterable[date] = (),
) -> list[Interest]:
    """Everybody whom a road map concerns on its day, by number.

    ``grants`` holds the roles of active persons on this road map, ``choices`` and ``settings`` what persons chose for
    themselves, ``organisations`` the number of the one a person belongs to. Those who are away and those who stand in
    for them have to be there together. ``covers`` are the earlier mornings that this one makes up for.
    """
    measures, milestones = _held(portfolio)
    reports_on: dict[int, set[int]] = defaultdict(set)
    for person_id, roles in grants.items():
        for grant in roles:
            if grant.role is Role.COORDINATOR:
                reports_on[person_id] |= _coordinated(portfolio, grant)
    _add_coordinated(portfolio, reports_on, measures, milestones)
    persons = sorted({*grants, *measures, *milestones})
    wishes = _Wishes(portfolio, grants, choices, settings, organisations, tuple(covers))
    readers = {person_id: reader for person_id in persons if (reader := wishes.reader_instead_of(person_id))}
    found = []
    for person_id in persons:
        stands_in = tuple(
            StandIn(absent, frozenset(measures[absent]), frozenset(milestones[absent]))
            for absent, reader in readers.items()
            if reader == person_id
        )
        because = wishes.why_last_day_only(person_id) or (LastDayOnly.AWAY if person_id in readers else None)
        found.append(
            Interest(
                person_id=person_id,
                roadmap_id=portfolio.roadmap.id,
                measures=frozenset(measures[person_id]).union(*(each.measures for each in stands_in)),
                milestones=frozenset(milestones[person_id]).union(*(each.milestones for each in stands_in)),
                reports_on=frozenset(reports_on[person_id]),
                last_day_only=because is not None,
                overview=wishes.overview_due(person_id),
                because=because,
                rhythm=wishes.of(person_id, MailKind.ACTIONS).rhythm or Rhythm.CALM,
                scope=wishes.scope_of(person_id),
                when_quiet=wishes.of(person_id, MailKind.OVERVIEW).when_quiet,
                instead_of=stands_in,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What persons chose, applied to one morning of one road map."""

    portfolio: Portfolio
    grants: Grants
    choices: Choices
    settings: Mapping[int, MailSettings]
    organisations: Mapping[int, int]
    covers: tuple[date, ...]

    def of(self, person_id: int, kind: MailKind) -> Choice:
        """The choice about one kind of mail; whoever made none has the default of his role."""
        default = DEFAULT_CHOICE
        if kind is MailKind.OVERVIEW and not _by_role(self.grants.get(person_id)):
            default = Choice(active=False)
        return self.choices.get((person_id, kind), default)

    def settings_of(self, person_id: int) -> MailSettings:
        return self.settings.get(person_id, DEFAULT_SETTINGS)

    def overview_due(self, person_id: int) -> bool:
        # Who has no role on the road map may not see it, whatever was chosen while there was one.
        if person_id not in self.grants or self.settings_of(person_id).paused_on(self.portfolio.day):
            return False
        choice = self.of(person_id, MailKind.OVERVIEW)
        mornings = (*self.covers, self.portfolio.day)
        return choice.active and any(carries_overview(choice, day, self.portfolio.calendar) for day in mornings)

    def scope_of(self, person_id: int) -> frozenset[int] | None:
        choice = self.of(person_id, MailKind.OVERVIEW)
        if choice.scope is Scope.MEASURE and choice.measure_id is not None:
            return frozenset({choice.measure_id})
        organisation = self.organisations.get(person_id)
        if choice.scope is Scope.ORGANISATION and organisation is not None:
            return frozenset(
                state.measure.id for state in self.portfolio.measures if organisation in _organisations(state)
            )
        return None

    def why_last_day_only(self, person_id: int) -> LastDayOnly | None:
        if not self.of(person_id, MailKind.ACTIONS).active:
            return LastDayOnly.STOPPED
        return LastDayOnly.PAUSED if self.settings_of(person_id).paused_on(self.portfolio.day) else None

    def reader_instead_of(self, person_id: int) -> int | None:
        """Who reads somebody's action items while he is away: his substitute, or that one's, and so on.

        Nobody does if the last in the row may not see the road map or gets no such mail himself; the person who is
        away is then written to as always.
        """
        seen = {person_id}
        while self.settings_of(person_id).absent_on(self.portfolio.day):
            substitute = self.settings_of(person_id).substitute_id
            if substitute is None or substitute in seen:
                return None
            seen.add(substitute)
            person_id = substitute
        able = len(seen) > 1 and person_id in self.grants and self.why_last_day_only(person_id) is None
        return person_id if able else None


def _organisations(state: MeasureState) -> set[int]:
    """The bodies that carry a measure out, and the one whose post answers for it."""
    found = {executor.organisation.id for executor in state.measure.executors}
    post = state.responsible.post
    return found | {post.organisation.id} if post and post.organisation else found


def _by_role(roles: frozenset[Grant] | None) -> bool:
    return any(grant.role in OVERVIEW_ROLES for grant in roles or ())


def _held(portfolio: Portfolio) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    measures: dict[int, set[int]] = defaultdict(set)
    milestones: dict[int, set[int]] = defaultdict(set)
    for state in portfolio.measures:
        for person in _reachable(state.responsible.person, state.responsible.contact):
            measures[person.id].add(state.measure.id)
        for step in state.milestones:
            for person in _reachable(step.responsible.person, step.responsible.contact):
                milestones[person.id].add(step.milestone.id)
    return measures, milestones


def _reachable(*persons: Person | None) -> list[Person]:
    return [person for person in persons if person and person.active and person.email]


def _coordinated(portfolio: Portfolio, grant: Grant) -> set[int]:
    return {each.measure.id for each in portfolio.measures if grant.measure_id in (None, each.measure.id)}


def _add_coordinated(
    portfolio: Portfolio,
    reports_on: Mapping[int, set[int]],
    measures: Mapping[int, set[int]],
    milestones: Mapping[int, set[int]],
) -> None:
    """Whoever reports on a measure is concerned by it and by all its milestones."""
    steps = {each.measure.id: {step.milestone.id for step in each.milestones} for each in portfolio.measures}
    for person_id, numbers in reports_on.items():
        measures[person_id].update(numbers)
        for number in numbers:
            milestones[person_id].update(steps[number])
