"""What a controller may write into a plan: the proposals that the forms make, and what stands against each.

Nothing here says how far anything has come, when it is due or who answers for it: that is in the ledger.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from roadmap.domain.objections import Objection
from roadmap.domain.plain_text import misplaced_in, says_something
from roadmap.domain.plan import ClauseLink, ExecutorBasis, Holder, Relation, SourceReference
from roadmap.domain.text import NO_TEXT, LocalizedText

LONGEST_TITLE, LONGEST_WORDS = 500, 5000
# It stands in headings, on a phone too.
LONGEST_SHORT_TITLE = 80
SMALLEST_WEIGHT, GREATEST_WEIGHT = 1, 100

_NUMBER = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){0,3}")
_CODE = re.compile(r"[0-9A-Za-zА-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі][0-9A-Za-zА-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі._-]{0,19}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_SLUG = 60
# These would be read as pages of their own, or taken for one.
_RESERVED_SLUGS = frozenset({"new"})

Found = Iterator[Objection]


@dataclass(frozen=True, slots=True)
class ProposedRoadmap:
    """The fields of a road map that its controller sets."""

    title: LocalizedText
    developer: LocalizedText
    timezone: str
    calendar: str
    decider_code: str | None = None
    short_title: LocalizedText = NO_TEXT


@dataclass(frozen=True, slots=True)
class ProposedMeasure:
    """A measure without its parts. ``references`` are the paragraphs that it rests on."""

    number: str
    title: LocalizedText
    wording: LocalizedText = NO_TEXT
    completion_form: LocalizedText = NO_TEXT
    funding: LocalizedText = NO_TEXT
    decider_code: str | None = None
    references: tuple[SourceReference, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedExecutor:
    """An organisation on a measure, by its code."""

    organisation: str
    is_lead: bool
    basis: ExecutorBasis
    by_agreement: bool = False
    note: LocalizedText = NO_TEXT


@dataclass(frozen=True, slots=True)
class ProposedExecutors:
    """The organisations on a measure, in their order; the first leads."""

    executors: tuple[ProposedExecutor, ...]


@dataclass(frozen=True, slots=True)
class ProposedClause:
    """One part of a measure's wording that can be complete by itself."""

    code: str
    text: LocalizedText


@dataclass(frozen=True, slots=True)
class ProposedMilestone:
    """A milestone without its dates. ``weight`` is ``None`` where what was typed is no whole number."""

    number: str
    title: LocalizedText
    completion_form: LocalizedText = NO_TEXT
    weight: int | None = 1
    holder: Holder = Holder.US
    counterparty: LocalizedText = NO_TEXT
    beyond_wording: bool = False
    links: tuple[ClauseLink, ...] = ()


Proposal = ProposedRoadmap | ProposedMeasure | ProposedExecutors | ProposedClause | ProposedMilestone


def objections_to_slug(slug: str, taken: Collection[str]) -> list[Objection]:
    """A short name is made of small Latin letters, figures and hyphens, and belongs to one road map."""
    if not slug:
        return [Objection("slug", "required")]
    if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST_SLUG or slug in _RESERVED_SLUGS:
        return [Objection("slug", "slug", {"limit": _LONGEST_SLUG})]
    return [Objection("slug", "taken")] if slug in taken else []


def objections_to_roadmap(
    proposed: ProposedRoadmap, zones: Collection[str], calendars: Collection[str], deciders: Collection[str]
) -> list[Objection]:
    """What is wrong with a road map's fields; the collections are what may be chosen."""
    return [
        *text_objections("title", proposed.title, LONGEST_TITLE, required=True, one_line=True),
        *text_objections("short_title", proposed.short_title, LONGEST_SHORT_TITLE, one_line=True),
        *text_objections("developer", proposed.developer, LONGEST_TITLE, one_line=True),
        *_chosen("timezone", proposed.timezone, zones),
        *_chosen("calendar", proposed.calendar, calendars),
        *_chosen("decider_code", proposed.decider_code, deciders, required=False),
    ]


def objections_to_measure(
    proposed: ProposedMeasure, taken: Collection[str], deciders: Collection[str]
) -> list[Objection]:
    """What is wrong with a measure; ``taken`` are the numbers of the others in its road map."""
    return [
        *number_objections("number", proposed.number, taken),
        *text_objections("title", proposed.title, LONGEST_TITLE, required=True, one_line=True),
        *text_objections("wording", proposed.wording, LONGEST_WORDS),
        *text_objections("completion_form", proposed.completion_form, LONGEST_TITLE, one_line=True),
        *text_objections("funding", proposed.funding, LONGEST_TITLE, one_line=True),
        *_chosen("decider_code", proposed.decider_code, deciders, required=False),
    ]


