"""Reporting by a program, under the rules of the report form."""

from collections.abc import Iterator
from datetime import date

from flask import abort

from roadmap.access.guards import Rule, needs_coordinator_of
from roadmap.access.reader import current_reader
from roadmap.api.endpoints import writes
from roadmap.api.schemas.writing import ReceiptAnswer, ReportSent, SentLetter, SentMilestone
from roadmap.api.writing import operation, refuse, refuse_unseen, written
from roadmap.domain.access_tokens import Scope
from roadmap.domain.facts import Confidence
from roadmap.domain.given import GivenPart, given_part
from roadmap.domain.ledger import Act
from roadmap.domain.measures import MeasureState
from roadmap.domain.objections import Objection
from roadmap.domain.report_objections import objections_to
from roadmap.domain.reporting import (
    ProposedAsk,
    ProposedExtension,
    ProposedMilestone,
    ProposedReport,
    ProposedWaiting,
    ProposedWithdrawal,
    statements_of,
)
from roadmap.domain.text import NO_TEXT
from roadmap.store.portfolio import measure_on
from roadmap.store.post_holders import posts_held
from roadmap.web.problem_details import ProblemFound
from roadmap.web.roadmaps import current_roadmap
from roadmap.web.sessions import reading, today

# What the domain calls the parts of a document, and where they stand in a body.
_PARTS = {
    "document_number": "document.number",
    "document_on": "document.dated_on",
    "document_address": "document.address",
    "letter_number": "letter.number",
    "letter_on": "letter.dated_on",
}
_EXAMPLES = {
    "on_track": {
        "last_seen": 0,
        "confidence": "on_track",
        "done": {"ru": "Проведено совещание с разработчиком.", "en": "The developer was met."},
        "next_step": {"en": "Agree on the terms of reference."},
    },
}


@writes(
    "/roadmaps/<slug>/measures/<number>/reports",
    body=ReportSent,
    answer=ReceiptAnswer,
    rule=Rule.SEES_ROADMAP,
    scope=Scope.REPORT,
    examples=_EXAMPLES,
)
def report(body: ReportSent, number: str) -> ReceiptAnswer:
    """Reports on a measure.

    The rules are those of the report form. Only what differs from what is in force becomes an entry of the line. A
    forecast later than the approved date needs a reason and moves nothing.
    """
    roadmap = current_roadmap()
    mine = operation("api.report", body)
    day = today(roadmap.timezone)
    whole = measure_on(reading(), roadmap, number, day) or abort(404)
    needs_coordinator_of(whole.measure.id)
    measure = given_part(whole, current_reader().given(whole.measure.id))
    _refuse_what_was_not_given(body, measure)
    refuse_unseen(roadmap, measure, body.last_seen)
    proposed = _proposed(body, measure, body.effective_on or day)
    refuse([*(_placed(each, body, measure) for each in objections_to(proposed, measure, day)), *_on_post(body)])
    statements = statements_of(proposed, measure)
    return written(mine, Act.REPORT, roadmap, measure, statements, body.effective_on or day, body.last_seen)


def _refuse_what_was_not_given(body: ReportSent, measure: MeasureState) -> None:
    said = body.model_fields_set - {"last_seen", "effective_on", "milestones"}
    if isinstance(measure, GivenPart) and any(getattr(body, name) for name in said):
        raise ProblemFound(403, "forbidden", "Only milestones of this measure are this person's to report on.")


def _on_post(body: ReportSent) -> Iterator[Objection]:
    post = body.ask.post if body.ask else None
    if post is not None and post not in posts_held(reading(), today(current_roadmap().timezone)):
        yield Objection("ask.post", "unknown")


def _proposed(body: ReportSent, measure: MeasureState, effective_on: date) -> ProposedReport:
    ids = {state.milestone.number: state.milestone.id for state in measure.milestones}
    # A number that is not in the plan gets one that no milestone has.
    rows = tuple(_milestone(row, ids.get(row.number, -at - 1)) for at, row in enumerate(body.milestones))
    if isinstance(measure, GivenPart):
        return ProposedReport(None, NO_TEXT, effective_on, milestones=rows, of_given=True)
    ask, waiting, later = body.ask, body.waiting, body.extension
    letter = later.letter if later else None
    return ProposedReport(
        confidence=Confidence(body.confidence) if body.confidence else None,
        done=body.done.localized if body.done else NO_TEXT,
        effective_on=effective_on,
        next_step=body.next_step.localized if body.next_step else NO_TEXT,
        blocker=body.blocker.localized if body.blocker else NO_TEXT,
        ask=ProposedAsk(ask.what.localized, ask.whom, ask.by, ask.post) if ask else None,
        withdrawals=tuple(ProposedWithdrawal(each.ask, each.reason) for each in body.withdrawals),
        waiting=ProposedWaiting(waiting.whom, waiting.since) if waiting else None,
        milestones=rows,
        extension=ProposedExtension(later.to, later.reason, *_parts(letter)) if later else None,
    )


def _parts(letter: SentLetter | None) -> tuple[str, date | None]:
    return (letter.number, letter.dated_on) if letter else ("", None)


def _milestone(row: SentMilestone, milestone_id: int) -> ProposedMilestone:
    number, dated_on = _parts(row.letter)
    document = row.document
    return ProposedMilestone(
        milestone_id=milestone_id,
        state=row.state,
        forecast_on=row.forecast_on,
        forecast_reason=row.forecast_reason,
        actual_on=row.actual_on,
        document_number=document.number if document else "",
        document_on=document.dated_on if document else None,
        wants_extension=row.wants_extension,
        letter_number=number,
        letter_on=dated_on,
        document_address=document.address if document else "",
        accounts=row.accounts,
    )


def _placed(objection: Objection, body: ReportSent, measure: MeasureState) -> Objection:
    """The objection with its field named as in the body: rows by their place in the list."""
    group, *rest = objection.field.split(".")
    if group == "milestones":
        numbers = {state.milestone.id: state.milestone.number for state in measure.milestones}
        number = numbers.get(int(rest[0]))
        places = [at for at, row in enumerate(body.milestones) if row.number == number]
        # The second word on the same milestone is the one that is too much.
        at = -int(rest[0]) - 1 if number is None else places[-1 if objection.code == "unknown" else 0]
        return Objection(f"milestones.{at}.{_PARTS.get(rest[1], rest[1])}", objection.code, objection.values)
    if group == "withdrawals":
        at = next(at for at, row in enumerate(body.withdrawals) if row.ask == int(rest[0]))
        return Objection(f"withdrawals.{at}.{rest[1]}", objection.code, objection.values)
    name = ".".join(_PARTS.get(part, part) for part in (group, *rest))
    return Objection(name, objection.code, objection.values)
