"""Keeping organisations, posts, persons and who holds which post: as each was seen in the form, or not at all."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from typing import Any, TypeVar, cast

from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from roadmap.domain.holdings import Holding
from roadmap.domain.posts_above import leads_back
from roadmap.domain.security import SecurityKind
from roadmap.domain.staff import HoldingEntry, Kept, OrganisationEntry, PersonEntry, PostEntry, in_the_way
from roadmap.store.access_tokens import revoke_tokens_of
from roadmap.store.base import Row
from roadmap.store.escalation import GoesRound
from roadmap.store.holding_changes import keep_holding_change
from roadmap.store.holdings import HoldingRow, holding_of
from roadmap.store.links import end_links
from roadmap.store.people import OrganisationRow, PersonRow, PostRow, add_person, normal
from roadmap.store.person_locks import lock_roadmaps, locked_with_roadmaps
from roadmap.store.plan import RoadmapRow
from roadmap.store.security_log import record
from roadmap.store.sign_ins import end_sign_ins_of

Entry = TypeVar("Entry")
Table = TypeVar("Table", bound=Row)

# Any number that nothing else of the program locks.
_POSTS_LOCK = 7_021_202_612


class ChangedMeanwhile(Exception):
    """Somebody else changed the same entry since the form was made."""


class CodeStays(Exception):
    """An organisation keeps its code: lines of the ledger name it by that."""


class Taken(Exception):
    """Another entry has this code, or this address, already."""


class InTheWay(Exception):
    """Somebody else holds the post on a day of the holding; ``holding`` says who and when."""

    def __init__(self, holding: Holding) -> None:
        super().__init__(f"holding {holding.id} shares a day")
        self.holding = holding


def organisation_kept(session: Session, number: int) -> Kept[OrganisationEntry] | None:
    """An organisation as it is kept; ``None`` if there is none of that number."""
    return _kept(session, OrganisationRow, OrganisationEntry, number)


def post_kept(session: Session, number: int) -> Kept[PostEntry] | None:
    """A post as it is kept; ``None`` if there is none of that number."""
    return _kept(session, PostRow, PostEntry, number)


def person_kept(session: Session, number: int) -> Kept[PersonEntry] | None:
    """A person as he is kept; ``None`` if there is none of that number, or if he was erased."""
    row = session.get(PersonRow, number)
    return None if row is None or row.erased_at else Kept(_entry(PersonEntry, row), row.version)


def holding_kept(session: Session, number: int) -> Kept[HoldingEntry] | None:
    """A holding as it is kept; ``None`` if there is none of that number."""
    return _kept(session, HoldingRow, HoldingEntry, number)


def keep_organisation(session: Session, entry: OrganisationEntry, number: int | None = None, seen: int = 0) -> int:
    """Adds or changes an organisation and answers its number; adding the very same one twice adds one.

    Raises ``Taken`` if another one has its code, ``CodeStays`` and ``ChangedMeanwhile``.
    """
    if number is None:
        found = session.scalar(select(OrganisationRow).where(OrganisationRow.code == entry.code))
        if found is not None and _entry(OrganisationEntry, found) == entry:
            return found.id
        row = OrganisationRow(**_values(entry))
    else:
        if session.get_one(OrganisationRow, number).code != entry.code:
            raise CodeStays(entry.code)
        row = _changed(session, OrganisationRow, entry, number, seen)
    return _written(session, row)


def keep_post(session: Session, entry: PostEntry, number: int | None = None, seen: int = 0) -> int:
    """Adds or changes a post and answers its number; adding the very same one twice adds one.

    Raises ``GoesRound`` if it would come to stand above itself, and ``ChangedMeanwhile``.
    """
    _wait_for_others(session)
    if number is None:
        same_place = select(PostRow).where(PostRow.organisation_id == entry.organisation_id).order_by(PostRow.id)
        row = next((each for each in session.scalars(same_place) if each.title == entry.title), None)
        if row is not None:
            return row.id
        return _written(session, PostRow(**_values(entry)))
    above = dict(session.execute(select(PostRow.id, PostRow.above_id)).all()) | {number: entry.above_id}
    if leads_back(above, number):
        raise GoesRound(number)
    return _written(session, _changed(session, PostRow, entry, number, seen))


def keep_person(
    session: Session,
    entry: PersonEntry,
    at: datetime,
    by: int | None,
    number: int | None = None,
    seen: int = 0,
) -> int:
    """Adds or changes a person and answers the number; adding the very same one twice adds one.

    With an address that is changed end the sign-ins and the links that it was good for. Raises ``Taken`` if another one
    has the address, and ``ChangedMeanwhile``.
    """
    if number is not None:
        if session.scalar(select(PersonRow.email).where(PersonRow.id == number)) == entry.email:
            return _written(session, _changed(session, PersonRow, entry, number, seen))
        return _readdressed(session, entry, at, by, number, seen)
    _wait_for_others(session)
    address = normal(entry.email) if entry.email else None
    query = select(PersonRow).where(PersonRow.name == entry.name, PersonRow.email.is_not_distinct_from(address))
    found = session.scalars(query.where(PersonRow.erased_at.is_(None)).order_by(PersonRow.id)).first()
    if found is not None:
        return found.id
    try:
        return add_person(session, entry.name, address, entry.language).id
    except IntegrityError as problem:
        raise Taken from problem


def _readdressed(session: Session, entry: PersonEntry, at: datetime, by: int | None, number: int, seen: int) -> int:
    locked_with_roadmaps(session, number)
    _written(session, _changed(session, PersonRow, entry, number, seen))
    end_links(session, number, at)
    ended = end_sign_ins_of(session, number, at)
    revoke_tokens_of(session, number, at)
    record(session, SecurityKind.ADDRESS_CHANGED, at, number, by, sessions=ended)
    return number


def keep_holding(session: Session, entry: HoldingEntry, at: datetime, number: int | None = None, seen: int = 0) -> int:
    """Adds or changes who holds a post and answers the holding's number; adding the very same one twice adds one.

    Raises ``InTheWay``, and ``ChangedMeanwhile``.
    """
    # Two who fill the same post wait for each other.
    session.execute(select(PostRow.id).where(PostRow.id == entry.post_id).with_for_update(key_share=True))
    rows = session.scalars(select(HoldingRow).where(HoldingRow.post_id == entry.post_id).order_by(HoldingRow.id)).all()
    if number is None:
        found = next((row for row in rows if _entry(HoldingEntry, row) == entry), None)
        if found is not None:
            return found.id
    other = in_the_way(entry, number or 0, map(holding_of, rows))
    if other is not None:
        raise InTheWay(other)
    if number is None:
        return _written(session, HoldingRow(**_values(entry), recorded_at=at))
    kept = next((row for row in rows if row.id == number), None)
    if kept is not None and kept.version == seen and _entry(HoldingEntry, kept) != entry:
        keep_holding_change(session, kept, at)
    return _written(session, _changed(session, HoldingRow, entry, number, seen))


def leave(session: Session, person_id: int, last_on: date, seen: int, at: datetime) -> None:
    """Somebody leaves after a day: what he holds ends with it, and he is no longer written to.

    Raises ``ChangedMeanwhile``. What was to begin later does not begin.
    """
    row = _locked(session, PersonRow, person_id)
    if row.version != seen and (row.active or row.left_on != last_on):
        raise ChangedMeanwhile
    row.left_on, row.active = last_on, False
    for holding in session.scalars(select(HoldingRow).where(HoldingRow.person_id == person_id)):
        if holding.first_on is not None and holding.first_on > last_on:
            keep_holding_change(session, holding, at)
            session.delete(holding)
        elif holding.last_on is None or holding.last_on > last_on:
            keep_holding_change(session, holding, at)
            holding.last_on = last_on
    session.flush()


def come_back(session: Session, person_id: int) -> None:
    """Somebody who had left is there again; the posts are given anew."""
    row = _locked(session, PersonRow, person_id)
    row.left_on, row.active = None, True
    session.flush()


def touch_all(session: Session) -> None:
    """Counts a change of what all road maps share, so that no page made before is taken for one made after."""
    lock_roadmaps(session)
    session.execute(
        update(RoadmapRow).values(revision=RoadmapRow.revision + 1).execution_options(synchronize_session=False)
    )


def _entry(kind: Callable[..., Entry], row: Any) -> Entry:
    return kind(**{each.name: getattr(row, each.name) for each in fields(kind)})  # type: ignore[arg-type]


def _values(entry: Any) -> dict[str, Any]:
    return {each.name: getattr(entry, each.name) for each in fields(entry)}


def _kept(session: Session, table: type[Row], kind: Callable[..., Entry], number: int) -> Kept[Entry] | None:
    row: Any = session.get(table, number)
    return Kept(_entry(kind, row), row.version) if row is not None else None


def _locked(session: Session, table: type[Table], number: int) -> Table:
    # Who only refers to the row, as each line of the ledger does to its author, does not wait for this.
    return session.get_one(table, number, with_for_update={"key_share": True}, populate_existing=True)


def _changed(session: Session, table: type[Table], entry: Any, number: int, seen: int) -> Table:
    row: Any = _locked(session, table, number)
    if _entry(type(entry), row) != entry:
        if row.version != seen:
            raise ChangedMeanwhile
        for name, value in _values(entry).items():
            setattr(row, name, value)
    return cast(Table, row)


def _written(session: Session, row: Any) -> int:
    session.add(row)
    try:
        session.flush()
    except IntegrityError as problem:
        raise Taken from problem
    return int(row.id)


def _wait_for_others(session: Session) -> None:
    """What has no key of its own is looked for and added by one at a time; SQLite's writers wait anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTS_LOCK})
