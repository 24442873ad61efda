"""Correcting a line: which may be corrected, and what may stand in its place.

Nothing is rewritten: a further line names the one it corrects, says why, and says what is right. What the corrected
line said no longer counts (``ledger.speaking``).
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from roadmap.domain.days import within_calendar
from roadmap.domain.facts import AnswerFact, CorrectionFact, DeadlineFact, Fact, RefusalFact, WithdrawalFact
from roadmap.domain.ledger import Act, Entry, Facet, Line, Statement
from roadmap.domain.objections import Objection
from roadmap.domain.plain_text import says_something
from roadmap.domain.report_objections import BACKDATED_AT_MOST

# What a form can say anew. Files are removed by acts of their own.
RESTATED = {
    Act.REPORT: frozenset({Facet.REPORT, Facet.PROGRESS, Facet.EXTENSION, Facet.ASK, Facet.WITHDRAWAL, Facet.EVIDENCE}),
    Act.DECISION: frozenset(
        {
            Facet.VERDICT,
            Facet.DEADLINE,
            Facet.OWNER,
            Facet.ANSWER,
            Facet.REFUSAL,
            Facet.EVIDENCE,
            Facet.ADOPTION,
            Facet.AMENDMENT,
        }
    ),
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
    TOO_EARLY = "too_early"
    TOO_FAR = "too_far"
    NEEDS_FORECAST = "needs_forecast"
    NEEDS_ACTUAL = "needs_actual"
    NEEDS_DOCUMENT = "needs_document"
    NEEDS_DOCUMENT_DATE = "needs_document_date"
    AFTER_REPORT = "after_report"
    DOCUMENT_AFTER_DONE = "document_after_done"
    NOT_REPORTED_DONE = "not_reported_done"
    NOBODY = "nobody"
    NOT_REPORTED = "not_reported"
    THROUGH_MILESTONES = "through_milestones"
    ALREADY_OFF_CONTROL = "already_off_control"
    NOT_CLOSED = "not_closed"
    SAME_PERSON = "same_person"
    CONFIRMED_BY_YOU = "confirmed_by_you"
    CLOSED = "closed"
    HAS_FILE = "has_file"
    STAYS_ADOPTED = "stays_adopted"
    AMENDED_SINCE = "amended_since"
    BEFORE_ADOPTION = "before_adoption"
    NUMBER_TAKEN = "number_taken"


def obstacle_to(line: Line, lines: Sequence[Line]) -> Objection | None:
    """Why a line cannot be corrected at all, ``lines`` being all lines about its measure; ``None`` if it can be.

    What was asked and has been decided stays as it was asked: the decision would answer nothing.
    """
    entries = [entry for each in lines for entry in each.entries]
    corrected = {entry.fact.line: entry.seq for entry in entries if isinstance(entry.fact, CorrectionFact)}
    if line.seq in corrected:
        return Objection("line", Wrong.CORRECTED_ALREADY, {"number": corrected[line.seq]})
    for entry in entries:
        if entry.seq not in corrected and any(_settles(entry, asked) for asked in line.entries):
            return Objection("line", Wrong.SETTLED, {"number": entry.seq})
    said = {entry.facet for entry in line.entries} - {Facet.CORRECTION}
    if not said or said - RESTATED[line.act]:
        return Objection("line", Wrong.NOT_BY_FORM)
    return None


def _settles(entry: Entry[Fact], asked: Entry[Fact]) -> bool:
    """Whether what was asked is decided by it: it names the line, or it is a later decision about the same date."""
    match entry.fact:
        case AnswerFact() | WithdrawalFact():
            return entry.fact.ask_seq == asked.seq
        case RefusalFact() | DeadlineFact() if entry.fact.asked_seq == asked.seq:
            return True
        case DeadlineFact():
            about_it = asked.facet is Facet.EXTENSION and asked.milestone_id == entry.milestone_id
            return about_it and entry.written > asked.written
        case _:
            return False


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
    elif line.act is Act.REPORT and line.effective_on != effective_on < today - BACKDATED_AT_MOST:
        found.append(Objection("effective_on", Wrong.TOO_EARLY, {"day": today - BACKDATED_AT_MOST}))
    if effective_on == line.effective_on and list(right) == statements_in(line):
        found.append(Objection("effective_on", Wrong.NOTHING_CHANGED))
    return found
