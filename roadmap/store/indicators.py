"""Outcome indicators and their stated points. Points are kept as stated; nothing here is computed."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roadmap.domain.text import LocalizedText
from roadmap.store.base import Row


class IndicatorRow(Row):
    """What is counted, by whose definition, with the caution that belongs to it."""

    __tablename__ = "indicator"
    __table_args__ = (
        UniqueConstraint("roadmap_id", "code"),
        CheckConstraint("kind IN ('series', 'by_category', 'single')", name="kind"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"))
    code: Mapped[str]
    position: Mapped[int]
    title: Mapped[LocalizedText]
    unit: Mapped[LocalizedText]
    origin: Mapped[str]
    kind: Mapped[str]
    source: Mapped[str | None]
    paragraph: Mapped[str | None]
    # The time the source gives for the whole table, in its own words.
    as_of: Mapped[LocalizedText]
    caution: Mapped[LocalizedText]
    no_data_note: Mapped[LocalizedText]
    stated_total: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    # What the source enumerates beside the figure, such as the countries it counts: texts as ``LocalizedText.as_dict``.
    listed: Mapped[list[dict[str, str]]]
    # Whose coordinators read it off; empty: any of the road map's.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))


class PointRow(Row):
    """One stated figure. ``label`` is the source's own word for time or country; ``on`` only where it gives a day."""

    __tablename__ = "indicator_point"
    __table_args__ = (UniqueConstraint("indicator_id", "position"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    position: Mapped[int]
    label: Mapped[LocalizedText]
    on: Mapped[date | None] = mapped_column("stated_on")
    value: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    share: Mapped[Decimal | None] = mapped_column(Numeric(9, 4))
    approximate: Mapped[bool] = mapped_column(default=False)
    category: Mapped[str | None]
    flag: Mapped[LocalizedText]
