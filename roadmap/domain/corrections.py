"""Correcting a line: which may be corrected, and what may stand in its place.

Nothing is rewritten: a further line names the one it corrects, says why, and says what is right. What the corrected
line said no longer counts (``ledger.speaking``).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum

from roadmap.domain.days import within_calendar
from roadmap.domain.facts import (
    AnswerFact,
    AskFact,
    Confidence,
    CorrectionFact,
    DeadlineFact,
    Document,
    ExtensionFact,
    Fact,
    OwnerFact,
    Progress,
    ProgressFact,
    RefusalFact,
    ReportFact,
    Verdict,
    VerdictFact,
    WithdrawalFact,
)
from roadmap.domain.health import CONFIRMED, MilestoneState
from roadmap.domain.ledger import Act, Facet, Line, Statement
from roadmap.domain.measures import MeasureState
from roadmap.domain.objections import Objection
from roadmap.domain.plain_text import says_something

# What a form can say anew. The plan is amended, and files are removed, by acts of their own.
RESTATED = {
    Act.REPORT: frozenset({Facet.REPORT, Facet.PROGRESS, Facet.EXTENSION, Facet.ASK, Facet.WITHDRAWAL}),
    Act.DECISION: frozenset({Facet.VERDICT, Facet.DEADLINE, Facet.OWNER, Facet.ANSWER, Facet.REFUSAL}),
}


class Wrong(StrEnum):
    """What stands against a correction."""

    CORRECTED_ALREADY = "corrected_already"
    SETTLED = "settled"
    NOT_BY_FORM = "not_by_form"
    NOTHING_CHANGED = "nothing_changed"
    REQUIRED = "required"
    REASON = "reason"
    YEAR = "year"
    FUTURE = "future"
    NEEDS_ACTUAL = "needs_actual"
    NEEDS_DOCUMENT = "needs_document"
    NEEDS_DOCUMENT_DATE = "needs_document_date"
    AFTER_REPORT = "after_report"
    DOCUMENT_AFTER_DONE = "document_after_done"
    NOT_REPORTED_DONE = "not_reported_done"
    NOBODY = "nobody"
    SAME_PERSON = "same_person"
    CONFIRMED_BY_YOU = "confirmed_by_you"
    CLOSED = "closed"


Found = Iterator[Objection]


def obstacle_to(line: Line, lines: Sequence[Line]) -> Objection | None:
    """Why a line cannot be corrected at all, ``lines`` being all lines about its measure; ``None`` if it can be.

    What was asked and has been decided stays as it was asked: the decision would answer nothing.
    """
    entries = [entry for each in lines for entry in each.entries]
    corrected = {entry.fact.line: entry.seq for entry in entries if isinstance(entry.fact, CorrectionFact)}
    if line.seq in corrected:
        return Objection("line", Wrong.CORRECTED_ALREADY, {"number": corrected[line.seq]})
    for entry in entries:
        if entry.seq not in corrected and _settles(entry.fact) == line.seq:
            return Objection("line", Wrong.SETTLED, {"number": entry.seq})
    said = {entry.facet for entry in line.entries} - {Facet.CORRECTION}
    if not said or said - RESTATED[line.act]:
        return Objection("line", Wrong.NOT_BY_FORM)
    return None


def _settles(fact: Fact) -> int | None:
    """The line in which was asked what this decides."""
    match fact:
        case AnswerFact() | WithdrawalFact():
            return fact.ask_seq
        case RefusalFact() | DeadlineFact():
            return fact.asked_seq
        case _:
            return None


def statements_in(line: Line) -> list[Statement]:
    """What a line said, without the reason for which it corrected another."""
    said = (entry for entry in line.entries if entry.facet is not Facet.CORRECTION)
    return [Statement(entry.facet, entry.fact, entry.milestone_id) for entry in said]


def correction_of(line: Line, reason: str, right: Sequence[Statement]) -> list[Statement]:
    """The entries of the line that corrects ``line``."""
    return [Statement(Facet.CORRECTION, CorrectionFact(line.seq, reason)), *right]


def objections_to_correction(
    line: Line, reason: str, effective_on: date | None, right: Sequence[Statement], today: date
) -> list[Objection]:
    """What is missing or wrong in a correction as a whole."""
    found = [] if says_something(reason) else [Objection("reason", Wrong.REASON)]
    if effective_on is None:
        return [*found, Objection("effective_on", Wrong.REQUIRED)]
    if not within_calendar(effective_on):
        found.append(Objection("effective_on", Wrong.YEAR))
    elif effective_on > today:
        found.append(Objection("effective_on", Wrong.FUTURE, {"day": today}))
    if effective_on == line.effective_on and list(right) == statements_in(line):
        found.append(Objection("effective_on", Wrong.NOTHING_CHANGED))
    return found


def objections_to_statement(
    said: Statement, line: Line, measure: MeasureState, effective_on: date, author_id: int, today: date
) -> Found:
    """What is wrong in one statement of a correction; fields are those of its form."""
    fact = said.fact
    milestone = next((each for each in measure.milestones if each.milestone.id == said.milestone_id), None)
    match fact:
        case ReportFact():
            yield from _report(fact, effective_on)
        case ProgressFact():
            yield from _progress(fact, effective_on)
            yield from _progress_in_force(fact, milestone, line, author_id)
        case VerdictFact():
            yield from _verdict(fact, today)
            if fact.verdict is Verdict.CONFIRMED and _reported_by(milestone) == author_id:
                yield Objection("verdict", Wrong.SAME_PERSON)
        case DeadlineFact():
            yield from _basis(fact.basis, today, required=True)
            yield from _says("decided_by", fact.decided_by)
        case OwnerFact() if said.milestone_id is None and not (fact.post_id or fact.person_id):
            yield Objection("post", Wrong.NOBODY)
        case RefusalFact():
            yield from _says("reason", fact.reason, Wrong.REASON)
            yield from _basis(fact.basis, today, required=False)
        case ExtensionFact() | WithdrawalFact():
            yield from _says("reason", fact.reason, Wrong.REASON)
        case AskFact():
            yield from _says("whom", fact.whom)
            yield from _says("what", "".join(fact.what.as_dict().values()))
        case AnswerFact():
            yield from _says("text", fact.text)


def objections_to_leaving_out(said: Statement, line: Line, measure: MeasureState, author_id: int) -> Found:
    """Whether a statement may be dropped: not the report on which a confirmation rests."""
    milestone = next((each for each in measure.milestones if each.milestone.id == said.milestone_id), None)
    if isinstance(said.fact, ProgressFact):
        yield from _progress_in_force(ProgressFact(Progress.NOT_STARTED), milestone, line, author_id)


def _progress_in_force(fact: ProgressFact, milestone: MilestoneState | None, line: Line, author_id: int) -> Found:
    """The report that was confirmed stays one of completion, and whoever confirmed it does not rewrite it."""
    rests_on_it = milestone and milestone.progress and milestone.progress.seq == line.seq
    if milestone is None or not rests_on_it or milestone.control not in CONFIRMED:
        return
    if fact.state is not Progress.REPORTED_DONE:
        yield Objection("state", Wrong.CLOSED)
    elif milestone.verdict and milestone.verdict.author_id == author_id:
        yield Objection("state", Wrong.CONFIRMED_BY_YOU)


def _reported_by(milestone: MilestoneState | None) -> int | None:
    return milestone.progress.author_id if milestone and milestone.progress else None


def _report(fact: ReportFact, effective_on: date) -> Found:
    if fact.confidence is Confidence.NO_DATA:
        yield Objection("confidence", Wrong.REQUIRED)
    yield from _says("done", "".join(fact.done.as_dict().values()))
    if fact.waiting and fact.waiting.since > effective_on:
        yield Objection("waiting_since", Wrong.FUTURE, {"day": effective_on})


def _progress(fact: ProgressFact, effective_on: date) -> Found:
    actual, document = fact.actual_on, fact.document
    if fact.state is not Progress.REPORTED_DONE:
        if actual or document:
            yield Objection("state", Wrong.NOT_REPORTED_DONE)
        return
    if actual is None:
        yield Objection("actual_on", Wrong.NEEDS_ACTUAL)
    elif actual > effective_on:
        yield Objection("actual_on", Wrong.AFTER_REPORT, {"day": effective_on})
    if document is None:
        yield Objection("document_number", Wrong.NEEDS_DOCUMENT)
    elif actual and document.dated_on > actual:
        yield Objection("document_on", Wrong.DOCUMENT_AFTER_DONE, {"day": actual})


def _verdict(fact: VerdictFact, today: date) -> Found:
    if fact.verdict is not Verdict.CONFIRMED:
        yield from _says("reason", fact.reason, Wrong.REASON)
    yield from _basis(fact.basis, today, required=fact.verdict in (Verdict.REMOVED, Verdict.EXCLUDED))


def _basis(basis: Document | None, today: date, *, required: bool) -> Found:
    if basis is None:
        if required:
            yield Objection("basis_number", Wrong.REQUIRED)
    elif basis.dated_on > today:
        yield Objection("basis_date", Wrong.FUTURE, {"day": today})


def _says(field: str, text: str, wrong: Wrong = Wrong.REQUIRED) -> Found:
    if not says_something(text):
        yield Objection(field, wrong)
