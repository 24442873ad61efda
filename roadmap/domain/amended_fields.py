"""How the values that an amendment keeps are read back into the plan, field by field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from roadmap.domain.plan import ClauseLink, Holder, Origin, Relation, SourceReference
from roadmap.domain.text import NO_TEXT, LocalizedText


def with_values(today: Any, values: Mapping[str, Any], readers: Mapping[str, Callable[[Any], Any]]) -> Any:
    """The object with the fields of that time; a field that is not shown anywhere is left out."""
    read = {name: readers[name](value) for name, value in values.items() if name in readers and value is not None}
    emptied = {
        name: _EMPTY[readers[name]] for name, value in values.items() if value is None and readers.get(name) in _EMPTY
    }
    return replace(today, **read, **emptied)


def text_of(stored: Mapping[str, str] | None) -> LocalizedText:
    """A text in up to three languages."""
    return LocalizedText(**stored) if stored else NO_TEXT


def _code(stored: str | None) -> str | None:
    return stored


def _links(stored: Sequence[Sequence[str]] | None) -> tuple[ClauseLink, ...]:
    return tuple(ClauseLink(code, Relation(relation)) for code, relation in stored or ())


def _references(stored: Sequence[Sequence[str]] | None) -> tuple[SourceReference, ...]:
    return tuple(SourceReference(source, paragraph) for source, paragraph in stored or ())


# What a field is that had no value then; a field of any other kind always had one.
_EMPTY: dict[Callable[[Any], Any] | None, Any] = {text_of: NO_TEXT, _code: None}
# How the stored value of a field is read back, for each kind of element; the values are those of the plan's rows.
OF_ROADMAP: dict[str, Callable[[Any], Any]] = {
    "title": text_of,
    "short_title": text_of,
    "title_origin": Origin,
    "timezone": str,
    "calendar": str,
    "decider_code": _code,
}
OF_MEASURE: dict[str, Callable[[Any], Any]] = {
    "number": str,
    "title": text_of,
    "wording": text_of,
    "completion_form": text_of,
    "funding": text_of,
    "origin": Origin,
    "references": _references,
    "decider_code": _code,
}
OF_CLAUSE: dict[str, Callable[[Any], Any]] = {"text": text_of}
OF_MILESTONE: dict[str, Callable[[Any], Any]] = {
    "number": str,
    "title": text_of,
    "completion_form": text_of,
    "counterparty": text_of,
    "weight": int,
    "holder": Holder,
    "origin": Origin,
    "beyond_wording": bool,
    "links": _links,
}
