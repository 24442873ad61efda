"""Who is concerned by what of a road map: what a person answers for or reports on, and which mail he wants.

A choice of one's own replaces the default of the role. One thing cannot be chosen away: whoever answers for an item, or
reports on it, is told on its last day (domain notes §6.3).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from roadmap.domain.choices import DEFAULT_CHOICE, Choice
from roadmap.domain.people import Grant, Person, Role
from roadmap.domain.portfolio import Portfolio

OVERVIEW_ROLES = frozenset({Role.EXECUTIVE, Role.CONTROLLER, Role.RECIPIENT})


class MailKind(StrEnum):
    """The kinds of mail that can be stopped one by one."""

    ACTIONS = "actions"
    OVERVIEW = "overview"


@dataclass(frozen=True, slots=True)
class Interest:
    """One person's part in one road map. ``last_day_only``: he stopped the reminders, all but the last."""

    person_id: int
    roadmap_id: int
    # Numbers (ids) of measures and of milestones that he answers for, is the contact of, or reports on;
    # ``reports_on`` are only those whose coordinator he is.
    measures: frozenset[int] = frozenset()
    milestones: frozenset[int] = frozenset()
    reports_on: frozenset[int] = frozenset()
    last_day_only: bool = False
    overview: bool = False

    @property
    def holds_something(self) -> bool:
        """Whether anything at all is expected of this person."""
        return bool(self.measures or self.milestones)


Grants = Mapping[int, frozenset[Grant]]
Choices = Mapping[tuple[int, MailKind], Choice]


def interests_in(portfolio: Portfolio, grants: Grants, choices: Choices) -> list[Interest]:
    """Everybody whom a road map concerns on its day, by number.

    ``grants`` holds the roles of active persons on this road map, ``choices`` what persons chose for themselves.
    """
    measures, milestones = _held(portfolio)
    reports_on: dict[int, set[int]] = defaultdict(set)
    for person_id, roles in grants.items():
        for grant in roles:
            if grant.role is Role.COORDINATOR:
                reports_on[person_id] |= _coordinated(portfolio, grant)
    _add_coordinated(portfolio, reports_on, measures, milestones)
    roadmap_id = portfolio.roadmap.id
    return [
        Interest(
            person_id=person_id,
            roadmap_id=roadmap_id,
            measures=frozenset(measures[person_id]),
            milestones=frozenset(milestones[person_id]),
            reports_on=frozenset(reports_on[person_id]),
            last_day_only=not choices.get((person_id, MailKind.ACTIONS), DEFAULT_CHOICE).active,
            # Who has no role on the road map may not see it, whatever was chosen while there was one.
            overview=person_id in grants
            and choices.get((person_id, MailKind.OVERVIEW), Choice(_by_role(grants.get(person_id)))).active,
        )
        for person_id in sorted({*grants, *measures, *milestones})
    ]


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
