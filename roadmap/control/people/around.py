"""Who has to do with the road map, and which of them the reader may look at and change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import abort, request

from roadmap.access.account_forms import whole_address
from roadmap.access.reader import current_reader
from roadmap.domain.people import Person, Responsible
from roadmap.domain.portfolio import Portfolio
from roadmap.store.account_reading import AccountState, KnownPerson, known_person, persons_around
from roadmap.store.people import person_by_email
from roadmap.store.portfolio import portfolio_on
from roadmap.web.roadmaps import current_roadmap
from roadmap.web.sessions import reading, today


@dataclass(frozen=True, slots=True)
class Around:
    """The numbers (ids) of the posts that answer for something on the road map, and of the persons around it."""

    posts: frozenset[int]
    persons: frozenset[int]


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
    persons |= persons_around(reading(), current_roadmap().id, posts, organisations)
    return Around(frozenset(posts), frozenset(persons))


def _responsible(portfolio: Portfolio) -> Iterator[Responsible]:
    for state in portfolio.measures:
        yield state.responsible
        yield from (step.responsible for step in state.milestones)


def person_found(typed: str) -> Person | None:
    """Whoever has exactly this address."""
    address = whole_address(typed)
    row = person_by_email(reading(), address) if address else None
    known = known_person(reading(), row.id) if row and not row.erased_at else None
    return known.person if known else None


def person_here(person_id: int) -> KnownPerson:
    """Somebody around the road map, or whose whole address the reader knows, or who has no role anywhere; else 404."""
    known = known_person(reading(), person_id, this_day())
    if known is None or known.person.erased:
        abort(404)
    if not known.roles or current_reader().administers or _address_known(known.person):
        return known
    here = any(held.grant.roadmap_id == current_roadmap().id for held in known.roles)
    return known if here or person_id in around_roadmap().persons else abort(404)


def _address_known(person: Person) -> bool:
    return person.email is not None and whole_address(request.args.get("address", "")) == person.email


def kept_here(known: KnownPerson) -> bool:
    """Whether the reader may change who this is."""
    return current_reader().keeps(held.grant for held in known.roles)


def address_kept_here(known: KnownPerson) -> bool:
    """Whether he may change the address too: whoever has an account signs in with it, and gets a new password by it."""
    return kept_here(known) and (known.state is AccountState.NONE or current_reader().administers)
