"""What a controller may write down around a plan: sources, bases, dependencies, risks and later developments.

None of it is part of the plan or of any status. Around an adopted plan a change of it is an amendment all the same: a
line of the ledger with what stood there before and what it rests on.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from roadmap.domain.context import Strength
from roadmap.domain.days import FIRST_YEAR, LAST_YEAR, within_calendar
from roadmap.domain.facts import Element
from roadmap.domain.objections import Objection
from roadmap.domain.plan import SourceReference
from roadmap.domain.planning import LONGEST_TITLE, LONGEST_WORDS, line_objections, text_objections
from roadmap.domain.text import NO_TEXT, LocalizedText

LONGEST_PARAGRAPH = 20_000
_PARAGRAPH_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,19}")
_DATED = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

Found = Iterator[Objection]


@dataclass(frozen=True, slots=True)
class ProposedSource:
    """A document that the road map is taken from, without its paragraphs."""

    title: LocalizedText
    issuer: LocalizedText = NO_TEXT
    number: str = ""
    dated_on: date | None = None
    note: LocalizedText = NO_TEXT


@dataclass(frozen=True, slots=True)
class ProposedParagraph:
    """A paragraph of a source, in its own words."""

    source: str
    number: str
    text: LocalizedText


@dataclass(frozen=True, slots=True)
class ProposedBasis:
    """An instruction that the road map rests on, or that stands in its background."""

    who: LocalizedText
    what: LocalizedText
    number: str = ""
    dated_on: date | None = None
    reference: SourceReference | None = None
    background_only: bool = False


@dataclass(frozen=True, slots=True)
class ProposedDependency:
    """That one thing waits for another. Each end is a measure, by its number (id), or only words."""

    from_measure_id: int | None
    from_label: LocalizedText
    to_measure_id: int | None
    to_label: LocalizedText
    strength: Strength | None
    text: LocalizedText = NO_TEXT
    reference: SourceReference | None = None


@dataclass(frozen=True, slots=True)
class ProposedRisk:
    """A risk or constraint; without measures it concerns the whole road map."""

    text: LocalizedText
    suggested_owner: LocalizedText = NO_TEXT
    measure_ids: frozenset[int] = frozenset()
    reference: SourceReference | None = None


@dataclass(frozen=True, slots=True)
class ProposedDevelopment:
    """What a public source said later about a measure."""

    measure_id: int | None
    dated: str
    text: LocalizedText
    source_note: str


Surrounding = (
    ProposedSource | ProposedParagraph | ProposedBasis | ProposedDependency | ProposedRisk | ProposedDevelopment
)


ELEMENTS: dict[type[Surrounding], Element] = {
    ProposedSource: Element.SOURCE,
    ProposedParagraph: Element.PARAGRAPH,
    ProposedBasis: Element.BASIS,
    ProposedDependency: Element.DEPENDENCY,
    ProposedRisk: Element.RISK,
    ProposedDevelopment: Element.DEVELOPMENT,
}


def fingerprint(values: Surrounding) -> str:
    """What a form carries of something, to notice that somebody has changed it meanwhile."""
    return sha256(repr(values).encode()).hexdigest()[:16]


def objections_to_surrounding(values: Surrounding, measures: Collection[int], today: date) -> list[Objection]:
    """Everything that stands against it; ``measures`` are the numbers (ids) of the road map's measures."""
    return list(_objections(values, measures, today))


def _objections(values: Surrounding, measures: Collection[int], today: date) -> Found:
    match values:
        case ProposedSource():
            yield from text_objections("title", values.title, LONGEST_TITLE, required=True, one_line=True)
            yield from text_objections("issuer", values.issuer, LONGEST_TITLE, one_line=True)
            yield from line_objections("number", values.number, LONGEST_TITLE)
            yield from _day("dated_on", values.dated_on)
            yield from text_objections("note", values.note, LONGEST_WORDS)
        case ProposedParagraph():
            yield from _paragraph(values)
        case ProposedBasis():
            yield from text_objections("who", values.who, LONGEST_TITLE, required=True, one_line=True)
            yield from text_objections("what", values.what, LONGEST_WORDS, required=True)
            yield from line_objections("number", values.number, LONGEST_TITLE)
            yield from _day("dated_on", values.dated_on)
        case ProposedDependency():
            yield from _dependency(values)
        case ProposedRisk():
            yield from text_objections("text", values.text, LONGEST_WORDS, required=True)
            yield from text_objections("suggested_owner", values.suggested_owner, LONGEST_TITLE, one_line=True)
        case ProposedDevelopment():
            if values.measure_id not in measures:
                yield Objection("measure_id", "unknown")
            yield from _dated(values.dated, today)
            yield from text_objections("text", values.text, LONGEST_WORDS, required=True)
            yield from line_objections("source_note", values.source_note, LONGEST_TITLE, required=True)


def _paragraph(values: ProposedParagraph) -> Found:
    if not values.source:
        yield Objection("source", "unknown")
    if not values.number:
        yield Objection("number", "required")
    elif not _PARAGRAPH_NUMBER.fullmatch(values.number):
        yield Objection("number", "paragraph_number")
    yield from text_objections("text", values.text, LONGEST_PARAGRAPH, required=True)


def _dependency(values: ProposedDependency) -> Found:
    for end, measure_id, label in (
        ("from", values.from_measure_id, values.from_label),
        ("to", values.to_measure_id, values.to_label),
    ):
        if measure_id is None and not label:
            yield Objection(f"{end}_measure_id", "an_end")
        yield from text_objections(f"{end}_label", label, LONGEST_TITLE, one_line=True)
    same_measure = values.from_measure_id is not None and values.from_measure_id == values.to_measure_id
    if same_measure and values.from_label == values.to_label:
        yield Objection("to_measure_id", "same_ends")
    if values.strength is None:
        yield Objection("strength", "unknown")
    yield from text_objections("text", values.text, LONGEST_WORDS)


def _day(field: str, day: date | None) -> Found:
    if day and not within_calendar(day):
        yield Objection(field, "year", {"first": FIRST_YEAR, "last": LAST_YEAR})


def _dated(dated: str, today: date) -> Found:
    """As exact as the source is: a year, a month or a day, and none that is still to come."""
    found = _DATED.fullmatch(dated)
    try:
        first = date(int(found[1]), int(found[2] or 1), int(found[3] or 1)) if found else None
    except ValueError:
        first = None
    if first is None:
        yield Objection("dated", "dated")
    elif first > today:
        yield Objection("dated", "future", {"day": today})
    else:
        yield from _day("dated", first)
