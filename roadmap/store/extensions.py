"""Requests for extensions as they stand in the ledger, whatever became of them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.domain.facts import ExtensionFact
from roadmap.domain.ledger import Entry, Facet
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.ledger_reading import entry_of
from roadmap.store.plan import MilestoneRow

_LAST_NUMBER = 2**31 - 1


def requests_in_line(
    session: Session, roadmap_id: int, seq: int, milestone_number: str | None = None
) -> list[Entry[ExtensionFact]]:
    """What was asked for in a line; one line can ask for several items. Empty if there is nothing of the kind.

    With ``milestone_number`` only what was asked for the milestone that has this number in the plan.
    """
    if seq > _LAST_NUMBER:
        # No line has such a number, and no database knows it.
        return []
    query = (
        select(EntryRow)
        .join(LineRow, LineRow.id == EntryRow.line_id)
        .where(LineRow.roadmap_id == roadmap_id, LineRow.seq == seq, EntryRow.facet == Facet.EXTENSION.value)
        .order_by(EntryRow.position)
    )
    if milestone_number is not None:
        numbered = MilestoneRow.number == milestone_number
        query = query.join(MilestoneRow, MilestoneRow.id == EntryRow.milestone_id).where(numbered)
    found: list[Entry[Any]] = [entry_of(row) for row in session.scalars(query)]
    return found
