"""Problem details as in RFC 9457, for the document."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from roadmap.api.schemas.base import Answer
from roadmap.api.schemas.lines import LineAnswer


class FieldProblem(Answer):
    """What is wrong with one field; ``values`` are the figures and days that belong to the code."""

    field: str
    code: str
    message: str | None = None
    values: dict[str, Any] | None = None


class Problem(BaseModel):
    """What went wrong. ``code`` and ``type`` stay the same from version to version; words may be made better."""

    model_config = ConfigDict(extra="forbid")
    type: str = Field(json_schema_extra={"format": "uri"})
    title: str
    status: int
    code: str
    detail: str | None = None
    errors: list[FieldProblem] | None = None
    last_line: int | None = Field(None, description="Of a conflict: the last line about the measure.")
    lines: list[LineAnswer] | None = Field(None, description="Of a conflict: what was written meanwhile.")
