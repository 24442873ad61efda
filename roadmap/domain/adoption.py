"""Adopting a road map: what its plan still lacks, and what stands against recording the act.

The program records the act and does not make it: what is missing is shown and hinders nothing, because the act may
have been signed as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roadmap.domain.measures import MeasureState
from roadmap.domain.objections import Objection
from roadmap.domain.plan import Measure, Milestone, Origin
from roadmap.domain.plan_changes import objections_to_past_day
from roadmap.domain.planning import LONGEST_TITLE, line_objections, text_objections
from roadmap.domain.portfolio import Portfolio
from roadmap.domain.text import LocalizedText


class Lack(StrEnum):
    """Something that a plan which is to be adopted should say."""

    LEAD = "lead"
    COMPLETION_FORM = "completion_form"
    DEADLINE = "deadline"
    MILESTONES = "milestones"
    COMPLETED_BY = "completed_by"
    DATE = "date"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Gap:
    """What a measure, one of its clauses or one of its milestones lacks."""

    measure: Measure
    lack: Lack
    milestone: Milestone | None = None
    clause_code: str = ""


@dataclass(frozen=True, slots=True)
class ProposedAdoption:
    """The act, and the numbers (ids) of the proposed measures and milestones that it adopts."""

    title: LocalizedText
    number: str
    dated_on: date | None
    measures: frozenset[int]
    milestones: frozenset[int]


def gaps_in(portfolio: Portfolio) -> list[Gap]:
    """Everything that the plan still lacks, measure by measure in the plan's order."""
    return [gap for state in portfolio.measures for gap in _gaps(state)]


def _gaps(state: MeasureState) -> Iterator[Gap]:
    measure = state.measure
    if measure.lead is None:
        yield Gap(measure, Lack.LEAD)
    if not measure.completion_form:
        yield Gap(measure, Lack.COMPLETION_FORM)
    if state.dates.approved is None:
        yield Gap(measure, Lack.DEADLINE)
    if not measure.milestones:
        yield Gap(measure, Lack.MILESTONES)
    for clause in measure.clauses:
        if not any(milestone.completes(clause.code) for milestone in measure.milestones):
            yield Gap(measure, Lack.COMPLETED_BY, clause_code=clause.code)
    for each in state.milestones:
        if each.dates.approved is None:
            yield Gap(measure, Lack.DATE, each.milestone)
        if not each.responsible:
            yield Gap(measure, Lack.OWNER, each.milestone)


def proposed_in(measures: tuple[Measure, ...] | list[Measure]) -> tuple[frozenset[int], frozenset[int]]:
    """The numbers (ids) of the measures and of the milestones that are proposals of ours."""
    return (
        frozenset(measure.id for measure in measures if measure.origin is Origin.PROPOSED),
        frozenset(each.id for measure in measures for each in measure.milestones if each.origin is Origin.PROPOSED),
    )


def objections_to_adoption(proposed: ProposedAdoption, measures: list[Measure], today: date) -> list[Objection]:
    """The act has a title, a number and a date that has come, and the plan something that it adopts."""
    found = [
        *text_objections("title", proposed.title, LONGEST_TITLE, required=True, one_line=True),
        *line_objections("number", proposed.number, LONGEST_TITLE, required=True),
        *objections_to_past_day("dated_on", proposed.dated_on, today),
    ]
    if not measures:
        found.append(Objection("milestones", "nothing_adopted"))
    return found + objections_to_choice(proposed.measures, proposed.milestones, measures)


def objections_to_choice(
    chosen: frozenset[int], milestones: frozenset[int], measures: list[Measure]
) -> list[Objection]:
    """A milestone is adopted with its measure, or in one that is adopted or the letter's."""
    return [
        Objection("milestones", "measure_first", {"number": milestone.number})
        for measure in measures
        if measure.origin is Origin.PROPOSED and measure.id not in chosen
        for milestone in measure.milestones
        if milestone.id in milestones
    ]
