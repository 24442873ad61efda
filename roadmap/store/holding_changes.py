"""What holdings of posts were before they were changed or taken back: so that a page can show who was known then."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.domain.holdings import Holding, HoldingChange
from roadmap.store.base import Row
from roadmap.store.holdings import HoldingRow


class HoldingChangeRow(Row):
    """One holding as it was until the moment of a change, append-only. The holding itself may be gone."""

    __tablename__ = "post_holding_change"
    __table_args__ = (Index("ix_post_holding_change_post_id_recorded_at", "post_id", "recorded_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    holding_id: Mapped[int]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    acting: Mapped[bool]
    act: Mapped[str | None]
    entered_at: Mapped[datetime]
    recorded_at: Mapped[datetime]


def keep_holding_change(session: Session, row: HoldingRow, at: datetime) -> None:
    """Writes down what a holding is, before it becomes something else at this moment."""
    session.add(
        HoldingChangeRow(
            holding_id=row.id,
            post_id=row.post_id,
            person_id=row.person_id,
            first_on=row.first_on,
            last_on=row.last_on,
            acting=row.acting,
            act=row.act,
            entered_at=row.recorded_at,
            recorded_at=at,
        )
    )


def holding_changes_since(
    session: Session, since: datetime, *, post_ids: Iterable[int], person_ids: Iterable[int]
) -> list[HoldingChange]:
    """The changes recorded after ``since`` about one of these posts or persons, the earliest first."""
    about = or_(HoldingChangeRow.post_id.in_(set(post_ids)), HoldingChangeRow.person_id.in_(set(person_ids)))
    later = select(HoldingChangeRow).where(about, HoldingChangeRow.recorded_at > since)
    return [_change(row) for row in session.scalars(later.order_by(HoldingChangeRow.recorded_at, HoldingChangeRow.id))]


def _change(row: HoldingChangeRow) -> HoldingChange:
    before = Holding(
        row.holding_id,
        row.post_id,
        row.person_id,
        row.first_on,
        row.last_on,
        row.acting,
        row.act or "",
        entered_at=row.entered_at,
    )
    return HoldingChange(before, row.recorded_at)
