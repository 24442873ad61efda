"""Everybody the program knows, with their roles and whether they can sign in."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import or_, select, true, union, update
from sqlalchemy.orm import Session

from roadmap.domain.people import Grant, Person
from roadmap.domain.text import LocalizedText
from roadmap.store.accounts import AccountRow
from roadmap.store.holdings import HoldingRow
from roadmap.store.people import GrantRow, PersonRow, PostRow, grant_of, persons_by_id
from roadmap.store.plan import MeasureRow, MilestoneRow, RoadmapRow


class AccountState(StrEnum):
    """Whether somebody can sign in. Who only receives mail may be without an account."""

    NONE = "none"
    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role with what it is for, in words."""

    number: int
    grant: Grant
    roadmap: LocalizedText | None
    measure_number: str | None
    milestone_number: str | None = None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A line of the accounts page."""

    person: Person
    roles: tuple[HeldRole, ...]
    state: AccountState


@dataclass(frozen=True, slots=True)
class MeasureName:
    """A measure as a choice in a list."""

    id: int
    roadmap_id: int
    number: str
    title: LocalizedText


def everybody(session: Session) -> list[KnownPerson]:
    """All persons by name: three queries."""
    return known_persons(session, None)


def known_person(session: Session, person_id: int, on: date | None = None) -> KnownPerson | None:
    """One person; ``None`` if there is nobody of that number."""
    return next(iter(known_persons(session, {person_id}, on)), None)


def known_persons(session: Session, ids: Set[int] | None, on: date | None = None) -> list[KnownPerson]:
    """Those asked for, or all, by name, with the posts that they hold on a day: three queries."""
    roles: dict[int, list[HeldRole]] = {}
    query = (
        select(GrantRow, RoadmapRow.title, MeasureRow.number, MilestoneRow.number)
        .outerjoin(RoadmapRow, RoadmapRow.id == GrantRow.roadmap_id)
        .outerjoin(MeasureRow, MeasureRow.id == GrantRow.measure_id)
        .outerjoin(MilestoneRow, MilestoneRow.id == GrantRow.milestone_id)
        .where(true() if ids is None else GrantRow.person_id.in_(ids))
        .order_by(GrantRow.id)
    )
    for row, title, number, step in session.execute(query):
        roles.setdefault(row.person_id, []).append(HeldRole(row.id, grant_of(row), title, number, step))
    wanted = true() if ids is None else AccountRow.person_id.in_(ids)
    accounts = {row.person_id: row for row in session.scalars(select(AccountRow).where(wanted))}
    found = persons_by_id(session, ids, on).values()
    return [
        KnownPerson(person, tuple(roles.get(person.id, ())), _state(person, accounts.get(person.id)))
        for person in sorted(found, key=lambda person: (person.name.casefold(), person.id))
    ]


def persons_around(session: Session, roadmap_id: int, post_ids: Set[int], organisation_ids: Set[int]) -> set[int]:
    """The numbers of everybody with a role on a road map, or in one of these posts or organisations at any time."""
    posts = or_(PostRow.id.in_(post_ids), PostRow.organisation_id.in_(organisation_ids))
    holders = select(HoldingRow.person_id).join(PostRow, PostRow.id == HoldingRow.post_id).where(posts)
    granted = select(GrantRow.person_id).where(GrantRow.roadmap_id == roadmap_id)
    return set(session.scalars(union(holders, granted)))


def _state(person: Person, account: AccountRow | None) -> AccountState:
    if account is None:
        return AccountState.NONE
    if account.disabled_at is not None or not person.active:
        return AccountState.DISABLED
    return AccountState.ACTIVE if account.password_hash else AccountState.INVITED


def disable(session: Session, person_id: int, at: datetime | None) -> None:
    """Closes an account as of ``at``, or opens it again with ``None``. Whoever cannot sign in is not written to."""
    session.execute(update(AccountRow).where(AccountRow.person_id == person_id).values(disabled_at=at))
    open_again = {"left_on": None} if at is None else {}
    session.execute(update(PersonRow).where(PersonRow.id == person_id).values(active=at is None, **open_again))


def all_measures(session: Session) -> list[MeasureName]:
    """Every measure of every road map, in the order of their plans."""
    query = select(MeasureRow.id, MeasureRow.roadmap_id, MeasureRow.number, MeasureRow.title)
    return [MeasureName(*row) for row in session.execute(query.order_by(MeasureRow.roadmap_id, MeasureRow.position))]


@dataclass(frozen=True, slots=True)
class MilestoneName:
    """A milestone as a choice in a list, by the numbers of the plan."""

    id: int
    measure_id: int
    number: str
    title: LocalizedText


def milestones_of(session: Session, roadmap_id: int | None = None) -> list[MilestoneName]:
    """Every milestone of a road map, or of all, in the order of the plan."""
    query = (
        select(MilestoneRow.id, MilestoneRow.measure_id, MilestoneRow.number, MilestoneRow.title)
        .join(MeasureRow, MeasureRow.id == MilestoneRow.measure_id)
        .where(true() if roadmap_id is None else MeasureRow.roadmap_id == roadmap_id)
        .order_by(MeasureRow.roadmap_id, MeasureRow.position, MilestoneRow.position)
    )
    return [MilestoneName(*row) for row in session.execute(query)]
