"""What stands around the plan: sources, bases, dependencies, risks, later developments and discrepancies."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roadmap.domain.text import LocalizedText
from roadmap.store.base import Row


class SourceRow(Row):
    """A document the road map is taken from."""

    __tablename__ = "source"
    __table_args__ = (UniqueConstraint("roadmap_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"))
    code: Mapped[str]
    position: Mapped[int]
    title: Mapped[LocalizedText]
    number: Mapped[str | None]
    dated_on: Mapped[date | None]
    issuer: Mapped[LocalizedText]
    note: Mapped[LocalizedText]


class ParagraphRow(Row):
    """A paragraph of a source, in its own words."""

    __tablename__ = "source_paragraph"
    __table_args__ = (UniqueConstraint("source_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    number: Mapped[str]
    position: Mapped[int]
    text: Mapped[LocalizedText]


class BasisRow(Row):
    """An instruction that the road map rests on, or that stands in its background."""

    __tablename__ = "basis"
    __table_args__ = (UniqueConstraint("roadmap_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"))
    code: Mapped[str]
    position: Mapped[int]
    who: Mapped[LocalizedText]
    what: Mapped[LocalizedText]
    dated_on: Mapped[date | None]
    number: Mapped[str | None]
    source: Mapped[str | None]
    paragraph: Mapped[str | None]
    background_only: Mapped[bool] = mapped_column(default=False)


class DependencyRow(Row):
    """That one thing waits for another; each end is a measure, a milestone, a clause, or only a text."""

    __tablename__ = "dependency"
    __table_args__ = (
        UniqueConstraint("roadmap_id", "code"),
        CheckConstraint("strength IN ('stated', 'inferred', 'assumed', 'contradictory')", name="strength"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"))
    code: Mapped[str]
    position: Mapped[int]
    # The measures at both ends, so that each measure's page can show it; either may be outside the road map.
    from_measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"), index=True)
    to_measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"), index=True)
    from_label: Mapped[LocalizedText]
    to_label: Mapped[LocalizedText]
    strength: Mapped[str]
    kind: Mapped[str | None]
    text: Mapped[LocalizedText]
    source: Mapped[str | None]
    paragraph: Mapped[str | None]


class RiskRow(Row):
    """A risk or constraint; without a measure it concerns the whole road map."""

    __tablename__ = "risk"
    __table_args__ = (UniqueConstraint("roadmap_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"))
    code: Mapped[str]
    position: Mapped[int]
    text: Mapped[LocalizedText]
    source: Mapped[str | None]
    paragraph: Mapped[str | None]
    suggested_owner: Mapped[LocalizedText]


class RiskMeasureRow(Row):
    """A measure that a risk concerns."""

    __tablename__ = "risk_measure"
    risk_id: Mapped[int] = mapped_column(ForeignKey("risk.id"), primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), primary_key=True, index=True)


class DevelopmentRow(Row):
    """What a public source said later about a measure; never part of its status."""

    __tablename__ = "development"
    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    position: Mapped[int]
    dated: Mapped[str]
    text: Mapped[LocalizedText]
    source_note: Mapped[str]
    __table_args__ = (UniqueConstraint("measure_id", "position"),)


class DiscrepancyRow(Row):
    """Something in the source that does not fit together, kept as a note and never mended silently."""

    __tablename__ = "discrepancy"
    __table_args__ = (UniqueConstraint("roadmap_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"))
    code: Mapped[str]
    position: Mapped[int]
    paragraphs: Mapped[str]
    source: Mapped[str | None]
    text: Mapped[LocalizedText]
    treatment: Mapped[LocalizedText]
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id"), index=True)
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"), index=True)
