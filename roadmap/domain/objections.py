"""Why something that was proposed cannot be written down: the field, a code, and the values its message needs."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Objection:
    """One thing that is wrong. The words for ``code`` are the face's; ``values`` fill them."""

    field: str
    code: str
    values: Mapping[str, str | int | date] = dataclasses.field(default_factory=dict)
