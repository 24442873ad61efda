"""The table of who decides about an item, by what the item stems from (domain notes §3.5). The controller keeps it."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roadmap.domain.text import LocalizedText
from roadmap.store.base import Row


class DeciderRow(Row):
    """What an item stems from, and whose decision it takes to move its date or to take it off control."""

    __tablename__ = "decider"
    __table_args__ = (UniqueConstraint("roadmap_id", "code"), UniqueConstraint("roadmap_id", "position"))
    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"))
    code: Mapped[str]
    position: Mapped[int]
    stems_from: Mapped[LocalizedText]
    decides: Mapped[LocalizedText]
    # Until somebody who knows says so, an entry is shown as one that is to be confirmed.
    confirmed: Mapped[bool] = mapped_column(default=False)
    note: Mapped[LocalizedText]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}
