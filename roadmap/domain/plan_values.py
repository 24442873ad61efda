"""How the values that an amendment keeps are read back into what the plan's forms propose."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any, TypeVar

from roadmap.domain.amended_fields import text_of
from roadmap.domain.context import Strength
from roadmap.domain.plan import ClauseLink, ExecutorBasis, Holder, Relation, SourceReference
from roadmap.domain.planning import ProposedExecutor

Proposed = TypeVar("Proposed")

_TEXTS = (
    *("title", "short_title", "wording", "completion_form", "funding", "developer", "text", "counterparty"),
    *("issuer", "note", "who", "what", "from_label", "to_label", "suggested_owner"),
)
# A line of words that says nothing is an empty one.
_LINES = ("number", "code", "timezone", "calendar", "dated", "source_note", "source")
# A field has the same kind of value in every proposal that has it.
_READERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_TEXTS, text_of),
    **dict.fromkeys(_LINES, lambda stored: stored or ""),
    "holder": Holder,
    "links": lambda stored: tuple(ClauseLink(code, Relation(relation)) for code, relation in stored or ()),
    "references": lambda stored: tuple(SourceReference(source, number) for source, number in stored or ()),
    "executors": lambda stored: tuple(_executor(each) for each in stored or ()),
    "reference": lambda stored: SourceReference(*stored) if stored else None,
    "dated_on": lambda stored: date.fromisoformat(stored) if stored else None,
    "strength": lambda stored: Strength(stored) if stored else None,
    "measure_ids": lambda stored: frozenset(stored or ()),
}


def with_stored(proposed: Proposed, values: Mapping[str, Any]) -> Proposed:
    """The proposal with the fields that are named; ``values`` are as ``plan_changes.canonical`` keeps them, parsed.

    What the proposal has no field for, such as the origin, is left out.
    """
    own = {field.name for field in fields(proposed)}  # type: ignore[arg-type]  # Every proposal is a dataclass.
    read = {name: _READERS.get(name, _as_it_is)(value) for name, value in values.items() if name in own}
    return replace(proposed, **read)  # type: ignore[type-var]


def _as_it_is(stored: Any) -> Any:
    return stored


def _executor(stored: Mapping[str, Any]) -> ProposedExecutor:
    return ProposedExecutor(
        stored["organisation"],
        bool(stored.get("is_lead")),
        ExecutorBasis(stored["basis"]),
        bool(stored.get("by_agreement")),
        text_of(stored.get("note")),
    )
