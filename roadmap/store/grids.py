"""The tables of milestone grids: how milestones of a measure stand in rows and steps. What is done is not here."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roadmap.domain.text import LocalizedText
from roadmap.store.base import Row


class GridTableRow(Row):
    """A grid of a measure. ``steps`` are texts as ``LocalizedText.as_dict``, in their order."""

    __tablename__ = "grid"
    __table_args__ = (
        UniqueConstraint("measure_id", "code"),
        CheckConstraint("kind IN ('matrix', 'track')", name="kind"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"))
    code: Mapped[str]
    position: Mapped[int]
    kind: Mapped[str]
    title: Mapped[LocalizedText]
    things: Mapped[LocalizedText]
    steps: Mapped[list[dict[str, str]]]
    # With whose confirmation the list of the rows is approved.
    list_milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id", ondelete="SET NULL"))


class GridLineRow(Row):
    """One row of a grid; ``clauses`` are the codes of those that it counts for, with commas between."""

    __tablename__ = "grid_row"
    __table_args__ = (UniqueConstraint("grid_id", "position"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id", ondelete="CASCADE"))
    position: Mapped[int]
    title: Mapped[LocalizedText]
    clauses: Mapped[str]


class GridCellRow(Row):
    """The milestone that a step is for a row; without one the step does not apply to it."""

    __tablename__ = "grid_cell"
    row_id: Mapped[int] = mapped_column(ForeignKey("grid_row.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    # A milestone that is removed from a draft takes its cell along.
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id", ondelete="CASCADE"), index=True)
