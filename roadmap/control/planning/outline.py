"""What a plan is made of: its measures in their order, and one measure as it will look, with the way to every part."""

from flask import render_template

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.planning.here import NUMBER, is_adopted, measure_here, part_here
from roadmap.control.planning.words import BASES, HOLDERS, RELATIONS
from roadmap.domain.facts import Element
from roadmap.domain.plan import Measure
from roadmap.store.grid_reading import grids_of
from roadmap.store.plan_parts import PartNumbers, part_numbers
from roadmap.store.plan_reading import measures_of
from roadmap.web.roadmaps import current_roadmap, route
from roadmap.web.sessions import reading


@route(blueprint, "/plan/outline")
@guarded(Rule.CONTROLS_ROADMAP)
def outline() -> str:
    """The measures of the road map, each with what it is made of."""
    roadmap = current_roadmap()
    return render_template(
        "control/planning/outline.html",
        roadmap=roadmap,
        adopted=is_adopted(roadmap),
        measures=measures_of(reading(), roadmap.id),
    )


@route(blueprint, f"/plan/measures/<{NUMBER}:measure_id>")
@guarded(Rule.CONTROLS_ROADMAP)
def measure_plan(measure_id: int) -> str:
    """One measure as it will look."""
    roadmap = current_roadmap()
    measure = measure_here(measure_id)
    numbers: PartNumbers = part_numbers(reading(), measure_id)
    return render_template(
        "control/planning/measure.html",
        roadmap=roadmap,
        adopted=is_adopted(roadmap),
        measure=measure,
        version=part_here(Element.MEASURE, measure_id).version,
        numbers=numbers,
        unlinked=unlinked(measure),
        bases=BASES,
        holders=HOLDERS,
        relations=RELATIONS,
        grids=grids_of(reading(), roadmap.id, measure_id).get(measure_id, []),
    )


def unlinked(measure: Measure) -> list[str]:
    """The codes of the clauses that no milestone completes."""
    return [
        clause.code
        for clause in measure.clauses
        if not any(milestone.completes(clause.code) for milestone in measure.milestones)
    ]
