"""Adding and editing the clauses of a measure's wording."""

from functools import partial

from flask import flash, render_template, request
from flask_babel import gettext

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.planning.forms import ClauseForm
from roadmap.control.planning.here import NUMBER, measure_here, part_here
from roadmap.control.planning.saving import Answer, Sheet, Shown, wants_another
from roadmap.domain.facts import Element
from roadmap.domain.objections import Objection
from roadmap.domain.plan import Clause, Measure
from roadmap.domain.planning import ProposedClause, next_clause_code, objections_to_clause
from roadmap.domain.text import NO_TEXT
from roadmap.store.plan_kept import Kept
from roadmap.store.plan_writing import Saved
from roadmap.web.operations import once
from roadmap.web.roadmaps import address, current_roadmap, route


@route(blueprint, f"/plan/measures/<{NUMBER}:measure_id>/clauses/new", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def new_clause(measure_id: int) -> Answer:
    """The form for a further clause, and adding it."""
    measure = measure_here(measure_id)
    sheet = Sheet(ClauseForm, partial(_page, measure, None), None, measure_id, unique="code")
    if request.method == "GET":
        suggested = next_clause_code([clause.code for clause in measure.clauses], measure.number)
        return sheet.fresh(ProposedClause(suggested, NO_TEXT))
    objections = objections_to_clause(sheet.form.proposal, ())
    return sheet.answer(sheet.form.proposal, objections, partial(_after_adding, measure_id))


@route(blueprint, f"/plan/clauses/<{NUMBER}:clause_id>", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def edit_clause(clause_id: int) -> Answer:
    """The form for a clause, and saving it. A clause in the letter's words is only shown."""
    now = part_here(Element.CLAUSE, clause_id)
    measure = measure_here(now.measure_id)
    sheet = Sheet(ClauseForm, partial(_page, measure, now), now, unique="code")
    if request.method == "GET":
        return sheet.fresh()
    if now.sourced:
        flash(gettext("This clause is in the letter's own words, so it is not edited"), "warning")
        sheet.form.show(now.values)
        return sheet.page(), 422
    return sheet.answer(sheet.form.proposal, _objections(sheet, measure, now), partial(_to_measure, measure.id))


def _objections(sheet: Sheet, measure: Measure, now: Kept) -> list[Objection]:
    others = {clause.code for clause in measure.clauses} - {now.key}
    found = objections_to_clause(sheet.form.proposal, others)
    if sheet.adopted and sheet.form.proposal.code != now.key:
        # The lines about a clause name it by its code.
        found.append(Objection("code", "code_stays", {"code": now.key}))
    return found


def _after_adding(measure_id: int, saved: Saved) -> str:
    if wants_another():
        return address("control.new_clause", measure_id=measure_id)
    return _to_measure(measure_id, saved)


def _to_measure(measure_id: int, _saved: Saved) -> str:
    return address("control.measure_plan", measure_id=measure_id, _anchor="clauses")


def _page(measure: Measure, now: Kept | None, shown: Shown) -> str:
    clause: Clause | None = next((each for each in measure.clauses if now and each.code == now.key), None)
    return render_template(
        "control/planning/clause.html",
        measure=measure,
        kept=now,
        clause=clause,
        shown=shown,
        form=shown.form,
        roadmap=current_roadmap(),
    )
