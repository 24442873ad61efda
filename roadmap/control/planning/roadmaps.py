"""The list of road maps, adding one, and editing the fields of one."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from flask import render_template, request, url_for
from flask_babel import gettext

from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.control.blueprint import blueprint
from roadmap.control.planning.forms import NewRoadmapForm, RoadmapForm
from roadmap.control.planning.here import part_here
from roadmap.control.planning.saving import Answer, Sheet, Shown
from roadmap.control.planning.words import put
from roadmap.control.subjects import reader_number
from roadmap.domain.facts import Element
from roadmap.domain.objections import Objection
from roadmap.domain.planning import objections_to_roadmap, objections_to_slug
from roadmap.store.plan_choices import calendars, deciders_of
from roadmap.store.plan_creation import create_roadmap
from roadmap.store.plan_reading import all_roadmaps
from roadmap.store.plan_writing import Saved, Taken
from roadmap.store.seeding.deciders import deciders_in
from roadmap.web.locale import words
from roadmap.web.operations import once, operation
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import now, reading, writing

_FIRST_ZONES = (
    "Asia/Almaty",
    "Asia/Aqtau",
    "Asia/Aqtobe",
    "Asia/Atyrau",
    "Asia/Oral",
    "Asia/Qostanay",
    "Asia/Qyzylorda",
)
_REGIONS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


@cache
def zones() -> tuple[str, ...]:
    """The time zones that may be chosen: those of Kazakhstan first, then those of the world's places."""
    others = sorted(zone for zone in available_timezones() if zone.startswith(_REGIONS) and zone not in _FIRST_ZONES)
    return (*_FIRST_ZONES, *others)


@blueprint.get("/roadmaps")
@guarded(Rule.SIGNED_IN)
def roadmaps() -> str:
    """Every road map that the reader may see."""
    reader = current_reader()
    seen = [each for each in all_roadmaps(reading()) if reader.sees(each.id)]
    return render_template("control/planning/roadmaps.html", roadmaps=seen)


@blueprint.route("/roadmaps/new", methods=["GET", "POST"])
@guarded(Rule.CREATES_ROADMAPS)
@once
def new_roadmap() -> Answer:
    """The form for another road map, and adding it."""
    form = NewRoadmapForm()
    form.offer(list(zones()), calendars(reading()), [])
    if request.method == "GET":
        form.timezone.data = _FIRST_ZONES[0]
        return _new_page(form)
    typed_right = form.validate()
    proposal, slug = form.proposal, form.slug.typed
    found = objections_to_roadmap(proposal, zones(), calendars(reading()), ())
    if not (put(form, [*found, *objections_to_slug(slug, ())]) and typed_right):
        return _new_page(form), 422
    table = deciders_in()
    try:
        with writing() as session:
            mine = operation(session)
            create_roadmap(session, slug, proposal, reader_number(), now(), table)
            words_then = gettext("The road map is there, and you control it. Add its measures")
            mine.finish(session, url_for("control.outline", slug=slug), words_then)
            session.commit()
    except Taken:
        put(form, [Objection("slug", "taken")])
        return _new_page(form), 422
    return mine.answer()


@route(blueprint, "/plan/roadmap", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def edit_roadmap() -> Answer:
    """The form for the road map's own fields, and saving them."""
    sheet = Sheet(_form, _page, part_here(Element.ROADMAP, current_roadmap().id))
    if request.method == "GET":
        return sheet.fresh()
    deciders = [code for code, _text in deciders_of(reading(), current_roadmap().id)]
    offered = {*zones(), current_roadmap().timezone}
    objections = objections_to_roadmap(sheet.form.proposal, offered, calendars(reading()), deciders)
    return sheet.answer(sheet.form.proposal, objections, _to_outline)


def _form(**settings: Any) -> RoadmapForm:
    form, roadmap = RoadmapForm(**settings), current_roadmap()
    offered = list(dict.fromkeys([*zones(), roadmap.timezone]))
    deciders = [(code, words(text)) for code, text in deciders_of(reading(), roadmap.id)]
    form.offer(offered, calendars(reading()), deciders)
    return form


def _to_outline(_saved: Saved) -> str:
    return address("control.outline")


def _page(shown: Shown) -> str:
    return render_template(
        "control/planning/roadmap_form.html", shown=shown, form=shown.form, roadmap=current_roadmap()
    )


def _new_page(form: NewRoadmapForm) -> str:
    return render_template("control/planning/new_roadmap.html", form=form)
