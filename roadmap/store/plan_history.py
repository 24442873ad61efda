"""The plan of an earlier day: the lines about it are read here, and undone in ``domain.amendments``."""

from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, bindparam, func, select, union_all
from sqlalchemy.orm import Session, aliased

from roadmap.domain.amendments import PlanLine, WrittenPlan, plan_then
from roadmap.domain.ledger import Facet
from roadmap.domain.people import Organisation
from roadmap.domain.plan import Measure, Roadmap
from roadmap.domain.renumbering import numbered_then
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.ledger_reading import COLUMNS, entry_of
from roadmap.store.people import OrganisationRow, organisation_of
from roadmap.store.plan import MeasureRow
from roadmap.store.plan_reading import measures_of

_ROADMAP: BindParameter[Any] = bindparam("roadmap_id")


def written_plan(
    session: Session,
    roadmap: Roadmap,
    day: date,
    known_at: datetime | None,
    number: str | None = None,
    beside: WrittenPlan | None = None,
) -> WrittenPlan:
    """The plan's rows and, only if the plan was another one on ``day`` or at ``known_at``, the lines about it.

    With ``number`` of the measure alone that had it then. What was read ``beside`` it is taken over.
    """
    lines = beside.lines if beside else ()
    if not lines and _was_another(roadmap, day, known_at):
        lines = lines_about_plan(session, roadmap.id)
    if beside:
        return WrittenPlan(roadmap, beside.measures, lines)
    had_it = numbered_then(lines, number, day, known_at) if number is not None else None
    measures = measures_of(session, roadmap.id, number if had_it is None else None, had_it)
    return WrittenPlan(roadmap, tuple(measures), lines)


def _was_another(roadmap: Roadmap, day: date, known_at: datetime | None) -> bool:
    if roadmap.plan_changed_on is None:
        return False
    changed_since = known_at and roadmap.plan_changed_at and known_at < roadmap.plan_changed_at
    return day < roadmap.plan_changed_on or bool(changed_since)


def plan_on(
    session: Session, written: WrittenPlan, day: date, known_at: datetime | None
) -> tuple[Roadmap, tuple[Measure, ...]]:
    """The road map and its measures as of ``day``, as known at ``known_at``."""
    then = plan_then(written, day, known_at)
    if not then.differs:
        return written.roadmap, written.measures
    known = {each.organisation.code: each.organisation for m in written.measures for each in m.executors}
    missing = then.organisations - set(known)
    return then.restored(known | _organisations(session, missing) if missing else known)


def _organisations(session: Session, codes: set[str]) -> dict[str, Organisation]:
    """Bodies that are no executor any more; nearly never asked for."""
    rows = session.scalars(select(OrganisationRow).where(OrganisationRow.code.in_(codes)))
    return {row.code: organisation_of(row) for row in rows}


def lines_about_plan(session: Session, roadmap_id: int) -> tuple[PlanLine, ...]:
    """Every adoption and amendment of a road map in the order they were written, with its correction, if it has one."""
    rows = session.execute(_about_plan(), {"roadmap_id": roadmap_id})
    # Entries of one line stand in any order: no two of them change the same field.
    return tuple(sorted((PlanLine(entry_of(row), row.corrected_at) for row in rows), key=lambda each: each.entry.seq))


@cache
def _about_plan() -> CompoundSelect[*tuple[Any, ...]]:
    """What was said of the measures, found by the index of each, and of the road map itself."""
    line, correction = aliased(LineRow), aliased(LineRow)
    corrected_at = (
        select(func.min(correction.recorded_at))
        .where(correction.roadmap_id == _ROADMAP, correction.corrects == EntryRow.seq)
        .correlate(EntryRow)
        .scalar_subquery()
    )
    columns = (*COLUMNS, corrected_at.label("corrected_at"))
    of_measures = (
        select(*columns)
        .join(MeasureRow, MeasureRow.id == EntryRow.measure_id)
        .where(MeasureRow.roadmap_id == _ROADMAP, EntryRow.facet == Facet.AMENDMENT.value)
    )
    of_itself = (
        select(*columns)
        .join(line, line.id == EntryRow.line_id)
        .where(
            line.roadmap_id == _ROADMAP,
            EntryRow.measure_id.is_(None),
            EntryRow.facet.in_([Facet.ADOPTION.value, Facet.AMENDMENT.value]),
        )
    )
    return union_all(of_measures, of_itself)
