"""Whom road maps name: posts and persons in their ledgers, whoever has a role, and people of executing bodies."""

import json
from collections.abc import Set
from dataclasses import dataclass

from sqlalchemy import and_, or_, select, union
from sqlalchemy.orm import Session

from roadmap.domain.ledger import Facet
from roadmap.store.holdings import HoldingRow
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.people import GrantRow, PostRow
from roadmap.store.plan import ExecutorRow, MeasureRow


@dataclass(frozen=True, slots=True)
class Named:
    """The numbers (ids) of posts and persons that road maps name, and of whoever only belongs to an executing body.

    ``organisations`` carry something out on one of them, or have a post that one of them names.
    """

    posts: frozenset[int]
    persons: frozenset[int]
    of_executors: frozenset[int]
    organisations: frozenset[int]


def named_elsewhere(session: Session, but: Set[int]) -> Named:
    """Whom all road maps name at any time, those in ``but`` (numbers) left out: a past day's pages name them still.

    A post is named if it answered for something or was asked, and with it the next post up, to which that goes on.
    """
    posts, persons = _in_ledgers(session, but)
    posts |= {above for above in session.scalars(select(PostRow.above_id).where(PostRow.id.in_(posts))) if above}
    holders = select(HoldingRow.person_id).where(HoldingRow.post_id.in_(posts))
    granted = select(GrantRow.person_id).where(GrantRow.roadmap_id.not_in(but))
    persons |= set(session.scalars(union(holders, granted)))
    organisations = _organisations(session, but, posts)
    return Named(frozenset(posts), frozenset(persons), _of_executors(session, but), organisations)


def _in_ledgers(session: Session, but: Set[int]) -> tuple[set[int], set[int]]:
    asked = and_(EntryRow.facet == Facet.ASK.value, EntryRow.fact.contains('"post_id"'))
    query = (
        select(EntryRow.fact)
        .join(LineRow, LineRow.id == EntryRow.line_id)
        .where(LineRow.roadmap_id.not_in(but), or_(EntryRow.facet == Facet.OWNER.value, asked))
    )
    facts = [json.loads(fact) for fact in session.scalars(query)]
    persons = {fact.get(key) for fact in facts for key in ("person_id", "contact_id")}
    return {fact["post_id"] for fact in facts if fact.get("post_id")}, {number for number in persons if number}


def _organisations(session: Session, but: Set[int], posts: Set[int]) -> frozenset[int]:
    executing = select(ExecutorRow.organisation_id).join(MeasureRow, MeasureRow.id == ExecutorRow.measure_id)
    of_posts = select(PostRow.organisation_id).where(PostRow.id.in_(posts), PostRow.organisation_id.is_not(None))
    return frozenset(session.scalars(union(executing.where(MeasureRow.roadmap_id.not_in(but)), of_posts)))


def _of_executors(session: Session, but: Set[int]) -> frozenset[int]:
    query = (
        select(HoldingRow.person_id)
        .join(PostRow, PostRow.id == HoldingRow.post_id)
        .join(ExecutorRow, ExecutorRow.organisation_id == PostRow.organisation_id)
        .join(MeasureRow, MeasureRow.id == ExecutorRow.measure_id)
        .where(MeasureRow.roadmap_id.not_in(but))
    )
    return frozenset(session.scalars(query))
