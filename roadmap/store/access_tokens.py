"""Tokens of people's programs: made, recognised, counted and revoked. Of the secret only a checksum is kept."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, and_, case, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.domain.access_tokens import AccessToken, Scope
from roadmap.domain.people import Person
from roadmap.store.accounts import AccountRow
from roadmap.store.base import Row
from roadmap.store.people import PersonRow, person_of


class AccessTokenRow(Row):
    """A token. It stays after it has ended, so that its owner can see what there was."""

    __tablename__ = "access_token"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    # Words with a blank between, in the order of ``Scope``.
    scopes: Mapped[str]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    # To the hour: it says whether a token is still needed, not what somebody does all day.
    used_at: Mapped[datetime | None]
    # How many requests were drawn of those that one minute allows, and which minute that was.
    minute: Mapped[datetime | None]
    drawn: Mapped[int] = mapped_column(default=0)


def add_token(
    session: Session,
    person_id: int,
    token_hash: str,
    name: str,
    scopes: Iterable[Scope],
    at: datetime,
    until: datetime,
) -> int:
    """Writes a token down and answers its number."""
    said = set(scopes)
    row = AccessTokenRow(
        person_id=person_id,
        token_hash=token_hash,
        name=name,
        scopes=" ".join(scope.value for scope in Scope if scope in said),
        made_at=at,
        expires_at=until,
    )
    session.add(row)
    session.flush()
    return row.id


def tokens_of(session: Session, person_id: int) -> list[AccessToken]:
    """Every token that a person ever had, the newest first."""
    query = select(AccessTokenRow).where(AccessTokenRow.person_id == person_id).order_by(AccessTokenRow.id.desc())
    return [_token_of(row) for row in session.scalars(query)]


def person_of_token(session: Session, token_hash: str, at: datetime) -> tuple[Person, AccessToken] | None:
    """Whose token it is, if it is good and its person may still sign in. No post is told."""
    found = session.execute(
        select(PersonRow, AccessTokenRow)
        .join(AccessTokenRow, AccessTokenRow.person_id == PersonRow.id)
        .join(AccountRow, AccountRow.person_id == PersonRow.id)
        .where(
            AccessTokenRow.token_hash == token_hash,
            AccessTokenRow.revoked_at.is_(None),
            AccessTokenRow.expires_at > at,
            AccountRow.disabled_at.is_(None),
            PersonRow.active,
        )
    ).one_or_none()
    if found is None:
        return None
    person, token = found
    return person_of(person), _token_of(token)


def revoke_token(session: Session, person_id: int, number: int, at: datetime) -> bool:
    """Ends one token, if it is this person's and has not ended yet."""
    which = and_(AccessTokenRow.id == number, AccessTokenRow.expires_at > at)
    return bool(_revoke(session, person_id, which, at))


def revoke_tokens_of(session: Session, person_id: int, at: datetime) -> int:
    """Ends every token of a person that is still good; answers how many."""
    return _revoke(session, person_id, AccessTokenRow.expires_at > at, at)


def _revoke(session: Session, person_id: int, which: ColumnElement[bool], at: datetime) -> int:
    his = and_(AccessTokenRow.person_id == person_id, AccessTokenRow.revoked_at.is_(None), which)
    query = update(AccessTokenRow).where(his).values(revoked_at=at).returning(AccessTokenRow.id)
    return len(session.execute(query.execution_options(synchronize_session=False)).all())


def draw(session: Session, number: int, at: datetime, lot: int, limit: int) -> bool:
    """Draws ``lot`` requests of the ``limit`` that a token has in each minute; ``False`` if they are used up.

    Notes by the way, to the hour, that the token is in use.
    """
    minute = at.replace(second=0, microsecond=0)
    same = AccessTokenRow.minute == minute
    left = or_(AccessTokenRow.minute.is_(None), AccessTokenRow.minute != minute, AccessTokenRow.drawn + lot <= limit)
    drawn = case((same, AccessTokenRow.drawn + lot), else_=lot)
    query = update(AccessTokenRow).where(AccessTokenRow.id == number, left)
    values = {"minute": minute, "drawn": drawn, "used_at": minute.replace(minute=0)}
    found = session.execute(
        query.values(values).returning(AccessTokenRow.id).execution_options(synchronize_session=False)
    )
    return found.first() is not None


def _token_of(row: AccessTokenRow) -> AccessToken:
    scopes = frozenset(Scope(word) for word in row.scopes.split())
    return AccessToken(
        row.id, row.person_id, row.name, scopes, row.made_at, row.expires_at, row.used_at, row.revoked_at
    )
