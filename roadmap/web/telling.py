"""The lines of the ledger as sentences: the one place that tells what was reported, decided and corrected.

A sentence says what happened to whom; what belongs to it, such as somebody's own words or a document, stands in notes.
"""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass

from flask_babel import LazyString, gettext, lazy_gettext

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.deadlines import same_date
from roadmap.domain.facts import (
    AdoptionFact,
    AmendmentFact,
    AnswerFact,
    AskFact,
    CorrectionFact,
    DeadlineFact,
    EvidenceFact,
    EvidenceRemovedFact,
    ExtensionFact,
    Fact,
    OwnerFact,
    ProgressFact,
    ReadingFact,
    RefusalFact,
    ReportFact,
    Verdict,
    VerdictFact,
    WithdrawalFact,
)
from roadmap.domain.ledger import Entry
from roadmap.domain.plan import Deadline
from roadmap.web.evidence_words import line_words
from roadmap.web.people_told import People
from roadmap.web.plan_told import amendment_told, changes_of
from roadmap.web.status_words import CONFIDENCE, PROGRESS
from roadmap.web.told_notes import Note, asked_before, notes_of
from roadmap.web.wording import deadline_words, figure_words, short_day

VERDICT: dict[Verdict, LazyString] = {
    Verdict.CONFIRMED: lazy_gettext("Confirmed done"),
    Verdict.RETURNED: lazy_gettext("Returned for rework"),
    Verdict.REMOVED: lazy_gettext("Removed from control"),
    Verdict.EXCLUDED: lazy_gettext("Excluded"),
    Verdict.RESUMED: lazy_gettext("Put under control again"),
}
Before = Mapping[tuple[int, int | None], Deadline | None]
"""For a line and a milestone (``None``: the measure), the approved date that was in force before the line."""


@dataclass(frozen=True, slots=True)
class ToldEntry:
    """One statement as a sentence, with the words that belong to it."""

    sentence: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells entries. ``subject`` names what an entry is about; ``bodies`` are names of organisations by their codes.

    Among them are the numbers in the plan of measures, by "measure" and their number (id), where a page has them.

    With a ``calendar`` a request for an extension says how many working days before the date it was made.
    """

    subject: Callable[[Entry[Fact]], str]
    people: People
    before: Before
    calendar: WorkingCalendar | None = None
    bodies: Mapping[str, str] | None = None

    def told(self, entry: Entry[Fact]) -> ToldEntry:
        """The entry in the reader's language."""
        notes = list(notes_of(entry.fact, names=self.people.names))
        match entry.fact:
            case ExtensionFact() if self.calendar:
                notes += asked_before(entry.effective_on, self._before(entry), self.calendar)
            case AmendmentFact() as fact:
                notes = [*changes_of(fact, self.bodies or {}), *notes]
        return ToldEntry(self._sentence(entry), tuple(note for note in notes if note.text))

    def _before(self, entry: Entry[Fact]) -> Deadline | None:
        return self.before.get((entry.seq, entry.milestone_id))

    def _sentence(self, entry: Entry[Fact]) -> str:
        subject = self.subject(entry)
        match entry.fact:
            case DeadlineFact() as fact:
                return deadline_sentence(subject, self._before(entry), fact.deadline)
            case OwnerFact() as fact:
                holder = self.people.responsible(fact)
                return gettext("%(subject)s: responsible – %(holder)s", subject=subject, holder=holder)
            case fact:
                return _sentence(fact, subject)


def deadline_sentence(subject: str, before: Deadline | None, after: Deadline) -> str:
    """An approved date that was set, moved or put into other words."""
    day = deadline_words(after)
    if before is None:
        return gettext("%(subject)s: approved date set, %(day)s", subject=subject, day=day)
    if same_date(before, after):
        return gettext("%(subject)s: the approved date in other words, %(day)s", subject=subject, day=day)
    was = deadline_words(before)
    return gettext("%(subject)s: approved date moved, %(day)s (was: %(before)s)", subject=subject, day=day, before=was)


def _sentence(fact: Fact, subject: str) -> str:
    match fact:
        case ReportFact():
            return gettext("Report: %(confidence)s", confidence=str(CONFIDENCE[fact.confidence]))
        case ProgressFact():
            return _progress(fact, subject)
        case VerdictFact():
            return gettext("%(subject)s: %(state)s", subject=subject, state=str(VERDICT[fact.verdict]))
        case ExtensionFact():
            day = short_day(fact.to)
            return gettext("%(subject)s: extension asked for, to %(day)s", subject=subject, day=day)
        case RefusalFact():
            seq = fact.asked_seq
            return gettext("%(subject)s: the extension asked for in line %(seq)s was refused", subject=subject, seq=seq)
        case AskFact():
            return gettext("Decision needed from: %(whom)s, by %(day)s", whom=fact.whom, day=short_day(fact.by))
        case AnswerFact():
            return gettext("Answer to what was asked in line %(seq)s", seq=fact.ask_seq)
        case WithdrawalFact():
            return gettext("No longer needed: what was asked in line %(seq)s", seq=fact.ask_seq)
        case _:
            return _of_record(fact, subject)


def _of_record(fact: Fact, subject: str) -> str:
    """What is said of the plan, of documents and of the record itself."""
    match fact:
        case CorrectionFact():
            return gettext("Corrects line %(seq)s", seq=fact.line)
        case AdoptionFact():
            return gettext("The road map was adopted")
        case AmendmentFact():
            return amendment_told(fact, subject)
        case EvidenceFact() | EvidenceRemovedFact():
            return gettext("%(subject)s: %(told)s", subject=subject, told=line_words(fact))
        case ReadingFact():
            day, value = short_day(fact.on), figure_words(fact.value)
            return gettext(
                "Indicator %(code)s, reading for %(day)s: %(value)s", code=fact.indicator, day=day, value=value
            )
        case _:
            return subject


def _progress(fact: ProgressFact, subject: str) -> str:
    state = str(PROGRESS[fact.state])
    if fact.actual_on:
        day = short_day(fact.actual_on)
        return gettext("%(subject)s: %(state)s, done on %(day)s", subject=subject, state=state, day=day)
    if fact.forecast_on:
        day = short_day(fact.forecast_on)
        return gettext("%(subject)s: %(state)s, forecast %(day)s", subject=subject, state=state, day=day)
    return gettext("%(subject)s: %(state)s", subject=subject, state=state)


def deadlines_before(
    entries: Iterable[Entry[Fact]], wrong: Set[int] = frozenset()
) -> dict[tuple[int, int | None], Deadline | None]:
    """For each entry about a date, by line and milestone, the approved date that was in force before it.

    What the lines in ``wrong`` say is told like the others, but moves nothing.
    """
    last: dict[int | None, Deadline] = {}
    found: dict[tuple[int, int | None], Deadline | None] = {}
    for entry in sorted(entries, key=lambda entry: entry.order):
        if isinstance(entry.fact, DeadlineFact | ExtensionFact):
            found[entry.seq, entry.milestone_id] = last.get(entry.milestone_id)
        if isinstance(entry.fact, DeadlineFact) and entry.seq not in wrong:
            last[entry.milestone_id] = entry.fact.deadline
    return found
