"""Reports begun and not sent: what was typed is kept until it is sent or thrown away."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from roadmap.store.base import Row


class DraftRow(Row):
    """One person's unsent report on one measure: the form's fields as they were typed."""

    __tablename__ = "report_draft"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), primary_key=True, index=True)
    fields: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
