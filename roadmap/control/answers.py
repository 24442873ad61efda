"""Recording the decision that answers an ask."""

from collections.abc import Sequence
from datetime import date

from flask import abort, render_template, request
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from roadmap.access.guards import Rule, guarded
from roadmap.control.blueprint import blueprint
from roadmap.control.meanwhile import sentences_of
from roadmap.control.subjects import Subject, decide, portfolio_now, records_now, subject_of
from roadmap.control.words import put_beside_fields, recorded
from roadmap.domain.control import (
    ProposedAnswer,
    objections_to_answer,
    objections_to_day_of_force,
    statements_of,
)
from roadmap.domain.facts import AskFact
from roadmap.domain.ledger import Entry, Line
from roadmap.domain.objections import Objection
from roadmap.store.ledger import MovedOn
from roadmap.store.people import persons_by_id
from roadmap.web.fields import DayField, LastSeenField, WordsField
from roadmap.web.forms import Form
from roadmap.web.operations import once, operation
from roadmap.web.roadmaps import address, route
from roadmap.web.sessions import reading, writing

Answer = str | Response | tuple[str, int]


class AnswerForm(Form):
    """The answer to an ask."""

    text = WordsField(lazy_gettext("The decision: what, by whom, by which document"))
    effective_on = DayField(lazy_gettext("In force from"))
    last_seen = LastSeenField("")


@route(blueprint, "/control/asks/<int:seq>", methods=["GET", "POST"])
@guarded(Rule.CONTROLS_ROADMAP)
@once
def answer(seq: int) -> Answer:
    """The ask, and the form for its answer."""
    ask, subject = _asked(seq)
    form = AnswerForm()
    if request.method == "GET":
        form.effective_on.data, form.last_seen.data = subject.portfolio.day, subject.last_seq
        return _page(form, ask, subject)
    typed_right = form.validate()
    if form.last_seen.behind(subject.last_seq):
        return _crossed(form, ask, subject)
    fine = put_beside_fields(form, _objections(form, ask, subject))
    return _record(form, ask, subject) if typed_right and fine else (_page(form, ask, subject), 422)


def _asked(seq: int) -> tuple[Entry[AskFact], Subject]:
    """The ask of line ``seq``, open or not, and its measure; 404 if nothing was asked there."""
    portfolio = portfolio_now()
    records = records_now(portfolio)
    for measure in portfolio.measures:
        record = records.get(measure.measure.id)
        for ask in record.asks if record else ():
            if ask.seq == seq:
                return ask, subject_of(measure.measure.number)
    abort(404)


def _objections(form: AnswerForm, ask: Entry[AskFact], subject: Subject) -> list[Objection]:
    today: date = subject.portfolio.day
    return [
        *objections_to_answer(ProposedAnswer(ask.seq, form.text.typed), open_asks(subject)),
        *objections_to_day_of_force(form.effective_on.data, today, ask.effective_on),
    ]


def open_asks(subject: Subject) -> list[int]:
    """The numbers of the lines whose asks are still open."""
    return [each.entry.seq for each in subject.measure.asks]


def _record(form: AnswerForm, ask: Entry[AskFact], subject: Subject) -> Answer:
    statements = statements_of([ProposedAnswer(ask.seq, form.text.typed)])
    try:
        with writing() as session:
            mine = operation(session)
            seq = decide(session, subject, statements, form.effective_on.day, form.last_seen.seen)
            mine.finish(session, address("control.desk"), recorded(seq))
            session.commit()
    except MovedOn:
        return _crossed(form, *_asked(ask.seq))
    return mine.answer()


def _crossed(form: AnswerForm, ask: Entry[AskFact], subject: Subject) -> tuple[str, int]:
    meanwhile = subject.written_since(form.last_seen.seen)
    form.last_seen.now(subject.last_seq)
    return _page(form, ask, subject, meanwhile), 409


def _page(form: AnswerForm, ask: Entry[AskFact], subject: Subject, meanwhile: Sequence[Line] = ()) -> str:
    by = ask.author_id
    return render_template(
        "control/answer.html",
        form=form,
        ask=ask,
        subject=subject,
        roadmap=subject.portfolio.roadmap,
        still_open=ask.seq in open_asks(subject),
        asked_by=persons_by_id(reading(), [by]).get(by) if by else None,
        meanwhile=sentences_of(meanwhile, subject),
    )
