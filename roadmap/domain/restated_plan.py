"""What is wrong in a correction of what was said of the plan: of its adoption, or of an amendment."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from roadmap.domain.amendments import PlanLine
from roadmap.domain.corrections import Wrong
from roadmap.domain.facts import AdoptionFact, AmendmentFact, FieldChange
from roadmap.domain.ledger import Statement
from roadmap.domain.objections import Objection
from roadmap.domain.plain_text import says_something
from roadmap.domain.plan_changes import canonical
from roadmap.domain.text import LANGUAGES, LocalizedText

# An element of the plan is told by these; they are never empty.
_NEVER_BLANK = frozenset({"title", "text", "who", "what"})


def objections_to_adoption_restated(
    fact: AdoptionFact, was: AdoptionFact, plan: Sequence[PlanLine]
) -> Iterator[Objection]:
    """The act has a number and a title, and a date on which nothing had been amended yet."""
    for field, text in (("number", fact.act.number), ("title", fact.act.title)):
        if not says_something(text):
            yield Objection(field, Wrong.REQUIRED)
    first = min(_amended_on(was, plan), default=None)
    if first and fact.act.dated_on > first:
        yield Objection("dated_on", Wrong.AMENDED_SINCE, {"day": first})


def _amended_on(adoption: AdoptionFact, plan: Sequence[PlanLine]) -> Iterator[date]:
    """The days of the amendments that count; what the act itself made part of the plan is none."""
    for line in plan:
        fact = line.entry.fact
        if line.corrected_at is None and isinstance(fact, AmendmentFact) and fact.basis != adoption.act:
            yield line.entry.effective_on


def objections_to_amendment_restated(
    fact: AmendmentFact, was: AmendmentFact, effective_on: date, plan: Sequence[PlanLine]
) -> Iterator[Objection]:
    """An amendment has its reason, is in force from the adoption on, and leaves no element without a name."""
    if was.reason and not says_something(fact.reason):
        yield Objection("reason", Wrong.REASON)
    adopted = [
        line.entry.effective_on
        for line in plan
        if line.corrected_at is None and isinstance(line.entry.fact, AdoptionFact)
    ]
    if adopted and effective_on < max(adopted):
        yield Objection("effective_on", Wrong.BEFORE_ADOPTION, {"day": max(adopted)})
    for change in fact.changes:
        text = text_in(change)
        if change.field in _NEVER_BLANK and text is not None and not any(map(says_something, text.as_dict().values())):
            yield Objection(change.field, Wrong.REQUIRED)


def text_in(change: FieldChange) -> LocalizedText | None:
    """What an amended field says after the amendment, if it is a text in up to three languages."""
    for stored in (change.after, change.before):
        value = None if stored is None else json.loads(stored)
        if isinstance(value, dict) and set(value) <= set(LANGUAGES):
            return LocalizedText(**(json.loads(change.after or "{}") or {}))
    return None


def with_text(change: FieldChange, text: LocalizedText) -> FieldChange:
    """The change with another text after it."""
    return replace(change, after=canonical(text))


def following(line: Sequence[Statement], adopted: AdoptionFact) -> list[Statement]:
    """What the line of an adoption says beside it, resting on the act as it is restated."""
    return [
        replace(said, fact=replace(said.fact, basis=adopted.act))
        for said in line
        if isinstance(said.fact, AmendmentFact)
    ]
