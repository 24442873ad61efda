"""What can be wrong with a seed folder, in words somebody can act on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import ErrorDetails


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: the file relative to the seed folder, the line (from 1), the reason in English."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class SeedError(Exception):
    """The folder was refused as a whole; ``problems`` holds everything found, in order of file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


_REASONS: Mapping[str, str] = {
    "missing": "{field} is missing",
    "extra_forbidden": "unknown field {field}",
    "string_type": "{field} must be text; put a number or true/false in quotes",
    "string_too_short": "{field} is empty",
    "string_too_long": "{field} is longer than {max_length} characters",
    "int_type": "{field} must be a whole number without quotes",
    "bool_type": "{field} must be true or false",
    "literal_error": "{field} must be {expected}",
    "model_type": "{field} must be a mapping of fields",
    "model_attributes_type": "{field} must be a mapping of fields",
    "tuple_type": "{field} must be a list",
    "too_short": "{field} must have at least {min_length} entries",
    "greater_than_equal": "{field} must be {ge} or more",
    "less_than_equal": "{field} must be {le} or less",
    "string_pattern_mismatch": "{field} is not written as it must be (the pattern is {pattern})",
}


def plain_reason(error: ErrorDetails) -> str:
    """What pydantic found, as a sentence about the field."""
    context: dict[str, Any] = error.get("ctx", {})
    field = _field(error["loc"])
    if error["type"] == "value_error":
        return f"{field}: {context['error']}"
    if error["type"] in _REASONS:
        return _REASONS[error["type"]].format(field=field, **context)
    return f"{field}: {error['msg']}"


def _field(path: tuple[str | int, ...]) -> str:
    """The innermost field of a path by name: ("clauses", 0) reads "entry 1 of 'clauses'"."""
    if not path:
        return "the file"
    last = path[-1]
    if isinstance(last, str):
        return f"'{last}'"
    return f"entry {last + 1} of {_field(path[:-1])}"