def objections_to_executors(proposed: Sequence[ProposedExecutor], known: Collection[str]) -> list[Objection]:
    """Exactly one organisation leads, the first, and none stands twice. A measure may still be without any.

    ``known`` are the codes of the organisations. The field of an objection names the row: "executors-0".
    """
    seen: set[str] = set()
    found = []
    for place, executor in enumerate(proposed):
        field = f"executors-{place}"
        if executor.organisation not in known:
            found.append(Objection(f"{field}-organisation", "unknown"))
        elif executor.organisation in seen:
            found.append(Objection(f"{field}-organisation", "twice"))
        seen.add(executor.organisation)
        found += text_objections(f"{field}-note", executor.note, LONGEST_TITLE, one_line=True)
    leads = [place for place, executor in enumerate(proposed) if executor.is_lead]
    if proposed and len(leads) != 1:
        found.append(Objection("lead", "one_lead"))
    elif leads and leads[0] != 0:
        found.append(Objection("lead", "lead_first"))
    return found


def objections_to_clause(proposed: ProposedClause, taken: Collection[str]) -> list[Objection]:
    """A clause has a code of its own within its measure, and words."""
    found = list(text_objections("text", proposed.text, LONGEST_WORDS, required=True))
    if not proposed.code:
        found.append(Objection("code", "required"))
    elif not _CODE.fullmatch(proposed.code):
        found.append(Objection("code", "clause_code"))
    elif proposed.code in taken:
        found.append(Objection("code", "taken"))
    return found


def objections_to_milestone(
    proposed: ProposedMilestone, taken: Collection[str], clauses: Collection[str]
) -> list[Objection]:
    """What is wrong with a milestone; ``taken`` are the numbers of the others, ``clauses`` the codes of its measure."""
    return [
        *number_objections("number", proposed.number, taken),
        *text_objections("title", proposed.title, LONGEST_TITLE, required=True, one_line=True),
        *text_objections("completion_form", proposed.completion_form, LONGEST_TITLE, one_line=True),
        *_weight(proposed.weight),
        *_holder(proposed),
        *text_objections("counterparty", proposed.counterparty, LONGEST_TITLE, one_line=True),
        *_links(proposed, clauses),
    ]


def _weight(weight: int | None) -> Found:
    if weight is None or not SMALLEST_WEIGHT <= weight <= GREATEST_WEIGHT:
        yield Objection("weight", "weight", {"first": SMALLEST_WEIGHT, "last": GREATEST_WEIGHT})


def _holder(proposed: ProposedMilestone) -> Found:
    if proposed.holder is Holder.COUNTERPARTY and not proposed.counterparty:
        yield Objection("counterparty", "counterparty")
    if proposed.holder is Holder.US and proposed.counterparty:
        yield Objection("counterparty", "no_counterparty")


def _links(proposed: ProposedMilestone, clauses: Collection[str]) -> Found:
    for link in proposed.links:
        if link.clause_code not in clauses:
            yield Objection("links", "unknown")
    beyond = {link.relation is Relation.BEYOND for link in proposed.links}
    if beyond and beyond != {proposed.beyond_wording}:
        yield Objection("beyond_wording", "beyond")


def number_objections(field: str, number: str, taken: Collection[str]) -> Found:
    """A number is one to four groups of figures with points between, such as 2 or 2.5, and nobody else's."""
    if not number:
        yield Objection(field, "required")
    elif not _NUMBER.fullmatch(number):
        yield Objection(field, "number")
    elif number in taken:
        yield Objection(field, "taken")


def text_objections(
    field: str, text: LocalizedText, limit: int, *, required: bool = False, one_line: bool = False
) -> Found:
    """Words in at least one of three languages where they are required, not too long, without hidden characters."""
    if required and not any(says_something(words) for words in text.as_dict().values()):
        yield Objection(field, "one_language")
    for code, words in text.as_dict().items():
        yield from line_objections(f"{field}-{code}", words, limit, one_line=one_line)


def line_objections(field: str, words: str, limit: int, *, required: bool = False, one_line: bool = True) -> Found:
    """The same for a text in one language."""
    if required and not says_something(words):
        yield Objection(field, "required")
    if len(words) > limit:
        yield Objection(field, "too_long", {"limit": limit})
    if at := misplaced_in(words, one_line=one_line):
        yield Objection(field, "misplaced", {"line": at.line, "position": at.position})


def _chosen(field: str, chosen: str | None, offered: Collection[str], *, required: bool = True) -> Found:
    if not chosen:
        if required:
            yield Objection(field, "required")
    elif chosen not in offered:
        yield Objection(field, "unknown")


def next_number(numbers: Collection[str], within: str = "") -> str:
    """The number that a further measure, or a further milestone of measure ``within``, would naturally have."""
    start = f"{within}." if within else ""
    last = [each.removeprefix(start) for each in numbers if each.startswith(start)]
    return start + str(max((int(each) for each in last if each.isascii() and each.isdigit()), default=0) + 1)


def next_clause_code(codes: Collection[str], measure: str) -> str:
    """The code that a further clause would naturally have: 2a, 2b, … ; after 2z nothing is suggested."""
    letters = (chr(letter) for letter in range(ord("a"), ord("z") + 1))
    return next((f"{measure}{letter}" for letter in letters if f"{measure}{letter}" not in codes), "")
