"""The demonstration's posts and persons, their roles and their accounts."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.store.accounts import AccountRow
from roadmap.store.demonstration.people_file import PeopleFile, PersonSeed
from roadmap.store.holdings import HoldingRow
from roadmap.store.people import GrantRow, OrganisationRow, PersonRow, PostRow
from roadmap.store.seeding.keeper import text


def put_posts(session: Session, people: PeopleFile) -> dict[str, int]:
    """Adds the posts; answers their numbers by code. An organisation that was never loaded is left blank."""
    query = select(OrganisationRow.code, OrganisationRow.id)
    organisations = dict(session.execute(query).all())
    rows = [
        PostRow(code=seed.code, title=text(seed.title), organisation_id=organisations.get(seed.organisation))
        for seed in people.posts
    ]
    session.add_all(rows)
    session.flush()
    found = {row.code or "": row.id for row in rows}
    for row, seed in zip(rows, people.posts, strict=True):
        row.above_id = found[seed.above] if seed.above else None
    return found


# Everybody was in his post before the story begins, and that was known.
_KNOWN_FOR = timedelta(days=5 * 366)


def put_people(
    session: Session,
    people: PeopleFile,
    posts: dict[str, int],
    *,
    roadmap_id: int,
    measures: dict[str, int],
    password_hash: str,
    at: datetime,
) -> dict[str, int]:
    """Adds everybody with a role and, where they sign in, an account; answers their numbers by code."""
    found: dict[str, int] = {}
    for seed in people.people:
        row = PersonRow(
            name=seed.name,
            email=seed.email,
            language=seed.language,
            demonstration=True,
        )
        session.add(row)
        session.flush()
        found[seed.code] = row.id
        if seed.post:
            held = HoldingRow(post_id=posts[seed.post], person_id=row.id, recorded_at=at - _KNOWN_FOR)
            session.add(held)
        session.add(_grant(seed, row.id, roadmap_id, measures))
        if seed.signs_in:
            session.add(AccountRow(person_id=row.id, password_hash=password_hash, created_at=at))
    session.flush()
    return found


def _grant(seed: PersonSeed, person_id: int, roadmap_id: int, measures: dict[str, int]) -> GrantRow:
    everywhere = seed.role == "administrator"
    return GrantRow(
        person_id=person_id,
        role=seed.role,
        roadmap_id=None if everywhere else roadmap_id,
        measure_id=measures[seed.measure] if seed.measure else None,
    )


def taken_addresses(session: Session, people: PeopleFile) -> list[str]:
    """Addresses of the file that somebody already has."""
    wanted = [person.email for person in people.people]
    query = select(PersonRow.email).where(PersonRow.email.in_(wanted)).order_by(PersonRow.email)
    return [email for email in session.scalars(query) if email]
