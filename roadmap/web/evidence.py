"""The documents in a measure's record as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext

from roadmap.domain.checksums import checksum_groups
from roadmap.domain.evidence import Evidence, file_of
from roadmap.domain.facts import Document
from roadmap.domain.ledger import Act
from roadmap.domain.people import Person
from roadmap.domain.plan import Measure
from roadmap.store.evidence_reading import evidence_of
from roadmap.store.people import persons_by_id
from roadmap.web.evidence_words import size_words
from roadmap.web.locale import words
from roadmap.web.roadmaps import address
from roadmap.web.sessions import reading


@dataclass(frozen=True, slots=True)
class ShownRemoval:
    """The decision to keep a file no longer."""

    seq: int
    on: date
    who: str
    reason: str
    basis: Document | None


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """One document: what it is, to what it belongs, and its file. ``href`` is empty where there is none to be had."""

    seq: int
    document: Document
    milestone: str
    on: date
    recorded_at: datetime
    who: str
    name: str
    size: str
    checksum: str
    href: str
    removed: ShownRemoval | None


def evidence_shown(found: Sequence[Evidence], measure: Measure, *, names: bool) -> list[ShownEvidence]:
    """The documents in the order given; persons are named only with ``names``. One query for all of them."""
    authors = {entry.author_id for each in found for entry in (each.entry, each.removed) if entry and entry.author_id}
    people = persons_by_id(reading(), authors) if authors else {}
    milestones = {each.id: each.number for each in measure.milestones}
    return [_shown(each, measure.number, milestones, _Namer(people, names)) for each in found]


@dataclass(frozen=True, slots=True)
class _Namer:
    people: dict[int, Person]
    names: bool

    def of(self, number: int | None, act: Act) -> str:
        person = self.people.get(number or 0)
        if person and self.names:
            return person.name
        if person and person.post:
            return words(person.post.title)
        return gettext("Coordinator") if act is Act.REPORT else gettext("Controlling body")


def _shown(evidence: Evidence, measure: str, milestones: dict[int, str], namer: _Namer) -> ShownEvidence:
    entry, fact = evidence.entry, evidence.entry.fact
    removal = evidence.removed
    return ShownEvidence(
        seq=entry.seq,
        document=fact.document,
        milestone=milestones.get(entry.milestone_id or 0, ""),
        on=entry.effective_on,
        recorded_at=entry.recorded_at,
        who=namer.of(entry.author_id, entry.act),
        name=fact.name,
        size=size_words(fact.size) if fact.file else "",
        checksum=checksum_groups(fact.sha256),
        href=file_address(measure, evidence) if evidence.has_file else "",
        removed=ShownRemoval(
            removal.seq,
            removal.effective_on,
            namer.of(removal.author_id, removal.act),
            removal.fact.reason,
            removal.fact.basis,
        )
        if removal
        else None,
    )


def copy_address(document: Document | None, milestone_id: int, measure: Measure, day: date) -> str | None:
    """Where a copy of a milestone's completion document can be had; ``None`` if there is none. One query."""
    if document is None:
        return None
    file = file_of(document, milestone_id, evidence_of(reading(), measure.id, day))
    return file_address(measure.number, file) if file else None


def file_address(measure: str, evidence: Evidence) -> str:
    """Where the file can be had by whoever may see it; ``measure`` is the measure's number in the plan."""
    return address("oversight.evidence_file", number=measure, seq=evidence.entry.seq, on=None)
