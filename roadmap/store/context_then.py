"""What stood around a plan on an earlier day, or as it was known at a moment: today's, with the amendments undone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from roadmap.domain.amendments import Target, Then, WrittenPlan, plan_then, target_of, then
from roadmap.domain.context import Basis, Context, Dependency, Development, Paragraph, Risk, Source
from roadmap.domain.facts import BESIDE_PLAN
from roadmap.domain.plan_values import with_stored
from roadmap.domain.surroundings import (
    ProposedBasis,
    ProposedDependency,
    ProposedDevelopment,
    ProposedParagraph,
    ProposedRisk,
    ProposedSource,
)
from roadmap.store.context_kept import KeptBeside, Kind, beside_all
from roadmap.store.context_reading import context_of


def context_on(
    session: Session, roadmap_id: int, written: WrittenPlan | None, day: date, known_at: datetime | None
) -> Context:
    """Sources, bases, dependencies, risks and developments of a road map as of ``day``, as known at ``known_at``.

    ``written`` is the plan with the lines about it, as the portfolio of that day was made from. Where nothing of these
    was amended since, it is read in as many queries as today's; else in a number that does not grow either.
    """
    today = context_of(session, roadmap_id)
    if written is None:
        return today
    plan = plan_then(written, day, known_at)
    differing = {target for entry in plan.differs if (target := target_of(entry)) and target[0] in BESIDE_PLAN}
    if not differing:
        return today
    found = then(plan.heard, plan.unheard, differing)
    kept = {kind: _then(beside_all(session, roadmap_id, kind), found) for kind in Kind}
    return replace(
        today,
        sources=_sources(kept[Kind.SOURCES], kept[Kind.PARAGRAPHS]),
        bases=tuple(_bases(kept[Kind.BASES])),
        dependencies=tuple(_dependencies(kept[Kind.DEPENDENCIES])),
        risks=tuple(_risks(kept[Kind.RISKS])),
        developments=tuple(_developments(kept[Kind.DEVELOPMENTS])),
    )


def _then(kept: Iterable[KeptBeside], found: Mapping[Target, Then]) -> list[KeptBeside]:
    there = []
    for each in kept:
        was = found.get((each.element, None, None, str(each.id)))
        if was is None:
            there.append(each)
        elif was.there:
            there.append(replace(each, values=with_stored(each.values, was.values)))
    return there


def _sources(sources: Iterable[KeptBeside], paragraphs: Iterable[KeptBeside]) -> tuple[Source, ...]:
    words: dict[str, list[Paragraph]] = defaultdict(list)
    for each in paragraphs:
        if isinstance(each.values, ProposedParagraph):
            words[each.values.source].append(Paragraph(each.values.number, each.values.text))
    return tuple(
        Source(
            each.code, said.title, said.number or None, said.dated_on, said.issuer, said.note, tuple(words[each.code])
        )
        for each in sources
        if isinstance(said := each.values, ProposedSource)
    )


def _bases(kept: Iterable[KeptBeside]) -> Iterator[Basis]:
    for each in kept:
        match each.values:
            case ProposedBasis(who, what, number, dated_on, reference, background_only):
                yield Basis(each.code, who, what, dated_on, number or None, reference, background_only)


def _dependencies(kept: Iterable[KeptBeside]) -> Iterator[Dependency]:
    for each in kept:
        match each.values:
            case ProposedDependency(before, before_label, after, after_label, strength, text, reference) if strength:
                paragraph = reference.paragraph if reference else None
                yield Dependency(each.code, before, after, before_label, after_label, strength, text, paragraph)


def _risks(kept: Iterable[KeptBeside]) -> Iterator[Risk]:
    for each in kept:
        match each.values:
            case ProposedRisk(text, suggested_owner, measure_ids, reference):
                paragraph = reference.paragraph if reference else None
                yield Risk(each.code, measure_ids, text, paragraph, suggested_owner)


def _developments(kept: Iterable[KeptBeside]) -> Iterator[Development]:
    for each in kept:
        match each.values:
            case ProposedDevelopment(measure_id, dated, text, source_note) if measure_id:
                yield Development(measure_id, dated, text, source_note)
