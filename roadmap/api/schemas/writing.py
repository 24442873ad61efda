"""What is sent to be written: reports and decisions. Whether it may be written is for ``domain`` to say."""

from typing import Annotated, Literal

from pydantic import Field, RootModel

from roadmap.api.schemas.base import Answer, Day, Figure, Line, Moment, OneLine, Sent, SentText, Seq
from roadmap.domain.facts import Confidence, Progress, Verdict
from roadmap.domain.ledger import Act
from roadmap.domain.plan import DeadlineKind, TermUnit

_MANY = 500


class Written(Sent):
    """What every line needs."""

    last_seen: Seq = Field(description="The last line about the measure that the writer knew of (``last_line``).")
    effective_on: Day | None = Field(None, description="The day it speaks about; today if none is given.")


class SentDocument(Sent):
    """A document by number and date."""

    number: OneLine
    dated_on: Day
    address: OneLine = Field("", description="Its number or address in the document system.")


class SentLetter(Sent):
    """A letter by number and date."""

    number: OneLine
    dated_on: Day


class SentAsk(Sent):
    """A decision that somebody else has to take. ``post``: the post whose holders are written to."""

    what: SentText
    whom: OneLine
    by: Day
    post: Seq | None = None


class SentWithdrawal(Sent):
    """That what line ``ask`` asked for is no longer needed."""

    ask: Seq
    reason: Line


class SentWaiting(Sent):
    """For whose answer, and since when."""

    whom: OneLine
    since: Day


class SentRequest(Sent):
    """That the approved date of the measure as a whole be moved. It moves nothing by itself."""

    to: Day
    reason: Line
    letter: SentLetter | None = None


class SentMilestone(Sent):
    """What is said of one milestone: the whole word on it, in place of the one in force."""

    number: str
    state: Progress
    forecast_on: Day | None = None
    forecast_reason: Line = ""
    wants_extension: bool = Field(False, description="Asks that the approved date be moved to a later forecast.")
    letter: SentLetter | None = None
    actual_on: Day | None = None
    document: SentDocument | None = None
    accounts: bool = Field(False, description="It is the report that a recurring deadline asks for.")


class ReportSent(Written):
    """A report on a measure. Whoever was given only some milestones of it leaves all but ``milestones`` out."""

    confidence: Literal[Confidence.ON_TRACK, Confidence.AT_RISK, Confidence.OFF_TRACK] | None = None
    done: SentText | None = None
    next_step: SentText | None = None
    blocker: SentText | None = None
    ask: SentAsk | None = Field(None, description="Needed unless the measure is on track or an ask is still open.")
    withdrawals: list[SentWithdrawal] = Field([], max_length=_MANY)
    waiting: SentWaiting | None = None
    extension: SentRequest | None = None
    milestones: list[SentMilestone] = Field([], max_length=_MANY)


class SentDeadline(Sent):
    """An approved date in one of the official notations; what a kind does not need is left out."""

    kind: DeadlineKind
    on: Day | None = None
    wording: SentText | None = None
    first_year: Figure | None = None
    amount: Figure | None = None
    unit: TermUnit | None = None
    by_day: Figure | None = None
    by_month: Figure | None = None


class VerdictSent(Written):
    """Confirmed, returned, removed from control, excluded or resumed; without ``milestone`` of the measure itself."""

    kind: Literal["verdict"]
    milestone: str | None = None
    verdict: Verdict
    reason: Line = ""
    basis: SentLetter | None = None


class DateSent(Written):
    """An approved date, the first one or a move, by whom and by which document."""

    kind: Literal["approved_date"]
    milestone: str | None = None
    approved: SentDeadline
    decided_by: OneLine
    basis: SentLetter
    reason: Line = ""


class ExtensionSent(Written):
    """The decision about the request of line ``asked``: granted, with the date, or refused."""

    kind: Literal["extension"]
    milestone: str | None = None
    asked: Seq
    granted: bool
    approved: SentDeadline | None = None
    decided_by: OneLine
    basis: SentLetter
    reason: Line = ""


class AnswerSent(Written):
    """The decision that answers the ask of line ``ask``."""

    kind: Literal["answer"]
    ask: Seq
    text: Line


class DecisionSent(
    RootModel[Annotated[VerdictSent | DateSent | ExtensionSent | AnswerSent, Field(discriminator="kind")]]
):
    """A decision of the controlling side. The program records it and never takes one."""


class ReceiptAnswer(Answer):
    """Proof of a line: its number, its moment and its checksum."""

    seq: int
    act: Act
    measure: str
    effective_on: Day
    recorded_at: Moment
    checksum: str
