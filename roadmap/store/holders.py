"""Who held which post, as it was known at a moment; as it is known today it is read in ``people``."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from roadmap.domain.holdings import Holding, known_holdings
from roadmap.domain.people import Held, Person, Post
from roadmap.store.holding_changes import holding_changes_since
from roadmap.store.holdings import holdings_of
from roadmap.store.people import persons_around_posts, persons_by_id, posts_by_id

Around = tuple[dict[int, Person], list[Holding]]


def around_posts(
    session: Session, ids: Iterable[int], post_ids: Iterable[int], on: date, known_at: datetime | None
) -> Around:
    """Persons asked for and everybody who ever held one of these posts, with their posts on a day; and all holdings.

    With ``known_at`` as it was known then, at the cost of one query, and of another one where a post is meant that
    nobody around holds any more.
    """
    ids, post_ids = set(ids), set(post_ids)
    people, holdings = persons_around_posts(session, ids, post_ids, on)
    if known_at is None:
        return people, holdings
    changes = holding_changes_since(session, known_at, post_ids=post_ids, person_ids=people)
    known = known_holdings(holdings, changes, known_at)
    missing = {each.person_id for each in known} - set(people)
    if missing:
        people = people | persons_by_id(session, missing)
    return _as_known(session, people, known, on), known


def persons_known(session: Session, ids: Iterable[int], on: date, known_at: datetime | None) -> dict[int, Person]:
    """Persons by number, with the posts that they hold on a day, as it was known at a moment."""
    wanted = set(ids)
    if known_at is None:
        return persons_by_id(session, wanted, on)
    changes = holding_changes_since(session, known_at, post_ids=(), person_ids=wanted)
    known = known_holdings(holdings_of(session, person_ids=wanted), changes, known_at)
    return _as_known(session, persons_by_id(session, wanted), known, on)


def _as_known(session: Session, people: Mapping[int, Person], known: list[Holding], on: date) -> dict[int, Person]:
    now = sorted((each for each in known if each.in_force_on(on)), key=lambda each: (each.acting, each.id))
    posts = {held.post.id: held.post for person in people.values() for held in person.holds}
    missing = {each.post_id for each in now} - set(posts)
    if missing:
        posts = posts | posts_by_id(session, missing)
    return {number: _holding(person, now, posts) for number, person in people.items()}


def _holding(person: Person, now: Iterable[Holding], posts: Mapping[int, Post]) -> Person:
    holds = tuple(Held(posts[each.post_id], each.acting) for each in now if each.person_id == person.id)
    return replace(person, post=holds[0].post if holds else None, holds=holds)
