"""Operation keys: a form or a request that is sent twice has one effect, and the second gets the first one's answer."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from roadmap.store.base import Row


class OperationRow(Row):
    """What came of an operation, written in its own transaction."""

    __tablename__ = "operation"
    key: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    # What was to be done, such as "control.verdict": a key answers only for that.
    act: Mapped[str]
    # The address to go to next, or whatever else the act answers with.
    outcome: Mapped[str]
    recorded_at: Mapped[datetime]
