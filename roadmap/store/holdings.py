"""Who holds which post from when to when, and who acts for whom."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, and_, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.domain.holdings import Holding
from roadmap.store.base import Row


class HoldingRow(Row):
    """A person in a post. Empty days: since before the record began, until further notice; both days count."""

    __tablename__ = "post_holding"
    __table_args__ = (CheckConstraint("first_on IS NULL OR last_on IS NULL OR first_on <= last_on", name="days"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    # Acts for the holder, or while nobody holds it.
    acting: Mapped[bool] = mapped_column(default=False)
    act: Mapped[str | None]
    recorded_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


def holding_of(row: HoldingRow) -> Holding:
    """The row as the domain speaks of it."""
    return Holding(
        row.id,
        row.post_id,
        row.person_id,
        row.first_on,
        row.last_on,
        row.acting,
        row.act or "",
        row.version,
        row.recorded_at,
    )


def in_force_on(day: date) -> ColumnElement[bool]:
    """The holdings of a day, as ``Holding.in_force_on`` says."""
    return and_(
        or_(HoldingRow.first_on.is_(None), HoldingRow.first_on <= day),
        or_(HoldingRow.last_on.is_(None), HoldingRow.last_on >= day),
    )


def holdings_of(
    session: Session, *, post_ids: Iterable[int] | None = None, person_ids: Iterable[int] | None = None
) -> list[Holding]:
    """Who held, holds and will hold these posts, or what these persons did; all if neither is named. The last first."""
    query = select(HoldingRow)
    if post_ids is not None:
        query = query.where(HoldingRow.post_id.in_(set(post_ids)))
    if person_ids is not None:
        query = query.where(HoldingRow.person_id.in_(set(person_ids)))
    found = [holding_of(row) for row in session.scalars(query)]
    return sorted(found, key=lambda each: (each.first_on or date.min, each.id), reverse=True)
