"""What a coordinator proposes to report, and the statements that it makes in the ledger.

Only what changed since the record in force becomes a statement, so that every line says what is new. Whether it may be
said at all is for ``objections``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from roadmap.domain.facts import (
    AskFact,
    Confidence,
    Document,
    ExtensionFact,
    Progress,
    ProgressFact,
    ReportFact,
    Waiting,
    WithdrawalFact,
    document_of,
)
from roadmap.domain.health import ControlStatus, Dates, MilestoneState
from roadmap.domain.ledger import Facet, Statement
from roadmap.domain.measures import MeasureState
from roadmap.domain.text import NO_TEXT, LocalizedText


@dataclass(frozen=True, slots=True)
class ProposedAsk:
    """A decision asked for, as far as it was typed. ``post_id``: the post whose holders are written to, if any."""

    what: LocalizedText = NO_TEXT
    whom: str = ""
    by: date | None = None
    post_id: int | None = None


@dataclass(frozen=True, slots=True)
class ProposedWithdrawal:
    """An ask, by the number of its line, that is no longer needed."""

    ask_seq: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProposedWaiting:
    """For whose answer, and since when, as far as it was typed."""

    whom: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class ProposedExtension:
    """A later date for the measure as a whole, as far as it was typed."""

    to: date | None = None
    reason: str = ""
    letter_number: str = ""
    letter_on: date | None = None


@dataclass(frozen=True, slots=True)
class ProposedMilestone:
    """What is said of one milestone. No ``state``: nothing new is said of one that was returned.

    ``accounts``: the report is the one that a recurring deadline asks for, also where nothing is different; and
    ``occurrence`` the one of several for which it comes late, by the day that it was due.
    """

    milestone_id: int
    state: Progress | None
    forecast_on: date | None = None
    forecast_reason: str = ""
    actual_on: date | None = None
    document_number: str = ""
    document_on: date | None = None
    wants_extension: bool = False
    letter_number: str = ""
    letter_on: date | None = None
    document_address: str = ""
    accounts: bool = False
    occurrence: date | None = None


@dataclass(frozen=True, slots=True)
class ProposedReport:
    """A report as it was typed; nothing in it is known to be right yet.

    ``of_given``: it is a co-executor's, about the milestones given to him, and says nothing of the measure as a whole.
    ``occurrence`` as for a milestone, where the measure's own deadline recurs.
    """

    confidence: Confidence | None
    done: LocalizedText
    effective_on: date | None
    next_step: LocalizedText = NO_TEXT
    blocker: LocalizedText = NO_TEXT
    ask: ProposedAsk | None = None
    withdrawals: tuple[ProposedWithdrawal, ...] = ()
    waiting: ProposedWaiting | None = None
    milestones: tuple[ProposedMilestone, ...] = ()
    extension: ProposedExtension | None = None
    of_given: bool = False
    occurrence: date | None = None


def progress_of(proposed: ProposedMilestone, state: MilestoneState) -> ProgressFact | None:
    """The new word on a milestone; ``None`` if it is what stands in force already.

    About a milestone that was returned every state is news, the same one too: it has to be said again.
    """
    if proposed.state is None:
        return None
    fact = ProgressFact(
        proposed.state,
        proposed.forecast_on,
        proposed.forecast_reason,
        proposed.actual_on,
        _document(proposed, state.document),
    )
    in_force = state.progress.fact if state.progress else ProgressFact(Progress.NOT_STARTED)
    same = fact == replace(in_force, occurrence=None)
    if same and not proposed.accounts and state.control is not ControlStatus.RETURNED:
        return None
    return replace(fact, occurrence=occurrence_meant(proposed.occurrence, state.dates))


def occurrence_meant(chosen: date | None, dates: Dates) -> date | None:
    """For which of several occurrences a late report is: the one that was chosen, else the oldest that has none yet.

    ``None`` where none is late: which one is meant then follows from the day.
    """
    if not dates.late:
        return None
    return chosen if chosen in dates.late else dates.late[0]


def _document(proposed: ProposedMilestone, known: Document | None) -> Document | None:
    if not proposed.document_number or proposed.document_on is None:
        return None
    # The form asks neither for the title of a document nor for its copy; those known stay with its number.
    same = known if known and known.number == proposed.document_number else None
    return Document(
        proposed.document_number,
        proposed.document_on,
        same.title if same else "",
        proposed.document_address,
        same.evidence if same else None,
    )


def lies_beyond(forecast_on: date | None, state: MilestoneState) -> bool:
    """Whether a forecast lies after the last day of the approved date, so that it needs a reason."""
    last_day = state.dates.last_day
    return bool(forecast_on and last_day and forecast_on > last_day)


def extension_of(proposed: ProposedMilestone, state: MilestoneState) -> ExtensionFact | None:
    """The request for an extension that a report makes; ``None`` if there is none, or the same one is pending."""
    forecast_on = proposed.forecast_on
    open_state = proposed.state in (Progress.NOT_STARTED, Progress.IN_PROGRESS)
    if not proposed.wants_extension or not open_state or forecast_on is None or not lies_beyond(forecast_on, state):
        return None
    fact = ExtensionFact(forecast_on, proposed.forecast_reason, document_of(proposed.letter_number, proposed.letter_on))
    return None if state.extension and state.extension.fact == fact else fact


def extension_of_measure(proposed: ProposedExtension | None, measure: MeasureState) -> ExtensionFact | None:
    """The request for a later date of the whole measure; ``None`` if there is none, or the same one is pending."""
    if proposed is None or proposed.to is None:
        return None
    fact = ExtensionFact(proposed.to, proposed.reason, document_of(proposed.letter_number, proposed.letter_on))
    return None if measure.extension and measure.extension.fact == fact else fact


def statements_of(proposed: ProposedReport, measure: MeasureState) -> list[Statement]:
    """The entries of the line that a report without objections becomes, the account of the measure first."""
    on_milestones = [s for state in measure.milestones for s in _on_milestone(proposed, state)]
    if proposed.of_given:
        return on_milestones
    if proposed.confidence is None:
        raise ValueError("a report without a confidence has objections to it")
    waiting = proposed.waiting
    account = ReportFact(
        proposed.confidence,
        proposed.done,
        proposed.next_step,
        proposed.blocker,
        Waiting(waiting.whom, waiting.since) if waiting and waiting.since else None,
        occurrence_meant(proposed.occurrence, measure.dates),
    )
    later = extension_of_measure(proposed.extension, measure)
    of_measure = [Statement(Facet.EXTENSION, later)] if later else []
    return [Statement(Facet.REPORT, account), *_asking(proposed), *of_measure, *on_milestones]


def _asking(proposed: ProposedReport) -> Iterator[Statement]:
    ask = proposed.ask
    if ask and ask.by:
        yield Statement(Facet.ASK, AskFact(ask.what, ask.whom, ask.by, ask.post_id))
    for withdrawal in proposed.withdrawals:
        yield Statement(Facet.WITHDRAWAL, WithdrawalFact(withdrawal.ask_seq, withdrawal.reason))


def _on_milestone(proposed: ProposedReport, state: MilestoneState) -> Iterator[Statement]:
    number = state.milestone.id
    for row in proposed.milestones:
        if row.milestone_id != number:
            continue
        if progress := progress_of(row, state):
            yield Statement(Facet.PROGRESS, progress, number)
        if extension := extension_of(row, state):
            yield Statement(Facet.EXTENSION, extension, number)
