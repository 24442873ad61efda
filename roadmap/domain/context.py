"""What stands around the plan: sources, bases, dependencies, risks, later developments and discrepancies.

None of it is part of any status.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from roadmap.domain.plan import SourceReference
from roadmap.domain.text import LocalizedText


class Strength(StrEnum):
    """How a dependency is known: the source says so, it follows, we assume it, or the source contradicts itself."""

    STATED = "stated"
    INFERRED = "inferred"
    ASSUMED = "assumed"
    CONTRADICTORY = "contradictory"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a source, in its own words and its own language."""

    number: str
    text: LocalizedText


@dataclass(frozen=True, slots=True)
class Source:
    """A document that the road map is taken from. A blank number or date is blank in the document."""

    code: str
    title: LocalizedText
    number: str | None
    dated_on: date | None
    issuer: LocalizedText
    note: LocalizedText
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """An instruction that the road map rests on, or that only stands in its background."""

    code: str
    who: LocalizedText
    what: LocalizedText
    dated_on: date | None
    number: str | None
    reference: SourceReference | None
    background_only: bool


@dataclass(frozen=True, slots=True)
class Dependency:
    """That ``to`` waits for ``from``. An end outside the road map has a label and no measure."""

    code: str
    from_measure_id: int | None
    to_measure_id: int | None
    from_label: LocalizedText
    to_label: LocalizedText
    strength: Strength
    text: LocalizedText
    paragraph: str | None

    def concerns(self, measure_id: int) -> bool:
        """Whether the measure stands at either end."""
        return measure_id in (self.from_measure_id, self.to_measure_id)


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk or constraint; without measures it concerns the whole road map. The owner is a suggestion of ours."""

    code: str
    measure_ids: frozenset[int]
    text: LocalizedText
    paragraph: str | None
    suggested_owner: LocalizedText


@dataclass(frozen=True, slots=True)
class Development:
    """What a public source said later about a measure. ``dated`` is as exact as the source is, such as "2023-08"."""

    measure_id: int
    dated: str
    text: LocalizedText
    source_note: str


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Something in the source that does not fit together, and how it is treated: shown, never mended."""

    code: str
    paragraphs: str
    text: LocalizedText
    treatment: LocalizedText
    indicator_id: int | None
    measure_id: int | None


@dataclass(frozen=True, slots=True)
class Context:
    """Everything around one road map, each list in the order of its seeds."""

    sources: tuple[Source, ...]
    bases: tuple[Basis, ...]
    dependencies: tuple[Dependency, ...]
    risks: tuple[Risk, ...]
    developments: tuple[Development, ...]
    discrepancies: tuple[Discrepancy, ...]

    def of_measure(self, measure_id: int) -> "Context":
        """What concerns one measure. The sources stay whole: a measure's page quotes from them."""
        return Context(
            sources=self.sources,
            bases=self.bases,
            dependencies=tuple(each for each in self.dependencies if each.concerns(measure_id)),
            risks=tuple(each for each in self.risks if measure_id in each.measure_ids),
            developments=tuple(each for each in self.developments if each.measure_id == measure_id),
            discrepancies=tuple(each for each in self.discrepancies if each.measure_id == measure_id),
        )

    def source(self, code: str) -> Source | None:
        """The source with this code."""
        return next((source for source in self.sources if source.code == code), None)
