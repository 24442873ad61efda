"""The plan's tables: road maps, measures, clauses, milestones. Rows become domain objects in ``plan_reading``."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, exists
from sqlalchemy.orm import Mapped, column_property, mapped_column

from roadmap.domain.text import NO_TEXT, LocalizedText
from roadmap.store.base import Row


class RoadmapRow(Row):
    """A road map, its revision, and the head of its ledger. Whoever appends a line locks this row first."""

    __tablename__ = "roadmap"
    __table_args__ = (CheckConstraint("stage IN ('being_developed', 'adopted', 'amended')", name="stage"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    # The road map that the short addresses speak of; the first one loaded.
    is_default: Mapped[bool] = mapped_column(default=False)
    title: Mapped[LocalizedText]
    # What it is called where there is little room; empty: the whole title.
    short_title: Mapped[LocalizedText] = mapped_column(default=NO_TEXT)
    title_origin: Mapped[str] = mapped_column(default="proposed")
    stage: Mapped[str] = mapped_column(default="being_developed")
    act_title: Mapped[LocalizedText]
    act_number: Mapped[str | None]
    act_dated_on: Mapped[date | None]
    developer: Mapped[LocalizedText]
    timezone: Mapped[str]
    calendar: Mapped[str]
    demonstration: Mapped[bool] = mapped_column(default=False)
    # After how many overdue working days an item goes to the next post up as well; None is never.
    escalate_after: Mapped[int | None]
    revision: Mapped[int] = mapped_column(default=0)
    head_seq: Mapped[int] = mapped_column(default=0)
    head_hash: Mapped[str] = mapped_column(default="")
    # The date of the act that adopted it, which stays when the plan is amended by another.
    adopted_on: Mapped[date | None]
    # Until when the plan was something else than its rows say: kept by whoever appends a line about it.
    plan_changed_on: Mapped[date | None]
    plan_changed_at: Mapped[datetime | None]
    # Which entry of the table of who decides applies where a measure names no other.
    decider_code: Mapped[str | None]
    from_letter: ClassVar[bool]
    # Counts edits of the road map's own fields, for the forms; ``revision`` counts everything.
    version: Mapped[int] = mapped_column(default=1)


class MeasureRow(Row):
    """A measure of a road map."""

    __tablename__ = "measure"
    __table_args__ = (UniqueConstraint("roadmap_id", "number"), UniqueConstraint("roadmap_id", "position"))
    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"))
    number: Mapped[str]
    position: Mapped[int]
    title: Mapped[LocalizedText]
    wording: Mapped[LocalizedText]
    quote: Mapped[LocalizedText]
    quote_source: Mapped[str | None]
    quote_paragraph: Mapped[str | None]
    completion_form: Mapped[LocalizedText]
    funding: Mapped[LocalizedText]
    origin: Mapped[str] = mapped_column(default="letter")
    # The entry of the table of who decides that this measure stems from; empty: as the road map.
    decider_code: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class ExecutorRow(Row):
    """An organisation on a measure; position 0 leads."""

    __tablename__ = "measure_executor"
    __table_args__ = (
        UniqueConstraint("measure_id", "position"),
        CheckConstraint("basis IN ('named', 'implied', 'assumed')", name="basis"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    position: Mapped[int]
    is_lead: Mapped[bool]
    basis: Mapped[str]
    by_agreement: Mapped[bool] = mapped_column(default=False)
    note: Mapped[LocalizedText]


class ClauseRow(Row):
    """One part of a measure's wording."""

    __tablename__ = "clause"
    __table_args__ = (UniqueConstraint("measure_id", "code"), UniqueConstraint("measure_id", "position"))
    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    code: Mapped[str]
    position: Mapped[int]
    text: Mapped[LocalizedText]
    source: Mapped[str | None]
    paragraph: Mapped[str | None]


class MilestoneRow(Row):
    """A step of a measure with a document at its end. Dates and states are only in the ledger."""

    __tablename__ = "milestone"
    __table_args__ = (
        UniqueConstraint("measure_id", "number"),
        UniqueConstraint("measure_id", "position"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight"),
        CheckConstraint("holder IN ('us', 'counterparty')", name="holder"),
        CheckConstraint("origin IN ('letter', 'proposed', 'adopted')", name="origin"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    number: Mapped[str]
    position: Mapped[int]
    title: Mapped[LocalizedText]
    completion_form: Mapped[LocalizedText]
    weight: Mapped[int] = mapped_column(default=1)
    holder: Mapped[str] = mapped_column(default="us")
    counterparty: Mapped[LocalizedText]
    origin: Mapped[str] = mapped_column(default="proposed")
    beyond_wording: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class MilestoneClauseRow(Row):
    """What reaching a milestone means for a clause."""

    __tablename__ = "milestone_clause"
    __table_args__ = (CheckConstraint("relation IN ('completes', 'leads_to', 'beyond')", name="relation"),)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), primary_key=True)
    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id"), primary_key=True, index=True)
    relation: Mapped[str]


class MeasureSourceRow(Row):
    """A paragraph of a source that a measure rests on."""

    __tablename__ = "measure_source"
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    paragraph: Mapped[str] = mapped_column(primary_key=True)


# Whether any of its measures stands in a letter; one that its controller wrote down has none.
RoadmapRow.from_letter = column_property(  # type: ignore[assignment]  # The mapper takes it from here.
    exists().where(MeasureRow.roadmap_id == RoadmapRow.id, MeasureRow.origin == "letter")
)
