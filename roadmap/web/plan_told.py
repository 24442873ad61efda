"""Amendments of a plan in words: which part, which field, and what it was before and is after."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext

from roadmap.domain.facts import AmendmentFact, Element, FieldChange
from roadmap.domain.plan import Holder, Origin, Relation
from roadmap.domain.text import LANGUAGES, LocalizedText
from roadmap.web.locale import words
from roadmap.web.told_notes import Note

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


def amendment_told(fact: AmendmentFact, subject: str) -> str:
    """Which part of the plan was changed or added."""
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
        label = str(_FIELDS.get(change.field, change.field))
        before, after = _value(change, change.before, bodies), _value(change, change.after, bodies)
        if fact.added:
            yield Note(label, after, quoted=False)
        elif before != after:
            blank = gettext("blank")
            text = gettext("was “%(before)s”, is “%(after)s”", before=before or blank, after=after or blank)
            yield Note(label, text, quoted=False)


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
