"""Documents put into the record: what may be put in and taken out, and which of them count on a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from roadmap.domain.facts import Document, EvidenceFact, EvidenceRemovedFact
from roadmap.domain.ledger import Entry
from roadmap.domain.objections import Objection
from roadmap.domain.plain_text import misplaced_in, says_something

LONGEST_LINE, LONGEST_REASON = 300, 2000
EARLIEST = date(1991, 12, 16)
"""No paper of the state is older than its independence; an earlier year is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document in the record; ``removed`` is the decision to keep its file no longer, whenever it was taken."""

    entry: Entry[EvidenceFact]
    removed: Entry[EvidenceRemovedFact] | None = None

    @property
    def number(self) -> int:
        """The line under which the document is known: the first that put it in, however often it was corrected."""
        return self.entry.fact.first or self.entry.seq

    @property
    def has_file(self) -> bool:
        """Whether its file can still be had."""
        return bool(self.entry.fact.file) and self.removed is None

    def proves(self, document: Document, milestone_id: int) -> bool:
        """Whether it is this completion document: named by its line, or of the same number and date."""
        if document.evidence is not None:
            return document.evidence == self.number
        own = self.entry.fact.document
        about_it = self.entry.milestone_id in (milestone_id, None)
        return about_it and (own.number, own.dated_on) == (document.number, document.dated_on)


def file_of(document: Document | None, milestone_id: int, known: Iterable[Evidence]) -> Evidence | None:
    """The evidence whose file is a copy of a milestone's completion document; the latest, if there are several."""
    if document is None:
        return None
    found = [each for each in known if each.has_file and each.proves(document, milestone_id)]
    return max(found, key=lambda each: each.entry.seq, default=None)


@dataclass(frozen=True, slots=True)
class ProposedEvidence:
    """A document as somebody filled it in."""

    number: str
    dated_on: date | None
    title: str = ""
    address: str = ""

    @property
    def document(self) -> Document:
        """The document that is meant; only of a proposal that nothing speaks against."""
        if self.dated_on is None:
            raise ValueError("a document without a date")
        return Document(self.number, self.dated_on, self.title, self.address)


@dataclass(frozen=True, slots=True)
class ProposedRemoval:
    """The decision to keep a file no longer, as somebody filled it in."""

    reason: str
    basis_number: str
    basis_on: date | None

    @property
    def basis(self) -> Document:
        """The document it rests on; only of a proposal that nothing speaks against."""
        if self.basis_on is None:
            raise ValueError("a document without a date")
        return Document(self.basis_number, self.basis_on)


def objections_to_evidence(proposed: ProposedEvidence, today: date) -> list[Objection]:
    """What is missing or wrong in a document that is to be put into the record."""
    return [
        *_needed("number", proposed.number),
        *_day("dated_on", proposed.dated_on, today),
        *_line("title", proposed.title, LONGEST_LINE),
        *_line("address", proposed.address, LONGEST_LINE),
    ]


def objections_to_removal(proposed: ProposedRemoval, evidence: Evidence, today: date) -> list[Objection]:
    """What speaks against removing a file; a reason and the document it rests on are always needed."""
    gone = [] if evidence.has_file else [Objection("reason", "no_file")]
    reason = [] if says_something(proposed.reason) else [Objection("reason", "reason")]
    return [
        *gone,
        *reason,
        *_text("reason", proposed.reason, LONGEST_REASON),
        *_needed("basis_number", proposed.basis_number),
        *_day("basis_on", proposed.basis_on, today),
    ]


def _needed(field: str, text: str) -> Iterator[Objection]:
    if not says_something(text):
        yield Objection(field, "required")
    yield from _line(field, text, LONGEST_LINE)


def _line(field: str, text: str, limit: int) -> Iterator[Objection]:
    return _text(field, text, limit, one_line=True)


def _text(field: str, text: str, limit: int, *, one_line: bool = False) -> Iterator[Objection]:
    if len(text) > limit:
        yield Objection(field, "too_long", {"length": len(text), "limit": limit})
    if found := misplaced_in(text, one_line=one_line):
        yield Objection(field, "bad_character", {"line": found.line, "position": found.position})


def _day(field: str, on: date | None, today: date) -> Iterator[Objection]:
    if on is None:
        yield Objection(field, "required")
    elif on > today:
        yield Objection(field, "in_future", {"day": today})
    elif on < EARLIEST:
        yield Objection(field, "too_early", {"day": EARLIEST})
