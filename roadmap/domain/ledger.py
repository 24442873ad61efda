"""The ledger: what was said and what was decided, line by line, and what of it is in force on a day.

A line is one act by one person, a report or a decision. It carries entries; each entry says one thing (its *facet*)
about one subject, a measure or one of its milestones. Lines are only ever added.

In force on day D, for a subject and a facet, is the entry with the greatest (``effective_on``, ``place``, ``seq``)
among those that speak about D or earlier; read "as known at T", only those recorded by T count. A line that turns out
wrong is corrected by a further one, which names it; a line once corrected stays so. The place of a line is its number,
but a correction takes the place of the line that it corrects, as if that one had been right at once: it does not come
after what was said since.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Generic, TypeVar

from roadmap.domain.facts import CorrectionFact, Fact


class Act(StrEnum):
    """Who speaks: a coordinator reports, the controlling side decides."""

    REPORT = "report"
    DECISION = "decision"


class Facet(StrEnum):
    """What an entry speaks about. The first four replace each other; the others add up.

    ``adoption`` and ``amendment`` of the road map itself, and ``reading`` of its indicators, are about no measure.
    """

    PROGRESS = "progress"
    VERDICT = "verdict"
    OWNER = "owner"
    EXTENSION = "extension"
    DEADLINE = "deadline"
    ASK = "ask"
    ANSWER = "answer"
    WITHDRAWAL = "withdrawal"
    REPORT = "report"
    REFUSAL = "refusal"
    CORRECTION = "correction"
    ADOPTION = "adoption"
    AMENDMENT = "amendment"
    EVIDENCE = "evidence"
    EVIDENCE_REMOVED = "evidence_removed"
    READING = "reading"


REPLACING = (Facet.PROGRESS, Facet.VERDICT, Facet.OWNER, Facet.EXTENSION)
ADDING = (Facet.DEADLINE, Facet.ASK, Facet.ANSWER, Facet.WITHDRAWAL, Facet.REFUSAL, Facet.CORRECTION)


F = TypeVar("F", bound=Fact, covariant=True)


@dataclass(frozen=True, slots=True)
class Statement:
    """An entry before it is written down: a fact about a measure, or about one of its milestones."""

    facet: Facet
    fact: Fact
    milestone_id: int | None = None


@dataclass(frozen=True, slots=True)
class Entry(Generic[F]):
    """A statement as it stands in the ledger. ``place`` is 0 where the line stands at its own number."""

    seq: int
    act: Act
    measure_id: int | None
    milestone_id: int | None
    facet: Facet
    effective_on: date
    recorded_at: datetime
    author_id: int | None
    fact: F
    place: int = 0

    @property
    def order(self) -> tuple[date, int, int]:
        """What decides which of two entries is in force."""
        return (self.effective_on, *self.written)

    @property
    def written(self) -> tuple[int, int]:
        """What decides which of two entries came first, whatever days they speak about."""
        return (self.place or self.seq, self.seq)

    def backdated(self, zone: tzinfo) -> bool:
        """Whether it was entered on a later day than the one it speaks about; ``zone`` is the road map's own."""
        return self.recorded_at.astimezone(zone).date() > self.effective_on


@dataclass(frozen=True, slots=True)
class Line:
    """One act with all its entries, as the history shows it; ``corrected_by`` is the line that corrects it, if any."""

    seq: int
    act: Act
    measure_id: int | None
    effective_on: date
    recorded_at: datetime
    author_id: int | None
    entries: tuple[Entry[Fact], ...]
    corrected_by: int | None = None

    @property
    def corrects(self) -> int | None:
        """The line that this one corrects, if it corrects one."""
        return next((entry.fact.line for entry in self.entries if isinstance(entry.fact, CorrectionFact)), None)

    def backdated(self, zone: tzinfo) -> bool:
        """Whether it was entered on a later day than the one it speaks about; ``zone`` is the road map's own."""
        return any(entry.backdated(zone) for entry in self.entries)


Subject = tuple[int | None, int | None]
"""A measure's number, and the number of one of its milestones or ``None`` for the measure itself.

The number of the measure is ``None`` where the road map itself is meant.
"""


def speaking(entries: Iterable[Entry[Fact]], day: date, known_at: datetime | None = None) -> list[Entry[Fact]]:
    """The entries that speak about ``day`` or earlier and were recorded by ``known_at``, in the order of force.

    What a line said that a known line corrects no longer counts, whatever days the two speak about.
    """
    known = [entry for entry in entries if known_at is None or entry.recorded_at <= known_at]
    wrong = {entry.fact.line for entry in known if isinstance(entry.fact, CorrectionFact)}
    heard = (entry for entry in known if entry.effective_on <= day and entry.seq not in wrong)
    return sorted(heard, key=lambda entry: entry.order)


def in_force(
    entries: Iterable[Entry[Fact]], day: date, known_at: datetime | None = None
) -> dict[tuple[Subject, Facet], Entry[Fact]]:
    """The entry in force for each subject and facet: the pure twin of the selection that the store makes in SQL."""
    return {((entry.measure_id, entry.milestone_id), entry.facet): entry for entry in speaking(entries, day, known_at)}
