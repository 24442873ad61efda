"""Measures, their executors, clauses and milestones from seed files."""

from collections.abc import Iterable

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
from roadmap.store.seedfiles.plan import MeasureSeed, MilestoneSeed
from roadmap.store.seeding.grids import put_grids
from roadmap.store.seeding.keeper import Keeper, text


def put_measures(
    keeper: Keeper, roadmap: RoadmapRow, seeds: Iterable[MeasureSeed], organisations: dict[str, OrganisationRow]
) -> dict[str, MeasureRow]:
    """The measures by number."""
    return {seed.number: _put_measure(keeper, roadmap, seed, organisations) for seed in seeds}


def _put_measure(
    keeper: Keeper, roadmap: RoadmapRow, seed: MeasureSeed, organisations: dict[str, OrganisationRow]
) -> MeasureRow:
    key = f"{roadmap.slug}/{seed.number}"
    row = keeper.put(
        "measure",
        key,
        MeasureRow,
        {"roadmap_id": roadmap.id, "number": seed.number},
        {
            "title": text(seed.title),
            "wording": text(seed.wording),
            "quote": text(seed.quote.text if seed.quote else None),
            "quote_source": seed.quote.source if seed.quote else None,
            "quote_paragraph": seed.quote.paragraph if seed.quote else None,
            "completion_form": text(seed.completion_form),
            "funding": text(seed.funding),
        },
    )
    _put_executors(keeper, key, row, seed, organisations)
    clauses = {
        clause.code: keeper.put(
            "clause",
            f"{key}/{clause.code}",
            ClauseRow,
            {"measure_id": row.id, "code": clause.code},
            {"text": text(clause.text), "source": clause.source, "paragraph": clause.paragraph},
        )
        for clause in seed.clauses
    }
    for milestone in seed.milestones:
        _put_milestone(keeper, key, row, milestone, clauses)
    put_grids(keeper, key, row, seed)
    for source in seed.sources:
        place = {"measure_id": row.id, "source": source.source, "paragraph": source.paragraph or ""}
        place_key = f"{key}/{source.source}/{source.paragraph}"
        if not keeper.removed_since("reference", place_key, MeasureSourceRow, place):
            keeper.put("reference", place_key, MeasureSourceRow, place, {})
    return row


def _put_executors(
    keeper: Keeper, key: str, measure: MeasureRow, seed: MeasureSeed, organisations: dict[str, OrganisationRow]
) -> None:
    for executor in seed.executors:
        natural = {"measure_id": measure.id, "organisation_id": organisations[executor.organisation].id}
        own_key = f"{key}/{executor.organisation}"
        if keeper.removed_since("executor", own_key, ExecutorRow, natural):
            continue
        values = {
            "is_lead": executor.role == "lead",
            "basis": executor.basis,
            "by_agreement": executor.by_agreement,
            "note": text(executor.note),
        }
        keeper.put("executor", own_key, ExecutorRow, natural, values)


def _put_milestone(
    keeper: Keeper, measure_key: str, measure: MeasureRow, seed: MilestoneSeed, clauses: dict[str, ClauseRow]
) -> None:
    key = f"{measure_key}/{seed.number}"
    natural = {"measure_id": measure.id, "number": seed.number}
    if keeper.removed_since("milestone", key, MilestoneRow, natural):
        return
    row = keeper.put(
        "milestone",
        key,
        MilestoneRow,
        natural,
        {
            "title": text(seed.title),
            "completion_form": text(seed.completion_form),
            "weight": seed.weight,
            "holder": seed.holder,
            "counterparty": text(seed.counterparty),
            "origin": seed.origin,
            "beyond_wording": seed.beyond_wording,
        },
    )
    for link in seed.clauses:
        natural_link = {"milestone_id": row.id, "clause_id": clauses[link.clause].id}
        link_key = f"{key}/{link.clause}"
        if not keeper.removed_since("clause link", link_key, MilestoneClauseRow, natural_link):
            keeper.put("clause link", link_key, MilestoneClauseRow, natural_link, {"relation": link.relation})
