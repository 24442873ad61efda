"""Who reads which mail of which road map. No row means the default of the person's role."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

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
