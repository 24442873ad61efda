"""Sources, bases, dependencies, risks, indicators, discrepancies and later developments from seed files."""

from roadmap.domain.text import LocalizedText
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
from roadmap.store.indicators import IndicatorRow, PointRow
from roadmap.store.people import OrganisationRow
from roadmap.store.plan import MeasureRow, RoadmapRow
from roadmap.store.seedfiles import Seeds
from roadmap.store.seedfiles.context import IndicatorSeed, PlanRef
from roadmap.store.seeding.keeper import Keeper, text

Measures = dict[str, MeasureRow]
Organisations = dict[str, OrganisationRow]


def put_context(
    keeper: Keeper, roadmap: RoadmapRow, seeds: Seeds, measures: Measures, organisations: Organisations
) -> None:
    """Everything that stands around the plan."""
    _put_sources(keeper, roadmap, seeds)
    _put_bases(keeper, roadmap, seeds)
    _put_dependencies(keeper, roadmap, seeds, measures)
    _put_risks(keeper, roadmap, seeds, measures)
    indicators = {seed.code: _put_indicator(keeper, roadmap, seed, organisations) for seed in seeds.indicators}
    _put_discrepancies(keeper, roadmap, seeds, measures, indicators)
    _put_developments(keeper, seeds, measures)


def _put_sources(keeper: Keeper, roadmap: RoadmapRow, seeds: Seeds) -> None:
    for seed in seeds.sources:
        key = f"{roadmap.slug}/{seed.code}"
        values = {
            "title": text(seed.title),
            "number": seed.number,
            "dated_on": seed.dated_on,
            "issuer": text(seed.issuer),
            "note": text(seed.note),
        }
        row = keeper.put("source", key, SourceRow, {"roadmap_id": roadmap.id, "code": seed.code}, values)
        for paragraph in seed.paragraphs:
            natural = {"source_id": row.id, "number": paragraph.number}
            keeper.put("paragraph", f"{key}/{paragraph.number}", ParagraphRow, natural, {"text": text(paragraph.text)})


def _put_bases(keeper: Keeper, roadmap: RoadmapRow, seeds: Seeds) -> None:
    for seed in seeds.roadmap.bases:
        values = {
            "who": text(seed.who),
            "what": text(seed.what),
            "dated_on": seed.dated_on,
            "number": seed.number,
            "source": seed.source or seeds.roadmap.source,
            "paragraph": seed.paragraph,
            "background_only": seed.background_only,
        }
        natural = {"roadmap_id": roadmap.id, "code": seed.code}
        keeper.put("basis", f"{roadmap.slug}/{seed.code}", BasisRow, natural, values)


def _put_dependencies(keeper: Keeper, roadmap: RoadmapRow, seeds: Seeds, measures: Measures) -> None:
    owners = _owners_of_numbers(seeds)
    for seed in seeds.dependencies:
        values = {
            "from_measure_id": _measure_id(seed.from_, owners, measures),
            "to_measure_id": _measure_id(seed.to, owners, measures),
            "from_label": _label(seed.from_),
            "to_label": _label(seed.to),
            "strength": seed.strength,
            "kind": seed.kind,
            "text": text(seed.text),
            "source": seed.source or seeds.roadmap.source,
            "paragraph": seed.paragraph,
        }
        natural = {"roadmap_id": roadmap.id, "code": seed.code}
        keeper.put("dependency", f"{roadmap.slug}/{seed.code}", DependencyRow, natural, values)


def _owners_of_numbers(seeds: Seeds) -> dict[str, str]:
    """From the number of a measure, milestone or clause to the number of its measure."""
    owners = {}
    for measure in seeds.measures:
        parts = [
            measure.number,
            measure.code,
            *(m.number for m in measure.milestones),
            *(c.code for c in measure.clauses),
        ]
        owners.update(dict.fromkeys(parts, measure.number))
    return owners


def _measure_id(end: PlanRef, owners: dict[str, str], measures: Measures) -> int | None:
    return measures[owners[end.number]].id if end.number else None


def _label(end: PlanRef) -> LocalizedText:
    return LocalizedText(end.number, end.number, end.number) if end.number else text(end.outside)


def _put_risks(keeper: Keeper, roadmap: RoadmapRow, seeds: Seeds, measures: Measures) -> None:
    for seed in seeds.risks:
        key = f"{roadmap.slug}/{seed.code}"
        values = {
            "text": text(seed.text),
            "source": seed.source or seeds.roadmap.source,
            "paragraph": seed.paragraph,
            "suggested_owner": text(seed.suggested_owner),
        }
        row = keeper.put("risk", key, RiskRow, {"roadmap_id": roadmap.id, "code": seed.code}, values)
        for number in seed.measures:
            natural = {"risk_id": row.id, "measure_id": measures[number].id}
            keeper.put("risk's measure", f"{key}/{number}", RiskMeasureRow, natural, {})


def _put_indicator(
    keeper: Keeper, roadmap: RoadmapRow, seed: IndicatorSeed, organisations: Organisations
) -> IndicatorRow:
    key = f"{roadmap.slug}/{seed.code}"
    values = {
        "title": text(seed.title),
        "unit": text(seed.unit),
        "origin": seed.origin,
        "kind": seed.kind,
        "source": seed.source,
        "paragraph": seed.paragraph,
        "as_of": text(seed.as_of),
        "caution": text(seed.caution),
        "no_data_note": text(seed.no_data_note),
        "stated_total": seed.stated_total,
        "listed": [text(category.label).as_dict() for category in seed.listed],
        "organisation_id": organisations[seed.organisation].id if seed.organisation else None,
    }
    row = keeper.put("indicator", key, IndicatorRow, {"roadmap_id": roadmap.id, "code": seed.code}, values)
    for position, point in enumerate(seed.points):
        point_values = {
            "label": text(point.label),
            "on": point.on,
            "value": point.value,
            "share": point.share,
            "approximate": point.approximate,
            "category": point.category,
            "flag": text(point.flag),
        }
        natural = {"indicator_id": row.id, "position": position}
        keeper.put("point", f"{key}/{position + 1}", PointRow, natural, point_values)
    return row


def _put_discrepancies(
    keeper: Keeper, roadmap: RoadmapRow, seeds: Seeds, measures: Measures, indicators: dict[str, IndicatorRow]
) -> None:
    for seed in seeds.discrepancies:
        values = {
            "paragraphs": ", ".join(seed.where),
            "source": seed.source or seeds.roadmap.source,
            "text": text(seed.text),
            "treatment": text(seed.treatment),
            "indicator_id": indicators[seed.indicator].id if seed.indicator else None,
            "measure_id": measures[seed.measure].id if seed.measure else None,
        }
        natural = {"roadmap_id": roadmap.id, "code": seed.code}
        keeper.put("discrepancy", f"{roadmap.slug}/{seed.code}", DiscrepancyRow, natural, values)


def _put_developments(keeper: Keeper, seeds: Seeds, measures: Measures) -> None:
    position: dict[str, int] = {}
    for seed in seeds.developments:
        place = position[seed.measure] = position.get(seed.measure, -1) + 1
        values = {"dated": seed.dated, "text": text(seed.text), "source_note": seed.source_note}
        natural = {"measure_id": measures[seed.measure].id, "position": place}
        key = f"{seeds.roadmap.slug}/{seed.measure}/{place + 1}"
        keeper.put("later development", key, DevelopmentRow, natural, values)
