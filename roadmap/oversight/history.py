"""The lines of a measure's ledger, as sentences."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext

from roadmap.domain.facts import (
    AnswerFact,
    AskFact,
    CorrectionFact,
    DeadlineFact,
    Document,
    EvidenceFact,
    EvidenceRemovedFact,
    ExtensionFact,
    Fact,
    OwnerFact,
    ProgressFact,
    RefusalFact,
    ReportFact,
    VerdictFact,
    WithdrawalFact,
)
from roadmap.domain.ledger import Act, Entry, Line
from roadmap.domain.people import Person, Post
from roadmap.domain.plan import Deadline, Measure
from roadmap.domain.text import LocalizedText
from roadmap.oversight.statements import VERDICT, deadline_sentence
from roadmap.oversight.words import document_words
from roadmap.web.evidence_words import line_words
from roadmap.web.locale import shown, words
from roadmap.web.status_words import CONFIDENCE, PROGRESS
from roadmap.web.wording import short_day


@dataclass(frozen=True, slots=True)
class Note:
    """What belongs to a sentence: somebody's own words, in their language when it is known, or a plain fact."""

    label: str
    text: str
    language: str | None = None
    quoted: bool = True


@dataclass(frozen=True, slots=True)
class ToldEntry:
    """One statement as a sentence, with the words that belong to it."""

    sentence: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One line of the ledger, readable."""

    seq: int
    act: Act
    on: date
    recorded_at: datetime
    backdated: bool
    by_link: bool
    author: str
    entries: tuple[ToldEntry, ...]
    corrected_by: int | None = None


@dataclass(frozen=True, slots=True)
class People:
    """The posts and persons that lines speak of. Without ``names`` a person is shown by post or organisation alone."""

    posts: dict[int, Post]
    persons: dict[int, Person]
    names: bool

    def author(self, number: int | None, act: Act) -> str:
        """Who wrote a line, as far as the reader may know."""
        person = self.persons.get(number or 0)
        if person and self.names:
            return person.name
        if person and person.post:
            return words(person.post.title)
        return gettext("Coordinator") if act is Act.REPORT else gettext("Controlling body")

    def responsible(self, fact: OwnerFact) -> str:
        """The post and, where names may be shown, the person in it."""
        post, person = self.posts.get(fact.post_id or 0), self.persons.get(fact.person_id or 0)
        title = words(post.title) if post else ""
        name = person.name if person and self.names else ""
        return " · ".join(part for part in (title, name) if part) or gettext("Not assigned")


def people_in(lines: list[Line]) -> tuple[set[int], set[int]]:
    """The numbers of the posts and of the persons that the lines speak of."""
    owners = [entry.fact for line in lines for entry in line.entries if isinstance(entry.fact, OwnerFact)]
    persons = {line.author_id for line in lines} | {fact.person_id for fact in owners}
    return {fact.post_id for fact in owners if fact.post_id}, {number for number in persons if number}


def history_told(
    lines: list[Line], measure: Measure, people: People, timezone: str, by_link: Set[int] = frozenset()
) -> list[ToldLine]:
    """The lines in the order given, which is the newest first; ``by_link`` came through the link in a mail."""
    teller = _Teller(measure, people, _deadlines_before(lines))
    zone = ZoneInfo(timezone)
    entries = [entry for line in lines for entry in line.entries]
    corrected = {entry.fact.line: entry.seq for entry in entries if isinstance(entry.fact, CorrectionFact)}
    return [
        ToldLine(
            seq=line.seq,
            act=line.act,
            on=line.effective_on,
            recorded_at=line.recorded_at,
            backdated=line.backdated(zone),
            by_link=line.seq in by_link,
            author=people.author(line.author_id, line.act),
            entries=tuple(teller.told(entry) for entry in line.entries),
            corrected_by=corrected.get(line.seq),
        )
        for line in lines
    ]


def _deadlines_before(lines: list[Line]) -> dict[tuple[int, int | None], Deadline | None]:
    """For each approved date, by its line and subject, the one that was in force before."""
    last: dict[int | None, Deadline] = {}
    found: dict[tuple[int, int | None], Deadline | None] = {}
    for entry in (entry for line in reversed(lines) for entry in line.entries):
        if isinstance(entry.fact, DeadlineFact):
            found[entry.seq, entry.milestone_id] = last.get(entry.milestone_id)
            last[entry.milestone_id] = entry.fact.deadline
    return found


class _Teller:
    """Tells entries about one measure."""

    def __init__(self, measure: Measure, people: People, before: dict[tuple[int, int | None], Deadline | None]) -> None:
        self._milestones = {each.id: each for each in measure.milestones}
        self._people, self._before = people, before

    def told(self, entry: Entry[Fact]) -> ToldEntry:
        subject = self._subject(entry)
        match entry.fact:
            case DeadlineFact() as fact:
                before = self._before.get((entry.seq, entry.milestone_id))
                told = deadline_sentence(subject, before, fact.deadline)
            case OwnerFact() as fact:
                holder = self._people.responsible(fact)
                told = gettext("%(subject)s: responsible – %(holder)s", subject=subject, holder=holder)
            case fact:
                told = _sentence(fact, subject)
        return ToldEntry(told, tuple(note for note in _notes(entry.fact, names=self._people.names) if note.text))

    def _subject(self, entry: Entry[Fact]) -> str:
        milestone = self._milestones.get(entry.milestone_id or 0)
        if milestone is None:
            return gettext("The measure as a whole")
        return gettext("%(number)s %(title)s", number=milestone.number, title=words(milestone.title))


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
        case AskFact():
            return gettext("Decision needed from: %(whom)s, by %(day)s", whom=fact.whom, day=short_day(fact.by))
        case RefusalFact():
            return gettext("%(subject)s: extension refused", subject=subject)
        case CorrectionFact():
            return gettext("Corrects line %(seq)s", seq=fact.line)
        case AnswerFact():
            return gettext("Answer to what was asked in line %(seq)s", seq=fact.ask_seq)
        case WithdrawalFact():
            return gettext("No longer needed: what was asked in line %(seq)s", seq=fact.ask_seq)
        case EvidenceFact() | EvidenceRemovedFact():
            told = line_words(fact)
            return gettext("%(subject)s: %(told)s", subject=subject, told=told)
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


def _notes(fact: Fact, *, names: bool) -> Iterator[Note]:
    match fact:
        case ReportFact():
            yield _localized(gettext("What has been done"), fact.done)
            yield _localized(gettext("Next step"), fact.next_step)
            yield _localized(gettext("Blocker"), fact.blocker)
            if fact.waiting:
                since = short_day(fact.waiting.since)
                yield Note(
                    gettext("Waiting for"),
                    gettext("%(whom)s, since %(day)s", whom=fact.waiting.whom, day=since),
                    quoted=False,
                )
        case ProgressFact():
            yield Note(gettext("Reason"), fact.forecast_reason)
            yield _document(gettext("Completion document"), fact.document)
        case VerdictFact():
            yield Note(gettext("Reason"), fact.reason)
            yield _document(gettext("Basis document"), fact.basis)
        case DeadlineFact():
            yield _document(gettext("Basis document"), fact.basis)
            # The form asks for the post and the name.
            yield Note(gettext("Decision taken by"), fact.decided_by if names else "", quoted=False)
            yield Note(gettext("Reason"), fact.reason)
        case ExtensionFact() | WithdrawalFact() | CorrectionFact():
            yield Note(gettext("Reason"), fact.reason)
        case RefusalFact():
            yield _document(gettext("Basis document"), fact.basis)
            yield Note(gettext("Decision taken by"), fact.decided_by if names else "", quoted=False)
            yield Note(gettext("Reason"), fact.reason)
        case AskFact():
            yield _localized(gettext("What is needed"), fact.what)
        case AnswerFact():
            yield Note(gettext("Answer"), fact.text)
        case EvidenceFact():
            yield Note(gettext("Title of the document"), fact.document.title)
        case EvidenceRemovedFact():
            yield Note(gettext("Reason"), fact.reason)
            yield _document(gettext("Basis document"), fact.basis)
        case OwnerFact():
            pass


def _localized(label: str, text: LocalizedText) -> Note:
    found = shown(text)
    return Note(label, found.text, found.language) if found else Note(label, "")


def _document(label: str, document: Document | None) -> Note:
    return Note(label, document_words(document) if document else "", quoted=False)
