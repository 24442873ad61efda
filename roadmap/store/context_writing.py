"""Writing what stands around a plan. Nothing is committed here; every change counts in the road map's revision."""

from dataclasses import replace
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from roadmap.domain.plan import SourceReference, Stage
from roadmap.domain.surroundings import (
    ProposedBasis,
    ProposedDependency,
    ProposedDevelopment,
    ProposedParagraph,
    ProposedRisk,
    ProposedSource,
    Surrounding,
    fingerprint,
)
from roadmap.domain.text import LocalizedText
from roadmap.store.context import (
    BasisRow,
    DependencyRow,
    DevelopmentRow,
    ParagraphRow,
    RiskMeasureRow,
    RiskRow,
    SourceRow,
)
from roadmap.store.context_kept import KeptBeside, Kind, beside, beside_all
from roadmap.store.ledger import touch
from roadmap.store.plan import ClauseRow, MeasureRow, MeasureSourceRow
from roadmap.store.plan_removal import Stays, Why
from roadmap.store.plan_writing import Gone, flush, hold

_TABLES: dict[Kind, Any] = {
    Kind.SOURCES: SourceRow,
    Kind.PARAGRAPHS: ParagraphRow,
    Kind.BASES: BasisRow,
    Kind.DEPENDENCIES: DependencyRow,
    Kind.RISKS: RiskRow,
    Kind.DEVELOPMENTS: DevelopmentRow,
}
# What the code of a further one begins with.
_LETTERS = {Kind.SOURCES: "S", Kind.BASES: "B", Kind.DEPENDENCIES: "D", Kind.RISKS: "R"}


class CrossedBeside(Exception):
    """It has been changed since the writer saw it. ``now`` is how it is kept."""

    def __init__(self, now: KeptBeside) -> None:
        super().__init__(f"{now.kind} {now.id} is another by now")
        self.now = now


def add_beside(session: Session, roadmap_id: int, kind: Kind, values: Surrounding) -> int:
    """Adds something and answers its number (id). What is there already in these very words is not added again."""
    hold(session, roadmap_id)
    values = _named(session, values)
    for each in beside_all(session, roadmap_id, kind):
        if each.values == values:
            return each.id
    row = _new(session, roadmap_id, kind, values)
    _write(session, row, values)
    touch(session, roadmap_id)
    number: int = row.id
    return number


def save_beside(session: Session, roadmap_id: int, kind: Kind, number: int, values: Surrounding, seen: str) -> bool:
    """Brings something to these values; whether that changed it. ``seen`` is the fingerprint that the writer knew."""
    hold(session, roadmap_id)
    now = beside(session, roadmap_id, kind, number)
    if now is None:
        raise Gone
    values = _named(session, values)
    if now.values == values:
        return False
    if fingerprint(now.values) != seen:
        raise CrossedBeside(now)
    if now.sourced:
        raise Stays(Why.LETTER)
    _write(session, session.get_one(_TABLES[kind], number), values)
    touch(session, roadmap_id)
    return True


def remove_beside(session: Session, roadmap_id: int, kind: Kind, number: int, seen: str) -> None:
    """Removes something from a draft. Raises ``Stays`` with the reason, or ``CrossedBeside``."""
    roadmap = hold(session, roadmap_id)
    now = beside(session, roadmap_id, kind, number)
    if now is None:
        return
    if roadmap.stage != Stage.BEING_DEVELOPED:
        raise Stays(Why.ADOPTED)
    if now.sourced:
        raise Stays(Why.LETTER)
    if _referred_to(session, roadmap_id, now):
        raise Stays(Why.IN_USE)
    if fingerprint(now.values) != seen:
        raise CrossedBeside(now)
    if kind is Kind.RISKS:
        session.execute(delete(RiskMeasureRow).where(RiskMeasureRow.risk_id == number))
    table = _TABLES[kind]
    try:
        session.execute(delete(table).where(table.id == number))
    except IntegrityError as refused:
        raise Stays(Why.IN_USE) from refused
    touch(session, roadmap_id)


def _referred_to(session: Session, roadmap_id: int, now: KeptBeside) -> bool:
    """Whether something names this source, or this paragraph of one, by its code."""
    if not isinstance(now.values, ProposedSource | ProposedParagraph):
        return False
    of_paragraph = now.values if isinstance(now.values, ProposedParagraph) else None
    source = of_paragraph.source if of_paragraph else now.code
    measures = select(MeasureRow.id).where(MeasureRow.roadmap_id == roadmap_id)
    among: list[tuple[Any, Any]] = [
        (MeasureSourceRow, MeasureSourceRow.measure_id.in_(measures)),
        (ClauseRow, ClauseRow.measure_id.in_(measures)),
        *((table, table.roadmap_id == roadmap_id) for table in (BasisRow, DependencyRow, RiskRow)),
    ]
    for table, here in among:
        query = select(table.source).where(here, table.source == source)
        if of_paragraph:
            query = query.where(table.paragraph == of_paragraph.number)
        if session.scalar(query.limit(1)) is not None:
            return True
    return False


def _new(session: Session, roadmap_id: int, kind: Kind, values: Surrounding) -> Any:
    """The row of a further one, at the end of its kind."""
    table = _TABLES[kind]
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


def _write(session: Session, row: Any, values: Surrounding) -> None:
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


def _named(session: Session, values: Surrounding) -> Surrounding:
    """A dependency whose ends both have words."""
    if not isinstance(values, ProposedDependency):
        return values
    return replace(
        values,
        from_label=_label(session, values.from_measure_id, values.from_label),
        to_label=_label(session, values.to_measure_id, values.to_label),
    )


def _label(session: Session, measure_id: int | None, label: LocalizedText) -> LocalizedText:
    """The words for an end; a measure without words is called by its number."""
    if label or measure_id is None:
        return label
    number = session.scalar(select(MeasureRow.number).where(MeasureRow.id == measure_id))
    return LocalizedText(number, number, number)
