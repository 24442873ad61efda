"""What the address of a planning page names: the road map, a part of its plan, and whether that plan is adopted."""

from typing import TypeVar

from flask import abort

from roadmap.domain.facts import Element
from roadmap.domain.plan import Measure, Roadmap, Stage
from roadmap.store.people import all_organisations
from roadmap.store.plan_kept import Kept, Part, kept
from roadmap.store.plan_reading import measure_number, measures_of
from roadmap.web.locale import words
from roadmap.web.roadmaps import current_roadmap
from roadmap.web.sessions import reading

NUMBER = "int(max=2147483647)"
"""The converter for numbers (ids) in addresses: no database keeps a greater one."""

Item = TypeVar("Item")


def is_adopted(roadmap: Roadmap) -> bool:
    """Whether its plan changes by amendments only."""
    return roadmap.stage is not Stage.BEING_DEVELOPED


def part_here(element: Element, number: int) -> Kept:
    """The part of this road map's plan with this number (id); 404 if there is none."""
    return kept(reading(), current_roadmap().id, Part(element, number)) or abort(404)


def measure_here(measure_id: int | None) -> Measure:
    """The measure of this road map with this number (id), with all its parts; 404 if there is none."""
    roadmap = current_roadmap()
    number = measure_number(reading(), roadmap.id, measure_id) if measure_id is not None else None
    found = measures_of(reading(), roadmap.id, number) if number is not None else []
    return found[0] if found else abort(404)


def organisations_here() -> list[tuple[str, str]]:
    """Every organisation of the installation, for a list: its code and its name."""
    named = ((words(each.name), each.code) for each in all_organisations(reading()).values())
    return [(code, name) for name, code in sorted(named)]
