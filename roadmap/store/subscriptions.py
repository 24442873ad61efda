"""Who reads which mail of which road map. No row means the default of the person's role."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.domain.interests import MailKind
from roadmap.store.base import Row


class SubscriptionRow(Row):
    """A person's own choice about one kind of mail of one road map."""

    __tablename__ = "subscription"
    __table_args__ = (CheckConstraint("kind IN ('actions', 'overview')", name="kind"),)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    active: Mapped[bool]
    changed_at: Mapped[datetime]


def choices_of(session: Session, roadmap_id: int) -> dict[tuple[int, MailKind], bool]:
    """What persons chose for themselves about a road map's mail, by person and kind."""
    rows = session.scalars(select(SubscriptionRow).where(SubscriptionRow.roadmap_id == roadmap_id))
    return {(row.person_id, MailKind(row.kind)): row.active for row in rows}


def choose(session: Session, person_id: int, roadmap_id: int, kind: MailKind, active: bool, at: datetime) -> None:
    """Starts or stops one kind of mail for one person; choosing the same again changes nothing."""
    row = session.get(SubscriptionRow, (person_id, roadmap_id, kind.value), with_for_update=True)
    if row is None:
        session.add(
            SubscriptionRow(person_id=person_id, roadmap_id=roadmap_id, kind=kind.value, active=active, changed_at=at)
        )
    elif row.active is not active:
        row.active, row.changed_at = active, at
