"""Writing down that a road map was adopted, and by which act its proposals became part of it. Nothing is committed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.domain.adoption import ProposedAdoption
from roadmap.domain.facts import AdoptionFact, AmendmentFact, Document, Element, FieldChange
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.plan import Origin, Stage
from roadmap.domain.plan_changes import canonical
from roadmap.domain.text import LANGUAGES
from roadmap.store.ledger import append
from roadmap.store.plan import MeasureRow, MilestoneRow, RoadmapRow
from roadmap.store.plan_kept import last_amended_on
from roadmap.store.plan_writing import NeedsBasis, Writer, hold, show_act

_BECOMES_ADOPTED = (FieldChange("origin", canonical(Origin.PROPOSED), canonical(Origin.ADOPTED)),)
_TITLE_ADOPTED = (FieldChange("title_origin", canonical(Origin.PROPOSED), canonical(Origin.ADOPTED)),)


class PlanMovedOn(Exception):
    """The plan was changed, or adopted, since the page about its adoption was opened."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The numbers (ids) of the proposed measures and milestones that become adopted ones."""

    measures: frozenset[int]
    milestones: frozenset[int]


def fingerprint_of_plan(session: Session, roadmap_id: int) -> str:
    """Changes whenever a measure, a milestone or a part of one is added, changed or removed, or the stage changes."""
    stage = session.scalar(select(RoadmapRow.stage).where(RoadmapRow.id == roadmap_id))
    measures = select(MeasureRow.id, MeasureRow.version).where(MeasureRow.roadmap_id == roadmap_id)
    milestones = (
        select(MilestoneRow.id, MilestoneRow.version)
        .join(MeasureRow, MeasureRow.id == MilestoneRow.measure_id)
        .where(MeasureRow.roadmap_id == roadmap_id)
    )
    parts = [sorted(tuple(row) for row in session.execute(each)) for each in (measures, milestones)]
    return sha256(repr((stage, parts)).encode()).hexdigest()[:16]


def adopt(session: Session, roadmap_id: int, proposed: ProposedAdoption, seen: str, writer: Writer) -> int:
    """Records the act in a line of the road map, and what it adopts in a line of each measure; the act's number.

    ``seen`` is the fingerprint of the plan that was looked at; raises ``PlanMovedOn`` if it is another by now.
    """
    roadmap = hold(session, roadmap_id)
    if roadmap.stage != Stage.BEING_DEVELOPED or fingerprint_of_plan(session, roadmap_id) != seen:
        raise PlanMovedOn
    if proposed.dated_on is None:
        raise ValueError("an act without a date cannot be written down")
    title = next(each for code in LANGUAGES if (each := getattr(proposed.title, code)))
    act = Document(proposed.number, proposed.dated_on, title)
    statements = [Statement(Facet.ADOPTION, AdoptionFact(act))]
    if roadmap.title_origin == Origin.PROPOSED:
        statements.append(Statement(Facet.AMENDMENT, AmendmentFact(Element.ROADMAP, _TITLE_ADOPTED, basis=act)))
        roadmap.title_origin = Origin.ADOPTED.value
    seq = _line(session, roadmap_id, None, statements, proposed.dated_on, writer)
    _adopt_chosen(
        session, roadmap_id, Chosen(proposed.measures, proposed.milestones), act, "", proposed.dated_on, writer
    )
    roadmap.stage = Stage.ADOPTED.value
    roadmap.act_title, roadmap.act_number, roadmap.act_dated_on = proposed.title, proposed.number, proposed.dated_on
    roadmap.version += 1
    session.flush()
    return seq


def adopt_further(session: Session, roadmap_id: int, chosen: Chosen, seen: str, writer: Writer) -> None:
    """Makes further proposals part of an adopted plan, on the basis of an amendment."""
    roadmap = hold(session, roadmap_id)
    why = writer.amendment
    if why is None:
        raise NeedsBasis
    last = last_amended_on(session, roadmap_id, None)
    if fingerprint_of_plan(session, roadmap_id) != seen or (last and why.effective_on < last):
        raise PlanMovedOn
    _adopt_chosen(session, roadmap_id, chosen, why.basis, why.reason, why.effective_on, writer)
    show_act(roadmap, why)
    session.flush()


def _adopt_chosen(
    session: Session, roadmap_id: int, chosen: Chosen, basis: Document, reason: str, on: date, writer: Writer
) -> None:
    measures = select(MeasureRow).where(MeasureRow.roadmap_id == roadmap_id).order_by(MeasureRow.position)
    rows = {row.id: row for row in session.scalars(measures)}
    milestones = (
        select(MilestoneRow)
        .where(MilestoneRow.measure_id.in_(select(MeasureRow.id).where(MeasureRow.roadmap_id == roadmap_id)))
        .order_by(MilestoneRow.position)
    )
    statements: dict[int, list[Statement]] = defaultdict(list)
    for row in rows.values():
        if row.id in chosen.measures and row.origin == Origin.PROPOSED:
            row.origin = Origin.ADOPTED.value
            fact = AmendmentFact(Element.MEASURE, _BECOMES_ADOPTED, basis=basis, reason=reason)
            statements[row.id].append(Statement(Facet.AMENDMENT, fact))
    for each in session.scalars(milestones):
        if each.id in chosen.milestones and each.origin == Origin.PROPOSED:
            each.origin = Origin.ADOPTED.value
            fact = AmendmentFact(Element.MILESTONE, _BECOMES_ADOPTED, basis=basis, reason=reason)
            statements[each.measure_id].append(Statement(Facet.AMENDMENT, fact, each.id))
    for measure_id in rows:
        if measure_id in statements:
            _line(session, roadmap_id, measure_id, statements[measure_id], on, writer)


def _line(
    session: Session, roadmap_id: int, measure_id: int | None, statements: Sequence[Statement], on: date, writer: Writer
) -> int:
    return append(
        session,
        roadmap_id=roadmap_id,
        measure_id=measure_id,
        act=Act.DECISION,
        statements=statements,
        effective_on=on,
        recorded_at=writer.at,
        author_id=writer.person_id,
    )
