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
from roadmap.control.planning.words import STRENGTHS, put, saved_words
from roadmap.control.subjects import reader_number
from roadmap.domain.objections import Objection
from roadmap.domain.plan_changes import objections_to_amendment
from roadmap.domain.surroundings import ELEMENTS, fingerprint, objections_to_surrounding
from roadmap.store.context_kept import KeptBeside, Kind, beside, beside_all
from roadmap.store.context_writing import CrossedBeside, add_beside, remove_beside, save_beside
from roadmap.store.plan_choices import measure_numbers, paragraphs_of, sources_of
from roadmap.store.plan_kept import last_amended_beside
from roadmap.store.plan_removal import Stays
from roadmap.store.plan_writing import Gone, NeedsBasis, Taken, Writer
from roadmap.web.locale import words
from roadmap.web.operations import once, operation
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import now as moment
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
        form.effective_on.data = today(current_roadmap().timezone)
        return _page(form, chosen, None)
    if not _fine(form, None):
        return _page(form, chosen, None), 422
    try:
        with writing() as session:
            mine = operation(session)
            saved = add_beside(session, current_roadmap().id, chosen, form.proposal, _writer(form))
            another = request.form.get("action") == "another"
            then = address("control.new_surrounding", kind=kind) if another else _list_of(chosen)
            mine.finish(session, then, saved_words(saved.seq))
            session.commit()
    except Taken:
        put(form, [Objection("number", "taken")])
        return _page(form, chosen, None), 422
    except NeedsBasis:
        return _page(form, chosen, None, adopted_meanwhile=True), 409
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
        form.effective_on.data = today(current_roadmap().timezone)
        return _page(form, chosen, now)
    if now.sourced:
        return _stays_as_it_is(form, chosen, now)
    if form.seen.data != fingerprint(now.values) and form.proposal != now.values:
        return _crossed(form, chosen, now)
    # What stands there already is written down nowhere, so that it needs no basis.
    fine = form.proposal == now.values or _fine(form, now)
    return _save(form, chosen, now) if fine else (_page(form, chosen, now), 422)


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


def _fine(form: SurroundingForm, now: KeptBeside | None) -> bool:
    typed_right = form.validate()
    roadmap = current_roadmap()
    day = today(roadmap.timezone)
    found = objections_to_surrounding(form.proposal, set(measure_numbers(reading(), roadmap.id).values()), day)
    if is_adopted(roadmap):
        element, key = (now.element, str(now.id)) if now else (ELEMENTS[type(form.proposal)], "")
        last = last_amended_beside(reading(), roadmap.id, element, key)
        found += objections_to_amendment(form.proposed_amendment, day, last)
    return put(form, found) and typed_right


def _writer(form: SurroundingForm) -> Writer:
    adopted, proposed = is_adopted(current_roadmap()), form.proposed_amendment
    named = adopted and proposed.basis_date and proposed.effective_on
    return Writer(reader_number(), moment(), proposed.amendment if named else None)


def _save(form: SurroundingForm, kind: Kind, now: KeptBeside) -> Answer:
    try:
        with writing() as session:
            mine = operation(session)
            seen, writer = fingerprint(now.values), _writer(form)
            saved = save_beside(session, current_roadmap().id, kind, now.id, form.proposal, seen, writer)
            said = saved_words(saved.seq) if saved.changed else gettext("Nothing was changed, so nothing was recorded")
            mine.finish(session, _list_of(kind), said)
            session.commit()
    except CrossedBeside as crossed:
        return _crossed(form, kind, crossed.now)
    except Taken:
        put(form, [Objection("number", "taken")])
        return _page(form, kind, now), 422
    except NeedsBasis:
        return _page(form, kind, now, adopted_meanwhile=True), 409
    except Gone:
        flash(gettext("It was removed meanwhile, so nothing was saved"), "warning")
        return redirect(_list_of(kind), 303)
    return mine.answer()


def _crossed(form: SurroundingForm, kind: Kind, now: KeptBeside) -> Answer:
    theirs = _form(kind, formdata=None)
    theirs.show(now.values)
    before, typed = values_of(theirs.own_fields), values_of(form.own_fields)
    differing = [Difference(each, before[each], typed[each]) for each in typed if before[each] != typed[each]]
    form.seen.data, form.seen.raw_data = fingerprint(now.values), None
    return _page(form, kind, now, differing), 409


def _stays_as_it_is(form: SurroundingForm, kind: Kind, now: KeptBeside) -> Answer:
    form.show(now.values)
    return _page(form, kind, now), 422


def _list_of(kind: Kind) -> str:
    return address("control.surroundings", _anchor=kind.value)


def _page(
    form: SurroundingForm,
    kind: Kind,
    now: KeptBeside | None,
    differing: list[Difference] | None = None,
    adopted_meanwhile: bool = False,
) -> str:
    roadmap = current_roadmap()
    adopted = is_adopted(roadmap) or adopted_meanwhile
    return render_template(
        "control/planning/surrounding.html",
        form=form,
        kind=kind,
        kept=now,
        shown=Shown(form, adopted, differing or (), adopted_meanwhile),
        heading=HEADINGS[kind],
        further=FURTHER[kind],
        roadmap=roadmap,
    )
