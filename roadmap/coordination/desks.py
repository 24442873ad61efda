"""The desk of whoever is signed in: the measure of the address, if he may report on it."""

from flask import abort

from roadmap.access.guards import needs_coordinator_of
from roadmap.access.reader import current_reader
from roadmap.coordination.report import Desk, desk_of
from roadmap.web.roadmaps import current_roadmap


def visible_desk(number: str) -> Desk:
    """The measure as the reader sees it; 404 if there is none, or none that he may see."""
    reader, roadmap = current_reader(), current_roadmap()
    if reader.person is None or not reader.sees(roadmap.id):
        abort(404)
    return desk_of(roadmap, number, reader.person) or abort(404)


def desk_of_reader(number: str) -> Desk:
    """The same; 403 unless the reader is a coordinator of it."""
    desk = visible_desk(number)
    needs_coordinator_of(desk.measure.measure.id)
    return desk
