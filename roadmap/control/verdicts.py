"""Deciding about what was reported: confirm, return, remove from control, exclude, resume."""

from collections.abc import Sequence

from flask import render_template, request
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.meanwhile import sentences_of
from roadmap.control.subjects import Subject, decide, reader_number, subject_of
from roadmap.control.verdict_form import VerdictForm
from roadmap.control.words import put_beside_fields, recorded
from roadmap.domain.control import (
    objections_to_day_of_force,
    objections_to_verdict,
    statements_of,
    verdict_not_before,
)
from roadmap.domain.ledger import Line
from roadmap.domain.objections import Objection
from roadmap.store.deciders import decider_of
from roadmap.store.ledger import MovedOn
from roadmap.store.people import persons_by_id
from roadmap.web.evidence import copy_address
from roadmap.web.operations import once, operation
from roadmap.web.roadmaps import address, route
from roadmap.web.sessions import reading, writing

Answer = str | Response | tuple[str, int]


@route(blueprint, "/control/<number>", methods=["GET", "POST"])
@route(blueprint, "/control/<number>/<milestone_number>", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def verdict(number: str, milestone_number: str | None = None) -> Answer:
    """What was reported, and the decision about it."""
    subject = subject_of(number, milestone_number)
    form = VerdictForm()
    form.offer(subject.control, of_milestone=subject.milestone is not None)
    if request.method == "GET":
        form.verdict.data = request.args.get("verdict")
        form.effective_on.data, form.last_seen.data = subject.portfolio.day, subject.last_seq
        return _page(form, subject)
    typed_right = form.validate()
    if form.last_seen.behind(subject.last_seq):
        return _crossed(form, subject)
    fine = put_beside_fields(form, _objections(form, subject))
    return _record(form, subject) if typed_right and fine else (_page(form, subject), 422)


def _objections(form: VerdictForm, subject: Subject) -> list[Objection]:
    today = subject.portfolio.day
    not_before = verdict_not_before(subject.record, form.proposed.verdict)
    of_milestone = subject.milestone is not None
    by = reader_number()
    return [
        *objections_to_verdict(
            form.proposed, subject.control, subject.reported_by, by, today, of_milestone=of_milestone
        ),
        *objections_to_day_of_force(form.effective_on.data, today, not_before),
    ]


def _record(form: VerdictForm, subject: Subject) -> Answer:
    statements = statements_of([form.proposed], subject.milestone_id)
    try:
        with writing() as session:
            mine = operation(session)
            seq = decide(session, subject, statements, form.effective_on.day, form.last_seen.seen)
            mine.finish(session, address("control.desk"), recorded(seq))
            session.commit()
    except MovedOn:
        return _crossed(form, subject_of(subject.measure.measure.number, subject.milestone_number))
    return mine.answer()


def _crossed(form: VerdictForm, subject: Subject) -> tuple[str, int]:
    meanwhile = subject.written_since(form.last_seen.seen)
    form.offer(subject.control, of_milestone=subject.milestone is not None)
    form.last_seen.now(subject.last_seq)
    return _page(form, subject, meanwhile), 409


def _page(form: VerdictForm, subject: Subject, meanwhile: Sequence[Line] = ()) -> str:
    by = subject.reported_by
    return render_template(
        "control/verdict.html",
        form=form,
        subject=subject,
        roadmap=subject.portfolio.roadmap,
        reported_by=persons_by_id(reading(), [by]).get(by) if by else None,
        copy=_copy_of_document(subject),
        own=by == reader_number(),
        decider=decider_of(reading(), subject.portfolio.roadmap.id, subject.measure.measure.id),
        meanwhile=sentences_of(meanwhile, subject),
    )


def _copy_of_document(subject: Subject) -> str | None:
    """Where the document that is to be confirmed can be read."""
    said = subject.record.progress
    if said is None or subject.milestone is None:
        return None
    milestone = subject.milestone.milestone
    return copy_address(said.fact.document, milestone.id, subject.measure.measure, subject.portfolio.day)
