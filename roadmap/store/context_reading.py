"""Reading what stands around the plan, in eight queries however much there is."""

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.domain.context import (
    Basis,
    Context,
    Dependency,
    Development,
    Discrepancy,
    Paragraph,
    Risk,
    Source,
    Strength,
)
from roadmap.domain.plan import SourceReference
from roadmap.store.context import (
    BasisRow,
    DependencyRow,
    DevelopmentRow,
    DiscrepancyRow,
    ParagraphRow,
    RiskMeasureRow,
    RiskRow,
    SourceRow,
)
from roadmap.store.plan import MeasureRow


def context_of(session: Session, roadmap_id: int) -> Context:
    """Sources, bases, dependencies, risks, developments and discrepancies of a road map."""
    return Context(
        sources=_sources(session, roadmap_id),
        bases=tuple(_basis(row) for row in _ordered(session, BasisRow, roadmap_id)),
        dependencies=tuple(_dependency(row) for row in _ordered(session, DependencyRow, roadmap_id)),
        risks=_risks(session, roadmap_id),
        developments=_developments(session, roadmap_id),
        discrepancies=discrepancies_of(session, roadmap_id),
    )


def discrepancies_of(session: Session, roadmap_id: int) -> tuple[Discrepancy, ...]:
    """What does not fit together in the sources of a road map."""
    return tuple(_discrepancy(row) for row in _ordered(session, DiscrepancyRow, roadmap_id))


def _ordered(session: Session, row: Any, roadmap_id: int) -> Any:
    return session.scalars(select(row).where(row.roadmap_id == roadmap_id).order_by(row.position, row.id))


def _sources(session: Session, roadmap_id: int) -> tuple[Source, ...]:
    query = (
        select(ParagraphRow)
        .join(SourceRow, SourceRow.id == ParagraphRow.source_id)
        .where(SourceRow.roadmap_id == roadmap_id)
        .order_by(ParagraphRow.source_id, ParagraphRow.position)
    )
    paragraphs: dict[int, list[Paragraph]] = defaultdict(list)
    for row in session.scalars(query):
        paragraphs[row.source_id].append(Paragraph(row.number, row.text))
    return tuple(
        Source(row.code, row.title, row.number, row.dated_on, row.issuer, row.note, tuple(paragraphs[row.id]))
        for row in _ordered(session, SourceRow, roadmap_id)
    )


def _basis(row: BasisRow) -> Basis:
    reference = SourceReference(row.source, row.paragraph) if row.source and row.paragraph else None
    return Basis(row.code, row.who, row.what, row.dated_on, row.number, reference, row.background_only)


def _dependency(row: DependencyRow) -> Dependency:
    return Dependency(
        code=row.code,
        from_measure_id=row.from_measure_id,
        to_measure_id=row.to_measure_id,
        from_label=row.from_label,
        to_label=row.to_label,
        strength=Strength(row.strength),
        text=row.text,
        paragraph=row.paragraph,
    )


def _risks(session: Session, roadmap_id: int) -> tuple[Risk, ...]:
    query = (
        select(RiskMeasureRow.risk_id, RiskMeasureRow.measure_id)
        .join(RiskRow, RiskRow.id == RiskMeasureRow.risk_id)
        .where(RiskRow.roadmap_id == roadmap_id)
    )
    measures: dict[int, set[int]] = defaultdict(set)
    for risk_id, measure_id in session.execute(query):
        measures[risk_id].add(measure_id)
    return tuple(
        Risk(row.code, frozenset(measures[row.id]), row.text, row.paragraph, row.suggested_owner)
        for row in _ordered(session, RiskRow, roadmap_id)
    )


def _developments(session: Session, roadmap_id: int) -> tuple[Development, ...]:
    query = (
        select(DevelopmentRow)
        .join(MeasureRow, MeasureRow.id == DevelopmentRow.measure_id)
        .where(MeasureRow.roadmap_id == roadmap_id)
        .order_by(MeasureRow.position, DevelopmentRow.position)
    )
    return tuple(Development(row.measure_id, row.dated, row.text, row.source_note) for row in session.scalars(query))


def _discrepancy(row: DiscrepancyRow) -> Discrepancy:
    return Discrepancy(row.code, row.paragraphs, row.text, row.treatment, row.indicator_id, row.measure_id)
