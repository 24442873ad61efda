"""What is wrong in one statement of a correction: what its first form would have refused is refused here as well.

What stays as it was said is not asked about again: it may rest on what was known then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from roadmap.domain.amendments import PlanLine
from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.control import ProposedVerdict, objections_to_verdict
from roadmap.domain.corrections import Wrong
from roadmap.domain.days import day_after, within_calendar
from roadmap.domain.facts import (
    AdoptionFact,
    AmendmentFact,
    AnswerFact,
    AskFact,
    Confidence,
    DeadlineFact,
    Document,
    EvidenceFact,
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
from roadmap.domain.health import CONFIRMED, MilestoneState, control_of, dates_of
from roadmap.domain.ledger import Facet, Line, Statement, speaking
from roadmap.domain.measures import MeasureState
from roadmap.domain.objections import Objection
from roadmap.domain.plain_text import says_something
from roadmap.domain.records import SubjectRecord
from roadmap.domain.report_objections import EARLIEST, FORESEEN_AT_MOST
from roadmap.domain.reporting import lies_beyond
from roadmap.domain.restated_plan import objections_to_adoption_restated, objections_to_amendment_restated

Found = Iterator[Objection]


@dataclass(frozen=True, slots=True)
class Restating:
    """A line that is being corrected, among all lines about its measure, and the measure as it stands today.

    ``effective_on`` is the day that the correction speaks about, ``author_id`` the number of whoever makes it. A line
    about the road map itself has no measure; ``plan`` are all lines about the plan, where the line is one of them.
    """

    line: Line
    lines: Sequence[Line]
    measure: MeasureState | None
    effective_on: date
    author_id: int
    today: date
    plan: Sequence[PlanLine] = ()

    def milestone(self, said: Statement) -> MilestoneState | None:
        """The milestone that a statement is about, as it stands today; ``None`` if it is about the measure."""
        milestones = self.measure.milestones if self.measure else ()
        return next((each for each in milestones if each.milestone.id == said.milestone_id), None)


def objections_to_statement(said: Statement, was: Fact, here: Restating) -> Found:
    """What is wrong in what is said now in the place of ``was``; fields are those of its form."""
    match said.fact, was:
        case ReportFact() as fact, ReportFact():
            yield from _report(fact, here)
        case ProgressFact() as fact, ProgressFact():
            yield from _progress(fact, here)
            yield from _forecast(fact, was, here.milestone(said), here)
            yield from _progress_in_force(fact, here.milestone(said), here)
        case VerdictFact() as fact, VerdictFact():
            yield from _verdict(fact, was, here)
            yield from _verdict_taken(fact, was, said.milestone_id, here)
        case DeadlineFact() as fact, DeadlineFact():
            if fact.deadline.on and fact.deadline.on != was.deadline.on and not within_calendar(fact.deadline.on):
                yield Objection("on", Wrong.YEAR)
            yield from _basis(fact.basis, was.basis, here.today, required=True)
            yield from _says("decided_by", fact.decided_by)
        case OwnerFact() as fact, OwnerFact():
            if said.milestone_id is None and not (fact.post_id or fact.person_id):
                yield Objection("post", Wrong.NOBODY)
        case RefusalFact() as fact, RefusalFact():
            yield from _says("reason", fact.reason, Wrong.REASON)
            yield from _basis(fact.basis, was.basis, here.today, required=False)
        case ExtensionFact() as fact, ExtensionFact():
            yield from _extension(fact, was, here.milestone(said), here)
        case WithdrawalFact() as fact, WithdrawalFact():
            yield from _says("reason", fact.reason, Wrong.REASON)
        case AskFact() as fact, AskFact():
            yield from _says("whom", fact.whom)
            yield from _says("what", "".join(fact.what.as_dict().values()))
            if fact.by != was.by:
                yield from _foreseen("by", fact.by, here.effective_on, here)
        case AnswerFact() as fact, AnswerFact():
            yield from _says("text", fact.text)
        case _:
            yield from _of_record(said.fact, was, here)


def _of_record(fact: Fact, was: Fact, here: Restating) -> Found:
    """What is said of the plan and of documents."""
    match fact, was:
        case EvidenceFact(), EvidenceFact():
            yield from _says("number", fact.document.number)
            yield from _past("dated_on", fact.document.dated_on, here.effective_on)
        case AdoptionFact(), AdoptionFact():
            yield from objections_to_adoption_restated(fact, was, here.plan)
        case AmendmentFact(), AmendmentFact():
            yield from objections_to_amendment_restated(fact, was, here.effective_on, here.plan)
            yield from _basis(fact.basis, was.basis, here.today, required=True)


def objections_to_leaving_out(said: Statement, here: Restating) -> Found:
    """Whether a statement may be dropped: not the report on which a confirmation rests."""
    if isinstance(said.fact, ProgressFact):
        yield from _progress_in_force(ProgressFact(Progress.NOT_STARTED), here.milestone(said), here)
    elif isinstance(said.fact, EvidenceFact) and said.fact.file:
        # Nobody would find the file any more to have it removed.
        yield Objection("left_out", Wrong.HAS_FILE)
    elif isinstance(said.fact, AdoptionFact):
        yield Objection("left_out", Wrong.STAYS_ADOPTED)


def _progress_in_force(fact: ProgressFact, milestone: MilestoneState | None, here: Restating) -> Found:
    """The report that was confirmed stays one of completion, and whoever confirmed it does not rewrite it."""
    rests_on_it = milestone and milestone.progress and milestone.progress.seq == here.line.seq
    if milestone is None or not rests_on_it or milestone.control not in CONFIRMED:
        return
    if fact.state is not Progress.REPORTED_DONE:
        yield Objection("state", Wrong.CLOSED)
    elif milestone.verdict and milestone.verdict.author_id == here.author_id:
        yield Objection("state", Wrong.CONFIRMED_BY_YOU)


def _report(fact: ReportFact, here: Restating) -> Found:
    if fact.confidence is Confidence.NO_DATA:
        yield Objection("confidence", Wrong.REQUIRED)
    yield from _says("done", "".join(fact.done.as_dict().values()))
    if fact.waiting:
        yield from _past("waiting_since", fact.waiting.since, here.effective_on)


def _progress(fact: ProgressFact, here: Restating) -> Found:
    actual, document = fact.actual_on, fact.document
    if fact.state is not Progress.REPORTED_DONE:
        if actual or document:
            yield Objection("state", Wrong.NOT_REPORTED_DONE)
        return
    if actual is None:
        yield Objection("actual_on", Wrong.NEEDS_ACTUAL)
    elif actual > here.effective_on:
        yield Objection("actual_on", Wrong.AFTER_REPORT, {"day": here.effective_on})
    elif actual < EARLIEST:
        yield Objection("actual_on", Wrong.TOO_EARLY, {"day": EARLIEST})
    if document is None:
        yield Objection("document_number", Wrong.NEEDS_DOCUMENT)
    elif actual and EARLIEST <= actual < document.dated_on:
        yield Objection("document_on", Wrong.DOCUMENT_AFTER_DONE, {"day": actual})
    else:
        yield from _past("document_on", document.dated_on, here.effective_on)


def _forecast(fact: ProgressFact, was: ProgressFact, milestone: MilestoneState | None, here: Restating) -> Found:
    on, reason = fact.forecast_on, fact.forecast_reason
    if (on, reason) == (was.forecast_on, was.forecast_reason):
        return
    if on is None:
        if reason:
            yield Objection("forecast_on", Wrong.NEEDS_FORECAST)
        return
    if on != was.forecast_on:
        yield from _foreseen("forecast_on", on, here.effective_on, here)
    if milestone and lies_beyond(on, milestone):
        yield from _says("forecast_reason", reason, Wrong.REASON)


def _extension(fact: ExtensionFact, was: ExtensionFact, milestone: MilestoneState | None, here: Restating) -> Found:
    yield from _says("reason", fact.reason, Wrong.REASON)
    subject = milestone or here.measure
    last_day = subject.dates.last_day if subject else None
    if fact.to != was.to:
        # To be an extension, it must lie after the date in force.
        earliest = max(here.effective_on, day_after(last_day)) if last_day else here.effective_on
        yield from _foreseen("to", fact.to, earliest, here)


def _verdict(fact: VerdictFact, was: VerdictFact, here: Restating) -> Found:
    if fact.verdict is not Verdict.CONFIRMED:
        yield from _says("reason", fact.reason, Wrong.REASON)
    needs_basis = fact.verdict in (Verdict.REMOVED, Verdict.EXCLUDED)
    yield from _basis(fact.basis, was.basis, here.today, required=needs_basis)


# What ``control`` says against a verdict, but for the words and the document, which are judged here.
_AGAINST_TAKING = {
    "not_reported_done": Wrong.NOT_REPORTED,
    "through_milestones": Wrong.THROUGH_MILESTONES,
    "already_off_control": Wrong.ALREADY_OFF_CONTROL,
    "not_closed": Wrong.NOT_CLOSED,
    "same_person": Wrong.SAME_PERSON,
}


def _verdict_taken(fact: VerdictFact, was: VerdictFact, milestone_id: int | None, here: Restating) -> Found:
    """Whether the verdict could have been taken as everything stood just before the wrong line.

    One that stays the same on the same day could; but nobody confirms by it what he reported himself.
    """
    before = _standing_before(milestone_id, here)
    control = control_of(before, dates_of(before, here.effective_on, _ANY_CALENDAR), here.effective_on)
    reported_by = before.progress.author_id if before.progress else None
    proposed = ProposedVerdict(fact.verdict, fact.reason)
    same = (fact.verdict, here.effective_on) == (was.verdict, here.line.effective_on)
    of_milestone = milestone_id is not None
    found = [
        _AGAINST_TAKING[each.code]
        for each in objections_to_verdict(
            proposed, control, reported_by, here.author_id, here.today, of_milestone=of_milestone
        )
        if each.code in _AGAINST_TAKING
    ]
    if same:
        found = [Wrong.SAME_PERSON] if fact.verdict is Verdict.CONFIRMED and reported_by == here.author_id else []
    yield from (Objection("verdict", wrong) for wrong in found)


# Whether a day was worked decides about "late" and "overdue" alone, and neither stands against a verdict.
_ANY_CALENDAR = WorkingCalendar()


def _standing_before(milestone_id: int | None, here: Restating) -> SubjectRecord:
    """What was in force where the correction comes in: it takes the place of the wrong line."""
    entries = [entry for line in here.lines for entry in line.entries if line.seq != here.line.seq]
    place = (here.effective_on, *here.line.entries[0].written)
    heard = [entry for entry in speaking(entries, here.effective_on) if entry.order < place]
    last = {entry.facet: entry for entry in heard if entry.milestone_id == milestone_id}
    return SubjectRecord(progress=last.get(Facet.PROGRESS), verdict=last.get(Facet.VERDICT))  # type: ignore[arg-type]


def _basis(basis: Document | None, was: Document | None, today: date, *, required: bool) -> Found:
    if basis is None:
        if required:
            yield Objection("basis_number", Wrong.REQUIRED)
    elif basis.dated_on > today:
        yield Objection("basis_date", Wrong.FUTURE, {"day": today})
    elif not within_calendar(basis.dated_on) and (was is None or basis.dated_on != was.dated_on):
        yield Objection("basis_date", Wrong.YEAR)


def _foreseen(field: str, on: date, first: date, here: Restating) -> Found:
    if on < first:
        yield Objection(field, Wrong.TOO_EARLY, {"day": first})
    elif on > here.today + FORESEEN_AT_MOST:
        yield Objection(field, Wrong.TOO_FAR)


def _past(field: str, on: date, last: date) -> Found:
    if on > last:
        yield Objection(field, Wrong.FUTURE, {"day": last})
    elif on < EARLIEST:
        yield Objection(field, Wrong.TOO_EARLY, {"day": EARLIEST})


def _says(field: str, text: str, wrong: Wrong = Wrong.REQUIRED) -> Found:
    if not says_something(text):
        yield Objection(field, wrong)
