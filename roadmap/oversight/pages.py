"""The executive's pages: the overview, one measure, and the sources. All of them take ``?on=YYYY-MM-DD``."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_babel import format_decimal

from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.domain.checksums import checksum_groups
from roadmap.domain.plan import Roadmap
from roadmap.domain.timeline import timeline_of
from roadmap.oversight import words
from roadmap.oversight.days import ChosenDay, chosen_day, compared_day
from roadmap.oversight.documents import documents_of
from roadmap.oversight.history import People, history_told, people_in
from roadmap.oversight.overview import overview_on
from roadmap.oversight.selecting import asked_in, selection_words
from roadmap.store.context_reading import context_of
from roadmap.store.deciders import decider_of
from roadmap.store.indicator_reading import indicators_of
from roadmap.store.ledger_reading import first_day_of, lines_of, stamp_on
from roadmap.store.links import lines_by_link
from roadmap.store.people import persons_by_id, posts_by_id
from roadmap.store.plan_reading import default_roadmap, measures_of
from roadmap.store.portfolio import measure_on
from roadmap.web.roadmaps import address, current_roadmap, route, take_slug
from roadmap.web.sentences import first_sentence
from roadmap.web.sessions import reading, today

Answer = tuple[str, int]

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
    chosen = _chosen(roadmap)
    since = compared_day(request.args.get("since"), chosen.day)
    asked = asked_in(request.args, by_person=current_reader().sees_names)
    page = overview_on(reading(), roadmap, chosen.day, since.day, asked)
    return _page("overview", roadmap, chosen, since.problem, page=page, **selection_words())


@route(blueprint, "/measures/<number>")
@guarded(Rule.SEES_ROADMAP)
def measure(number: str) -> Answer:
    """One measure with everything that is known of it."""
    roadmap, session = current_roadmap(), reading()
    chosen = _chosen(roadmap)
    state = measure_on(session, roadmap, number, chosen.day)
    if state is None:
        abort(404)
    lines = lines_of(session, state.measure.id, chosen.day, None)
    posts, persons = people_in(lines)
    people = People(
        posts_by_id(session, posts), persons_by_id(session, persons, chosen.day), current_reader().sees_names
    )
    by_link = lines_by_link(session, roadmap.id, [line.seq for line in lines])
    told = history_told(lines, state.measure, people, roadmap.timezone, by_link)
    context = context_of(session, roadmap.id).of_measure(state.measure.id)
    first_day = first_day_of(session, roadmap.id)
    documents = documents_of(state, roadmap, chosen.day)
    return _page(
        "measure",
        roadmap,
        chosen,
        state=state,
        history_lines=told,
        context=context,
        first_day=first_day,
        decider=decider_of(session, roadmap.id, state.measure.id),
        documents=documents,
        timeline=timeline_of([state], chosen.day),
    )


@route(blueprint, "/sources")
@guarded(Rule.SEES_ROADMAP)
def sources() -> Answer:
    """Where the road map comes from, and the figures that its sources state."""
    roadmap, session = current_roadmap(), reading()
    numbers = {each.id: each.number for each in measures_of(session, roadmap.id)}
    context, indicators = context_of(session, roadmap.id), indicators_of(session, roadmap.id)
    chosen = ChosenDay(today(roadmap.timezone))
    return _page("sources", roadmap, chosen, context=context, indicators=indicators, numbers=numbers)


def _chosen(roadmap: Roadmap) -> ChosenDay:
    return chosen_day(request.args.get("on"), today(roadmap.timezone))


def _page(name: str, roadmap: Roadmap, chosen: ChosenDay, *problems: str | None, **values: Any) -> Answer:
    """The page, and 422 when a day that was asked for could not be shown."""
    present = today(roadmap.timezone)
    link = partial(_link, shown=None if chosen.day == present else chosen.day)
    stamp = stamp_on(reading(), roadmap.id, chosen.day)
    found = [problem for problem in (chosen.problem, *problems) if problem]
    html = render_template(
        f"oversight/{name}.html",
        roadmap=roadmap,
        demonstration=roadmap.demonstration,
        # The frame's own stamp is of the last line of all; an earlier day's page must not change with it.
        record_stamp={"seq": stamp[0], "checksum": checksum_groups(stamp[1])} if stamp else None,
        day=chosen.day,
        earlier=chosen.day - timedelta(days=1),
        later=chosen.day + timedelta(days=1) if chosen.day < present else None,
        present=present,
        problems=found,
        link=link,
        say=words,
        figure=_figure,
        **values,
    )
    return html, 422 if found else 200


def _link(page: str, /, *, shown: date | None, **values: Any) -> str:
    """The address of another page of this face about the day that is shown, whatever day was asked for."""
    on = values.pop("on", shown)
    return address(f"oversight.{page}", on=on.isoformat() if on else None, **values)


def _figure(value: Decimal | None) -> str:
    """A stated number with the language's own separators, and no more decimals than were stated."""
    return "" if value is None else str(format_decimal(value, "#,##0.####"))
