"""The executive's pages: the overview, one measure, and the sources. All of them take ``?on=`` and ``?known=``."""

from functools import partial

from flask import Blueprint, abort, render_template, request

from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.domain.timeline import timeline_of
from roadmap.oversight.days import compared_day
from roadmap.oversight.documents import documents_of
from roadmap.oversight.figures import figures_on
from roadmap.oversight.frame import Answer, link_on, page_of_day, time_asked
from roadmap.oversight.grids import grids_on
from roadmap.oversight.history import line_address, told_history
from roadmap.oversight.overview import overview_on
from roadmap.oversight.selecting import asked_in, selection_words
from roadmap.store.context_then import context_on
from roadmap.store.deciders import decider_called
from roadmap.store.indicator_reading import indicators_of
from roadmap.store.ledger_reading import first_day_of
from roadmap.store.plan_history import plan_on, written_plan
from roadmap.store.plan_reading import default_roadmap
from roadmap.store.portfolio import alone_on
from roadmap.web.roadmaps import address, current_roadmap, route, take_slug
from roadmap.web.sentences import first_sentence
from roadmap.web.sessions import reading

blueprint = Blueprint("oversight", __name__)
take_slug(blueprint)
blueprint.context_processor(lambda: {"address": address})
blueprint.add_app_template_filter(first_sentence, "first_sentence")


@blueprint.before_request
def _nothing_loaded() -> Answer | None:
    """A fresh installation says what to do instead of "not found"."""
    if default_roadmap(reading()) is not None:
        return None
    return render_template("oversight/nothing_loaded.html"), 200


@route(blueprint, "/")
@guarded(Rule.SEES_ROADMAP)
def overview() -> Answer:
    """The whole road map on one page."""
    roadmap = current_roadmap()
    chosen = time_asked(roadmap)
    since = compared_day(request.args.get("since"), chosen.day)
    asked = asked_in(request.args, by_person=current_reader().sees_names)
    page = overview_on(reading(), roadmap, chosen.day, since.day, asked, chosen.known_at)
    figures = figures_on(reading(), roadmap.id, chosen.day, chosen.known_at)
    grids = grids_on(reading(), roadmap.id, page.portfolio.measures, chosen.day)
    shown = {"page": page, "figures": figures, "grids": grids, **selection_words()}
    return page_of_day("overview", page.portfolio.roadmap, chosen, since.problem, **shown)


@route(blueprint, "/measures/<number>")
@guarded(Rule.SEES_ROADMAP)
def measure(number: str) -> Answer:
    """One measure with everything that is known of it."""
    session, chosen = reading(), time_asked(current_roadmap())
    portfolio = alone_on(session, current_roadmap(), number, chosen.day, chosen.known_at)
    if not portfolio.measures:
        abort(404)
    roadmap, state = portfolio.roadmap, portfolio.measures[0]
    told = told_history(roadmap, chosen, state.measure, portfolio.calendar)
    return page_of_day(
        "measure",
        roadmap,
        chosen,
        state=state,
        told=told,
        line_at=partial(line_address, told, link_on(roadmap, chosen), number),
        context=context_on(session, roadmap.id, portfolio.plan, chosen.day, chosen.known_at).of_measure(
            state.measure.id
        ),
        first_day=first_day_of(session, roadmap.id),
        decider=decider_called(session, roadmap.id, state.measure.decider_code or roadmap.decider_code),
        documents=documents_of(state, roadmap, chosen.day, chosen.known_at),
        timeline=timeline_of([state], chosen.day),
        grids=grids_on(session, roadmap.id, [state], chosen.day, state.measure.id).get(state.measure.id),
    )


@route(blueprint, "/sources")
@guarded(Rule.SEES_ROADMAP)
def sources() -> Answer:
    """Where the road map comes from, what became of it as a whole, and the figures that its sources state."""
    session, chosen = reading(), time_asked(current_roadmap())
    written = written_plan(session, current_roadmap(), chosen.day, chosen.known_at)
    roadmap, measures = plan_on(session, written, chosen.day, chosen.known_at)
    return page_of_day(
        "sources",
        roadmap,
        chosen,
        context=context_on(session, roadmap.id, written, chosen.day, chosen.known_at),
        indicators=indicators_of(session, roadmap.id),
        numbers={each.id: each.number for each in measures},
        told=told_history(roadmap, chosen),
    )
