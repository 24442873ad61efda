"""Adding a row to a grid of a measure, with its milestones, and taking one out of a draft."""

from http import HTTPStatus
from typing import Any

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.planning.fields import Localized
from roadmap.control.planning.forms import PlanForm, offered, values_offered
from roadmap.control.planning.here import NUMBER, is_adopted, measure_here
from roadmap.control.planning.moving import STAYS
from roadmap.control.planning.saving import Answer, Shown
from roadmap.control.planning.words import put, saved_words
from roadmap.control.subjects import reader_number
from roadmap.domain.grid_planning import ProposedRow, objections_to_row
from roadmap.domain.grids import Grid
from roadmap.domain.objections import Objection
from roadmap.domain.plan import Measure
from roadmap.domain.plan_changes import objections_to_amendment
from roadmap.store.grid_reading import grids_of
from roadmap.store.grid_writing import add_row, remove_row
from roadmap.store.plan_kept import last_amended_on
from roadmap.store.plan_removal import Stays
from roadmap.store.plan_writing import Crossed, Gone, NeedsBasis, Taken, Writer
from roadmap.web.locale import words
from roadmap.web.operations import once, operation
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import now, reading, today, writing


def _ticks(label: Any) -> SelectMultipleField:
    widgets: dict[str, Any] = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return SelectMultipleField(label, validate_choice=False, **widgets)


class RowForm(PlanForm):
    """A further row: its name, the clauses that it counts for, and the steps that apply to it."""

    title = Localized(lazy_gettext("Name"))
    clauses = _ticks(lazy_gettext("Counts for the clauses"))
    steps = _ticks(lazy_gettext("Steps that apply"))

    def offer(self, grid: Grid, measure: Measure) -> None:
        """Fills the lists."""
        self.codes = [each.code for each in measure.clauses]
        named = [
            (each.code, gettext("%(code)s %(text)s", code=each.code, text=words(each.text))) for each in measure.clauses
        ]
        self.clauses.choices = offered(named)
        self.steps.choices = offered([(str(place), words(step)) for place, step in enumerate(grid.steps)])

    @property
    def proposal(self) -> ProposedRow:
        """What is proposed."""
        chosen = set(self.clauses.data or []) & values_offered(self.clauses)
        codes = tuple(code for code in self.codes if code in chosen)
        places = sorted(int(each) for each in set(self.steps.data or []) & values_offered(self.steps))
        return ProposedRow(self.title.text, codes, tuple(places))


@route(blueprint, f"/plan/grids/<{NUMBER}:grid_id>/rows/new", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def new_grid_row(grid_id: int) -> Answer:
    """The form for a further row, and adding it."""
    grid = _grid_here(grid_id)
    measure, form, adopted = measure_here(grid.measure_id), RowForm(), is_adopted(current_roadmap())
    form.offer(grid, measure)
    if request.method == "GET":
        form.steps.data = [str(place) for place in range(len(grid.steps))]
        form.effective_on.data = today(current_roadmap().timezone)
        return _page(grid, measure, Shown(form, adopted))
    typed_right = form.validate()
    objections = objections_to_row(form.proposal, grid, [clause.code for clause in measure.clauses])
    if adopted:
        objections += _objections_to_amendment(form, measure)
    if not put(form, objections) or not typed_right:
        return _page(grid, measure, Shown(form, adopted)), HTTPStatus.UNPROCESSABLE_ENTITY
    return _saved(form, grid, measure, adopted=adopted)


@route(blueprint, f"/plan/grid-rows/<{NUMBER}:row_id>/remove", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def remove_grid_row(row_id: int) -> Response:
    """Takes a row out of a grid of a draft."""
    grid = next((each for each in _grids() if row_id in {row.id for row in each.rows}), None) or abort(404)
    back = address("control.measure_plan", measure_id=grid.measure_id, _anchor="grids")
    try:
        with writing() as session:
            mine = operation(session)
            remove_row(session, current_roadmap().id, row_id)
            mine.finish(session, back, gettext("The row is removed. Its milestones are still in the plan"))
            session.commit()
    except Stays as stays:
        flash(str(STAYS[stays.why]), "warning")
        return redirect(back, 303)
    except Gone:
        return redirect(back, 303)
    return mine.answer()


def _grids() -> list[Grid]:
    return [grid for grids in grids_of(reading(), current_roadmap().id).values() for grid in grids]


def _grid_here(grid_id: int) -> Grid:
    return next((each for each in _grids() if each.id == grid_id), None) or abort(404)


def _objections_to_amendment(form: RowForm, measure: Measure) -> list[Objection]:
    roadmap = current_roadmap()
    last = last_amended_on(reading(), roadmap.id, measure.id)
    return objections_to_amendment(form.proposed_amendment, today(roadmap.timezone), last)


def _saved(form: RowForm, grid: Grid, measure: Measure, *, adopted: bool) -> Answer:
    amendment = form.proposed_amendment.amendment if adopted else None
    writer = Writer(reader_number(), now(), amendment)
    try:
        with writing() as session:
            mine = operation(session)
            seq = add_row(session, current_roadmap().id, grid.id, form.proposal, writer)
            back = address("control.measure_plan", measure_id=measure.id, _anchor="grids")
            mine.finish(session, back, saved_words(seq))
            session.commit()
    except Taken:
        put(form, [Objection("title", "taken")])
        return _page(_grid_here(grid.id), measure, Shown(form, adopted)), HTTPStatus.CONFLICT
    except (NeedsBasis, Crossed):
        meanwhile = Shown(form, adopted=True, adopted_meanwhile=not adopted)
        return _page(grid, measure, meanwhile), HTTPStatus.CONFLICT
    except Gone:
        flash(gettext("It was removed meanwhile, so nothing was saved"), "warning")
        return redirect(address("control.outline"), 303)
    return mine.answer()


def _page(grid: Grid, measure: Measure, shown: Shown) -> str:
    return render_template(
        "control/planning/grid_row.html",
        roadmap=current_roadmap(),
        grid=grid,
        measure=measure,
        shown=shown,
        form=shown.form,
    )
