"""What stands around a plan, as the forms edit it, each with its number (id): a number of queries that never grows."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.domain.context import Strength
from roadmap.domain.facts import Element
from roadmap.domain.plan import Origin, SourceReference
from roadmap.domain.surroundings import (
    ELEMENTS,
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
from roadmap.store.plan import ClauseRow, MeasureRow, MeasureSourceRow


class Kind(StrEnum):
    """What can stand around a plan, by the word in its address."""

    SOURCES = "sources"
    PARAGRAPHS = "paragraphs"
    BASES = "bases"
    DEPENDENCIES = "dependencies"
    RISKS = "risks"
    DEVELOPMENTS = "developments"


KINDS = {
    Element.SOURCE: Kind.SOURCES,
    Element.PARAGRAPH: Kind.PARAGRAPHS,
    Element.BASIS: Kind.BASES,
    Element.DEPENDENCY: Kind.DEPENDENCIES,
    Element.RISK: Kind.RISKS,
    Element.DEVELOPMENT: Kind.DEVELOPMENTS,
}


@dataclass(frozen=True, slots=True)
class KeptBeside:
    """One of them as it is kept. ``sourced``: it is the letter's own, and is not edited. ``code`` may be empty."""

    kind: Kind
    id: int
    code: str
    values: Surrounding
    sourced: bool = False

    @property
    def element(self) -> Element:
        """What the ledger calls its kind."""
        return ELEMENTS[type(self.values)]

    @property
    def measure_id(self) -> int | None:
        """The measure in whose history it is told; what concerns several, or none, is the road map's own."""
        return self.values.measure_id if isinstance(self.values, ProposedDevelopment) else None


def beside(session: Session, roadmap_id: int, kind: Kind, number: int) -> KeptBeside | None:
    """The one with this number (id), if it is this road map's."""
    return next((each for each in beside_all(session, roadmap_id, kind) if each.id == number), None)


def beside_all(session: Session, roadmap_id: int, kind: Kind) -> list[KeptBeside]:
    """All of a kind, in their order."""
    return _READERS[kind](session, roadmap_id)


def is_the_letters(session: Session, roadmap_id: int) -> set[str]:
    """The codes of the sources in whose words a measure or a clause stands: these are not edited."""
    quoted = select(MeasureRow.quote_source).where(MeasureRow.roadmap_id == roadmap_id)
    of_clauses = select(ClauseRow.source).join(MeasureRow, MeasureRow.id == ClauseRow.measure_id)
    rested_on = select(MeasureSourceRow.source).join(MeasureRow, MeasureRow.id == MeasureSourceRow.measure_id)
    queries = (
        quoted,
        of_clauses.where(MeasureRow.roadmap_id == roadmap_id),
        rested_on.where(MeasureRow.roadmap_id == roadmap_id, MeasureRow.origin == Origin.LETTER.value),
    )
    return {code for query in queries for code in session.scalars(query.distinct()) if code}


def _ordered(session: Session, table: Any, roadmap_id: int) -> Any:
    return session.scalars(select(table).where(table.roadmap_id == roadmap_id).order_by(table.position, table.id))


def _reference(row: BasisRow | DependencyRow | RiskRow) -> SourceReference | None:
    return SourceReference(row.source, row.paragraph) if row.source and row.paragraph else None


def _sources(session: Session, roadmap_id: int) -> list[KeptBeside]:
    letters = is_the_letters(session, roadmap_id)
    return [
        KeptBeside(
            Kind.SOURCES,
            row.id,
            row.code,
            ProposedSource(row.title, row.issuer, row.number or "", row.dated_on, row.note),
            row.code in letters,
        )
        for row in _ordered(session, SourceRow, roadmap_id)
    ]


def _paragraphs(session: Session, roadmap_id: int) -> list[KeptBeside]:
    letters = is_the_letters(session, roadmap_id)
    query = select(ParagraphRow, SourceRow.code).join(SourceRow, SourceRow.id == ParagraphRow.source_id)
    query = query.where(SourceRow.roadmap_id == roadmap_id).order_by(SourceRow.position, ParagraphRow.position)
    return [
        KeptBeside(
            Kind.PARAGRAPHS,
            row.id,
            f"¶{row.number}",
            ProposedParagraph(code, row.number, row.text),
            code in letters,
        )
        for row, code in session.execute(query)
    ]


def _bases(session: Session, roadmap_id: int) -> list[KeptBeside]:
    return [
        KeptBeside(
            Kind.BASES,
            row.id,
            row.code,
            ProposedBasis(row.who, row.what, row.number or "", row.dated_on, _reference(row), row.background_only),
        )
        for row in _ordered(session, BasisRow, roadmap_id)
    ]


def _dependencies(session: Session, roadmap_id: int) -> list[KeptBeside]:
    return [
        KeptBeside(
            Kind.DEPENDENCIES,
            row.id,
            row.code,
            ProposedDependency(
                row.from_measure_id,
                row.from_label,
                row.to_measure_id,
                row.to_label,
                Strength(row.strength),
                row.text,
                _reference(row),
            ),
        )
        for row in _ordered(session, DependencyRow, roadmap_id)
    ]


def _risks(session: Session, roadmap_id: int) -> list[KeptBeside]:
    query = select(RiskMeasureRow).join(RiskRow, RiskRow.id == RiskMeasureRow.risk_id)
    measures: dict[int, set[int]] = defaultdict(set)
    for link in session.scalars(query.where(RiskRow.roadmap_id == roadmap_id)):
        measures[link.risk_id].add(link.measure_id)
    return [
        KeptBeside(
            Kind.RISKS,
            row.id,
            row.code,
            ProposedRisk(row.text, row.suggested_owner, frozenset(measures[row.id]), _reference(row)),
        )
        for row in _ordered(session, RiskRow, roadmap_id)
    ]


def _developments(session: Session, roadmap_id: int) -> list[KeptBeside]:
    query = select(DevelopmentRow).join(MeasureRow, MeasureRow.id == DevelopmentRow.measure_id)
    query = query.where(MeasureRow.roadmap_id == roadmap_id).order_by(MeasureRow.position, DevelopmentRow.position)
    return [
        KeptBeside(
            Kind.DEVELOPMENTS,
            row.id,
            row.dated,
            ProposedDevelopment(row.measure_id, row.dated, row.text, row.source_note),
        )
        for row in session.scalars(query)
    ]


_READERS: dict[Kind, Callable[[Session, int], list[KeptBeside]]] = {
    Kind.SOURCES: _sources,
    Kind.PARAGRAPHS: _paragraphs,
    Kind.BASES: _bases,
    Kind.DEPENDENCIES: _dependencies,
    Kind.RISKS: _risks,
    Kind.DEVELOPMENTS: _developments,
}
