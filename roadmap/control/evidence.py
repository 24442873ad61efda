"""Deciding that a file of evidence be no longer kept: its number, its checksum, who, when and why remain."""

from datetime import date
from http import HTTPStatus

from flask import abort, current_app, render_template, request
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.access.reader import current_reader
from roadmap.control.blueprint import blueprint
from roadmap.control.subjects import reader_number
from roadmap.control.words import recorded
from roadmap.domain.evidence import Evidence, ProposedRemoval, objections_to_removal
from roadmap.domain.facts import EvidenceRemovedFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.measures import MeasureState
from roadmap.store.evidence import mark_removed, take_turn
from roadmap.store.evidence_reading import evidence_in_line
from roadmap.store.ledger import append
from roadmap.store.plan_reading import measure_number
from roadmap.store.portfolio import measure_on
from roadmap.web.evidence import evidence_shown
from roadmap.web.evidence_words import put_beside
from roadmap.web.fields import DayField, LineField, WordsField
from roadmap.web.forms import Form
from roadmap.web.operations import once, operation
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import now, reading, today, writing
from roadmap.web.uploads import evidence_folder

Answer = str | Response | tuple[str, int]


class RemovalForm(Form):
    """Why a file is no longer kept."""

    reason = WordsField(lazy_gettext("Reason"))
    basis_number = LineField(lazy_gettext("Number of the basis document"))
    basis_on = DayField(lazy_gettext("Date of the basis document"))

    @property
    def proposed(self) -> ProposedRemoval:
        """The decision as filled in."""
        return ProposedRemoval(self.reason.typed, self.basis_number.typed, self.basis_on.data)


@route(blueprint, "/control/evidence/<int(max=2147483647):seq>", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def remove_evidence(seq: int) -> Answer:
    """The document, and the form for the decision to remove its file."""
    evidence, measure = _found(seq)
    form = RemovalForm()
    if request.method == "GET":
        return _page(form, evidence, measure)
    readable = form.validate()
    fine = put_beside(form, objections_to_removal(form.proposed, evidence, _today()))
    if not (readable and fine):
        return _page(form, evidence, measure), HTTPStatus.UNPROCESSABLE_ENTITY
    decided = _decide(form, evidence, measure.measure.number)
    if decided is None:
        evidence, measure = _found(seq)
        put_beside(form, objections_to_removal(form.proposed, evidence, _today()))
        return _page(form, evidence, measure), HTTPStatus.CONFLICT
    return decided


def _today() -> date:
    return today(current_roadmap().timezone)


def _found(seq: int) -> tuple[Evidence, MeasureState]:
    """The document of this line and its measure; 404 if the line put in no file."""
    roadmap = current_roadmap()
    evidence = evidence_in_line(reading(), roadmap.id, seq)
    if evidence is None or not evidence.entry.fact.file or evidence.entry.measure_id is None:
        abort(404)
    number = measure_number(reading(), roadmap.id, evidence.entry.measure_id) or abort(404)
    measure = measure_on(reading(), roadmap, number, _today()) or abort(404)
    return evidence, measure


def _decide(form: RemovalForm, evidence: Evidence, number: str) -> Response | None:
    """Writes the decision, and only then takes the file out; ``None`` if somebody decided so meanwhile."""
    entry, by = evidence.entry, reader_number()
    fact = EvidenceRemovedFact(evidence.number, entry.fact.sha256, form.proposed.reason, form.proposed.basis)
    with writing() as session:
        mine = operation(session)
        take_turn(session, current_roadmap().id)
        seq = append(
            session,
            roadmap_id=current_roadmap().id,
            measure_id=entry.measure_id,
            act=Act.DECISION,
            statements=[Statement(Facet.EVIDENCE_REMOVED, fact, entry.milestone_id)],
            effective_on=_today(),
            recorded_at=now(),
            author_id=by,
        )
        if not mark_removed(session, entry.fact.file, seq):
            return None
        mine.finish(session, address("coordination.evidence", number=number), recorded(seq))
        session.commit()
    try:
        evidence_folder().remove(entry.fact.file)
    except OSError as error:
        # The next sweeping tries again.
        current_app.logger.error("the file of line %s could not be removed: %s", entry.seq, error)
    return mine.answer()


def _page(form: RemovalForm, evidence: Evidence, measure: MeasureState) -> str:
    return render_template(
        "control/evidence.html",
        form=form,
        roadmap=current_roadmap(),
        measure=measure.measure,
        document=evidence_shown([evidence], measure.measure, names=current_reader().sees_names)[0],
    )
