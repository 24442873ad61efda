"""The rows of what stands around a plan: making a further one, and bringing one to what was said of it."""

from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from roadmap.domain.plan import SourceReference
from roadmap.domain.surroundings import (
    ProposedBasis,
    ProposedDependency,
    ProposedDevelopment,
    ProposedParagraph,
    ProposedRisk,
    ProposedSource,
    Surrounding,
)
from roadmap.store.context import (
    BasisRow,
    DependencyRow,
    DevelopmentRow,
    ParagraphRow,
    RiskMeasureRow,
    RiskRow,
    SourceRow,
)
from roadmap.store.context_kept import Kind
from roadmap.store.plan_writing import flush

TABLES: dict[Kind, Any] = {
    Kind.SOURCES: SourceRow,
    Kind.PARAGRAPHS: ParagraphRow,
    Kind.BASES: BasisRow,
    Kind.DEPENDENCIES: DependencyRow,
    Kind.RISKS: RiskRow,
    Kind.DEVELOPMENTS: DevelopmentRow,
}
# What the code of a further one begins with.
_LETTERS = {Kind.SOURCES: "S", Kind.BASES: "B", Kind.DEPENDENCIES: "D", Kind.RISKS: "R"}


def new_beside(session: Session, roadmap_id: int, kind: Kind, values: Surrounding) -> Any:
    """The row of a further one, at the end of its kind."""
    table = TABLES[kind]
    parent: dict[str, Any] = {"roadmap_id": roadmap_id}
    match values:
        case ProposedParagraph(source=source, number=number):
            query = select(SourceRow.id).where(SourceRow.roadmap_id == roadmap_id, SourceRow.code == source)
            parent = {"source_id": session.scalar(query), "number": number}
        case ProposedDevelopment(measure_id=measure_id):
            parent = {"measure_id": measure_id, "dated": values.dated, "source_note": values.source_note}
        case ProposedDependency(strength=strength) if strength:
            parent |= {"strength": strength.value}
    name, number_there = next(iter(parent.items()))
    row = table(**parent, position=_end_of(session, table, getattr(table, name) == number_there))
    if kind in _LETTERS:
        row.code = _next_code(session, table, roadmap_id, _LETTERS[kind])
    session.add(row)
    flush(session)
    return row


def _end_of(session: Session, table: Any, there: Any) -> int:
    """The position after the last one there."""
    last: int | None = session.scalar(select(func.max(table.position)).where(there))
    return 0 if last is None else last + 1


def _next_code(session: Session, table: Any, roadmap_id: int, letter: str) -> str:
    used = set(session.scalars(select(table.code).where(table.roadmap_id == roadmap_id)))
    return next(code for number in range(1, len(used) + 2) if (code := f"{letter}{number}") not in used)


def write_beside(session: Session, row: Any, values: Surrounding) -> None:
    """Brings a row to these values; whether it may be is for the caller to know."""
    match values:
        case ProposedSource():
            row.title, row.issuer, row.note = values.title, values.issuer, values.note
            row.number, row.dated_on = values.number or None, values.dated_on
        case ProposedParagraph():
            row.number, row.text = values.number, values.text
            of = session.get_one(SourceRow, row.source_id).roadmap_id
            query = select(SourceRow.id).where(SourceRow.roadmap_id == of, SourceRow.code == values.source)
            row.source_id = session.scalar(query)
        case ProposedBasis():
            row.who, row.what, row.background_only = values.who, values.what, values.background_only
            row.number, row.dated_on = values.number or None, values.dated_on
            _refer(row, values.reference)
        case ProposedDependency():
            row.from_measure_id, row.to_measure_id = values.from_measure_id, values.to_measure_id
            row.from_label, row.to_label = values.from_label, values.to_label
            row.strength, row.text = (values.strength.value if values.strength else row.strength), values.text
            _refer(row, values.reference)
        case ProposedRisk():
            row.text, row.suggested_owner = values.text, values.suggested_owner
            _refer(row, values.reference)
            session.execute(delete(RiskMeasureRow).where(RiskMeasureRow.risk_id == row.id))
            session.add_all(RiskMeasureRow(risk_id=row.id, measure_id=each) for each in sorted(values.measure_ids))
        case ProposedDevelopment():
            if row.measure_id != values.measure_id:
                row.position = _end_of(session, DevelopmentRow, DevelopmentRow.measure_id == values.measure_id)
                row.measure_id = values.measure_id
            row.dated, row.text, row.source_note = values.dated, values.text, values.source_note
    flush(session)


def _refer(row: Any, reference: SourceReference | None) -> None:
    row.source = reference.source_code if reference else None
    row.paragraph = reference.paragraph if reference else None
