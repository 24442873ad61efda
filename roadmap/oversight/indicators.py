"""The page "Indicators": every stated figure and every reading, drawn and in words, with its source and caution."""

from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.domain.indicator_pictures import Figures
from roadmap.domain.people import Person
from roadmap.domain.readings import takes_readings
from roadmap.oversight.figures import figures_on
from roadmap.oversight.frame import Answer, page_of_day, time_asked
from roadmap.oversight.pages import blueprint
from roadmap.store.context_reading import discrepancies_of
from roadmap.store.people import persons_by_id
from roadmap.web.people_told import People
from roadmap.web.roadmaps import current_roadmap, route
from roadmap.web.sessions import reading, today


@route(blueprint, "/indicators")
@guarded(Rule.SEES_ROADMAP)
def indicators() -> Answer:
    """The indicators on a day, each by itself."""
    session, roadmap = reading(), current_roadmap()
    chosen = time_asked(roadmap)
    found = figures_on(session, roadmap.id, chosen.day, chosen.known_at)
    people = _people(found)
    return page_of_day(
        "indicators",
        roadmap,
        chosen,
        found=found,
        notes=discrepancies_of(session, roadmap.id),
        people=People({}, people, current_reader().sees_names),
        may_add=_may_add(found, people),
    )


def _people(found: list[Figures]) -> dict[int, Person]:
    """Whoever added a reading, and the reader himself with his posts of today."""
    reader, roadmap = current_reader(), current_roadmap()
    numbers = {entry.author_id for each in found for entry in each.readings if entry.author_id}
    own = {reader.person.id} if reader.person else set()
    return persons_by_id(reading(), numbers | own, today(roadmap.timezone))


def _may_add(found: list[Figures], people: dict[int, Person]) -> set[str]:
    """The codes of the indicators to which the reader may add a reading."""
    reader, roadmap = current_reader(), current_roadmap()
    person = people.get(reader.person.id) if reader.person else None
    bodies = person.organisations if person else frozenset()
    return {
        each.indicator.code
        for each in found
        if takes_readings(each.indicator) and reader.reads_off(roadmap.id, each.indicator.owner_id, bodies)
    }
