"""Reports begun and not sent: what was typed is kept until it is sent or thrown away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.store.base import Row
from roadmap.store.conflicts import insert_into


class DraftRow(Row):
    """One person's unsent report on one measure: the form's fields as they were typed."""

    __tablename__ = "report_draft"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), primary_key=True, index=True)
    fields: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, by the names of the form's fields, and when it was kept."""

    fields: dict[str, str]
    saved_at: datetime


def draft_of(session: Session, person_id: int, measure_id: int) -> Draft | None:
    """A person's unsent report on a measure, if there is one."""
    row = session.get(DraftRow, (person_id, measure_id))
    return Draft(dict(row.fields), row.saved_at) if row else None


def keep_draft(session: Session, person_id: int, measure_id: int, draft: Draft) -> None:
    """Keeps what was typed, in the place of what was kept before."""
    values = {"fields": draft.fields, "saved_at": draft.saved_at}
    # Two windows may keep one at the same moment; the later stays.
    query = insert_into(session, DraftRow).values(person_id=person_id, measure_id=measure_id, **values)
    session.execute(query.on_conflict_do_update(index_elements=["person_id", "measure_id"], set_=values))


def drop_draft(session: Session, person_id: int, measure_id: int) -> None:
    """Throws away what was kept: it was sent, or is no longer wanted."""
    session.execute(delete(DraftRow).where(DraftRow.person_id == person_id, DraftRow.measure_id == measure_id))
