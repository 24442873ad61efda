"""Adding a measure and editing its own fields."""

from dataclasses import replace
from functools import partial
from typing import Any

from flask import render_template, request

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.planning.forms import MeasureForm
from roadmap.control.planning.here import NUMBER, measure_here, part_here
from roadmap.control.planning.saving import Answer, Sheet, Shown, wants_another
from roadmap.domain.facts import Element
from roadmap.domain.plan import Measure
from roadmap.domain.planning import ProposedMeasure, next_number, objections_to_measure
from roadmap.domain.text import NO_TEXT
from roadmap.store.plan_choices import deciders_of, measure_numbers, paragraphs_of
from roadmap.store.plan_kept import Kept
from roadmap.store.plan_writing import Saved
from roadmap.web.locale import words
from roadmap.web.operations import once
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import reading


@route(blueprint, "/plan/measures/new", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def new_measure() -> Answer:
    """The form for a further measure, and adding it."""
    taken = measure_numbers(reading(), current_roadmap().id)
    sheet = Sheet(_form, partial(_page, None), None)
    if request.method == "GET":
        return sheet.fresh(ProposedMeasure(next_number(taken), NO_TEXT))
    return sheet.answer(sheet.form.proposal, _objections(sheet.form.proposal, None), _after_adding)


@route(blueprint, f"/plan/measures/<{NUMBER}:measure_id>/edit", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def edit_measure(measure_id: int) -> Answer:
    """The form for a measure's own fields, and saving them."""
    now = part_here(Element.MEASURE, measure_id)
    sheet = Sheet(_form, partial(_page, measure_here(measure_id)), now)
    if request.method == "GET":
        return sheet.fresh()
    proposal = sheet.form.proposal
    if now.sourced and isinstance(now.values, ProposedMeasure):
        # On which paragraphs of the letter it rests is the letter's, whatever was sent.
        proposal = replace(proposal, references=now.values.references)
    return sheet.answer(proposal, _objections(proposal, now), _to_measure)


def _form(**settings: Any) -> MeasureForm:
    form, roadmap = MeasureForm(**settings), current_roadmap()
    deciders = [(code, words(text)) for code, text in deciders_of(reading(), roadmap.id)]
    paragraphs = [
        (f"{reference.source_code}/{reference.paragraph}", f"¶{reference.paragraph} · {_opening(words(text))}")
        for reference, _title, text in paragraphs_of(reading(), roadmap.id)
    ]
    form.offer(deciders, paragraphs)
    return form


def _opening(text: str) -> str:
    return text if len(text) <= 90 else text[:88].rsplit(" ", 1)[0] + " …"


def _objections(proposal: ProposedMeasure, now: Kept | None) -> list[Any]:
    roadmap = current_roadmap()
    own = now.values.number if now and isinstance(now.values, ProposedMeasure) else None
    taken = set(measure_numbers(reading(), roadmap.id)) - {own}
    deciders = {code for code, _text in deciders_of(reading(), roadmap.id)}
    if now is None:
        # Sent twice, the same measure is one; another one with its number is refused when it is written.
        taken = set()
    return objections_to_measure(proposal, taken, deciders)


def _after_adding(saved: Saved) -> str:
    return address("control.new_measure") if wants_another() else _to_measure(saved)


def _to_measure(saved: Saved) -> str:
    return address("control.measure_plan", measure_id=saved.part.id)


def _page(measure: Measure | None, shown: Shown) -> str:
    return render_template(
        "control/planning/measure_form.html", measure=measure, shown=shown, form=shown.form, roadmap=current_roadmap()
    )
