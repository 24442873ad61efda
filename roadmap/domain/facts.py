"""What an entry of the ledger can say: the facts, each a frozen dataclass that knows nothing of rows or words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roadmap.domain.indicators import ReadingFact
from roadmap.domain.plan import Deadline
from roadmap.domain.text import NO_TEXT, LocalizedText


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
    """A document by its number and date, as the document system knows it.

    ``address`` is its number or address in the document system; ``evidence`` the number of the evidence line under
    which a copy of it was put into the record.
    """

    number: str
    dated_on: date
    title: str = ""
    address: str = ""
    evidence: int | None = None


def document_of(number: str, dated_on: date | None) -> Document | None:
    """The document, if both its number and its date were given."""
    return Document(number, dated_on) if number and dated_on else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """For whose answer, and since when."""

    whom: str
    since: date


@dataclass(frozen=True, slots=True)
class ReportFact:
    """A coordinator's account of a measure.

    ``occurrence``: the day by which the report was due that a recurring deadline asked for and that comes late.
    """

    confidence: Confidence
    done: LocalizedText
    next_step: LocalizedText = NO_TEXT
    blocker: LocalizedText = NO_TEXT
    waiting: Waiting | None = None
    occurrence: date | None = None


@dataclass(frozen=True, slots=True)
class ProgressFact:
    """A coordinator's word on one milestone; ``occurrence`` as for the measure."""

    state: Progress
    forecast_on: date | None = None
    forecast_reason: str = ""
    actual_on: date | None = None
    document: Document | None = None
    occurrence: date | None = None


@dataclass(frozen=True, slots=True)
class ExtensionFact:
    """A request that the approved date be moved. It moves nothing by itself.

    ``letter`` is the letter in which it was asked for, where there is one.
    """

    to: date
    reason: str
    letter: Document | None = None


@dataclass(frozen=True, slots=True)
class VerdictFact:
    """A decision of the controlling side, with its reason and the document it rests on."""

    verdict: Verdict
    reason: str = ""
    basis: Document | None = None


@dataclass(frozen=True, slots=True)
class DeadlineFact:
    """A date approved for a measure or a milestone; the first is the original, each further one a move.

    ``asked_seq`` is the line of the request that it grants, where it grants one.
    """

    deadline: Deadline
    basis: Document | None
    decided_by: str = ""
    reason: str = ""
    asked_seq: int | None = None


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


@dataclass(frozen=True, slots=True)
class RefusalFact:
    """That the extension asked for in line ``asked_seq`` was refused: by whom, by which document, and why."""

    asked_seq: int
    reason: str
    decided_by: str = ""
    basis: Document | None = None


@dataclass(frozen=True, slots=True)
class CorrectionFact:
    """That line ``line`` was wrong, and why. What it said no longer counts; the other entries beside this one do."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class AdoptionFact:
    """The act by which the road map was adopted."""

    act: Document


class Element(StrEnum):
    """The parts of a plan that an amendment can change, and what stands around it."""

    ROADMAP = "roadmap"
    MEASURE = "measure"
    EXECUTORS = "executors"
    CLAUSE = "clause"
    MILESTONE = "milestone"
    SOURCE = "source"
    PARAGRAPH = "paragraph"
    BASIS = "basis"
    DEPENDENCY = "dependency"
    RISK = "risk"
    DEVELOPMENT = "development"


BESIDE_PLAN = frozenset(
    map(Element, ("source", "paragraph", "basis", "dependency", "risk", "development")),
)
"""What stands around a plan: a change of it is written down like the others and makes no other stage of the plan."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of the plan, and its value before and after as canonical JSON; ``None`` where there was, or is, none."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class AmendmentFact:
    """A change of an adopted plan. The entry's subject is what is changed; ``key`` names a clause by its code, and what
    stands around the plan by its number (id).

    ``added``: the element is new with this amendment, and before it there was none.
    """

    element: Element
    changes: tuple[FieldChange, ...]
    key: str = ""
    added: bool = False
    basis: Document | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceFact:
    """A document put into the record. With ``sha256`` (hexadecimal) a file of ``size`` bytes is kept with it.

    ``file`` is the number under which the file is kept, ``name`` what its owner called it, ``kind`` its media type.
    ``first`` is the line that first put the document in, where this one corrects what was said of it.
    """

    document: Document
    file: str = ""
    name: str = ""
    kind: str = ""
    size: int = 0
    sha256: str = ""
    first: int | None = None


@dataclass(frozen=True, slots=True)
class EvidenceRemovedFact:
    """The decision that the file of line ``evidence_seq`` be no longer kept. Its checksum stays."""

    evidence_seq: int
    sha256: str
    reason: str
    basis: Document | None = None


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
    | RefusalFact
    | CorrectionFact
    | AdoptionFact
    | AmendmentFact
    | EvidenceFact
    | EvidenceRemovedFact
    | ReadingFact
)
