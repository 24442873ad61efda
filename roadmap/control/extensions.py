"""Recording what was decided about a request for an extension. The program never grants one by itself."""

from collections.abc import Sequence

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.extension_form import ExtensionForm
from roadmap.control.meanwhile import sentences_of
from roadmap.control.subjects import Subject, decide, subject_by_id
from roadmap.control.words import put_beside_fields, recorded
from roadmap.domain.control import last_word_on, objections_to_day_of_force
from roadmap.domain.extension_decisions import objections_to_decision, statement_of
from roadmap.domain.extensions import ExtensionRequest, RequestState, request_in
from roadmap.domain.ledger import Facet, Line
from roadmap.domain.objections import Objection
from roadmap.store.deciders import decider_of
from roadmap.store.extensions import requests_in_line
from roadmap.store.ledger import MovedOn
from roadmap.store.people import persons_by_id
from roadmap.web.operations import once, operation
from roadmap.web.roadmaps import address, current_roadmap, route
from roadmap.web.sessions import reading, writing

Answer = str | Response | tuple[str, int]


@route(blueprint, "/control/extensions/<int(max=2147483647):seq>", methods=["GET", "POST"])
@route(blueprint, "/control/extensions/<int(max=2147483647):seq>/<milestone_number>", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def extension(seq: int, milestone_number: str | None = None) -> Answer:
    """What was asked for in a line, about a measure or about one of its milestones, and the decision about it."""
    asked, subject = _asked(seq, milestone_number)
    form = ExtensionForm()
    form.offer_kinds()
    if request.method == "GET":
        form.show(asked)
        form.effective_on.data, form.last_seen.data = subject.portfolio.day, subject.last_seq
        return _page(form, asked, subject)
    typed_right = form.validate()
    if form.last_seen.behind(subject.last_seq) or asked.state is not RequestState.PENDING:
        return _crossed(form, asked, subject)
    fine = put_beside_fields(form, _objections(form, asked, subject))
    return _record(form, asked, subject) if typed_right and fine else (_page(form, asked, subject), 422)


def _asked(seq: int, milestone_number: str | None) -> tuple[ExtensionRequest, Subject]:
    """The request, decided or not, and what it is about; 404 if there is none.

    Without a milestone it is the one about the measure itself, or the only one in its line.
    """
    found = requests_in_line(reading(), current_roadmap().id, seq, milestone_number)
    if len(found) > 1:
        found = [entry for entry in found if entry.milestone_id is None]
    for entry in found[:1]:
        subject = subject_by_id(entry.measure_id, entry.milestone_id)
        if subject and milestone_number in (None, subject.milestone_number):
            calendar = subject.portfolio.calendar
            return request_in(entry, subject.measure, subject.milestone, subject.record, calendar), subject
    abort(404)


def _objections(form: ExtensionForm, asked: ExtensionRequest, subject: Subject) -> list[Objection]:
    today = subject.portfolio.day
    not_before = last_word_on(subject.record, (Facet.DEADLINE,))
    return [
        *objections_to_decision(form.proposed(asked.asked.seq), subject.dates.approved, today),
        *objections_to_day_of_force(form.effective_on.data, today, not_before),
    ]


def _record(form: ExtensionForm, asked: ExtensionRequest, subject: Subject) -> Answer:
    statement = statement_of(form.proposed(asked.asked.seq), subject.milestone_id)
    try:
        with writing() as session:
            mine = operation(session)
            seq = decide(session, subject, [statement], form.effective_on.day, form.last_seen.seen)
            mine.finish(session, address("control.desk"), recorded(seq))
            session.commit()
    except MovedOn:
        return _crossed(form, *_asked(asked.asked.seq, subject.milestone_number))
    return mine.answer()


def _crossed(form: ExtensionForm, asked: ExtensionRequest, subject: Subject) -> tuple[str, int]:
    meanwhile = subject.written_since(form.last_seen.seen)
    form.last_seen.now(subject.last_seq)
    return _page(form, asked, subject, meanwhile), 409


def _page(form: ExtensionForm, asked: ExtensionRequest, subject: Subject, meanwhile: Sequence[Line] = ()) -> str:
    by = asked.asked.author_id
    return render_template(
        "control/extension.html",
        form=form,
        asked=asked,
        subject=subject,
        roadmap=subject.portfolio.roadmap,
        asked_by=persons_by_id(reading(), [by]).get(by) if by else None,
        decider=decider_of(reading(), subject.portfolio.roadmap.id, subject.measure.measure.id),
        meanwhile=sentences_of(meanwhile, subject),
    )
