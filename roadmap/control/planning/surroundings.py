"""What stands around a plan: the list of all of it, adding to it, changing it, and removing it from a draft."""

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.planning.fields import values_of
from roadmap.control.planning.here import NUMBER, is_adopted
from roadmap.control.planning.moving import STAYS
from roadmap.control.planning.saving import Answer, Difference, Shown
from roadmap.control.planning.surroundings_form import FORMS, SurroundingForm
from roadmap.control.planning.words import STRENGTHS, put
from roadmap.domain.objections import Objection
from roadmap.domain.surroundings import fingerprint, objections_to_surrounding
from roadmap.store.context_kept import KeptBeside, Kind, beside, beside_all
from roadmap.store.context_writing import CrossedBeside, add_beside, remove_beside, save_beside
from roadmap.store.plan_choices import measure_numbers, paragraphs_of, sources_of
from roadmap.store.plan_removal import Stays
from roadmap.store.plan_writing import Gone, Taken
from roadmap.web.locale import words
from roadmap.web.operations import once, operation
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import reading, today, writing

KINDS = f"any({', '.join(Kind)})"
HEADINGS = {
    Kind.SOURCES: lazy_gettext("Sources"),
    Kind.PARAGRAPHS: lazy_gettext("Paragraphs of the sources"),
    Kind.BASES: lazy_gettext("Basis"),
    Kind.DEPENDENCIES: lazy_gettext("Dependencies"),
    Kind.RISKS: lazy_gettext("Risks"),
    Kind.DEVELOPMENTS: lazy_gettext("Later developments"),
}
FURTHER = {
    Kind.SOURCES: lazy_gettext("Add a source"),
    Kind.PARAGRAPHS: lazy_gettext("Add a paragraph"),
    Kind.BASES: lazy_gettext("Add a basis"),
    Kind.DEPENDENCIES: lazy_gettext("Add a dependency"),
    Kind.RISKS: lazy_gettext("Add a risk"),
    Kind.DEVELOPMENTS: lazy_gettext("Add a later development"),
}


@route(blueprint, "/plan/surroundings")
@guarded(Rule.CONTROLS_ROADMAP)
def surroundings() -> str:
    """Everything that stands around the plan."""
    roadmap = current_roadmap()
    numbers = {number: each for each, number in measure_numbers(reading(), roadmap.id).items()}
    return render_template(
        "control/planning/surroundings.html",
        roadmap=roadmap,
        parts={kind: beside_all(reading(), roadmap.id, kind) for kind in Kind},
        headings=HEADINGS,
        further=FURTHER,
        strengths=STRENGTHS,
        numbers=numbers,
    )


