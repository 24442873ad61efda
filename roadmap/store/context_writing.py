"""Writing what stands around a plan. Nothing is committed here; every change counts in the road map's revision."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from roadmap.domain.facts import AmendmentFact, FieldChange
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.plan import Stage
from roadmap.domain.plan_changes import changes_between
from roadmap.domain.surroundings import (
    ProposedDependency,
    ProposedParagraph,
    ProposedSource,
    Surrounding,
    fingerprint,
)
from roadmap.domain.text import LocalizedText
from roadmap.store.context import (
    BasisRow,
    DependencyRow,
    RiskMeasureRow,
    RiskRow,
)
from roadmap.store.context_kept import KeptBeside, Kind, beside, beside_all
from roadmap.store.context_rows import TABLES, new_beside, write_beside
from roadmap.store.ledger import append, touch
from roadmap.store.plan import ClauseRow, MeasureRow, MeasureSourceRow, RoadmapRow
from roadmap.store.plan_kept import last_amended_beside
from roadmap.store.plan_removal import Stays, Why
from roadmap.store.plan_writing import Gone, NeedsBasis, Writer, hold


@dataclass(frozen=True, slots=True)
class SavedBeside:
    """What a save did. ``seq`` is the line that it became, around an adopted plan."""

    changed: bool
    seq: int | None = None


class CrossedBeside(Exception):
    """It has been changed since the writer saw it. ``now`` is how it is kept."""

    def __init__(self, now: KeptBeside) -> None:
        super().__init__(f"{now.kind} {now.id} is another by now")
        self.now = now


def add_beside(session: Session, roadmap_id: int, kind: Kind, values: Surrounding, writer: Writer) -> SavedBeside:
    """Adds something. What is there already in these very words is not added again."""
    roadmap = hold(session, roadmap_id)
    values = _named(session, values)
    for each in beside_all(session, roadmap_id, kind):
        if each.values == values:
            return SavedBeside(False)
    if roadmap.stage != Stage.BEING_DEVELOPED and writer.amendment is None:
        raise NeedsBasis
    row = new_beside(session, roadmap_id, kind, values)
    write_beside(session, row, values)
    now = beside(session, roadmap_id, kind, row.id)
    if now is None:
        raise Gone
    return SavedBeside(True, _record(session, roadmap, now, changes_between(None, now.values), writer, added=True))


def save_beside(
    session: Session, roadmap_id: int, kind: Kind, number: int, values: Surrounding, seen: str, writer: Writer
) -> SavedBeside:
    """Brings something to these values. ``seen`` is the fingerprint that the writer knew."""
    roadmap = hold(session, roadmap_id)
    now = beside(session, roadmap_id, kind, number)
    if now is None:
        raise Gone
    values = _named(session, values)
    if now.values == values:
        return SavedBeside(False)
    if fingerprint(now.values) != seen:
        raise CrossedBeside(now)
    if now.sourced:
        raise Stays(Why.LETTER)
    _check(session, roadmap, now, writer)
    write_beside(session, session.get_one(TABLES[kind], number), values)
    return SavedBeside(True, _record(session, roadmap, now, changes_between(now.values, values), writer))


def _check(session: Session, roadmap: RoadmapRow, now: KeptBeside, writer: Writer) -> None:
    """Around an adopted plan something is changed on a basis, and not on a day before its own last change."""
    if roadmap.stage == Stage.BEING_DEVELOPED:
        return
    if writer.amendment is None:
        raise NeedsBasis
    last = last_amended_beside(session, roadmap.id, now.element, str(now.id))
    if last and writer.amendment.effective_on < last:
        raise CrossedBeside(now)


def _record(
    session: Session,
    roadmap: RoadmapRow,
    now: KeptBeside,
    changes: tuple[FieldChange, ...],
    writer: Writer,
    added: bool = False,
) -> int | None:
    """Counts a change beside a draft; beside an adopted plan writes the line, and answers its number."""
    why = writer.amendment
    if roadmap.stage == Stage.BEING_DEVELOPED or why is None:
        touch(session, roadmap.id)
        return None
    fact = AmendmentFact(now.element, changes, str(now.id), added, why.basis, why.reason)
    return append(
        session,
        roadmap_id=roadmap.id,
        measure_id=now.measure_id,
        act=Act.DECISION,
        statements=[Statement(Facet.AMENDMENT, fact)],
        effective_on=why.effective_on,
        recorded_at=writer.at,
        author_id=writer.person_id,
    )


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
    table = TABLES[kind]
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
