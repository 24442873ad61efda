"""Adding a reading of an indicator, and correcting one: for coordinators and controllers, with its source."""

from datetime import date
from http import HTTPStatus

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded, needs_role_on
from roadmap.access.reader import current_reader
from roadmap.coordination.blueprint import blueprint
from roadmap.coordination.reading_form import CorrectionForm, ReadingForm, put_beside
from roadmap.coordination.reading_keeping import Meanwhile, add, put_right
from roadmap.domain.facts import ReadingFact
from roadmap.domain.indicators import Indicator
from roadmap.domain.ledger import Act, Entry
from roadmap.domain.readings import objections_to_reading, takes_readings
from roadmap.store.indicator_reading import indicators_of
from roadmap.store.people import persons_by_id
from roadmap.store.reading_lines import readings_of
from roadmap.web.operations import once
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import reading, today

Answer = str | Response | tuple[str, int]


@route(blueprint, "/indicators/<code>/readings/new", methods=["GET", "POST"])
@guarded(Rule.SIGNED_IN)
@once
def new_reading(code: str) -> Answer:
    """The form for a further reading, and writing it down."""
    act = _speaks_as()
    indicator = _indicator(code)
    form = ReadingForm()
    if request.method == "GET" or _resumed():
        return _page(form, indicator)
    there = _readings().get(indicator.code, [])
    if not _fine(form, there):
        return _page(form, indicator), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        return add(form.proposed, indicator, act)
    except Meanwhile as crossed:
        return _page(form, indicator, meanwhile=crossed.entry), HTTPStatus.CONFLICT


@route(blueprint, "/readings/<int:seq>/correct", methods=["GET", "POST"])
@guarded(Rule.SIGNED_IN)
@once
def correct_reading(seq: int) -> Answer:
    """The reading as it was, and the form for the line that corrects it; 404 if this line is no reading that counts."""
    act = _speaks_as()
    wrong = next((each for found in _readings().values() for each in found if each.seq == seq), None) or abort(
        HTTPStatus.NOT_FOUND
    )
    indicator = _indicator(wrong.fact.indicator)
    form = CorrectionForm()
    if request.method == "GET" or _resumed():
        if not _resumed():
            form.show(wrong.fact)
        return _page(form, indicator, wrong)
    there = _readings().get(indicator.code, [])
    reasoned = put_beside(form, form.objections_to_reason())
    if not (_fine(form, there, wrong.seq, withdrawn=form.withdrawn.data) and reasoned):
        return _page(form, indicator, wrong), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        proposed = None if form.withdrawn.data else form.proposed
        return put_right(wrong, proposed, form.reason.typed, indicator, act)
    except Meanwhile as crossed:
        return _page(form, indicator, wrong, meanwhile=crossed.entry, crossed=True), HTTPStatus.CONFLICT


def _resumed() -> bool:
    """Whether somebody comes back with what he typed before his sign-in ended."""
    return request.form.get("action") == "resume"


def _speaks_as() -> Act:
    """As what the reader may speak of indicators at all: 404 for outsiders, 403 for whoever only reads."""
    roadmap, reader = current_roadmap(), current_reader()
    needs_role_on(roadmap.id)
    if reader.controls(roadmap.id):
        return Act.DECISION
    return Act.REPORT if reader.coordinates_on(roadmap.id) else abort(HTTPStatus.FORBIDDEN)


def _indicator(code: str) -> Indicator:
    """The indicator with this code; 404 if there is none that takes readings, 403 if it is others' to read off."""
    roadmap, reader = current_roadmap(), current_reader()
    found = next((each for each in indicators_of(reading(), roadmap.id) if each.code == code), None)
    if found is None or not takes_readings(found):
        abort(HTTPStatus.NOT_FOUND)
    person = persons_by_id(reading(), {reader.person.id}, _today()).get(reader.person.id) if reader.person else None
    if person is None or not reader.reads_off(roadmap.id, found.owner_id, person.organisations):
        abort(HTTPStatus.FORBIDDEN)
    return found


def _today() -> date:
    return today(current_roadmap().timezone)


def _readings() -> dict[str, list[Entry[ReadingFact]]]:
    return readings_of(reading(), current_roadmap().id, _today())


def _fine(
    form: ReadingForm, there: list[Entry[ReadingFact]], corrects: int | None = None, *, withdrawn: bool = False
) -> bool:
    readable = form.validate()
    if withdrawn:
        return True
    return put_beside(form, objections_to_reading(form.proposed, _today(), there, corrects)) and readable


def _page(
    form: ReadingForm,
    indicator: Indicator,
    wrong: Entry[ReadingFact] | None = None,
    meanwhile: Entry[ReadingFact] | None = None,
    *,
    crossed: bool = False,
) -> str:
    return render_template(
        "coordination/reading.html",
        address=address,
        roadmap=current_roadmap(),
        form=form,
        indicator=indicator,
        wrong=wrong,
        meanwhile=meanwhile,
        crossed=crossed,
        present=_today(),
    )
