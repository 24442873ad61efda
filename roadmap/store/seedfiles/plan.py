"""The plan in a seed folder: the road map, its organisations, measures, clauses and milestones."""

from calendar import monthrange
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints, field_validator, model_validator

from roadmap.store.seedfiles.base import ActSeed, Code, Day, Flag, Number, Origin, SeedModel, Text, Words

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
DeadlineKind = Literal[
    "day",
    "month",
    "quarter",
    "half_year",
    "year",
    "range",
    "term",
    "weekly",
    "monthly",
    "quarterly",
    "half_yearly",
    "yearly",
    "permanent",
]

# The month a period must end in.
_LAST_MONTHS = {"month": range(1, 13), "quarter": (3, 6, 9, 12), "half_year": (6, 12), "year": (12,), "range": (12,)}
_RECURRING = ("weekly", "monthly", "quarterly", "half_yearly", "yearly")


class BasisSeed(SeedModel):
    """An instruction or act on which the road map rests, as far as a source names it."""

    code: Code
    who: Text
    what: Text
    dated_on: Day | None = None
    number: Words | None = None
    source: Code | None = None
    paragraph: Words | None = None
    background_only: Flag = False


class RoadmapSeed(SeedModel):
    """The road map itself. ``source`` is the document meant wherever a paragraph stands without a source."""

    slug: Slug
    title: Text
    short_title: Text | None = None
    title_origin: Literal["letter", "proposed"]
    stage: Literal["being_developed", "adopted", "amended"]
    stage_act: ActSeed | None = None
    developer: Text | None = None
    timezone: str
    calendar: Code
    source: Code | None = None
    bases: tuple[BasisSeed, ...] = ()

    @field_validator("timezone")
    @classmethod
    def _is_a_time_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, KeyError, OSError):
            raise ValueError(f"{value!r} is not a time zone such as Asia/Almaty") from None
        return value

    @model_validator(mode="after")
    def _act_fits_the_stage(self) -> "RoadmapSeed":
        # "Adopted by … № …" stands on every page, so an adopted road map must say by what.
        if (self.stage == "being_developed") != (self.stage_act is None):
            raise ValueError("'stage_act' is given when, and only when, the road map is adopted or amended")
        if self.stage_act and (self.stage_act.number is None or self.stage_act.dated_on is None):
            raise ValueError("'stage_act' needs 'number' and 'dated_on'")
        return self


class OrganisationSeed(SeedModel):
    """``outside_government``: its name carries "(by agreement)" where it executes a measure."""

    code: Code
    name: Text
    short: Text
    outside_government: Flag = False


class PostSeed(SeedModel):
    code: Code
    organisation: Code
    title: Text


class OrganisationsFile(SeedModel):
    organisations: tuple[OrganisationSeed, ...] = Field(min_length=1)
    posts: tuple[PostSeed, ...] = ()


class DeadlineSeed(SeedModel):
    """A machine date beside the official wording; "permanent" has no date and never becomes overdue.

    ``since`` is any day of the first year of a range, or of the first reporting period of a recurring deadline, and the
    date of the act that a term is counted from, where it is known.
    """

    kind: DeadlineKind
    on: Day | None = None
    wording: Text
    basis: ActSeed | None = None
    since: Day | None = None
    amount: Annotated[int, Field(strict=True, ge=1, le=3660)] | None = None
    unit: Literal["days", "months"] | None = None
    by_day: Annotated[int, Field(strict=True, ge=1, le=31)] | None = None
    by_month: Annotated[int, Field(strict=True, ge=1, le=12)] | None = None

    @model_validator(mode="after")
    def _details_fit_the_kind(self) -> "DeadlineSeed":
        if (self.kind == "term") != (self.amount is not None and self.unit is not None):
            raise ValueError("'amount' and 'unit' are given when, and only when, the deadline is a term")
        if self.kind in (*_RECURRING, "range") and self.since is None:
            raise ValueError(f"a deadline of kind {self.kind} needs 'since'")
        if self.since is not None and self.kind not in (*_RECURRING, "range", "term"):
            raise ValueError(f"a deadline of kind {self.kind} has no 'since'")
        if (self.by_day or self.by_month) and self.kind not in _RECURRING:
            raise ValueError("only a recurring deadline has 'by_day' and 'by_month'")
        if (self.kind == "yearly" and self.by_day is not None) != (self.by_month is not None):
            raise ValueError("'by_month' stands beside 'by_day' of a yearly deadline, and nowhere else")
        if self.kind == "weekly" and self.by_day is not None and self.by_day > 7:
            raise ValueError("a week has seven days")
        return self

    @model_validator(mode="after")
    def _date_fits_the_kind(self) -> "DeadlineSeed":
        if self.kind in ("permanent", "term", *_RECURRING):
            if self.on is not None:
                raise ValueError(f"a {self.kind} deadline has no 'on'")
        elif self.on is None:
            raise ValueError(f"a deadline of kind {self.kind} needs 'on'")
        elif self.kind != "day" and not _ends(self.on, self.kind):
            raise ValueError(f"{self.on} is not the last day of a {self.kind.replace('_', '-')}")
        return self


