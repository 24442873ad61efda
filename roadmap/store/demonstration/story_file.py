"""What may stand in ``story.yaml``: reports and decisions, their days counted in working days from the chosen day."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from roadmap.store.seedfiles.base import Code, Number, SeedModel, Text, Words

# A day as working days after the chosen one, before it when negative.
Offset = Annotated[int, Field(strict=True, ge=-250, le=250)]
PastOffset = Annotated[int, Field(strict=True, ge=-250, le=0)]
OfficeTime = Annotated[str, StringConstraints(pattern=r"^(09|1[0-7]):[0-5][0-9]$")]


class StoryText(Text):
    """Words of the story: in Kazakh and in Russian at least."""

    @model_validator(mode="after")
    def _has_both(self) -> "StoryText":
        if not (self.kk and self.ru):
            raise ValueError("needs both kk and ru")
        return self


class DocumentSeed(SeedModel):
    """A document; dated on the day of the line unless ``dated`` says otherwise."""

    number: Annotated[str, StringConstraints(pattern=r"^D-[0-9]{1,3}/demo$")]
    title: Annotated[str, StringConstraints(pattern=r"(?i)демонстрация|demonstration")]
    dated: PastOffset | None = None


class WaitingSeed(SeedModel):
    whom: Words
    since: PastOffset


class ExtensionSeed(SeedModel):
    to: Offset
    reason: Words


class ProgressSeed(SeedModel):
    """A coordinator's word on one milestone."""

    milestone: Number
    state: Literal["not_started", "in_progress", "reported_done"]
    forecast: Offset | None = None
    reason: Words | None = None
    actual: PastOffset | None = None
    document: DocumentSeed | None = None
    extension: ExtensionSeed | None = None

    @model_validator(mode="after")
    def _done_has_its_document(self) -> "ProgressSeed":
        if (self.state == "reported_done") != (self.actual is not None and self.document is not None):
            raise ValueError("'actual' and 'document' are given when, and only when, 'state' is reported_done")
        return self


class AskSeed(SeedModel):
    """A decision asked for, of a ``post`` if one is named; ``code`` is how a later line answers or withdraws it."""

    code: Code
    what: StoryText
    whom: Words
    post: Words | None = None
    by: Offset


class WithdrawalSeed(SeedModel):
    ask: Code
    reason: Words


class EventSeed(SeedModel):
    """One line of the ledger. ``effective``: the day it speaks about, if that is an earlier one."""

    day: PastOffset
    time: OfficeTime
    effective: PastOffset | None = None
    by: Code
    measure: Number

    @model_validator(mode="after")
    def _speaks_of_no_later_day(self) -> "EventSeed":
        if self.effective is not None and self.effective >= self.day:
            raise ValueError("'effective' is a day before 'day'")
        return self


class ReportSeed(EventSeed):
    """A coordinator's report."""

    act: Literal["report"]
    confidence: Literal["on_track", "at_risk", "off_track"]
    done: StoryText
    next_step: StoryText | None = None
    blocker: StoryText | None = None
    waiting: WaitingSeed | None = None
    milestones: tuple[ProgressSeed, ...] = ()
    ask: AskSeed | None = None
    withdraws: WithdrawalSeed | None = None


class DeadlineSeed(SeedModel):
    """An approved date; a month or quarter is the one that the day ``on`` lies in."""

    milestone: Number
    kind: Literal["day", "month", "quarter"] = "day"
    on: Offset
    reason: Words | None = None


class VerdictSeed(SeedModel):
    milestone: Number
    verdict: Literal["confirmed", "returned", "removed", "excluded"]
    reason: Words | None = None


class OwnerSeed(SeedModel):
    post: Words
    person: Code
    contact: Code | None = None


class AnswerSeed(SeedModel):
    ask: Code
    text: Words


class DecisionSeed(EventSeed):
    """A decision of the controlling side, with the document it rests on."""

    act: Literal["decision"]
    basis: DocumentSeed
    decided_by: Words
    owner: OwnerSeed | None = None
    deadlines: tuple[DeadlineSeed, ...] = ()
    verdicts: tuple[VerdictSeed, ...] = ()
    answers: tuple[AnswerSeed, ...] = ()


class GridRowSeed(SeedModel):
    """A row of a grid, there from the beginning; ``milestones`` are the numbers that its steps get in the plan."""

    measure: Number
    grid: Code
    title: StoryText
    clauses: tuple[Code, ...]
    milestones: tuple[Number, ...] = Field(min_length=1)


class StoryFile(SeedModel):
    """The story of one road map, in the order in which it was written down.

    ``escalate_after``: after how many working days overdue an item goes to the next post up.
    """

    roadmap: Code
    escalate_after: Annotated[int, Field(strict=True, ge=1, le=60)] | None = None
    grid_rows: tuple[GridRowSeed, ...] = ()
    events: tuple[Annotated[ReportSeed | DecisionSeed, Field(discriminator="act")], ...] = Field(min_length=1)
