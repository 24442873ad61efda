"""The buttons that give a part of a draft another place, and those that remove one."""

from flask import abort, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.planning.here import NUMBER, part_here
from roadmap.domain.facts import Element
from roadmap.store.plan_kept import Kept
from roadmap.store.plan_order import place
from roadmap.store.plan_removal import Stays, Why, remove
from roadmap.store.plan_writing import Crossed, Gone, NeedsBasis
from roadmap.web.operations import once, operation
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import writing

STAYS = {
    Why.ADOPTED: lazy_gettext(
        "Nothing is removed from an adopted plan. What is no longer wanted is excluded by a decision."
    ),
    Why.LETTER: lazy_gettext("The letter says this, so it stays"),
    Why.IN_LEDGER: lazy_gettext(
        "A line of the record speaks of it, so it stays. What is no longer wanted is excluded by a decision"
    ),
    Why.IN_USE: lazy_gettext(
        "Something else refers to it, such as somebody's role, a reminder or a dependency, so it stays"
    ),
}


@route(blueprint, f"/plan/measures/<{NUMBER}:measure_id>/place", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def move_measure(measure_id: int) -> Response:
    """Gives a measure another place."""
    return _move(part_here(Element.MEASURE, measure_id))


@route(blueprint, f"/plan/clauses/<{NUMBER}:clause_id>/place", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def move_clause(clause_id: int) -> Response:
    """Gives a clause another place."""
    return _move(part_here(Element.CLAUSE, clause_id))


@route(blueprint, f"/plan/milestones/<{NUMBER}:milestone_id>/place", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
def move_milestone(milestone_id: int) -> Response:
    """Gives a milestone another place."""
    return _move(part_here(Element.MILESTONE, milestone_id))


@route(blueprint, f"/plan/measures/<{NUMBER}:measure_id>/remove", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def remove_measure(measure_id: int) -> Response:
    """Removes a measure from a draft."""
    return _remove(part_here(Element.MEASURE, measure_id))


@route(blueprint, f"/plan/clauses/<{NUMBER}:clause_id>/remove", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def remove_clause(clause_id: int) -> Response:
    """Removes a clause from a draft."""
    return _remove(part_here(Element.CLAUSE, clause_id))


@route(blueprint, f"/plan/milestones/<{NUMBER}:milestone_id>/remove", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def remove_milestone(milestone_id: int) -> Response:
    """Removes a milestone from a draft."""
    return _remove(part_here(Element.MILESTONE, milestone_id))


def _move(now: Kept) -> Response:
    wanted = _number("place")
    if wanted is None:
        abort(400)
    try:
        with writing() as session:
            place(session, current_roadmap().id, now.part, wanted)
            session.commit()
    except NeedsBasis:
        flash(gettext("The order of an adopted plan stays as it is"), "warning")
    except Gone:
        flash(gettext("It was removed meanwhile, so nothing was saved"), "warning")
    return redirect(_list_with(now), 303)


def _remove(now: Kept) -> Response:
    try:
        with writing() as session:
            mine = operation(session)
            remove(session, current_roadmap().id, now.part, _number("version") or 0)
            mine.finish(session, _list_with(now), gettext("Removed"))
            session.commit()
    except Stays as stays:
        flash(str(STAYS[stays.why]), "warning")
        return redirect(_page_of(now), 303)
    except Crossed:
        flash(gettext("Somebody changed it meanwhile, so it was not removed. Look at it again first"), "warning")
        return redirect(_page_of(now), 303)
    return mine.answer()


def _number(name: str) -> int | None:
    typed = request.form.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def _list_with(now: Kept) -> str:
    if now.part.element is Element.MEASURE:
        return address("control.outline", _anchor="measures")
    anchor = "clauses" if now.part.element is Element.CLAUSE else "milestones"
    return address("control.measure_plan", measure_id=now.measure_id, _anchor=anchor)


def _page_of(now: Kept) -> str:
    match now.part.element:
        case Element.MEASURE:
            return address("control.measure_plan", measure_id=now.part.id)
        case Element.CLAUSE:
            return address("control.edit_clause", clause_id=now.part.id)
        case _:
            return address("control.edit_milestone", milestone_id=now.part.id)
