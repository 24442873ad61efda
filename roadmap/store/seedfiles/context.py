"""What stands around the plan: sources, dependencies, risks, indicators, notes on figures, later developments."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from roadmap.store.seedfiles.base import Code, Day, Flag, Label, Number, Percentage, Quantity, SeedModel, Text, Words


class ParagraphSeed(SeedModel):
    number: Words
    text: Text


class SourceSeed(SeedModel):
    """A document with its paragraphs as they stand in it; ``note`` says whose the paragraph numbers are."""

    code: Code
    title: Text
    number: Words | None = None
    dated_on: Day | None = None
    issuer: Text | None = None
    note: Text | None = None
    paragraphs: tuple[ParagraphSeed, ...] = ()


class SourcesFile(SeedModel):
    sources: tuple[SourceSeed, ...]


class PlanRef(SeedModel):
    """One end of a dependency: the number of something in the plan, or something outside it in words."""

    number: Code | None = None
    outside: Text | None = None


def _end(value: Any) -> Any:
    if isinstance(value, str):
        return {"number": value}
    if isinstance(value, dict):
        return {"outside": value}
    raise ValueError("must be a number in quotes (a measure, milestone or clause) or a text in kk, ru, en")


End = Annotated[PlanRef, BeforeValidator(_end)]


class DependencySeed(SeedModel):
    code: Code
    from_: End = Field(alias="from")
    to: End
    strength: Literal["stated", "inferred", "assumed", "contradictory"]
    kind: Literal["condition", "logical", "external", "organisational", "context"]
    text: Text
    source: Code | None = None
    paragraph: Words | None = None


class DependenciesFile(SeedModel):
    dependencies: tuple[DependencySeed, ...]


class RiskSeed(SeedModel):
    """No measures means all of them. The owner is a suggestion of ours, never a duty."""

    code: Code
    measures: tuple[Number, ...] = ()
    text: Text
    source: Code | None = None
    paragraph: Words | None = None
    suggested_owner: Text | None = None


class RisksFile(SeedModel):
    risks: tuple[RiskSeed, ...]


class PointSeed(SeedModel):
    """One figure as the source states it; ``share`` is the stated percentage, never a computed one."""

    label: Label
    on: Day | None = None
    value: Quantity | None = None
    share: Percentage | None = None
    approximate: Flag = False
    category: Code | None = None
    flag: Text | None = None


class CategorySeed(SeedModel):
    code: Code
    label: Label


class IndicatorSeed(SeedModel):
    """``listed``: what the source enumerates beside a figure, such as the countries it counts.

    ``organisation``: whose coordinators add readings; without it any of the road map's.
    """

    code: Code
    title: Text
    unit: Text
    origin: Literal["letter", "proposed"]
    source: Code | None = None
    paragraph: Words | None = None
    kind: Literal["series", "by_category", "single"]
    as_of: Text | None = None
    caution: Text | None = None
    points: tuple[PointSeed, ...] = ()
    stated_total: Quantity | None = None
    no_data_note: Text | None = None
    listed: tuple[CategorySeed, ...] = ()
    organisation: Code | None = None

    @model_validator(mode="after")
    def _shape_fits_the_kind(self) -> "IndicatorSeed":
        if self.kind == "single" and len(self.points) > 1:
            raise ValueError("a single indicator has at most one point")
        if self.kind == "by_category" and any(point.category is None for point in self.points):
            raise ValueError("every point of an indicator by category needs 'category'")
        if not self.points and self.no_data_note is None:
            raise ValueError("an indicator without points needs 'no_data_note'")
        return self


class IndicatorsFile(SeedModel):
    indicators: tuple[IndicatorSeed, ...]


class DiscrepancySeed(SeedModel):
    """Something in the source that does not fit together, and how the program treats it."""

    code: Code
    where: tuple[Words, ...] = ()
    source: Code | None = None
    text: Text
    treatment: Text
    indicator: Code | None = None
    measure: Number | None = None


class DiscrepanciesFile(SeedModel):
    discrepancies: tuple[DiscrepancySeed, ...]


class DevelopmentSeed(SeedModel):
    """What a public source said later about a measure; never part of its status.

    ``dated`` is a year, a month or a day (2021, 2021-09, 2021-09-14): as exact as the source is.
    """

    measure: Number
    dated: Annotated[str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
    text: Text
    source_note: Words


class NotesFile(SeedModel):
    notes: tuple[DevelopmentSeed, ...]
