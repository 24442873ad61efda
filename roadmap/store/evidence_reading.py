"""The documents in a measure's record, chosen in SQL: one query on an index, however long the history is."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Exists, and_, exists, or_, select, true
from sqlalchemy.orm import Session, aliased

from roadmap.domain.evidence import Evidence
from roadmap.domain.facts import EvidenceRemovedFact
from roadmap.domain.ledger import Facet
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.ledger_reading import entry_of


def evidence_of(session: Session, measure_id: int, day: date, known_at: datetime | None = None) -> list[Evidence]:
    """The documents of which the record speaks on ``day``, the newest first; those of corrected lines are none.

    What became of a file is told as it is now, because no earlier day brings it back.
    """
    known = EntryRow.recorded_at <= known_at if known_at is not None else true()
    put_in = and_(EntryRow.facet == Facet.EVIDENCE.value, EntryRow.effective_on <= day, known, ~_corrected(known_at))
    taken_out = EntryRow.facet == Facet.EVIDENCE_REMOVED.value
    # Both conditions again beside the measure, so that the index is used for each.
    of_both = EntryRow.facet.in_([Facet.EVIDENCE.value, Facet.EVIDENCE_REMOVED.value])
    query = select(EntryRow).where(EntryRow.measure_id == measure_id, of_both, or_(put_in, taken_out))
    return _joined(session.scalars(query.order_by(EntryRow.effective_on.desc(), EntryRow.seq.desc())).all())


def evidence_in_line(session: Session, roadmap_id: int, seq: int) -> Evidence | None:
    """The document that a line of this road map put in, corrected or not; ``None`` if it put in none."""
    of_line = select(EntryRow).join(LineRow, LineRow.id == EntryRow.line_id)
    of_line = of_line.where(LineRow.roadmap_id == roadmap_id, LineRow.seq == seq)
    put_in = session.scalars(of_line.where(EntryRow.facet == Facet.EVIDENCE.value)).first()
    if put_in is None:
        return None
    taken_out = select(EntryRow).where(
        EntryRow.measure_id == put_in.measure_id, EntryRow.facet == Facet.EVIDENCE_REMOVED.value
    )
    return next(iter(_joined([put_in, *session.scalars(taken_out)])), None)


def _corrected(known_at: datetime | None) -> Exists:
    own, later = aliased(LineRow), aliased(LineRow)
    found = exists().where(
        own.id == EntryRow.line_id, later.roadmap_id == own.roadmap_id, later.corrects == EntryRow.seq
    )
    return found.where(later.recorded_at <= known_at) if known_at is not None else found


def _joined(rows: Sequence[EntryRow]) -> list[Evidence]:
    entries = [entry_of(row) for row in rows]
    removals = {each.fact.evidence_seq: each for each in entries if isinstance(each.fact, EvidenceRemovedFact)}
    put_in = (each for each in entries if each.facet is Facet.EVIDENCE)
    return [Evidence(each, removals.get(each.fact.first or each.seq)) for each in put_in]
