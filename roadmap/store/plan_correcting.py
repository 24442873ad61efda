"""Correcting what was said of an adopted plan: the plan's rows follow. Nothing is committed here."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.domain.amendments import PlanLine, Target, Values, WrittenPlan, plan_then, target_of, then
from roadmap.domain.corrections import correction_of
from roadmap.domain.facts import BESIDE_PLAN, AdoptionFact, AmendmentFact, Document, Element
from roadmap.domain.ledger import Act, Facet, Line, Statement
from roadmap.domain.plan_values import with_stored
from roadmap.domain.text import LocalizedText
from roadmap.store.context_kept import KINDS, beside
from roadmap.store.context_rows import TABLES, write_beside
from roadmap.store.ledger import append
from roadmap.store.plan import ClauseRow, MeasureRow, MilestoneRow, RoadmapRow
from roadmap.store.plan_history import lines_about_plan
from roadmap.store.plan_kept import Part, kept
from roadmap.store.plan_reading import roadmap_of
from roadmap.store.plan_writing import Writer, flush, hold, write_part

PLAN_FACETS = frozenset({Facet.ADOPTION, Facet.AMENDMENT})


def speaks_of_plan(line: Line) -> bool:
    """Whether a line says something of the plan, so that a correction of it has to be followed."""
    return any(entry.facet in PLAN_FACETS for entry in line.entries)


def follow_correction(
    session: Session, roadmap_id: int, wrong: Line, right: Sequence[Statement], reason: str, writer: Writer
) -> None:
    """Brings the rows to what the lines say, once the line that corrects ``wrong`` has been appended.

    Where the act of adoption reads otherwise, so does the basis of everything that it made part of the plan. Raises
    ``Taken`` if a number that would come back is another part's by now.
    """
    roadmap = hold(session, roadmap_id)
    lines = lines_about_plan(session, roadmap_id)
    was = next((entry.fact for entry in wrong.entries if isinstance(entry.fact, AdoptionFact)), None)
    becomes = next((said.fact for said in right if isinstance(said.fact, AdoptionFact)), None)
    if was and becomes and was != becomes:
        _show_act(roadmap, was.act, becomes.act)
        _rest_on(session, roadmap_id, lines, was.act, becomes.act, reason, writer)
        lines = lines_about_plan(session, roadmap_id)
    _follow(session, roadmap, lines, {target for each in _entries(lines, wrong.seq) if (target := target_of(each))})


def _show_act(roadmap: RoadmapRow, was: Document, act: Document) -> None:
    if (roadmap.act_number, roadmap.act_dated_on) != (was.number, was.dated_on):
        return
    roadmap.act_number, roadmap.act_dated_on = act.number, act.dated_on
    if act.title != was.title:
        roadmap.act_title = LocalizedText(kk=act.title, ru=act.title, en=act.title)


def _entries(lines: Iterable[PlanLine], seq: int) -> list[Any]:
    return [line.entry for line in lines if line.entry.seq == seq]


def _rest_on(
    session: Session, roadmap_id: int, lines: Iterable[PlanLine], was: Document, act: Document, reason: str, to: Writer
) -> None:
    """Corrects what the act made part of the plan, measure by measure, in the order in which it was written."""
    adopted: dict[int, list[Any]] = defaultdict(list)
    for line in lines:
        fact = line.entry.fact
        if line.corrected_at is None and isinstance(fact, AmendmentFact) and fact.basis == was:
            adopted[line.entry.seq].append(line.entry)
    for seq, entries in sorted(adopted.items()):
        first = entries[0]
        said = [Statement(each.facet, replace(each.fact, basis=act), each.milestone_id) for each in entries]
        line_of = Line(seq, Act.DECISION, first.measure_id, first.effective_on, first.recorded_at, None, ())
        append(
            session,
            roadmap_id=roadmap_id,
            measure_id=first.measure_id,
            act=Act.DECISION,
            statements=correction_of(line_of, reason, said),
            effective_on=act.dated_on,
            recorded_at=to.at,
            author_id=to.person_id,
        )


def _follow(session: Session, roadmap: RoadmapRow, lines: tuple[PlanLine, ...], targets: set[Target]) -> None:
    flush(session)
    session.refresh(roadmap)
    today = plan_then(WrittenPlan(roadmap_of(roadmap), (), lines), date.max, None)
    for target, was in then(today.heard, today.unheard, targets).items():
        # What should not have been added stays among the rows, and is shown by no page.
        if was.there and target[0] in BESIDE_PLAN:
            _beside(session, roadmap.id, target, was.values)
        elif was.there:
            _write_back(session, roadmap, target, was.values)
    staged = today.staged
    roadmap.stage = staged.stage.value
    act = staged.stage_act
    if act:
        roadmap.act_title, roadmap.act_number, roadmap.act_dated_on = act.title, act.number, act.dated_on
    roadmap.version += 1
    flush(session)


def _write_back(session: Session, roadmap: RoadmapRow, target: Target, values: Values) -> None:
    part = _part(session, roadmap.id, target)
    now = kept(session, roadmap.id, part) if part else None
    if part is None or now is None:
        return
    becomes = with_stored(now.values, values)
    if becomes != now.values:
        write_part(session, part, becomes)
    origin = values.get("title_origin" if part.element is Element.ROADMAP else "origin")
    if origin:
        _set_origin(session, roadmap, part, origin)
    flush(session)


def _set_origin(session: Session, roadmap: RoadmapRow, part: Part, origin: str) -> None:
    match part.element:
        case Element.ROADMAP:
            roadmap.title_origin = origin
        case Element.MEASURE:
            session.get_one(MeasureRow, part.id).origin = origin
        case Element.MILESTONE:
            session.get_one(MilestoneRow, part.id).origin = origin


def _beside(session: Session, roadmap_id: int, target: Target, values: Values) -> None:
    """Brings back what stands around the plan."""
    element, _measure, _milestone, key = target
    kind = KINDS[element]
    now = beside(session, roadmap_id, kind, int(key)) if key.isdecimal() else None
    becomes = with_stored(now.values, values) if now else None
    if now and becomes and becomes != now.values:
        write_beside(session, session.get_one(TABLES[kind], now.id), becomes)


def _part(session: Session, roadmap_id: int, target: Target) -> Part | None:
    element, measure_id, milestone_id, key = target
    match element:
        case Element.ROADMAP:
            return Part(element, roadmap_id)
        case Element.CLAUSE:
            query = select(ClauseRow.id).where(ClauseRow.measure_id == measure_id, ClauseRow.code == key)
            found = session.scalar(query)
        case Element.MILESTONE:
            found = milestone_id
        case _:
            found = measure_id
    return Part(element, found) if found else None
