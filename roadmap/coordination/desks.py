"""The desk of whoever is signed in: the measure of the address, if he may report on it."""

from collections.abc import Mapping
from dataclasses import replace

from flask import abort

from roadmap.access.guards import needs_coordinator_of
from roadmap.access.reader import current_reader
from roadmap.coordination.desk import Desk, desk_of
from roadmap.coordination.forms import not_given
from roadmap.domain.given import GivenPart, given_part
from roadmap.web.roadmaps import current_roadmap


def visible_desk(number: str) -> Desk:
    """The measure as the reader sees it; 404 if there is none, or none that he may see."""
    reader, roadmap = current_reader(), current_roadmap()
    if reader.person is None or not reader.sees(roadmap.id):
        abort(404)
    return desk_of(roadmap, number, reader.person) or abort(404)


def desk_of_reader(number: str) -> Desk:
    """What the reader was given of it; 403 unless he is a coordinator of the measure, or of milestones of it."""
    desk = visible_desk(number)
    needs_coordinator_of(desk.measure.measure.id)
    return replace(desk, measure=given_part(desk.measure, current_reader().given(desk.measure.measure.id)))


def refuse_what_was_not_given(desk: Desk, typed: Mapping[str, str]) -> None:
    """403 if a form says something of the measure as a whole, or of a milestone that its author was not given."""
    if isinstance(desk.measure, GivenPart) and any(text.strip() for text in not_given(typed, desk.measure).values()):
        abort(403)
