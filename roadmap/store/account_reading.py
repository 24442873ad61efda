"""Everybody the program knows, with their roles and whether they can sign in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, true, update
from sqlalchemy.orm import Session

from roadmap.domain.people import Grant, Person
from roadmap.domain.text import LocalizedText
from roadmap.store.accounts import AccountRow
from roadmap.store.people import GrantRow, PersonRow, grant_of, persons_by_id
from roadmap.store.plan import MeasureRow, RoadmapRow


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
    return _known(session, None)


def known_person(session: Session, person_id: int) -> KnownPerson | None:
    """One person; ``None`` if there is nobody of that number."""
    return next(iter(_known(session, person_id)), None)


def _known(session: Session, person_id: int | None) -> list[KnownPerson]:
    wanted = true() if person_id is None else GrantRow.person_id == person_id
    roles: dict[int, list[HeldRole]] = {}
    query = (
        select(GrantRow, RoadmapRow.title, MeasureRow.number)
        .outerjoin(RoadmapRow, RoadmapRow.id == GrantRow.roadmap_id)
        .outerjoin(MeasureRow, MeasureRow.id == GrantRow.measure_id)
        .where(wanted)
        .order_by(GrantRow.id)
    )
    for row, title, number in session.execute(query):
        roles.setdefault(row.person_id, []).append(HeldRole(row.id, grant_of(row), title, number))
    accounts = {row.person_id: row for row in session.scalars(select(AccountRow))}
    found = persons_by_id(session, None if person_id is None else {person_id}).values()
    return [
        KnownPerson(person, tuple(roles.get(person.id, ())), _state(person, accounts.get(person.id)))
        for person in sorted(found, key=lambda person: (person.name.casefold(), person.id))
    ]


def _state(person: Person, account: AccountRow | None) -> AccountState:
    if account is None:
        return AccountState.NONE
    if account.disabled_at is not None or not person.active:
        return AccountState.DISABLED
    return AccountState.ACTIVE if account.password_hash else AccountState.INVITED


def disable(session: Session, person_id: int, at: datetime | None) -> None:
    """Closes an account as of ``at``, or opens it again with ``None``. Whoever cannot sign in is not written to."""
    session.execute(update(AccountRow).where(AccountRow.person_id == person_id).values(disabled_at=at))
    session.execute(update(PersonRow).where(PersonRow.id == person_id).values(active=at is None))


def all_measures(session: Session) -> list[MeasureName]:
    """Every measure of every road map, in the order of their plans."""
    query = select(MeasureRow.id, MeasureRow.roadmap_id, MeasureRow.number, MeasureRow.title)
    return [MeasureName(*row) for row in session.execute(query.order_by(MeasureRow.roadmap_id, MeasureRow.position))]
