"""Which posts somebody holds who can be written to, and who that is."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.domain.people import Post
from roadmap.store.holdings import HoldingRow, in_force_on
from roadmap.store.people import OrganisationRow, PersonRow, PostRow, post_of


def posts_held(session: Session, on: date) -> dict[int, Post]:
    """The posts that somebody holds on a day who can be written to, by number."""
    held = (
        select(HoldingRow.post_id)
        .join(PersonRow, PersonRow.id == HoldingRow.person_id)
        .where(in_force_on(on), PersonRow.active, PersonRow.email.is_not(None))
    )
    query = (
        select(PostRow, OrganisationRow)
        .outerjoin(OrganisationRow, PostRow.organisation_id == OrganisationRow.id)
        .where(PostRow.id.in_(held))
        .order_by(PostRow.id)
    )
    return {post.id: post_of(post, organisation) for post, organisation in session.execute(query)}


def holders_of_posts(session: Session, post_ids: Iterable[int], on: date) -> dict[int, frozenset[int]]:
    """Active persons with an address who hold one of these posts on a day, with the numbers of the posts."""
    query = (
        select(HoldingRow.person_id, HoldingRow.post_id)
        .join(PersonRow, PersonRow.id == HoldingRow.person_id)
        .where(HoldingRow.post_id.in_(set(post_ids)), in_force_on(on), PersonRow.active, PersonRow.email.is_not(None))
    )
    found: dict[int, set[int]] = {}
    for person_id, post_id in session.execute(query):
        found.setdefault(person_id, set()).add(post_id)
    return {person_id: frozenset(posts) for person_id, posts in found.items()}
