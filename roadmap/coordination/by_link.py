"""From the link in a mail to the one form it opens. Everything is asked anew: age, person, role, plan, and use."""

from dataclasses import replace

from flask import current_app, g, request
from flask_babel import refresh

from roadmap.access.report_links import OpenedLink, link_of
from roadmap.access.rights import Reader
from roadmap.coordination.desk import Desk, desk_of
from roadmap.domain.given import given_part
from roadmap.domain.health import OFF_CONTROL
from roadmap.domain.people import Person
from roadmap.domain.text import LANGUAGES
from roadmap.store.links import SpentLink, spent_link
from roadmap.store.people import grants_of, persons_by_id
from roadmap.store.plan_reading import all_roadmaps, measure_number
from roadmap.web.sessions import reading, today


def desk_by_link(token: str) -> Desk | None:
    """What the link opens today; ``None`` for every reason alike. The page speaks its person's language either way."""
    link = link_of(token, current_app.config["SECRET_KEY"])
    person = persons_by_id(reading(), [link.person_id]).get(link.person_id) if link else None
    if link is None or person is None:
        return None
    _speak_to(person)
    roadmaps = all_roadmaps(reading())
    roadmap = next((each for each in roadmaps if each.id == link.roadmap_id), None)
    if roadmap is None or not link.open_on(today(roadmap.timezone)):
        return None
    number = measure_number(reading(), roadmap.id, link.measure_id)
    if number is None or not person.active or not reader_of(person).reports_on(link.measure_id):
        return None
    g.roadmap, g.default_slug = roadmap, roadmaps[0].slug
    desk = desk_of(roadmap, number, person, OpenedLink(token, link))
    if desk is None or desk.measure.control in OFF_CONTROL:
        return None
    return replace(desk, measure=given_part(desk.measure, reader_of(person).given(link.measure_id)))


def reader_of(person: Person) -> Reader:
    """What this person may see, whoever is signed in: the page is made for him."""
    return Reader(person, grants_of(reading(), person.id), public_progress=False)


def spent(desk: Desk) -> SpentLink | None:
    """What became of the link that the desk was opened by; ``None`` while it is unused."""
    return spent_link(reading(), desk.link.key) if desk.link else None


def _speak_to(person: Person) -> None:
    """The mail was in this language, and so is the page, whatever the browser or another sign-in prefers."""
    if request.args.get("lang") not in LANGUAGES:
        g.language = person.language
        refresh()
