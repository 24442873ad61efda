"""Organisations, posts, persons, and who has which role."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    UniqueConstraint,
    and_,
    delete,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.domain.holdings import Holding
from roadmap.domain.people import Grant, Held, NameOfErased, Organisation, Person, Post, Role
from roadmap.domain.text import LocalizedText
from roadmap.store.base import Row
from roadmap.store.conflicts import insert_into
from roadmap.store.holdings import HoldingRow, holding_of, in_force_on


class OrganisationRow(Row):
    """A body that can answer for something."""

    __tablename__ = "organisation"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[LocalizedText]
    short: Mapped[LocalizedText]
    outside_government: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class PostRow(Row):
    """An official position in an organisation."""

    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(unique=True)
    title: Mapped[LocalizedText]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    # The next post up, to which an item goes that stays overdue.
    above_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class PersonRow(Row):
    """A person by number; the name and the address can be erased, the number stays in the ledger."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("language IN ('kk', 'ru', 'en')", name="language"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    # Kept in lower case: one mailbox is one person, whatever way the address was typed.
    email: Mapped[str | None] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(default="kk")
    demonstration: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    # The last day of somebody who has left; ``active`` is false from then on.
    left_on: Mapped[date | None]
    # Name and address were erased on request; the number stays in the ledger.
    erased_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class GrantRow(Row):
    """One role of one person, on one road map or measure."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint(
            "role IN ('coordinator', 'controller', 'executive', 'administrator', 'recipient')", name="role"
        ),
        UniqueConstraint(
            "person_id", "role", "roadmap_id", "measure_id", "milestone_id", postgresql_nulls_not_distinct=True
        ),
        Index("ix_role_grant_roadmap_id_role", "roadmap_id", "role"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    roadmap_id: Mapped[int | None] = mapped_column(ForeignKey("roadmap.id"))
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"))
    # A co-executor's coordinator reports on this milestone of the measure only.
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id"))


def add_person(
    session: Session,
    name: str,
    email: str | None,
    language: str,
    demonstration: bool = False,
) -> PersonRow:
    """A new person; the address is kept in lower case. Raises ``IntegrityError`` if somebody has it already."""
    row = PersonRow(
        name=name.strip(),
        email=normal(email) if email else None,
        language=language,
        demonstration=demonstration,
    )
    session.add(row)
    session.flush()
    return row


def grant(
    session: Session,
    person_id: int,
    role: Role,
    roadmap_id: int | None = None,
    measure_id: int | None = None,
    milestone_id: int | None = None,
) -> bool:
    """Gives a person a role, and answers whether it is a new one, also if it is given twice at the same moment.

    A coordinator's role names a road map and a measure, and one milestone of it if it is a co-executor's; an
    administrator's names neither, every other only the road map; anything else is a ``ValueError``.
    """
    named = (roadmap_id is not None, measure_id is not None)
    wanted = {Role.ADMINISTRATOR: (False, False), Role.COORDINATOR: (True, True)}.get(role, (True, False))
    if named != wanted or (milestone_id is not None and measure_id is None):
        raise ValueError(f"the role {role} was given for road map {roadmap_id} and measure {measure_id}")
    # SQLite's own unique key takes two roles without a road map for different ones; its writers wait for each other.
    if Grant(role, roadmap_id, measure_id, milestone_id) in grants_of(session, person_id):
        return False
    given = insert_into(session, GrantRow).values(
        person_id=person_id,
        role=role.value,
        roadmap_id=roadmap_id,
        measure_id=measure_id,
        milestone_id=milestone_id,
    )
    return session.execute(given.on_conflict_do_nothing().returning(GrantRow.id)).first() is not None


def withdraw(session: Session, person_id: int, held: Grant) -> None:
    """Takes a role from a person; taking one that is not held changes nothing."""
    session.execute(
        delete(GrantRow).where(
            GrantRow.person_id == person_id,
            GrantRow.role == held.role.value,
            GrantRow.roadmap_id.is_not_distinct_from(held.roadmap_id),
            GrantRow.measure_id.is_not_distinct_from(held.measure_id),
            GrantRow.milestone_id.is_not_distinct_from(held.milestone_id),
        )
    )


def set_language(session: Session, person_id: int, language: str) -> None:
    """Changes the language in which a person is written to and reads pages."""
    row = session.get(PersonRow, person_id)
    if row is not None and row.language != language:
        row.language = language
        session.flush()


def normal(email: str) -> str:
    """An address as it is kept: one mailbox is one person, whatever way it is typed."""
    return email.strip().lower()


def organisation_of(row: OrganisationRow) -> Organisation:
    """The row as the domain speaks of it."""
    return Organisation(row.id, row.code, row.name, row.short, row.outside_government)


def post_of(row: PostRow, organisation: OrganisationRow | None) -> Post:
    """The row as the domain speaks of it."""
    return Post(row.id, row.title, None if organisation is None else organisation_of(organisation), row.above_id)


def all_organisations(session: Session) -> dict[int, Organisation]:
    """Every organisation by its number."""
    return {row.id: organisation_of(row) for row in session.scalars(select(OrganisationRow))}


def posts_by_id(session: Session, ids: Iterable[int] | None = None) -> dict[int, Post]:
    """Posts with their organisations, all or those asked for."""
    query = select(PostRow, OrganisationRow).outerjoin(OrganisationRow, PostRow.organisation_id == OrganisationRow.id)
    if ids is not None:
        query = query.where(PostRow.id.in_(set(ids)))
    return {post.id: post_of(post, organisation) for post, organisation in session.execute(query)}


def persons_by_id(session: Session, ids: Iterable[int] | None = None, on: date | None = None) -> dict[int, Person]:
    """Persons, all or those asked for, with the posts that they hold on a day; without a day no post is told.

    As known at an earlier moment: ``holders.persons_known``.
    """
    if on is None:
        query = select(PersonRow) if ids is None else select(PersonRow).where(PersonRow.id.in_(set(ids)))
        return {row.id: person_of(row) for row in session.scalars(query)}
    held = _with_posts(in_force_on(on))
    return _gathered(session, held if ids is None else held.where(PersonRow.id.in_(set(ids))), on)[0]


def persons_around_posts(
    session: Session, ids: Iterable[int], post_ids: Iterable[int], on: date
) -> tuple[dict[int, Person], list[Holding]]:
    """Persons asked for and everybody who ever held one of these posts, with their posts on a day; and all holdings.

    What was entered later about an earlier day holds for that day. As known at a moment: ``holders.around_posts``.
    """
    holders = select(HoldingRow.person_id).where(HoldingRow.post_id.in_(set(post_ids)))
    query = _with_posts(true()).where(or_(PersonRow.id.in_(set(ids)), PersonRow.id.in_(holders)))
    return _gathered(session, query, on)


def _with_posts(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(PersonRow, HoldingRow, PostRow, OrganisationRow)
        .outerjoin(HoldingRow, and_(HoldingRow.person_id == PersonRow.id, which))
        .outerjoin(PostRow, HoldingRow.post_id == PostRow.id)
        .outerjoin(OrganisationRow, PostRow.organisation_id == OrganisationRow.id)
        .order_by(PersonRow.id, HoldingRow.acting, HoldingRow.id)
    )


def _gathered(session: Session, query: Select[*tuple[Any, ...]], on: date) -> tuple[dict[int, Person], list[Holding]]:
    rows: dict[int, PersonRow] = {}
    held: dict[int, list[Held]] = {}
    holdings: list[Holding] = []
    for person, holding, post, organisation in session.execute(query):
        rows[person.id] = person
        if holding is None:
            continue
        holdings.append(holding_of(holding))
        if holdings[-1].in_force_on(on):
            held.setdefault(person.id, []).append(Held(post_of(post, organisation), holding.acting))
    return {number: person_of(row, held.get(number, ())) for number, row in rows.items()}, holdings


def person_of(row: PersonRow, holds: Sequence[Held] = ()) -> Person:
    """The row as the domain speaks of it, with the posts held, his own before those that he acts in."""
    return Person(
        row.id,
        row.name if row.erased_at is None else NameOfErased(row.id),
        row.email,
        row.language,
        holds[0].post if holds else None,
        row.demonstration,
        row.active,
        tuple(holds),
        erased=row.erased_at is not None,
    )


def person_by_email(session: Session, email: str) -> PersonRow | None:
    """The person with this address, whatever way it is typed."""
    return session.scalar(select(PersonRow).where(PersonRow.email == normal(email)))


def grants_of(session: Session, person_id: int) -> frozenset[Grant]:
    """All roles of a person."""
    rows = session.scalars(select(GrantRow).where(GrantRow.person_id == person_id))
    return frozenset(map(grant_of, rows))


def grant_of(row: GrantRow) -> Grant:
    """The row as the domain speaks of it."""
    return Grant(Role(row.role), row.roadmap_id, row.measure_id, row.milestone_id)


def people_with_roles(
    session: Session, roadmap_id: int, person_ids: Iterable[int] | None = None
) -> dict[int, frozenset[Grant]]:
    """Active persons with an address who have a role on a road map, all or those asked for, with those roles."""
    query = (
        select(GrantRow)
        .join(PersonRow, PersonRow.id == GrantRow.person_id)
        .where(GrantRow.roadmap_id == roadmap_id, PersonRow.active, PersonRow.email.is_not(None))
    )
    if person_ids is not None:
        query = query.where(GrantRow.person_id.in_(set(person_ids)))
    found: dict[int, set[Grant]] = {}
    for row in session.scalars(query):
        found.setdefault(row.person_id, set()).add(grant_of(row))
    return {person_id: frozenset(grants) for person_id, grants in found.items()}
