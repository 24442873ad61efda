"""Who is concerned by what of a road map: what a person answers for or reports on, and which mail he wants.

A choice of one's own replaces the default of the role. One thing cannot be chosen away: whoever answers for an item, or
reports on it, is told on its last day (domain notes §6.3), also while his mail is paused or somebody stands in for him.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
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
class Absence:
    """Who is away, and the last day of it if that is known."""

    name: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Interest:
    """One person's part in one road map on one morning.

    ``last_day_only``: of the reminders he gets only the last of an item, and ``because`` says why. ``absent``: these
    are the items of somebody who is away, for whom this person stands in; what he holds himself is another interest.
    """

    person_id: int
    roadmap_id: int
    # Numbers (ids) of measures and of milestones that he answers for, is the contact of, or reports on;
    # ``reports_on`` are only those whose coordinator he is.
    measures: frozenset[int] = frozenset()
    milestones: frozenset[int] = frozenset()
    reports_on: frozenset[int] = frozenset()
    last_day_only: bool = False
    # Whether his overview is due on this morning, or was on one that it makes up for.
    overview: bool = False
    # How often action items are a reason for a mail.
    rhythm: Rhythm = Rhythm.CALM
    # Whether it is his to confirm what is reported done; and the numbers (ids) of the posts he holds or acts in, for
    # asks of them and for what is escalated to them.
    controls: bool = False
    posts: frozenset[int] = frozenset()
    # The overview: since when changes are told, of which measures (``None`` is all), and whether quiet is news.
    since: date | None = None
    scope: Scope = Scope.ALL
    within: frozenset[int] | None = None
    when_quiet: bool = False
    # Whether the one-page brief goes with it, and whether that names persons: not for who never signs in.
    brief: bool = False
    named: bool = False
    paused_until: date | None = None
    absent: Absence | None = None
    because: LastDayOnly | None = None
    # When his last mail was written, if the working calendar was changed since any of late.
    mailed_at: datetime | None = None

    @property
    def holds_something(self) -> bool:
        """Whether anything at all is expected of this person."""
        return bool(self.measures or self.milestones)


Grants = Mapping[int, frozenset[Grant]]
Choices = Mapping[tuple[int, MailKind], Choice]
NOBODY: Mapping[int, frozenset[int]] = {}
_NO_SETTINGS: Mapping[int, MailSettings] = {}
_NO_PEOPLE: Mapping[int, Person] = {}
_NOTHING_OWED: Mapping[int, frozenset[date]] = {}


def interests_in(
    portfolio: Portfolio,
    grants: Grants,
    choices: Choices,
    posts: Mapping[int, frozenset[int]] = NOBODY,
    settings: Mapping[int, MailSettings] = _NO_SETTINGS,
    people: Mapping[int, Person] = _NO_PEOPLE,
    covers: Iterable[date] = (),
    owed: Mapping[int, frozenset[date]] = _NOTHING_OWED,
) -> list[Interest]:
    """Everybody whom a road map concerns on its day, by number.

    ``grants`` holds the roles of active persons on this road map, ``choices`` and ``settings`` what persons chose for
    themselves, and ``posts`` the posts of everybody who holds one of which something is asked, or to which something is
    escalated. ``people`` say who belongs to which organisation and how those are called who are away; they and whoever
    stands in for them have to be there together. ``covers`` are the earlier mornings that this one makes up for, and
    ``owed`` those whose overview was written for a person and never left.
    """
    measures, milestones = _held(portfolio)
    reports_on = _add_coordinated(portfolio, grants, measures, milestones)
    wishes = _Wishes(portfolio, grants, choices, settings, people, tuple(covers), owed)
    own = {
        person_id: wishes.applied_to(
            Interest(
                person_id=person_id,
                roadmap_id=portfolio.roadmap.id,
                measures=frozenset(measures[person_id]),
                milestones=frozenset(milestones[person_id]),
                reports_on=frozenset(reports_on[person_id]),
                controls=any(grant.role is Role.CONTROLLER for grant in grants.get(person_id, ())),
                posts=posts.get(person_id, frozenset()),
            )
        )
        for person_id in sorted({*grants, *measures, *milestones, *posts})
    }
    found = [each for interest in own.values() for each in _with_reader(interest, own, wishes)]
    return sorted(found, key=lambda each: (each.person_id, each.absent is not None))


def _with_reader(interest: Interest, own: Mapping[int, Interest], wishes: "_Wishes") -> list[Interest]:
    """Somebody's interest; while he is away, that of whoever stands in for him as well."""
    reader = own.get(wishes.reader_instead_of(interest.person_id) or 0)
    if reader is None:
        return [interest]
    person, settings = wishes.people.get(interest.person_id), wishes.settings_of(interest.person_id)
    stands_in = Interest(
        person_id=reader.person_id,
        roadmap_id=interest.roadmap_id,
        # What the reader holds himself he is told of anyway.
        measures=interest.measures - reader.measures,
        milestones=interest.milestones - reader.milestones,
        reports_on=interest.reports_on & reader.reports_on,
        rhythm=reader.rhythm,
        posts=interest.posts - reader.posts,
        absent=Absence(person.name if person else "", settings.absent_until),
    )
    away = interest if interest.because else replace(interest, last_day_only=True, because=LastDayOnly.AWAY)
    return [away, stands_in]


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What persons chose, applied to one morning of one road map."""

    portfolio: Portfolio
    grants: Grants
    choices: Choices
    settings: Mapping[int, MailSettings]
    people: Mapping[int, Person]
    covers: tuple[date, ...]
    owed: Mapping[int, frozenset[date]]

    def applied_to(self, interest: Interest) -> Interest:
        """The same with everything in it that its person chose."""
        person_id, overview = interest.person_id, self.of(interest.person_id, MailKind.OVERVIEW)
        because = self.why_last_day_only(person_id)
        return replace(
            interest,
            last_day_only=because is not None,
            because=because,
            overview=self.overview_due(person_id),
            rhythm=self.of(person_id, MailKind.ACTIONS).rhythm or Rhythm.CALM,
            scope=overview.scope,
            within=self.within(person_id, overview),
            when_quiet=overview.when_quiet,
            brief=overview.brief,
            named=any(grant.role is not Role.RECIPIENT for grant in self.grants.get(person_id, ())),
            paused_until=self.settings_of(person_id).paused_until if because is LastDayOnly.PAUSED else None,
        )

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
        mornings = (*self.covers, *self.owed.get(person_id, ()), self.portfolio.day)
        return choice.active and any(carries_overview(choice, day, self.portfolio.calendar) for day in mornings)

    def within(self, person_id: int, choice: Choice) -> frozenset[int] | None:
        if choice.scope is Scope.MEASURE and choice.measure_id is not None:
            return frozenset({choice.measure_id})
        person = self.people.get(person_id)
        organisation = person.post.organisation if person and person.post else None
        if choice.scope is Scope.ORGANISATION and organisation:
            return frozenset(
                state.measure.id for state in self.portfolio.measures if organisation.id in _organisations(state)
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


def _add_coordinated(
    portfolio: Portfolio,
    grants: Grants,
    measures: Mapping[int, set[int]],
    milestones: Mapping[int, set[int]],
) -> dict[int, set[int]]:
    """The measures on which each person reports.

    Whoever reports on a measure is concerned by it and by all its milestones; a co-executor's coordinator only by the
    milestone that he was given.
    """
    steps = {each.measure.id: {step.milestone.id for step in each.milestones} for each in portfolio.measures}
    reports_on: dict[int, set[int]] = defaultdict(set)
    for person_id, roles in grants.items():
        for grant in (each for each in roles if each.role is Role.COORDINATOR):
            numbers = [number for number in steps if grant.measure_id in (None, number)]
            reports_on[person_id].update(numbers)
            if grant.milestone_id is None:
                measures[person_id].update(numbers)
            for number in numbers:
                given = steps[number] if grant.milestone_id is None else {grant.milestone_id} & steps[number]
                milestones[person_id].update(given)
    return reports_on
