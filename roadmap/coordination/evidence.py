"""The page "Evidence" of a measure: the documents in its record, and putting one in."""

from http import HTTPStatus

from flask import abort, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded, needs_role_on
from roadmap.access.reader import current_reader
from roadmap.coordination.blueprint import blueprint
from roadmap.coordination.desk import Desk
from roadmap.coordination.desks import visible_desk
from roadmap.coordination.evidence_form import EvidenceForm
from roadmap.coordination.evidence_keeping import put_in
from roadmap.coordination.interrupted import shown_again_by
from roadmap.domain.evidence import objections_to_evidence
from roadmap.domain.ledger import Act
from roadmap.domain.objections import Objection
from roadmap.domain.plan import Milestone
from roadmap.store.evidence_reading import evidence_of
from roadmap.web.errors import error_page
from roadmap.web.evidence import evidence_shown
from roadmap.web.evidence_words import put_beside
from roadmap.web.fields import day_from
from roadmap.web.operations import once
from roadmap.web.roadmaps import address, route
from roadmap.web.sessions import reading
from roadmap.web.uploads import most_megabytes, takes_file

Answer = Response | tuple[str, int]


@route(blueprint, "/measures/<number>/evidence", methods=["GET"])
@guarded(Rule.SIGNED_IN)
def evidence(number: str) -> Answer:
    """The documents, and for whoever may put one in the form."""
    desk = _desk(number)
    form = EvidenceForm(formdata=None)
    form.milestone.data = request.args.get("milestone", "")
    form.number.data = request.args.get("document", "")
    form.dated_on.data = day_from(request.args.get("dated", ""))
    return _page(desk, form, HTTPStatus.OK)


def expired_evidence(error: HTTPException) -> tuple[str, int] | Response:
    """The form once more with what was typed, for whoever sent it from a page that is too old."""
    try:
        desk = _desk(str((request.view_args or {}).get("number")))
    except HTTPException:
        # Whoever may not see the measure learns no more from a form than that it is too old.
        return error_page(error)
    return _page(desk, EvidenceForm(), HTTPStatus.BAD_REQUEST, expired=True) if _act_of(desk) else error_page(error)


@route(blueprint, "/measures/<number>/evidence", methods=["POST"])
@guarded(Rule.SIGNED_IN)
@takes_file
@shown_again_by(expired_evidence)
@once
def add_evidence(number: str) -> Answer:
    """Puts the document in, or says beside the fields why not."""
    desk = _desk(number)
    act = _act_of(desk) or abort(HTTPStatus.FORBIDDEN)
    form = EvidenceForm()
    if request.form.get("action") == "resume":
        return _page(desk, form, HTTPStatus.OK)
    readable = form.validate()
    objections = [*objections_to_evidence(form.proposed, desk.day), *_objections_to_place(desk, form)]
    about_file = form.objection_to_file()
    fine = put_beside(form, [*objections, *([about_file] if about_file else [])])
    if not (readable and fine):
        too_large = about_file is not None and about_file.code == "too_large"
        return _page(desk, form, HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_large else HTTPStatus.UNPROCESSABLE_ENTITY)
    chosen = next((each.id for each in _offered(desk) if each.number == form.milestone.data), None)
    return put_in(desk, form, act, chosen, address("coordination.evidence", number=number))


def _desk(number: str) -> Desk:
    desk = visible_desk(number)
    needs_role_on(desk.roadmap.id)
    return desk


def _act_of(desk: Desk) -> Act | None:
    """As what the reader may put a document in; ``None`` if he may not."""
    reader = current_reader()
    if reader.reports_on(desk.measure.measure.id):
        return Act.REPORT
    return Act.DECISION if reader.controls(desk.roadmap.id) else None


def _offered(desk: Desk) -> list[Milestone]:
    """The milestones to which the reader may put documents; a co-executor was given some of them."""
    milestones = [state.milestone for state in desk.measure.milestones]
    given = None if _speaks_for_all(desk) else current_reader().given(desk.measure.measure.id)
    return [each for each in milestones if given is None or each.id in given]


def _speaks_for_all(desk: Desk) -> bool:
    reader = current_reader()
    return reader.controls(desk.roadmap.id) or reader.given(desk.measure.measure.id) is None


def _objections_to_place(desk: Desk, form: EvidenceForm) -> list[Objection]:
    places = {each.number for each in _offered(desk)} | ({""} if _speaks_for_all(desk) else set())
    return [] if (form.milestone.data or "") in places else [Objection("milestone", "not_offered")]


def _page(desk: Desk, form: EvidenceForm, status: HTTPStatus, *, expired: bool = False) -> tuple[str, int]:
    form.offer(_offered(desk), whole=_speaks_for_all(desk))
    measure = desk.measure.measure
    found = evidence_of(reading(), measure.id, desk.day)
    html = render_template(
        "coordination/evidence.html",
        roadmap=desk.roadmap,
        measure=measure,
        form=form if _act_of(desk) else None,
        expired=expired,
        choose_again=form.has_file and (expired or bool(form.errors)) and not form.file.errors,
        limit=most_megabytes(),
        documents=evidence_shown(found, measure, names=current_reader().sees_names),
        removable=current_reader().controls(desk.roadmap.id),
        address=address,
    )
    return html, int(status)
