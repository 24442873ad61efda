"""Who has to do with the road map: posts that answer for something on it, and persons around it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from roadmap.domain.people import Person, Responsible
from roadmap.domain.portfolio import Portfolio
from roadmap.store.account_reading import persons_around
from roadmap.store.people import persons_by_id
from roadmap.store.portfolio import portfolio_on
from roadmap.web.roadmaps import current_roadmap
from roadmap.web.sessions import reading, today


@dataclass(frozen=True, slots=True)
class Around:
    """The numbers (ids) of the posts that answer for something on the road map, and of the persons around it.

    ``named`` are those of them who are not there for belonging to an executing organisation alone.
    """

    posts: frozenset[int]
    persons: frozenset[int]
    named: frozenset[int]


def persons_to_choose(named: Iterable[int | None], on: date | None = None) -> list[Person]:
    """The persons whom a list of this road map offers: those around it who have not left, and whoever is ``named``.

    Nobody who has only to do with other road maps is among them. With the posts that they hold on a day.
    """
    kept = {number for number in named if number}
    found = persons_by_id(reading(), around_roadmap().persons | kept, on).values()
    return [each for each in found if each.active or each.id in kept]


def this_day() -> date:
    """The day in the road map's zone."""
    return today(current_roadmap().timezone)


def around_roadmap() -> Around:
    """Whoever has a role on it, answers for something, is a contact, or belongs to an executing organisation."""
    portfolio = portfolio_on(reading(), current_roadmap(), this_day())
    posts, persons = set[int](), set[int]()
    for responsible in _responsible(portfolio):
        if post := responsible.post:
            posts |= {post.id, *([post.above_id] if post.above_id else ())}
        persons |= {person.id for person in (responsible.person, responsible.contact) if person}
    organisations = {each.organisation.id for state in portfolio.measures for each in state.measure.executors}
    persons |= persons_around(reading(), current_roadmap().id, posts, frozenset())
    belonging = persons_around(reading(), current_roadmap().id, posts, organisations)
    return Around(frozenset(posts), frozenset(persons | belonging), frozenset(persons))


def _responsible(portfolio: Portfolio) -> Iterator[Responsible]:
    for state in portfolio.measures:
        yield state.responsible
        yield from (step.responsible for step in state.milestones)