def _ends(day: date, kind: str) -> bool:
    return day.month in _LAST_MONTHS[kind] and day.day == monthrange(day.year, day.month)[1]


class QuoteSeed(SeedModel):
    """The words of the source itself, in the language of the source."""

    source: Code
    paragraph: Words | None = None
    text: Text


class SourceRefSeed(SeedModel):
    source: Code
    paragraph: Words


class ClauseSeed(SeedModel):
    """A part of a measure's wording that can be complete by itself; the letters are ours."""

    code: Code
    text: Text
    source: Code | None = None
    paragraph: Words | None = None
    kind: Literal["clause"] = "clause"


class ExecutorSeed(SeedModel):
    """``basis``: the source names it for this measure, it follows from the source, or it is assumed."""

    organisation: Code
    role: Literal["lead", "co"]
    basis: Literal["named", "implied", "assumed"]
    note: Text | None = None
    source: Code | None = None
    paragraph: Words | None = None
    by_agreement: Flag = False


class ClauseLinkSeed(SeedModel):
    """How a milestone stands to a clause of its measure."""

    clause: Code
    relation: Literal["completes", "leads_to", "beyond"]


class MilestoneSeed(SeedModel):
    """``holder``: who has the ball. ``beyond_wording``: counts in the second gauge, not in the measure."""

    number: Number
    title: Text
    completion_form: Text | None = None
    weight: Annotated[int, Field(strict=True, ge=1, le=100)] = 1
    holder: Literal["us", "counterparty"] = "us"
    counterparty: Text | None = None
    origin: Origin
    clauses: tuple[ClauseLinkSeed, ...] = ()
    beyond_wording: Flag = False
    deadline: DeadlineSeed | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> "MilestoneSeed":
        if (self.holder == "counterparty") != (self.counterparty is not None):
            raise ValueError("'counterparty' is given when, and only when, 'holder' is counterparty")
        beyond = {link.relation == "beyond" for link in self.clauses}
        if beyond and beyond != {self.beyond_wording}:
            raise ValueError("'beyond_wording' is true when, and only when, its clauses have the relation beyond")
        return self


class GridRowSeed(SeedModel):
    """A row of a grid; ``milestones`` are numbers, one for each step, or null where the plan has none."""

    title: Text
    clauses: tuple[Code, ...] = ()
    milestones: tuple[Number | None, ...]


class GridSeed(SeedModel):
    """How milestones of a measure are laid out: ``things`` is what a row is called, ``list`` the milestone with which
    the list of the rows is approved."""

    code: Code
    kind: Literal["matrix", "track"]
    title: Text
    things: Text
    steps: tuple[Text, ...] = Field(min_length=1, max_length=12)
    list: Number | None = None
    rows: tuple[GridRowSeed, ...] = ()

    @model_validator(mode="after")
    def _rows_fit_the_steps(self) -> "GridSeed":
        if any(len(row.milestones) != len(self.steps) for row in self.rows):
            raise ValueError("each row names a milestone, or null, for every step")
        named = [number for row in self.rows for number in row.milestones if number]
        if len(set(named)) < len(named):
            raise ValueError("a milestone stands in one cell of a grid only")
        return self


class MeasureSeed(SeedModel):
    """A measure with everything that is planned for it; blank means the source does not say."""

    number: Number
    code: Code
    title: Text
    wording: Text
    quote: QuoteSeed | None = None
    clauses: tuple[ClauseSeed, ...] = ()
    executors: tuple[ExecutorSeed, ...] = ()
    completion_form: Text | None = None
    deadline: DeadlineSeed | None = None
    funding: Text | None = None
    origin: Origin = "letter"
    sources: tuple[SourceRefSeed, ...] = ()
    milestones: tuple[MilestoneSeed, ...] = ()
    grids: tuple[GridSeed, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> "MeasureSeed":
        # The first in the list coordinates the others (Law "On administrative procedures", art. 14(3)).
        if any(executor.role == "lead" for executor in self.executors[1:]):
            raise ValueError("only the first executor can be the lead")
        if len(set(self.sources)) < len(self.sources):
            raise ValueError("the same paragraph stands twice in 'sources'")
        return self
