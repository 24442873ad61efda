"""What an edit of a plan changes, field by field, in the one canonical form that the ledger keeps."""

import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from roadmap.domain.days import FIRST_YEAR, LAST_YEAR, within_calendar
from roadmap.domain.facts import Document, FieldChange
from roadmap.domain.objections import Objection
from roadmap.domain.plan import ClauseLink, SourceReference
from roadmap.domain.planning import LONGEST_TITLE, LONGEST_WORDS, Proposal, line_objections
from roadmap.domain.surroundings import Surrounding
from roadmap.domain.text import LocalizedText


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a change of an adopted plan rests on, and since when it is in force."""

    basis: Document
    reason: str
    effective_on: date


@dataclass(frozen=True, slots=True)
class ProposedAmendment:
    """The same as somebody filled it in."""

    basis_number: str
    basis_date: date | None
    reason: str
    effective_on: date | None

    @property
    def amendment(self) -> Amendment:
        """What is meant, where there are no objections."""
        if self.basis_date is None or self.effective_on is None:
            raise ValueError(f"not an amendment that can be written down: {self}")
        return Amendment(Document(self.basis_number, self.basis_date), self.reason, self.effective_on)


def objections_to_amendment(proposed: ProposedAmendment, today: date, not_before: date | None) -> list[Objection]:
    """An amendment names its document and its reason; it is in force today or since an earlier day.

    ``not_before`` is the day of the last amendment of the same part, or of the adoption: an amendment that spoke about
    an earlier day would be undone by the later one.
    """
    found = [
        *line_objections("basis_number", proposed.basis_number, LONGEST_TITLE, required=True),
        *line_objections("reason", proposed.reason, LONGEST_WORDS, required=True, one_line=False),
        *objections_to_past_day("basis_date", proposed.basis_date, today),
        *objections_to_past_day("effective_on", proposed.effective_on, today),
    ]
    if proposed.effective_on and not_before and proposed.effective_on < not_before:
        found.append(Objection("effective_on", "before", {"day": not_before}))
    return found


def objections_to_past_day(field: str, day: date | None, today: date) -> list[Objection]:
    """A day that has to be named and is not in the future."""
    if day is None:
        return [Objection(field, "required")]
    if not within_calendar(day):
        return [Objection(field, "year", {"first": FIRST_YEAR, "last": LAST_YEAR})]
    return [Objection(field, "future", {"day": today})] if day > today else []


def changes_between(before: Proposal | Surrounding | None, after: Proposal | Surrounding) -> tuple[FieldChange, ...]:
    """The fields that differ, in their order; with ``before`` left out, all that say something."""
    found = []
    for field in fields(after):
        was = canonical(getattr(before, field.name)) if before is not None else None
        becomes = canonical(getattr(after, field.name))
        if was != becomes:
            found.append(FieldChange(field.name, was, becomes))
    return tuple(found)


def canonical(value: Any) -> str | None:
    """A value as JSON that is the same for the same value: sorted keys, no spaces. ``None`` for no value."""
    if value is None:
        return None
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, LocalizedText):
        return value.as_dict()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, ClauseLink | SourceReference):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
