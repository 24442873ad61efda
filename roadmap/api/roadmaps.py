"""Which road maps there are, and what their plan says."""

from decimal import Decimal

from flask import abort

from roadmap.access.guards import Rule, needs_role_on
from roadmap.access.reader import current_reader
from roadmap.api.as_of import chosen
from roadmap.api.endpoints import reads
from roadmap.api.schemas.base import AsOf, NoQuery, text_of
from roadmap.api.schemas.lines import (
    EvidenceAnswer,
    EvidencesAnswer,
    IndicatorAnswer,
    IndicatorsAnswer,
    PointAnswer,
)
from roadmap.api.schemas.roadmaps import (
    PlanAnswer,
    RoadmapAnswer,
    RoadmapsAnswer,
    measure_answer,
    reference_answer,
    roadmap_answer,
)
from roadmap.domain.evidence import Evidence
from roadmap.domain.indicators import Indicator
from roadmap.store.evidence_reading import evidence_of
from roadmap.store.indicator_reading import indicators_of
from roadmap.store.plan_reading import all_roadmaps
from roadmap.store.portfolio import alone_on, portfolio_on
from roadmap.web.roadmaps import current_roadmap
from roadmap.web.sessions import reading


@reads("/roadmaps", answer=RoadmapsAnswer, rule=Rule.SIGNED_IN)
def roadmaps(_asked: NoQuery) -> RoadmapsAnswer:
    """The road maps that may be read.

    Those on which the token's person has a role, and every one where progress pages are public.
    """
    seen = [each for each in all_roadmaps(reading()) if current_reader().sees(each.id)]
    return RoadmapsAnswer(roadmaps=[roadmap_answer(each) for each in seen])


@reads("/roadmaps/<slug>", answer=RoadmapAnswer, rule=Rule.SEES_ROADMAP)
def roadmap(_asked: NoQuery) -> RoadmapAnswer:
    """One road map, and where its ledger stands."""
    return roadmap_answer(current_roadmap())


@reads("/roadmaps/<slug>/plan", answer=PlanAnswer, rule=Rule.SEES_ROADMAP, query=AsOf)
def plan(asked: AsOf) -> PlanAnswer:
    """The plan as of a day: measures, executors, clauses and milestones.

    It says nothing of how far anything has come; that is in the portfolio.
    """
    of_day = chosen(asked, current_roadmap())
    found = portfolio_on(reading(), current_roadmap(), of_day.day, of_day.known_at)
    measures = [measure_answer(state.measure) for state in found.measures]
    return PlanAnswer(roadmap=roadmap_answer(found.roadmap), day=found.day, measures=measures)


@reads("/roadmaps/<slug>/indicators", answer=IndicatorsAnswer, rule=Rule.SEES_ROADMAP)
def indicators(_asked: NoQuery) -> IndicatorsAnswer:
    """The outcome indicators, as their sources state them."""
    found = indicators_of(reading(), current_roadmap().id)
    return IndicatorsAnswer(indicators=[_indicator(each) for each in found])


@reads("/roadmaps/<slug>/measures/<number>/evidence", answer=EvidencesAnswer, rule=Rule.SEES_ROADMAP, query=AsOf)
def evidence(asked: AsOf, number: str) -> EvidencesAnswer:
    """The documents in a measure's record, the newest first: what they are, not the files themselves.

    Only for people with a role on the road map.
    """
    needs_role_on(current_roadmap().id)
    of_day = chosen(asked, current_roadmap())
    measure = next(iter(alone_on(reading(), current_roadmap(), number, of_day.day, of_day.known_at).measures), None)
    if measure is None:
        abort(404)
    found = evidence_of(reading(), measure.measure.id, of_day.day, of_day.known_at)
    return EvidencesAnswer(evidence=[_evidence(each) for each in found])


def _indicator(each: Indicator) -> IndicatorAnswer:
    return IndicatorAnswer(
        code=each.code,
        title=text_of(each.title),
        unit=text_of(each.unit),
        origin=each.origin,
        kind=each.kind,
        reference=reference_answer(each.reference),
        as_of=text_of(each.as_of),
        caution=text_of(each.caution),
        no_data_note=text_of(each.no_data_note),
        stated_total=_figure(each.stated_total),
        points=[
            PointAnswer(
                label=text_of(point.label),
                on=point.on,
                value=_figure(point.value),
                share=_figure(point.share),
                approximate=point.approximate,
                flag=text_of(point.flag),
            )
            for point in each.points
        ],
    )


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _evidence(each: Evidence) -> EvidenceAnswer:
    entry, fact = each.entry, each.entry.fact
    return EvidenceAnswer(
        seq=entry.seq,
        milestone_id=entry.milestone_id,
        effective_on=entry.effective_on,
        number=fact.document.number,
        dated_on=fact.document.dated_on,
        title=fact.document.title,
        address=fact.document.address,
        has_file=each.has_file,
        file_name=fact.name,
        media_type=fact.kind,
        size=fact.size,
        sha256=fact.sha256,
    )
