"""Writing a plan: adding and changing its parts. Nothing is committed here.

Whoever writes locks the road map's row first, as whoever appends a line does; so what is read afterwards stays true
until the commit. In a draft a change is only counted; in an adopted plan it is a line of the ledger as well.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from roadmap.domain.facts import AmendmentFact, Element, FieldChange
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.plan import Stage
from roadmap.domain.plan_changes import Amendment, changes_between
from roadmap.domain.planning import (
    Proposal,
    ProposedClause,
    ProposedExecutors,
    ProposedMeasure,
    ProposedMilestone,
    ProposedRoadmap,
)
from roadmap.domain.text import NO_TEXT
from roadmap.store.ledger import append, touch
from roadmap.store.people import OrganisationRow
from roadmap.store.plan import (
    ClauseRow,
    ExecutorRow,
    MeasureRow,
    MeasureSourceRow,
    MilestoneClauseRow,
    MilestoneRow,
    RoadmapRow,
)
from roadmap.store.plan_kept import Kept, Part, kept, last_amended_on


class Crossed(Exception):
    """The part has been changed since the writer saw it. ``now`` is how it is kept."""

    def __init__(self, now: Kept) -> None:
        super().__init__(f"{now.part} is at version {now.version}")
        self.now = now


class Gone(Exception):
    """The part was removed since the writer saw it."""


class Taken(Exception):
    """Another part has this number or code."""


class NeedsBasis(Exception):
    """The plan is an adopted one, so a change needs a basis; it was not adopted when the form was opened."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, when, and on what an adopted plan is changed."""

    person_id: int
    at: datetime
    amendment: Amendment | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did. ``seq`` is the line that it became, in an adopted plan."""

    changed: bool
    part: Part
    seq: int | None = None


def hold(session: Session, roadmap_id: int) -> RoadmapRow:
    """The road map's row, locked until the commit."""
    row = session.get(RoadmapRow, roadmap_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise Gone
    return row


def save(session: Session, roadmap_id: int, part: Part, values: Proposal, seen: int, writer: Writer) -> Saved:
    """Brings a part to these values. ``seen`` is the version that the writer knew.

    Where it has these values already, nothing is written, whatever was seen: a second click has no second effect.
    """
    roadmap = hold(session, roadmap_id)
    now = kept(session, roadmap_id, part)
    if now is None:
        raise Gone
    changes = changes_between(now.values, values)
    if not changes:
        return Saved(False, part)
    if now.version != seen:
        raise Crossed(now)
    check(session, roadmap, now, writer)
    write_part(session, part, values)
    flush(session)
    return Saved(True, part, record(session, roadmap, now, changes, writer))


def record(
    session: Session,
    roadmap: RoadmapRow,
    now: Kept,
    changes: tuple[FieldChange, ...],
    writer: Writer,
    added: bool = False,
) -> int | None:
    """Counts a change of a draft; of an adopted plan writes the line, and answers its number."""
    if roadmap.stage == Stage.BEING_DEVELOPED or writer.amendment is None:
        touch(session, roadmap.id)
        return None
    why = writer.amendment
    fact = AmendmentFact(now.part.element, changes, now.key, added, why.basis, why.reason)
    seq = append(
        session,
        roadmap_id=roadmap.id,
        measure_id=now.measure_id,
        act=Act.DECISION,
        statements=[Statement(Facet.AMENDMENT, fact, now.milestone_id)],
        effective_on=why.effective_on,
        recorded_at=writer.at,
        author_id=writer.person_id,
    )
    show_act(roadmap, why)
    session.flush()
    return seq


def show_act(roadmap: RoadmapRow, why: Amendment) -> None:
    """The row says by which act the plan is what it is today: the one in force since the latest day."""
    roadmap.stage = Stage.AMENDED.value
    if roadmap.act_dated_on is None or why.basis.dated_on >= roadmap.act_dated_on:
        roadmap.act_title, roadmap.act_number = NO_TEXT, why.basis.number
        roadmap.act_dated_on = why.basis.dated_on


def check(session: Session, roadmap: RoadmapRow, now: Kept, writer: Writer) -> None:
    """An adopted plan is changed on a basis, and not on a day before its last change."""
    if roadmap.stage == Stage.BEING_DEVELOPED:
        return
    if writer.amendment is None:
        raise NeedsBasis
    last = last_amended_on(session, roadmap.id, now.measure_id)
    if last and writer.amendment.effective_on < last:
        raise Crossed(now)


def flush(session: Session) -> None:
    """Sends what is written to the database, where a number that is in use already is noticed."""
    try:
        session.flush()
    except IntegrityError as refused:
        raise Taken from refused


def write_part(session: Session, part: Part, values: Proposal) -> None:
    """Brings the rows of a part to these values; whether they may be is for the caller to know."""
    _WRITERS[part.element](session, part.id, values)


def _write_roadmap(session: Session, roadmap_id: int, values: ProposedRoadmap) -> None:
    row = session.get_one(RoadmapRow, roadmap_id)
    row.title, row.short_title, row.developer = values.title, values.short_title, values.developer
    row.timezone, row.calendar, row.decider_code = values.timezone, values.calendar, values.decider_code
    row.version += 1


def write_measure(session: Session, measure_id: int, values: ProposedMeasure) -> None:
    """The measure's own fields, and the paragraphs that it rests on."""
    row = session.get_one(MeasureRow, measure_id)
    row.number, row.title, row.wording = values.number, values.title, values.wording
    row.completion_form, row.funding = values.completion_form, values.funding
    row.decider_code = values.decider_code
    count(row)
    session.execute(delete(MeasureSourceRow).where(MeasureSourceRow.measure_id == measure_id))
    session.add_all(
        MeasureSourceRow(measure_id=measure_id, source=each.source_code, paragraph=each.paragraph)
        for each in values.references
    )


def _write_executors(session: Session, measure_id: int, values: ProposedExecutors) -> None:
    session.execute(delete(ExecutorRow).where(ExecutorRow.measure_id == measure_id))
    codes = [each.organisation for each in values.executors]
    query = select(OrganisationRow.code, OrganisationRow.id).where(OrganisationRow.code.in_(codes))
    numbers = dict(session.execute(query).all())
    session.add_all(
        ExecutorRow(
            measure_id=measure_id,
            organisation_id=numbers[each.organisation],
            position=position,
            is_lead=each.is_lead,
            basis=each.basis.value,
            by_agreement=each.by_agreement,
            note=each.note,
        )
        for position, each in enumerate(values.executors)
    )
    count(session.get_one(MeasureRow, measure_id))


def _write_clause(session: Session, clause_id: int, values: ProposedClause) -> None:
    row = session.get_one(ClauseRow, clause_id)
    row.code, row.text = values.code, values.text
    count(session.get_one(MeasureRow, row.measure_id))


def write_milestone(session: Session, milestone_id: int, values: ProposedMilestone) -> None:
    """The milestone's own fields, and how it stands to the clauses."""
    row = session.get_one(MilestoneRow, milestone_id)
    row.number, row.title, row.completion_form = values.number, values.title, values.completion_form
    row.weight, row.holder, row.counterparty = values.weight or 1, values.holder.value, values.counterparty
    row.beyond_wording = values.beyond_wording
    count(row)
    flush(session)
    _write_links(session, row, values)


def _write_links(session: Session, row: MilestoneRow, values: ProposedMilestone) -> None:
    session.execute(delete(MilestoneClauseRow).where(MilestoneClauseRow.milestone_id == row.id))
    query = select(ClauseRow.code, ClauseRow.id).where(ClauseRow.measure_id == row.measure_id)
    numbers = dict(session.execute(query).all())
    session.add_all(
        MilestoneClauseRow(milestone_id=row.id, clause_id=numbers[link.clause_code], relation=link.relation.value)
        for link in values.links
        if link.clause_code in numbers
    )


def count(row: MeasureRow | MilestoneRow) -> None:
    """The version counts a change of the row's parts as well, which are in tables of their own."""
    flag_modified(row, "number")


_WRITERS: dict[Element, Callable[[Session, int, Any], None]] = {
    Element.ROADMAP: _write_roadmap,
    Element.MEASURE: write_measure,
    Element.EXECUTORS: _write_executors,
    Element.CLAUSE: _write_clause,
    Element.MILESTONE: write_milestone,
}
