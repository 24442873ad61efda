"""Recording decisions by a program, under the rules of the controlling side's forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort

from roadmap.access.guards import Rule
from roadmap.api.endpoints import writes
from roadmap.api.schemas.writing import (
    AnswerSent,
    DateSent,
    DecisionSent,
    ExtensionSent,
    ReceiptAnswer,
    SentDeadline,
    VerdictSent,
)
from roadmap.api.writing import operation, refuse, refuse_unseen, writer, written
from roadmap.domain.access_tokens import Scope
from roadmap.domain.control import (
    ProposedAnswer,
    ProposedDeadline,
    ProposedVerdict,
    last_word_on,
    objections_to_answer,
    objections_to_day_of_force,
    objections_to_deadline,
    objections_to_verdict,
    statements_of,
    verdict_not_before,
)
from roadmap.domain.deadlines import Details
from roadmap.domain.extension_decisions import ProposedDecision, objections_to_decision, statement_of
from roadmap.domain.health import MilestoneState
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.measures import MeasureState
from roadmap.domain.objections import Objection
from roadmap.domain.records import MeasureRecord, SubjectRecord
from roadmap.domain.text import NO_TEXT
from roadmap.store.ledger_reading import records_of
from roadmap.store.portfolio import measure_on
from roadmap.web.roadmaps import current_roadmap
from roadmap.web.sessions import reading, today

_EXAMPLES = {
    "excluded": {
        "kind": "verdict",
        "last_seen": 0,
        "verdict": "excluded",
        "reason": "Передано в другую дорожную карту.",
        "basis": {"number": "12-3/45", "dated_on": "2026-11-02"},
    },
}
# What the domain calls these, and where they stand in a body.
_PLACES = {
    "basis_number": "basis.number",
    "basis_date": "basis.dated_on",
    "wording_kk": "approved.wording.kk",
    "wording_ru": "approved.wording.ru",
    "wording_en": "approved.wording.en",
    **{name: f"approved.{name}" for name in ("kind", "on", "first_year", "amount", "unit", "by_day", "by_month")},
}


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is decided about, as it stands today."""

    measure: MeasureState
    milestone: MilestoneState | None
    record: SubjectRecord
    day: date

    @property
    def milestone_id(self) -> int | None:
        return self.milestone.milestone.id if self.milestone else None


_Found = tuple[list[Objection], Sequence[Statement]]


@writes(
    "/roadmaps/<slug>/measures/<number>/decisions",
    body=DecisionSent,
    answer=ReceiptAnswer,
    rule=Rule.CONTROLS_ROADMAP,
    scope=Scope.DECIDE,
    examples=_EXAMPLES,
)
def decide(body: DecisionSent, number: str) -> ReceiptAnswer:
    """Records a decision about a measure or a milestone.

    The rules are those of the control desk: what is reported done is confirmed by a second person; a date moves by a
    document. Only for the controlling side of the road map.
    """
    roadmap, sent = current_roadmap(), body.root
    mine = operation("api.decide", body)
    day = today(roadmap.timezone)
    measure = measure_on(reading(), roadmap, number, day) or abort(404)
    refuse_unseen(roadmap, measure, sent.last_seen)
    subject = _subject(measure, getattr(sent, "milestone", None), day)
    objections, statements = _DECISIONS[type(sent)](sent, subject)
    refuse([Objection(_PLACES.get(each.field, each.field), each.code, each.values) for each in objections])
    return written(mine, Act.DECISION, roadmap, measure, statements, sent.effective_on or day, sent.last_seen)


def _subject(measure: MeasureState, number: str | None, day: date) -> _Subject:
    found = records_of(reading(), current_roadmap().id, day, None, measure.measure.id)
    record = found.get(measure.measure.id, MeasureRecord())
    if number is None:
        return _Subject(measure, None, record.measure, day)
    milestone = next((state for state in measure.milestones if state.milestone.number == number), None)
    if milestone is None:
        refuse([Objection("milestone", "unknown")])
        abort(422)
    return _Subject(measure, milestone, record.of_milestone(milestone.milestone.id), day)


def _verdict(sent: VerdictSent, subject: _Subject) -> _Found:
    basis = sent.basis
    proposed = ProposedVerdict(
        sent.verdict, sent.reason, basis.number if basis else "", basis.dated_on if basis else None
    )
    state = subject.milestone or subject.measure
    reported_by = subject.record.progress.author_id if subject.record.progress else None
    found = objections_to_verdict(
        proposed, state.control, reported_by, writer(), subject.day, of_milestone=subject.milestone is not None
    )
    found += _on_day(sent.effective_on, subject, verdict_not_before(subject.record, sent.verdict))
    return found, [] if found else statements_of([proposed], subject.milestone_id)


def _approved_date(sent: DateSent, subject: _Subject) -> _Found:
    proposed = _terms(sent, sent.approved)
    in_force = (subject.milestone or subject.measure).dates.approved
    found = objections_to_deadline(proposed, in_force, subject.day)
    found += _on_day(sent.effective_on, subject, last_word_on(subject.record, (Facet.DEADLINE,)))
    return found, [] if found else statements_of([proposed], subject.milestone_id)


def _extension(sent: ExtensionSent, subject: _Subject) -> _Found:
    state = subject.milestone or subject.measure
    asked = state.extension
    if asked is None or asked.seq != sent.asked:
        return [Objection("asked", "not_open")], []
    proposed = ProposedDecision(sent.asked, sent.granted, _terms(sent, sent.approved))
    found = objections_to_decision(proposed, state.dates.approved, subject.day)
    found += _on_day(sent.effective_on, subject, last_word_on(subject.record, (Facet.DEADLINE,)))
    return found, [] if found else [statement_of(proposed, subject.milestone_id)]


def _answer(sent: AnswerSent, subject: _Subject) -> _Found:
    open_asks = {ask.entry.seq: ask.entry.effective_on for ask in subject.measure.asks}
    proposed = ProposedAnswer(sent.ask, sent.text)
    found = objections_to_answer(proposed, list(open_asks))
    found += _on_day(sent.effective_on, subject, open_asks.get(sent.ask))
    return found, [] if found else statements_of([proposed])


_DECISIONS: dict[type[Any], Any] = {
    VerdictSent: _verdict,
    DateSent: _approved_date,
    ExtensionSent: _extension,
    AnswerSent: _answer,
}


def _on_day(effective_on: date | None, subject: _Subject, not_before: date | None) -> list[Objection]:
    return objections_to_day_of_force(effective_on or subject.day, subject.day, not_before)


def _terms(sent: DateSent | ExtensionSent, approved: SentDeadline | None) -> ProposedDeadline:
    return ProposedDeadline(
        kind=approved.kind if approved else None,
        on=approved.on if approved else None,
        wording=approved.wording.localized if approved and approved.wording else NO_TEXT,
        basis_number=sent.basis.number,
        basis_date=sent.basis.dated_on,
        decided_by=sent.decided_by,
        reason=sent.reason,
        details=_details(approved) if approved else Details(),
    )


def _details(approved: SentDeadline) -> Details:
    return Details(approved.first_year, approved.amount, approved.unit, approved.by_day, approved.by_month)
