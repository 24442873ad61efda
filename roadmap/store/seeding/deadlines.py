"""Dates that a seed file gives are decisions of its basis document: they go into the ledger, once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from roadmap.domain.deadlines import Details, deadline_of
from roadmap.domain.facts import DeadlineFact, Document
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.plan import Deadline, DeadlineKind, TermUnit
from roadmap.store.facts import load
from roadmap.store.ledger import EntryRow, append
from roadmap.store.plan import MeasureRow, MilestoneRow, RoadmapRow
from roadmap.store.seedfiles import Seeds
from roadmap.store.seedfiles.base import ActSeed
from roadmap.store.seedfiles.plan import DeadlineSeed, MeasureSeed
from roadmap.store.seeding.keeper import Difference, Keeper, text


def put_deadlines(
    keeper: Keeper, roadmap: RoadmapRow, seeds: Seeds, measures: dict[str, MeasureRow], *, at: datetime, today: date
) -> None:
    """Approves the dates of the file for whatever has none yet; a date that differs is only moved by a decision."""
    for seed in seeds.measures:
        measure = measures[seed.number]
        known = _known(keeper, measure.id)
        for key, milestone_id, deadline in _stated(keeper, measure, seed):
            wanted = _deadline(deadline)
            if milestone_id in known:
                if known[milestone_id] != _brief(wanted):
                    difference = Difference("deadline", key, "approved date", _brief(wanted), known[milestone_id])
                    keeper.outcome.differences.append(difference)
                continue
            act = deadline.basis or seeds.roadmap.stage_act
            append(
                keeper.session,
                roadmap_id=roadmap.id,
                measure_id=measure.id,
                act=Act.DECISION,
                statements=[Statement(Facet.DEADLINE, DeadlineFact(wanted, _document(act)), milestone_id)],
                effective_on=(act.dated_on if act and act.dated_on else today),
                recorded_at=at,
                author_id=None,
            )
            keeper.outcome.counts["added"] += 1


def _stated(keeper: Keeper, measure: MeasureRow, seed: MeasureSeed) -> Iterator[tuple[str, int | None, DeadlineSeed]]:
    if seed.deadline:
        yield seed.number, None, seed.deadline
    query = select(MilestoneRow.number, MilestoneRow.id).where(MilestoneRow.measure_id == measure.id)
    ids = dict(keeper.session.execute(query).all())
    for milestone in seed.milestones:
        if milestone.deadline and milestone.number in ids:
            yield milestone.number, ids[milestone.number], milestone.deadline


def _known(keeper: Keeper, measure_id: int) -> dict[int | None, str]:
    """The first approved date of each subject of a measure that has one, as ``_brief`` writes it."""
    query = (
        select(EntryRow)
        .where(EntryRow.measure_id == measure_id, EntryRow.facet == Facet.DEADLINE.value)
        .order_by(EntryRow.seq.desc())
    )
    return {row.milestone_id: _brief(load(Facet.DEADLINE, row.fact).deadline) for row in keeper.session.scalars(query)}


def _deadline(seed: DeadlineSeed) -> Deadline:
    kind, wording = DeadlineKind(seed.kind), text(seed.wording)
    if kind is DeadlineKind.RANGE or seed.since or seed.amount:
        details = Details(
            first_year=seed.since.year if seed.since else None,
            amount=seed.amount,
            unit=TermUnit(seed.unit) if seed.unit else None,
            by_day=seed.by_day,
            by_month=seed.by_month,
        )
        return replace(deadline_of(kind, seed.on or seed.since, wording, details), wording=wording)
    return Deadline(kind, seed.on, wording)


def _document(act: ActSeed | None) -> Document | None:
    if act is None or act.number is None or act.dated_on is None:
        return None
    return Document(act.number, act.dated_on, act.title.kk or act.title.ru or act.title.en or "")


def _brief(deadline: Deadline) -> str:
    return deadline.on.isoformat() if deadline.on else deadline.kind.value
