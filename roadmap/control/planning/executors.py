"""The organisations on a measure: who leads, who else, why each stands there, and in which order."""

from dataclasses import replace
from functools import partial
from typing import Any

from flask import render_template, request

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.planning.executors_form import ExecutorsForm
from roadmap.control.planning.here import NUMBER, measure_here, organisations_here, part_here
from roadmap.control.planning.saving import Answer, Sheet, Shown
from roadmap.domain.facts import Element
from roadmap.domain.objections import Objection
from roadmap.domain.plan import Measure
from roadmap.domain.planning import ProposedExecutors, objections_to_executors
from roadmap.store.plan_kept import Kept
from roadmap.store.plan_writing import Saved
from roadmap.web.operations import once
from roadmap.web.roadmaps import address, current_roadmap, route


@route(blueprint, f"/plan/measures/<{NUMBER}:measure_id>/executors", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def edit_executors(measure_id: int) -> Answer:
    """The form for the organisations on a measure, and saving them."""
    now = part_here(Element.EXECUTORS, measure_id)
    measure = measure_here(measure_id)
    organisations = organisations_here()
    sheet = Sheet(partial(_form, now, organisations), partial(_page, measure), now)
    if request.method == "GET":
        return sheet.fresh()
    if request.form.get("action") == "rows":
        sheet.form.offer(organisations, len(sheet.form.executors.entries) + ExecutorsForm.FREE_ROWS)
        return sheet.page()
    return sheet.answer(sheet.form.proposal, _objections(sheet.form, organisations), _to_measure)


def _form(now: Kept, organisations: list[tuple[str, str]], **settings: Any) -> ExecutorsForm:
    form = ExecutorsForm(**settings)
    kept = len(now.values.executors) if isinstance(now.values, ProposedExecutors) else 0
    form.offer(organisations, kept + ExecutorsForm.FREE_ROWS)
    return form


def _objections(form: ExecutorsForm, organisations: list[tuple[str, str]]) -> list[Objection]:
    known = {code for code, _name in organisations}
    rows = form.filled
    found = []
    for objection in objections_to_executors(form.proposal.executors, known):
        # The rows of the form stand in the order in which they were typed, those of the proposal in that of the places.
        listed, *rest = objection.field.split("-", 2)
        if listed == "executors":
            objection = replace(objection, field=f"executors-{rows[int(rest[0])]}-{rest[1]}")
        found.append(objection)
    return found


def _to_measure(saved: Saved) -> str:
    return address("control.measure_plan", measure_id=saved.part.id, _anchor="executors")


def _page(measure: Measure, shown: Shown) -> str:
    return render_template(
        "control/planning/executors.html", measure=measure, shown=shown, form=shown.form, roadmap=current_roadmap()
    )
