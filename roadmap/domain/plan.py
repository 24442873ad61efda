"""The plan: a road map, its measures, their clauses and milestones, and the wording of deadlines.

Nothing here says how far anything has come; that is only in the ledger.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from roadmap.domain.people import Organisation
from roadmap.domain.text import NO_TEXT, LocalizedText


class Stage(StrEnum):
    """How far the road map itself is: spoken of, adopted by an act, or amended since."""

    BEING_DEVELOPED = "being_developed"
    ADOPTED = "adopted"
    AMENDED = "amended"


class ExecutorBasis(StrEnum):
    """Why an organisation stands on a measure: the source names it, it follows from the source, or we assume it."""

    NAMED = "named"
    IMPLIED = "implied"
    ASSUMED = "assumed"


class Holder(StrEnum):
    """Who holds the ball: our side, or a counterparty whom nobody here can hurry."""

    US = "us"
    COUNTERPARTY = "counterparty"


class Origin(StrEnum):
    """Which layer of the record something belongs to."""

    LETTER = "letter"
    PROPOSED = "proposed"
    ADOPTED = "adopted"


class Relation(StrEnum):
    """How a milestone stands to a clause of the wording."""

    COMPLETES = "completes"
    LEADS_TO = "leads_to"
    BEYOND = "beyond"


class DeadlineKind(StrEnum):
    """The official notations of a deadline (domain notes §3.4)."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    RANGE = "range"
    TERM = "term"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    PERMANENT = "permanent"


class TermUnit(StrEnum):
    """In what a term from the date of an act is counted."""

    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline twice: the machine date, and the official wording beside it.

    "Permanent" has no date, a recurring one has a next occurrence instead, and a term has none until the date of the
    act is known. ``since`` is the first day of a range of years or of the first reporting period of a recurring
    deadline, and the date of the act that a term of ``amount`` units is counted from. A recurring deadline falls on day
    ``by_day`` of the month after its period (of a week: on that ISO weekday of it; of a year: in month ``by_month`` of
    the year after), or on the last day of its period where that is not stated.
    """

    kind: DeadlineKind
    on: date | None
    wording: LocalizedText = NO_TEXT
    since: date | None = None
    amount: int | None = None
    unit: TermUnit | None = None
    by_day: int | None = None
    by_month: int | None = None


@dataclass(frozen=True, slots=True)
class Executor:
    """An organisation on a measure; the first, the lead, coordinates the others."""

    organisation: Organisation
    is_lead: bool
    basis: ExecutorBasis
    by_agreement: bool = False
    note: LocalizedText = NO_TEXT


@dataclass(frozen=True, slots=True)
class SourceReference:
    """Where something is said: a source and the number of the paragraph in it."""

    source_code: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One checkable part of a measure's wording."""

    code: str
    text: LocalizedText
    reference: SourceReference | None = None


@dataclass(frozen=True, slots=True)
class ClauseLink:
    """What reaching a milestone means for a clause."""

    clause_code: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step with a document at its end. ``beyond_wording``: it is not part of what the measure promises."""

    id: int
    number: str
    title: LocalizedText
    completion_form: LocalizedText
    weight: int
    holder: Holder
    counterparty: LocalizedText
    origin: Origin
    beyond_wording: bool
    links: tuple[ClauseLink, ...] = ()

    def completes(self, clause_code: str) -> bool:
        """Whether confirming this milestone is needed to complete the clause."""
        return any(link.clause_code == clause_code and link.relation is Relation.COMPLETES for link in self.links)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of a road map. Blank fields are blank in the source, and are shown as such.

    ``decider_code`` is the entry of the table of who decides that it stems from; ``None``: as the road map.
    """

    id: int
    number: str
    title: LocalizedText
    wording: LocalizedText
    quote: LocalizedText
    quote_reference: SourceReference | None
    completion_form: LocalizedText
    funding: LocalizedText
    origin: Origin
    executors: tuple[Executor, ...]
    clauses: tuple[Clause, ...]
    milestones: tuple[Milestone, ...]
    references: tuple[SourceReference, ...] = ()
    decider_code: str | None = None

    @property
    def lead(self) -> Executor | None:
        """The organisation that answers first, if one is known."""
        return next((executor for executor in self.executors if executor.is_lead), None)


@dataclass(frozen=True, slots=True)
class StageAct:
    """The act by which a road map was adopted or amended."""

    title: LocalizedText
    number: str
    dated_on: date


@dataclass(frozen=True, slots=True)
class Roadmap:
    """A road map as it is written down; ``revision`` counts every change to it, its people, days and ledger.

    ``escalate_after`` is the number of working days overdue after which an item goes to the next post up; ``None`` is
    never. ``adopted_on`` is the date of the act that adopted it, whatever amended it since. ``plan_changed_on`` is the
    latest day that a line about the plan itself speaks of, ``plan_changed_at`` when the last one was written or
    corrected: as of that day and moment or later, the plan's rows need no undoing. It is the last day of all where
    something was added by mistake, because nothing is taken out of the rows again. ``from_letter``: a measure of it
    stands in a letter, so that what is blank was not stated there.
    """

    id: int
    slug: str
    title: LocalizedText
    title_origin: Origin
    stage: Stage
    stage_act: StageAct | None
    timezone: str
    calendar: str
    revision: int
    demonstration: bool
    head_seq: int
    head_hash: str
    escalate_after: int | None = None
    adopted_on: date | None = None
    plan_changed_on: date | None = None
    plan_changed_at: datetime | None = None
    decider_code: str | None = None
    from_letter: bool = True
    short_title: LocalizedText = NO_TEXT

    @property
    def heading(self) -> LocalizedText:
        """What it is called where there is little room: its short title, or the whole one where it has none."""
        return self.short_title or self.title
