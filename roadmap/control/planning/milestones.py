"""Adding and editing milestones: everything but their dates and owners, which are decided elsewhere."""

from functools import partial
from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.planning.forms import MilestoneForm
from roadmap.control.planning.here import NUMBER, measure_here, part_here
from roadmap.control.planning.saving import Answer, Sheet, Shown, wants_another
from roadmap.domain.facts import Element
from roadmap.domain.plan import Measure
from roadmap.domain.planning import ProposedMilestone, next_number, objections_to_milestone
from roadmap.domain.text import NO_TEXT
from roadmap.store.plan_kept import Kept
from roadmap.store.plan_writing import Saved
from roadmap.web.operations import once
from roadmap.web.roadmaps import address, current_roadmap, route


@route(blueprint, f"/plan/measures/<{NUMBER}:measure_id>/milestones/new", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def new_milestone(measure_id: int) -> Answer:
    """The form for a further milestone, and adding it."""
    measure = measure_here(measure_id)
    sheet = Sheet(partial(_form, measure), partial(_page, measure, None), None, measure_id)
    if request.method == "GET":
        suggested = next_number([each.number for each in measure.milestones], measure.number)
        return sheet.fresh(ProposedMilestone(suggested, NO_TEXT))
    proposal = sheet.form.proposal
    objections = objections_to_milestone(proposal, (), _codes(measure))
    return sheet.answer(proposal, objections, partial(_after_adding, measure_id))


@route(blueprint, f"/plan/milestones/<{NUMBER}:milestone_id>", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def edit_milestone(milestone_id: int) -> Answer:
    """The form for a milestone, and saving it."""
    now = part_here(Element.MILESTONE, milestone_id)
    measure = measure_here(now.measure_id)
    sheet = Sheet(partial(_form, measure), partial(_page, measure, now), now)
    if request.method == "GET":
        return sheet.fresh()
    if now.sourced:
        flash(gettext("This milestone is in the letter's own words, so it is not edited"), "warning")
        sheet.form.show(now.values)
        return sheet.page(), 422
    proposal = sheet.form.proposal
    others = {each.number for each in measure.milestones if each.id != milestone_id}
    objections = objections_to_milestone(proposal, others, _codes(measure))
    return sheet.answer(proposal, objections, partial(_to_measure, measure.id))


def _form(measure: Measure, **settings: Any) -> MilestoneForm:
    form = MilestoneForm(**settings)
    form.offer(_codes(measure))
    return form


def _codes(measure: Measure) -> list[str]:
    return [clause.code for clause in measure.clauses]


def _after_adding(measure_id: int, saved: Saved) -> str:
    if wants_another():
        return address("control.new_milestone", measure_id=measure_id)
    return _to_measure(measure_id, saved)


def _to_measure(measure_id: int, saved: Saved) -> str:
    return address("control.measure_plan", measure_id=measure_id, _anchor=f"milestone-{saved.part.id}")


def _page(measure: Measure, now: Kept | None, shown: Shown) -> str:
    return render_template(
        "control/planning/milestone.html",
        measure=measure,
        kept=now,
        shown=shown,
        form=shown.form,
        roadmap=current_roadmap(),
    )