@route(blueprint, f"/plan/surroundings/<{KINDS}:kind>/new", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def new_surrounding(kind: str) -> Answer:
    """The form for a further one, and adding it."""
    chosen = Kind(kind)
    form = _form(chosen)
    if request.method == "GET":
        return _page(form, chosen, None)
    if not _fine(form):
        return _page(form, chosen, None), 422
    try:
        with writing() as session:
            mine = operation(session)
            add_beside(session, current_roadmap().id, chosen, form.proposal)
            another = request.form.get("action") == "another"
            then = address("control.new_surrounding", kind=kind) if another else _list_of(chosen)
            mine.finish(session, then, gettext("Saved"))
            session.commit()
    except Taken:
        put(form, [Objection("number", "taken")])
        return _page(form, chosen, None), 422
    return mine.answer()


@route(blueprint, f"/plan/surroundings/<{KINDS}:kind>/<{NUMBER}:part_id>", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def edit_surrounding(kind: str, part_id: int) -> Answer:
    """The form for one of them, and saving it. What is the letter's own is only shown."""
    chosen = Kind(kind)
    now = _here(chosen, part_id)
    form = _form(chosen)
    if request.method == "GET":
        form.show(now.values)
        return _page(form, chosen, now)
    if now.sourced:
        return _stays_as_it_is(form, chosen, now)
    if form.seen.data != fingerprint(now.values) and form.proposal != now.values:
        return _crossed(form, chosen, now)
    return _save(form, chosen, now) if _fine(form) else (_page(form, chosen, now), 422)


@route(blueprint, f"/plan/surroundings/<{KINDS}:kind>/<{NUMBER}:part_id>/remove", methods=["POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def remove_surrounding(kind: str, part_id: int) -> Response:
    """Removes one from a draft."""
    chosen = Kind(kind)
    _here(chosen, part_id)
    there = address("control.edit_surrounding", kind=kind, part_id=part_id)
    try:
        with writing() as session:
            mine = operation(session)
            remove_beside(session, current_roadmap().id, chosen, part_id, request.form.get("version", ""))
            mine.finish(session, _list_of(chosen), gettext("Removed"))
            session.commit()
    except Stays as stays:
        flash(str(STAYS[stays.why]), "warning")
        return redirect(there, 303)
    except CrossedBeside:
        flash(gettext("Somebody changed it meanwhile, so it was not removed. Look at it again first"), "warning")
        return redirect(there, 303)
    return mine.answer()


def _here(kind: Kind, number: int) -> KeptBeside:
    return beside(reading(), current_roadmap().id, kind, number) or abort(404)


def _form(kind: Kind, **settings: object) -> SurroundingForm:
    form, roadmap = FORMS[kind](**settings), current_roadmap()
    measures = [(str(number), name) for name, number in measure_numbers(reading(), roadmap.id).items()]
    paragraphs = paragraphs_of(reading(), roadmap.id)
    sources = [(code, words(title)) for code, title in sources_of(reading(), roadmap.id)]
    form.offer(
        measures,
        [(f"{at.source_code}/{at.paragraph}", f"{words(title)}, ¶{at.paragraph}") for at, title, _text in paragraphs],
        sources,
    )
    return form


def _fine(form: SurroundingForm) -> bool:
    typed_right = form.validate()
    roadmap = current_roadmap()
    measures = set(measure_numbers(reading(), roadmap.id).values())
    return put(form, objections_to_surrounding(form.proposal, measures, today(roadmap.timezone))) and typed_right


def _save(form: SurroundingForm, kind: Kind, now: KeptBeside) -> Answer:
    try:
        with writing() as session:
            mine = operation(session)
            changed = save_beside(session, current_roadmap().id, kind, now.id, form.proposal, fingerprint(now.values))
            said = gettext("Saved") if changed else gettext("Nothing was changed, so nothing was recorded")
            mine.finish(session, _list_of(kind), said)
            session.commit()
    except CrossedBeside as crossed:
        return _crossed(form, kind, crossed.now)
    except Taken:
        put(form, [Objection("number", "taken")])
        return _page(form, kind, now), 422
    except Gone:
        flash(gettext("It was removed meanwhile, so nothing was saved"), "warning")
        return redirect(_list_of(kind), 303)
    return mine.answer()


def _crossed(form: SurroundingForm, kind: Kind, now: KeptBeside) -> Answer:
    theirs = _form(kind, formdata=None)
    theirs.show(now.values)
    before, typed = values_of(list(theirs)), values_of(list(form))
    differing = [Difference(each, before[each], typed[each]) for each in typed if before[each] != typed[each]]
    form.seen.data, form.seen.raw_data = fingerprint(now.values), None
    return _page(form, kind, now, differing), 409


def _stays_as_it_is(form: SurroundingForm, kind: Kind, now: KeptBeside) -> Answer:
    form.show(now.values)
    return _page(form, kind, now), 422


def _list_of(kind: Kind) -> str:
    return address("control.surroundings", _anchor=kind.value)


def _page(form: SurroundingForm, kind: Kind, now: KeptBeside | None, differing: list[Difference] | None = None) -> str:
    roadmap = current_roadmap()
    adopted = is_adopted(roadmap)
    return render_template(
        "control/planning/surrounding.html",
        form=form,
        kind=kind,
        kept=now,
        shown=Shown(form, adopted, differing or ()),
        heading=HEADINGS[kind],
        further=FURTHER[kind],
        roadmap=roadmap,
    )
