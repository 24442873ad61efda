"""What speaks against a proposed report, as codes and figures; the words for it are the face's.

The field of an objection is a path, such as ``ask.by`` or ``milestones.7.actual_on``.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from roadmap.domain.days import day_after
from roadmap.domain.facts import Confidence, Progress
from roadmap.domain.health import CLOSED, ControlStatus, MilestoneState
from roadmap.domain.measures import MeasureState
from roadmap.domain.objections import Objection
from roadmap.domain.plain_text import misplaced_in, says_something
from roadmap.domain.reporting import (
    ProposedMilestone,
    ProposedReport,
    extension_of,
    lies_beyond,
    progress_of,
    statements_of,
)
from roadmap.domain.text import LocalizedText

DONE_LENGTH = 4000
TEXT_LENGTH = 2000
SHORT_LENGTH = 200
BACKDATED_AT_MOST = timedelta(days=366)
FORESEEN_AT_MOST = timedelta(days=30 * 366)
EARLIEST = date(1991, 12, 16)
"""No paper of the state is older than its independence; an earlier year is a slip of the hand."""


class Problem(StrEnum):
    """What is wrong with one field of a report."""

    REQUIRED = "required"
    TOO_LONG = "too_long"
    BAD_CHARACTER = "bad_character"
    IN_FUTURE = "in_future"
    TOO_EARLY = "too_early"
    TOO_FAR = "too_far"
    IN_PAST = "in_past"
    NEEDS_ASK = "needs_ask"
    ASK_ON_TRACK = "ask_on_track"
    NOT_OPEN = "not_open"
    NEEDS_STATE = "needs_state"
    NEEDS_FORECAST = "needs_forecast"
    NEEDS_REASON = "needs_reason"
    NEEDS_ACTUAL = "needs_actual"
    AFTER_REPORT = "after_report"
    NEEDS_DOCUMENT = "needs_document"
    NEEDS_DOCUMENT_DATE = "needs_document_date"
    DOCUMENT_AFTER_DONE = "document_after_done"
    NOT_REPORTED_DONE = "not_reported_done"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    NOTHING_NEW = "nothing_new"


Found = Iterator[Objection]


def objections_to(proposed: ProposedReport, measure: MeasureState, today: date) -> list[Objection]:
    """Everything that speaks against a report on ``today``, in the order of the form; none means it may be written."""
    if proposed.of_given:
        about = [*_on_milestones(proposed, measure, today), *_on_day(proposed, today)]
        return about or list(_on_silence(proposed, measure))
    return [
        *_on_account(proposed),
        *_on_ask(proposed, measure, today),
        *_on_withdrawals(proposed, measure),
        *_on_waiting(proposed, today),
        *_on_extension(proposed, measure, today),
        *_on_milestones(proposed, measure, today),
        *_on_day(proposed, today),
    ]


def _on_silence(proposed: ProposedReport, measure: MeasureState) -> Found:
    """Whoever says nothing of the measure as a whole has to say something new of a milestone."""
    if not statements_of(proposed, measure):
        first = next((f"milestones.{row.milestone_id}.state" for row in proposed.milestones), "effective_on")
        yield Objection(first, Problem.NOTHING_NEW)


def _on_account(proposed: ProposedReport) -> Found:
    if proposed.confidence is None or proposed.confidence is Confidence.NO_DATA:
        yield Objection("confidence", Problem.REQUIRED)
    if not any(says_something(text) for text in proposed.done.as_dict().values()):
        yield Objection("done", Problem.REQUIRED)
    yield from _texts("done", proposed.done, DONE_LENGTH)
    yield from _texts("next_step", proposed.next_step, TEXT_LENGTH)
    yield from _texts("blocker", proposed.blocker, TEXT_LENGTH)


def _on_ask(proposed: ProposedReport, measure: MeasureState, today: date) -> Found:
    ask, on_track = proposed.ask, proposed.confidence is Confidence.ON_TRACK
    if ask is None:
        withdrawn = {withdrawal.ask_seq for withdrawal in proposed.withdrawals}
        still_open = any(known.entry.seq not in withdrawn for known in measure.asks)
        if proposed.confidence and not on_track and not still_open:
            yield Objection("ask.what", Problem.NEEDS_ASK)
        return
    if on_track:
        yield Objection("ask.what", Problem.ASK_ON_TRACK)
    if not any(says_something(text) for text in ask.what.as_dict().values()):
        yield Objection("ask.what", Problem.REQUIRED)
    yield from _texts("ask.what", ask.what, TEXT_LENGTH)
    yield from _named("ask.whom", ask.whom)
    if ask.by is None:
        yield Objection("ask.by", Problem.REQUIRED)
    elif ask.by < today:
        yield Objection("ask.by", Problem.IN_PAST, {"day": today})
    elif ask.by > today + FORESEEN_AT_MOST:
        yield Objection("ask.by", Problem.TOO_FAR)


def _on_withdrawals(proposed: ProposedReport, measure: MeasureState) -> Found:
    still_open = {known.entry.seq for known in measure.asks}
    for withdrawal in proposed.withdrawals:
        where = f"withdrawals.{withdrawal.ask_seq}.reason"
        if withdrawal.ask_seq not in still_open:
            yield Objection(where, Problem.NOT_OPEN)
        elif not says_something(withdrawal.reason):
            yield Objection(where, Problem.NEEDS_REASON)
        yield from _text(where, withdrawal.reason, TEXT_LENGTH)


def _on_waiting(proposed: ProposedReport, today: date) -> Found:
    if proposed.waiting is None:
        return
    yield from _named("waiting.whom", proposed.waiting.whom)
    since = proposed.waiting.since
    if since is None:
        yield Objection("waiting.since", Problem.REQUIRED)
    else:
        yield from _past("waiting.since", since, today)


def _on_extension(proposed: ProposedReport, measure: MeasureState, today: date) -> Found:
    asked = proposed.extension
    if asked is None:
        return
    # To be an extension, it must lie after the date in force.
    earliest = max(today, day_after(measure.dates.last_day)) if measure.dates.last_day else today
    if asked.to is None:
        yield Objection("extension.to", Problem.REQUIRED)
    elif asked.to < earliest:
        yield Objection("extension.to", Problem.IN_PAST, {"day": earliest})
    elif asked.to > today + FORESEEN_AT_MOST:
        yield Objection("extension.to", Problem.TOO_FAR)
    if not says_something(asked.reason):
        yield Objection("extension.reason", Problem.NEEDS_REASON)
    yield from _text("extension.reason", asked.reason, TEXT_LENGTH)
    yield from _on_letter("extension.", asked.letter_number, asked.letter_on, today)


def _on_letter(where: str, number: str, dated_on: date | None, today: date) -> Found:
    """Number and date of the letter belong together; there may be none yet."""
    yield from _text(f"{where}letter_number", number, SHORT_LENGTH, one_line=True)
    if dated_on and not number:
        yield Objection(f"{where}letter_number", Problem.REQUIRED)
    if number and dated_on is None:
        yield Objection(f"{where}letter_on", Problem.REQUIRED)
    elif dated_on:
        yield from _past(f"{where}letter_on", dated_on, today)


def _on_day(proposed: ProposedReport, today: date) -> Found:
    day = proposed.effective_on
    if day is None:
        yield Objection("effective_on", Problem.REQUIRED)
    elif day > today:
        yield Objection("effective_on", Problem.IN_FUTURE, {"day": today})
    elif day < today - BACKDATED_AT_MOST:
        yield Objection("effective_on", Problem.TOO_EARLY, {"day": today - BACKDATED_AT_MOST})


def _on_milestones(proposed: ProposedReport, measure: MeasureState, today: date) -> Found:
    known = {state.milestone.id: state for state in measure.milestones}
    spoken_of: set[int] = set()
    for row in proposed.milestones:
        state, where = known.get(row.milestone_id), f"milestones.{row.milestone_id}"
        if state is None or row.milestone_id in spoken_of:
            yield Objection(f"{where}.state", Problem.UNKNOWN)
            continue
        spoken_of.add(row.milestone_id)
        yield from _on_milestone(where, row, state, min(proposed.effective_on or today, today), today)


def _on_milestone(where: str, row: ProposedMilestone, state: MilestoneState, day: date, today: date) -> Found:
    yield from _text(f"{where}.forecast_reason", row.forecast_reason, TEXT_LENGTH)
    yield from _text(f"{where}.document_number", row.document_number, SHORT_LENGTH, one_line=True)
    yield from _text(f"{where}.document_address", row.document_address, SHORT_LENGTH, one_line=True)
    if row.state is None and state.control is ControlStatus.RETURNED:
        if _says_more(row, state):
            yield Objection(f"{where}.state", Problem.NEEDS_STATE)
        return
    if row.state is None:
        yield Objection(f"{where}.state", Problem.REQUIRED)
        return
    incomplete = bool(row.document_number) is not bool(row.document_on)
    if progress_of(row, state) is None and extension_of(row, state) is None and not incomplete:
        return
    if state.control in CLOSED:
        yield Objection(f"{where}.state", Problem.CLOSED)
    elif row.state is Progress.REPORTED_DONE:
        yield from _on_completion(where, row, day)
    else:
        yield from _on_forecast(where, row, state, day, today)


def _says_more(row: ProposedMilestone, state: MilestoneState) -> bool:
    """Whether something was typed about a returned milestone without saying how it stands now."""
    fact = state.progress.fact if state.progress else None
    known = (fact.forecast_on, fact.forecast_reason) if fact else (None, "")
    return (row.forecast_on, row.forecast_reason) != known


def _on_completion(where: str, row: ProposedMilestone, day: date) -> Found:
    if row.actual_on is None:
        yield Objection(f"{where}.actual_on", Problem.NEEDS_ACTUAL)
    elif row.actual_on > day:
        yield Objection(f"{where}.actual_on", Problem.AFTER_REPORT, {"day": day})
    elif row.actual_on < EARLIEST:
        yield Objection(f"{where}.actual_on", Problem.TOO_EARLY, {"day": EARLIEST})
    if not says_something(row.document_number):
        yield Objection(f"{where}.document_number", Problem.NEEDS_DOCUMENT)
    if row.document_on is None:
        yield Objection(f"{where}.document_on", Problem.NEEDS_DOCUMENT_DATE)
    elif row.actual_on and EARLIEST <= row.actual_on < row.document_on <= day:
        # What proves that it was done cannot have been written after it was done.
        yield Objection(f"{where}.document_on", Problem.DOCUMENT_AFTER_DONE, {"day": row.actual_on})
    else:
        yield from _past(f"{where}.document_on", row.document_on, day)


def _on_forecast(where: str, row: ProposedMilestone, state: MilestoneState, day: date, today: date) -> Found:
    if row.actual_on or row.document_number or row.document_on or row.document_address:
        yield Objection(f"{where}.state", Problem.NOT_REPORTED_DONE)
    known = state.progress.fact.forecast_on if state.progress else None
    if row.forecast_on is None:
        if row.forecast_reason:
            yield Objection(f"{where}.forecast_on", Problem.NEEDS_FORECAST)
        return
    if row.forecast_on != known and row.forecast_on < day:
        yield Objection(f"{where}.forecast_on", Problem.IN_PAST, {"day": day})
    if row.forecast_on > today + FORESEEN_AT_MOST:
        yield Objection(f"{where}.forecast_on", Problem.TOO_FAR)
    if lies_beyond(row.forecast_on, state) and not says_something(row.forecast_reason):
        yield Objection(f"{where}.forecast_reason", Problem.NEEDS_REASON)
    yield from _on_letter(f"{where}.", row.letter_number, row.letter_on, today)


def _past(where: str, on: date, last: date) -> Found:
    if on > last:
        yield Objection(where, Problem.IN_FUTURE, {"day": last})
    elif on < EARLIEST:
        yield Objection(where, Problem.TOO_EARLY, {"day": EARLIEST})


def _named(where: str, text: str) -> Found:
    if not says_something(text):
        yield Objection(where, Problem.REQUIRED)
    yield from _text(where, text, SHORT_LENGTH, one_line=True)


def _texts(where: str, text: LocalizedText, limit: int) -> Found:
    for language, words in text.as_dict().items():
        yield from _text(f"{where}.{language}", words, limit)


def _text(where: str, words: str, limit: int, *, one_line: bool = False) -> Found:
    if len(words) > limit:
        yield Objection(where, Problem.TOO_LONG, {"limit": limit, "length": len(words)})
    if found := misplaced_in(words, one_line=one_line):
        yield Objection(where, Problem.BAD_CHARACTER, {"line": found.line, "position": found.position})
