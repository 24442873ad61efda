"""Amendments of a plan in words: which part, which field, and what it was before and is after."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext

from roadmap.domain.context import Strength
from roadmap.domain.facts import BESIDE_PLAN, AmendmentFact, Element, FieldChange
from roadmap.domain.plan import Holder, Origin, Relation
from roadmap.domain.text import LANGUAGES, LocalizedText
from roadmap.web.locale import words
from roadmap.web.told_notes import Note
from roadmap.web.wording import short_day

_FIELDS: dict[str, LazyString] = {
    "title": lazy_gettext("Title"),
    "short_title": lazy_gettext("Short title"),
    "wording": lazy_gettext("Wording"),
    "completion_form": lazy_gettext("Completion form"),
    "funding": lazy_gettext("Funding"),
    "executors": lazy_gettext("Executors"),
    "text": lazy_gettext("Text"),
    "number": lazy_gettext("Number"),
    "weight": lazy_gettext("Weight"),
    "holder": lazy_gettext("Who holds it"),
    "counterparty": lazy_gettext("Counterparty"),
    "origin": lazy_gettext("Origin"),
    "title_origin": lazy_gettext("Origin of the title"),
    "beyond_wording": lazy_gettext("Beyond the wording"),
    "links": lazy_gettext("Relation to the clauses"),
    "references": lazy_gettext("Paragraphs of the sources"),
    "developer": lazy_gettext("Developed by"),
    "decider_code": lazy_gettext("Who decides"),
    "issuer": lazy_gettext("Issued by"),
    "note": lazy_gettext("Note"),
    "dated_on": lazy_gettext("Date of the document"),
    "source": lazy_gettext("Source"),
    "who": lazy_gettext("Who instructed"),
    "what": lazy_gettext("What was instructed"),
    "reference": lazy_gettext("Where it is said"),
    "background_only": lazy_gettext("It is only the background"),
    "from_measure_id": lazy_gettext("First comes: a measure"),
    "from_label": lazy_gettext("First comes: in words"),
    "to_measure_id": lazy_gettext("What waits for it: a measure"),
    "to_label": lazy_gettext("What waits for it: in words"),
    "strength": lazy_gettext("How it is known"),
    "suggested_owner": lazy_gettext("Suggested owner"),
    "measure_ids": lazy_gettext("Measures that it concerns"),
    "measure_id": lazy_gettext("Measure"),
    "dated": lazy_gettext("When"),
    "source_note": lazy_gettext("Source"),
}
_HOLDERS = {Holder.US: lazy_gettext("Our side"), Holder.COUNTERPARTY: lazy_gettext("Counterparty")}
_ORIGINS = {
    Origin.LETTER: lazy_gettext("Stated in the letter"),
    Origin.PROPOSED: lazy_gettext("Proposed"),
    Origin.ADOPTED: lazy_gettext("Adopted"),
}
_RELATIONS = {
    Relation.COMPLETES: lazy_gettext("completes %(clause)s"),
    Relation.LEADS_TO: lazy_gettext("leads to %(clause)s"),
    Relation.BEYOND: lazy_gettext("beyond the wording of %(clause)s"),
}


_STRENGTHS = {
    Strength.STATED: lazy_gettext("stated"),
    Strength.INFERRED: lazy_gettext("inferred"),
    Strength.ASSUMED: lazy_gettext("assumed"),
    Strength.CONTRADICTORY: lazy_gettext("contradictory"),
}
_ADDED = {
    Element.SOURCE: lazy_gettext("A source was added"),
    Element.PARAGRAPH: lazy_gettext("A paragraph of a source was added"),
    Element.BASIS: lazy_gettext("A basis was added"),
    Element.DEPENDENCY: lazy_gettext("A dependency was added"),
    Element.RISK: lazy_gettext("A risk was added"),
    Element.DEVELOPMENT: lazy_gettext("A later development was noted"),
}
_CHANGED = {
    Element.SOURCE: lazy_gettext("A source was changed"),
    Element.PARAGRAPH: lazy_gettext("A paragraph of a source was changed"),
    Element.BASIS: lazy_gettext("A basis was changed"),
    Element.DEPENDENCY: lazy_gettext("A dependency was changed"),
    Element.RISK: lazy_gettext("A risk was changed"),
    Element.DEVELOPMENT: lazy_gettext("The note on a later development was changed"),
}
# Numbers (ids) of measures, which only some pages can tell by their numbers in the plan.
_UNTOLD = frozenset({"from_measure_id", "to_measure_id", "measure_id", "measure_ids"})


def field_told(name: str) -> str:
    """What a field of the plan is called."""
    return str(_FIELDS.get(name, name))


def amendment_told(fact: AmendmentFact, subject: str) -> str:
    """Which part of the plan was changed or added."""
    if fact.element in BESIDE_PLAN:
        return str((_ADDED if fact.added else _CHANGED)[fact.element])
    if fact.element is Element.CLAUSE:
        if fact.added:
            return gettext("%(subject)s: clause %(code)s was added", subject=subject, code=fact.key)
        return gettext("%(subject)s: clause %(code)s was amended", subject=subject, code=fact.key)
    if fact.added:
        return gettext("%(subject)s: added to the plan", subject=subject)
    return gettext("%(subject)s: the plan was amended", subject=subject)


def changes_of(fact: AmendmentFact, bodies: Mapping[str, str]) -> Iterator[Note]:
    """What each field was and is. Of something new only what it is, where it is anything."""
    for change in fact.changes:
        label = field_told(change.field)
        if change.field in _UNTOLD and change.before != change.after:
            yield from _measures_told(fact, change, label, bodies)
            continue
        before, after = _value(change, change.before, bodies), _value(change, change.after, bodies)
        if fact.added:
            yield Note(label, after, quoted=False)
        elif before != after:
            blank = gettext("blank")
            text = gettext("was “%(before)s”, is “%(after)s”", before=before or blank, after=after or blank)
            yield Note(label, text, quoted=False)


def _measures_told(fact: AmendmentFact, change: FieldChange, label: str, numbers: Mapping[str, str]) -> Iterator[Note]:
    """Which measures are meant, by their numbers in the plan of today, where the page knows these."""
    before, after = _numbers(change.before, numbers), _numbers(change.after, numbers)
    if fact.added:
        yield Note(label, after, quoted=False)
    elif before or after:
        blank = gettext("blank")
        text = gettext("was “%(before)s”, is “%(after)s”", before=before or blank, after=after or blank)
        yield Note(label, text, quoted=False)


def _numbers(stored: str | None, numbers: Mapping[str, str]) -> str:
    value: Any = None if stored is None else json.loads(stored)
    listed = value if isinstance(value, list) else [] if value is None else [value]
    return ", ".join(number for each in listed if (number := numbers.get(f"measure {each}", "")))


def changes_told(fact: AmendmentFact) -> list[Note]:
    """The same for a page that knows no names of bodies."""
    return [note for note in changes_of(fact, {}) if note.text]


def _value(change: FieldChange, stored: str | None, bodies: Mapping[str, str]) -> str:
    value: Any = None if stored is None else json.loads(stored)
    if value is None or value in ({}, []):
        return ""
    match change.field:
        case "executors":
            return "; ".join(bodies.get(each["organisation"], each["organisation"]) for each in value)
        case "links":
            return "; ".join(str(_RELATIONS[Relation(relation)]) % {"clause": code} for code, relation in value)
        case "references":
            return "; ".join(gettext("%(source)s, paragraph %(number)s", source=s, number=n) for s, n in value)
        case "holder":
            return str(_HOLDERS[Holder(value)])
        case "strength":
            return str(_STRENGTHS[Strength(value)])
        case "reference":
            source, number = value
            return gettext("%(source)s, paragraph %(number)s", source=source, number=number)
        case "dated_on":
            return short_day(date.fromisoformat(value))
        case "origin" | "title_origin":
            return str(_ORIGINS[Origin(value)])
        case _:
            return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dict) and set(value) <= set(LANGUAGES):
        return words(LocalizedText(**value))
    return str(value)
