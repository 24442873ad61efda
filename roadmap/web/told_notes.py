"""What belongs to the sentence about an entry of the ledger: somebody's own words, documents, numbers of days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, ngettext

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.facts import (
    AdoptionFact,
    AmendmentFact,
    AnswerFact,
    AskFact,
    CorrectionFact,
    DeadlineFact,
    Document,
    EvidenceFact,
    EvidenceRemovedFact,
    ExtensionFact,
    Fact,
    ProgressFact,
    ReadingFact,
    RefusalFact,
    ReportFact,
    VerdictFact,
    WithdrawalFact,
)
from roadmap.domain.plan import Deadline
from roadmap.domain.text import LocalizedText
from roadmap.web.locale import shown
from roadmap.web.wording import short_day


@dataclass(frozen=True, slots=True)
class Note:
    """What belongs to a sentence: somebody's own words, in their language when it is known, or a plain fact."""

    label: str
    text: str
    language: str | None = None
    quoted: bool = True


def document_words(document: Document) -> str:
    """A document by title, number and date."""
    day = short_day(document.dated_on)
    if document.title:
        return gettext("%(title)s, № %(number)s of %(day)s", title=document.title, number=document.number, day=day)
    return gettext("№ %(number)s of %(day)s", number=document.number, day=day)


def notes_of(fact: Fact, *, names: bool) -> Iterator[Note]:
    """What belongs to a fact; empty texts are among them. ``names``: whether it is for no outsider."""
    match fact:
        case ReportFact():
            yield from _of_report(fact)
            yield from _late_for(fact.occurrence)
        case ProgressFact():
            yield Note(gettext("Reason"), fact.forecast_reason)
            yield from _document(gettext("Completion document"), fact.document)
            yield from _late_for(fact.occurrence)
        case VerdictFact() | AmendmentFact():
            yield Note(gettext("Reason"), fact.reason)
            yield from _document(gettext("Basis document"), fact.basis)
        case DeadlineFact() | RefusalFact():
            yield from _of_decision(fact, names=names)
        case ExtensionFact():
            yield Note(gettext("Reason"), fact.reason)
            yield from _document(gettext("Letter"), fact.letter)
        case WithdrawalFact() | CorrectionFact():
            yield Note(gettext("Reason"), fact.reason)
        case AskFact():
            yield _localized(gettext("What is needed"), fact.what)
        case AnswerFact():
            yield Note(gettext("Answer"), fact.text)
        case AdoptionFact():
            yield from _document(gettext("Act"), fact.act)
        case EvidenceFact() | EvidenceRemovedFact():
            yield from _of_evidence(fact, names=names)
        case ReadingFact():
            yield Note(gettext("Source"), fact.source, quoted=False)
            yield Note(gettext("Note"), fact.note)
        case _:
            pass


def _late_for(occurrence: date | None) -> Iterator[Note]:
    if occurrence:
        yield Note(gettext("Late report for"), short_day(occurrence), quoted=False)


def _of_report(fact: ReportFact) -> Iterator[Note]:
    yield _localized(gettext("What has been done"), fact.done)
    yield _localized(gettext("Next step"), fact.next_step)
    yield _localized(gettext("Blocker"), fact.blocker)
    if fact.waiting:
        since = short_day(fact.waiting.since)
        text = gettext("%(whom)s, since %(day)s", whom=fact.waiting.whom, day=since)
        yield Note(gettext("Waiting for"), text, quoted=False)


def _of_decision(fact: DeadlineFact | RefusalFact, *, names: bool) -> Iterator[Note]:
    if isinstance(fact, DeadlineFact) and fact.asked_seq:
        yield Note(gettext("Grants"), gettext("what was asked in line %(seq)s", seq=fact.asked_seq), quoted=False)
    yield from _document(gettext("Basis document"), fact.basis)
    # The form asks for the post and the name.
    yield Note(gettext("Decision taken by"), fact.decided_by if names else "", quoted=False)
    yield Note(gettext("Reason"), fact.reason)


def _of_evidence(fact: EvidenceFact | EvidenceRemovedFact, *, names: bool) -> Iterator[Note]:
    if isinstance(fact, EvidenceFact):
        yield Note(gettext("Title of the document"), fact.document.title)
        yield Note(gettext("In the document system"), fact.document.address, quoted=False)
        # What somebody called a file may say more than a document's number does: only the documents' own list names it.
    else:
        yield Note(gettext("Reason"), fact.reason)
        yield from _document(gettext("Basis document"), fact.basis)
    yield Note(gettext("Checksum of the file"), fact.sha256 if names else "", quoted=False)


def asked_before(on: date, deadline: Deadline | None, calendar: WorkingCalendar) -> Iterator[Note]:
    """How long before the approved date, or after it, an extension was asked for."""
    if deadline is None or deadline.on is None:
        return
    left = calendar.between(on, calendar.on_or_after(deadline.on))
    if left >= 0:
        text = ngettext("%(num)d working day before the date", "%(num)d working days before the date", left)
    else:
        text = ngettext("%(num)d working day after the date", "%(num)d working days after the date", -left)
    yield Note(gettext("When it was asked for"), text, quoted=False)


def _localized(label: str, text: LocalizedText) -> Note:
    found = shown(text)
    return Note(label, found.text, found.language) if found else Note(label, "")


def _document(label: str, document: Document | None) -> Iterator[Note]:
    if document is None:
        return
    yield Note(label, document_words(document), quoted=False)
    yield Note(gettext("In the document system"), document.address, quoted=False)
    if document.evidence:
        copy = gettext("put into the record in line %(seq)s", seq=document.evidence)
        yield Note(gettext("Copy"), copy, quoted=False)
