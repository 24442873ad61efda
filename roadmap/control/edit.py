"""The page on which the controller sets who answers for a measure or a milestone, and by when."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.deadline_form import usual_wording
from roadmap.control.meanwhile import sentences_of
from roadmap.control.plan_form import PlanForm
from roadmap.control.proposals import Proposal, decisions_in, objections_to, proposal_in
from roadmap.control.subjects import Subject, decide, subject_of
from roadmap.control.words import put_beside_fields, recorded, words_for
from roadmap.domain.control import ProposedDeadline, notes_on_deadline, statements_of
from roadmap.domain.ledger import Line
from roadmap.domain.notations import objections_to_notation
from roadmap.store.ledger import MovedOn
from roadmap.web.operations import once, operation
from roadmap.web.roadmaps import address, route
from roadmap.web.sessions import writing

Answer = str | Response | tuple[str, int]


@route(blueprint, "/plan/<number>", methods=["GET", "POST"])
@route(blueprint, "/plan/<number>/<milestone_number>", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def edit(number: str, milestone_number: str | None = None) -> Answer:
    """The form for one item, and recording what it decides."""
    subject = subject_of(number, milestone_number)
    form = PlanForm()
    form.offer(subject.record.owner.fact if subject.record.owner else None)
    if request.method == "GET":
        return _fresh(form, subject)
    typed_right = form.validate()
    if form.last_seen.behind(subject.last_seq):
        return _crossed(form, subject)
    if request.form.get("action") == "wording":
        return _with_wording(form, subject)
    proposal = proposal_in(form, subject)
    if typed_right and not proposal:
        flash(gettext("Nothing was changed, so nothing was recorded"), "info")
        return redirect(_back(subject), 303)
    fine = put_beside_fields(form, objections_to(proposal, form, subject, subject.portfolio.day))
    return _record(form, subject, proposal) if typed_right and fine else (_page(form, subject), 422)


def _fresh(form: PlanForm, subject: Subject) -> str:
    owner = subject.record.owner
    form.show(owner.fact if owner else None, subject.dates.approved)
    asked = subject.milestone.extension if subject.milestone else None
    if asked and request.args.get("to") == "asked":
        # From the control desk: the date that was asked for, to be recorded if it was granted.
        form.kind.data, form.on.data = "day", asked.fact.to
        form.show_wording(usual_wording(_proposed(form).deadline))
    form.effective_on.data = subject.portfolio.day
    form.last_seen.data = subject.last_seq
    return _page(form, subject)


def _with_wording(form: PlanForm, subject: Subject) -> Answer:
    deadline = _proposed(form).deadline
    if deadline is None:
        put_beside_fields(form, objections_to_notation(form.chosen_kind, form.on.data, form.details))
        return _page(form, subject), 422
    form.show_wording(usual_wording(deadline))
    form.show_date(deadline)
    for note in notes_on_deadline(deadline, subject.portfolio.calendar):
        flash(words_for(note), "info")
    return _page(form, subject, made=True)


def _proposed(form: PlanForm) -> ProposedDeadline:
    return ProposedDeadline(form.chosen_kind, form.on.data, form.wording, "", None, "", details=form.details)


def _record(form: PlanForm, subject: Subject, proposal: Proposal) -> Answer:
    try:
        with writing() as session:
            mine = operation(session)
            statements = statements_of(decisions_in(session, proposal, form), subject.milestone_id)
            seq = decide(session, subject, statements, form.effective_on.day, form.last_seen.seen)
            mine.finish(session, _back(subject), recorded(seq))
            session.commit()
    except MovedOn:
        number, milestone_number = subject.measure.measure.number, subject.milestone_number
        return _crossed(form, subject_of(number, milestone_number))
    if proposal.deadline and proposal.deadline.deadline:
        for note in notes_on_deadline(proposal.deadline.deadline, subject.portfolio.calendar):
            flash(words_for(note), "info")
    return mine.answer()


def _crossed(form: PlanForm, subject: Subject) -> tuple[str, int]:
    meanwhile = subject.written_since(form.last_seen.seen)
    form.last_seen.now(subject.last_seq)
    return _page(form, subject, meanwhile), 409


def _back(subject: Subject) -> str:
    number = subject.milestone_number or subject.measure.measure.number
    prefix = f"row-{subject.measure.measure.number}-" if subject.milestone else "row-"
    return address("control.plan", _anchor=prefix + number)


def _page(form: PlanForm, subject: Subject, meanwhile: Sequence[Line] = (), made: bool = False) -> str:
    return render_template(
        "control/edit.html",
        form=form,
        subject=subject,
        roadmap=subject.portfolio.roadmap,
        meanwhile=sentences_of(meanwhile, subject),
        made=made,
    )
