"""The ledger: what was said and what was decided, line by line, and what of it is in force on a day.

A line is one act by one person, a report or a decision. It carries entries; each entry says one thing (its *facet*)
about one subject, a measure or one of its milestones. Lines are only ever added.

In force on day D, for a subject and a facet, is the entry with the greatest (``effective_on``, ``seq``) among those
that speak about D or earlier; read "as known at T", only those recorded by T count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Generic, TypeVar

from roadmap.domain.plan import Deadline
from roadmap.domain.text import NO_TEXT, LocalizedText


class Act(StrEnum):
    """Who speaks: a coordinator reports, the controlling side decides."""

    REPORT = "report"
    DECISION = "decision"


class Facet(StrEnum):
    """What an entry speaks about. The first four replace each other; the others add up."""

    PROGRESS = "progress"
    VERDICT = "verdict"
    OWNER = "owner"
    EXTENSION = "extension"
    DEADLINE = "deadline"
    ASK = "ask"
    ANSWER = "answer"
    WITHDRAWAL = "withdrawal"
    REPORT = "report"


REPLACING = (Facet.PROGRESS, Facet.VERDICT, Facet.OWNER, Facet.EXTENSION)
ADDING = (Facet.DEADLINE, Facet.ASK, Facet.ANSWER, Facet.WITHDRAWAL)


class Confidence(StrEnum):
    """The coordinator's judgement of delivery; ``no_data`` is what silence is called and cannot be reported."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    NO_DATA = "no_data"


class Progress(StrEnum):
    """What a coordinator may say of a milestone."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    REPORTED_DONE = "reported_done"


class Verdict(StrEnum):
    """What the controlling side may decide about a milestone or a measure."""

    CONFIRMED = "confirmed"
    RETURNED = "returned"
    REMOVED = "removed"
    EXCLUDED = "excluded"
    RESUMED = "resumed"


@dataclass(frozen=True, slots=True)
class Document:
    """A document by its number and date, as the document system knows it."""

    number: str
    dated_on: date
    title: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """For whose answer, and since when."""

    whom: str
    since: date


@dataclass(frozen=True, slots=True)
class ReportFact:
    """A coordinator's account of a measure."""

    confidence: Confidence
    done: LocalizedText
    next_step: LocalizedText = NO_TEXT
    blocker: LocalizedText = NO_TEXT
    waiting: Waiting | None = None


@dataclass(frozen=True, slots=True)
class ProgressFact:
    """A coordinator's word on one milestone."""

    state: Progress
    forecast_on: date | None = None
    forecast_reason: str = ""
    actual_on: date | None = None
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class ExtensionFact:
    """A request that the approved date be moved. It moves nothing by itself."""

    to: date
    reason: str


@dataclass(frozen=True, slots=True)
class VerdictFact:
    """A decision of the controlling side, with its reason and the document it rests on."""

    verdict: Verdict
    reason: str = ""
    basis: Document | None = None


@dataclass(frozen=True, slots=True)
class DeadlineFact:
    """A date approved for a measure or a milestone; the first is the original, each further one a move."""

    deadline: Deadline
    basis: Document | None
    decided_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OwnerFact:
    """Who answers: numbers of a post, of the person in it, and of a working contact."""

    post_id: int | None
    person_id: int | None
    contact_id: int | None = None


@dataclass(frozen=True, slots=True)
class AskFact:
    """A decision that somebody else has to take: what, from whom, by when.

    ``post_id`` is the post that is meant, where ``whom`` names one of the installation's; its holders are written to.
    """

    what: LocalizedText
    whom: str
    by: date
    post_id: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerFact:
    """The decision that answers the ask made in line ``ask_seq``."""

    ask_seq: int
    text: str


@dataclass(frozen=True, slots=True)
class WithdrawalFact:
    """The coordinator no longer needs what was asked in line ``ask_seq``, and says why."""

    ask_seq: int
    reason: str


Fact = (
    ReportFact
    | ProgressFact
    | ExtensionFact
    | VerdictFact
    | DeadlineFact
    | OwnerFact
    | AskFact
    | AnswerFact
    | WithdrawalFact
)


F = TypeVar("F", bound=Fact, covariant=True)


@dataclass(frozen=True, slots=True)
class Statement:
    """An entry before it is written down: a fact about a measure, or about one of its milestones."""

    facet: Facet
    fact: Fact
    milestone_id: int | None = None


@dataclass(frozen=True, slots=True)
class Entry(Generic[F]):
    """A statement as it stands in the ledger."""

    seq: int
    act: Act
    measure_id: int
    milestone_id: int | None
    facet: Facet
    effective_on: date
    recorded_at: datetime
    author_id: int | None
    fact: F

    @property
    def order(self) -> tuple[date, int]:
        """What decides which of two entries is in force."""
        return (self.effective_on, self.seq)

    def backdated(self, zone: tzinfo) -> bool:
        """Whether it was entered on a later day than the one it speaks about; ``zone`` is the road map's own."""
        return self.recorded_at.astimezone(zone).date() > self.effective_on


@dataclass(frozen=True, slots=True)
class Line:
    """One act with all its entries, as the history shows it."""

    seq: int
    act: Act
    measure_id: int
    effective_on: date
    recorded_at: datetime
    author_id: int | None
    entries: tuple[Entry[Fact], ...]

    def backdated(self, zone: tzinfo) -> bool:
        """Whether it was entered on a later day than the one it speaks about; ``zone`` is the road map's own."""
        return any(entry.backdated(zone) for entry in self.entries)


Subject = tuple[int, int | None]
"""A measure's number, and the number of one of its milestones or ``None`` for the measure itself."""


def speaking(entries: Iterable[Entry[Fact]], day: date, known_at: datetime | None = None) -> list[Entry[Fact]]:
    """The entries that speak about ``day`` or earlier and were recorded by ``known_at``, in the order of force."""
    heard = (e for e in entries if e.effective_on <= day and (known_at is None or e.recorded_at <= known_at))
    return sorted(heard, key=lambda entry: entry.order)


def in_force(
    entries: Iterable[Entry[Fact]], day: date, known_at: datetime | None = None
) -> dict[tuple[Subject, Facet], Entry[Fact]]:
    """The entry in force for each subject and facet: the pure twin of the selection that the store makes in SQL."""
    return {((entry.measure_id, entry.milestone_id), entry.facet): entry for entry in speaking(entries, day, known_at)}
