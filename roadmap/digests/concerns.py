"""What somebody may choose about: the road maps that he has to do with, and how his mail about each stands."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.choices import DEFAULT_CHOICE, Choice, Rhythm, Scope
from roadmap.domain.interests import OVERVIEW_ROLES, MailKind, interests_in
from roadmap.domain.people import Person
from roadmap.domain.plan import Measure, Roadmap
from roadmap.store.days import working_calendar
from roadmap.store.mail.choices import choices_of
from roadmap.store.people import people_with_roles, persons_by_id
from roadmap.store.plan_reading import all_roadmaps
from roadmap.store.portfolio import portfolio_on
from roadmap.web.sessions import today

# What holds where nothing was chosen.
_DEFAULT_RHYTHMS = {MailKind.ACTIONS: Rhythm.CALM, MailKind.OVERVIEW: Rhythm.WEEKLY}


@dataclass(frozen=True, slots=True)
class Concern:
    """One person's part in one road map. A choice is ``None`` for a kind of mail that he cannot have."""

    roadmap: Roadmap
    calendar: WorkingCalendar
    actions: Choice | None
    overview: Choice | None
    measures: tuple[Measure, ...]
    organisation: bool
    # The numbers (ids) of persons with a role on the road map.
    people: frozenset[int]

    def choice(self, kind: MailKind) -> Choice | None:
        """The choice in force about one kind of mail."""
        return self.actions if kind is MailKind.ACTIONS else self.overview


def concerns_of(session: Session, person: Person) -> list[Concern]:
    """Every road map on which this person has a role, answers for something, or is a working contact."""
    found = (_concern(session, roadmap, person) for roadmap in all_roadmaps(session))
    return [concern for concern in found if concern]


def _concern(session: Session, roadmap: Roadmap, person: Person) -> Concern | None:
    on = today(roadmap.timezone)
    portfolio, holder = portfolio_on(session, roadmap, on), persons_by_id(session, [person.id], on)[person.id]
    grants, choices = people_with_roles(session, roadmap.id), choices_of(session, roadmap.id)
    part = next((each for each in interests_in(portfolio, grants, choices) if each.person_id == person.id), None)
    if part is None:
        return None
    by_role = any(grant.role in OVERVIEW_ROLES for grant in grants.get(person.id, ()))
    # What is asked of a post, or stays overdue below it, is mailed to whoever holds it.
    acts = part.holds_something or part.controls or bool(holder.posts)
    actions = choices.get((person.id, MailKind.ACTIONS), DEFAULT_CHOICE)
    overview = choices.get((person.id, MailKind.OVERVIEW), Choice(active=by_role))
    return Concern(
        roadmap=roadmap,
        calendar=working_calendar(session, roadmap.calendar),
        actions=_in_full(actions, MailKind.ACTIONS) if acts else None,
        overview=_in_full(overview, MailKind.OVERVIEW) if person.id in grants else None,
        measures=tuple(state.measure for state in portfolio.measures),
        organisation=bool(holder.post and holder.post.organisation),
        people=frozenset(grants),
    )


def _in_full(choice: Choice, kind: MailKind) -> Choice:
    """The choice with the rhythm that holds where none was chosen."""
    return Choice(
        active=choice.active,
        rhythm=choice.rhythm or _DEFAULT_RHYTHMS[kind],
        weekdays=choice.weekdays if choice.rhythm is Rhythm.WEEKDAYS else frozenset(),
        scope=choice.scope,
        measure_id=choice.measure_id if choice.scope is Scope.MEASURE else None,
        when_quiet=choice.when_quiet,
        brief=choice.brief,
    )


def substitutes_for(session: Session, person: Person, concerns: list[Concern]) -> list[Person]:
    """Who may read somebody's items meanwhile: whoever has a role on one of the same road maps, by name."""
    numbers = frozenset[int]().union(*(concern.people for concern in concerns if concern.actions)) - {person.id}
    on = today(concerns[0].roadmap.timezone) if concerns else None
    return sorted(persons_by_id(session, numbers, on).values(), key=lambda each: (each.name.casefold(), each.id))
