"""What every schema begins from, and the kinds of value that they share."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from roadmap.domain.plain_text import misplaced_in
from roadmap.domain.text import LocalizedText
from roadmap.store.chain import moment_text
from roadmap.web.fields import one_line, tidied

OBJECTED = "bad_character"
"""The code of what is well formed as JSON and still may not be written."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Answer(BaseModel):
    """What is answered: nothing stands in it that is not described."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class Sent(BaseModel):
    """What is sent: exactly as described. Numbers are no texts, and what is not described is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class NoQuery(Sent):
    """Nothing is asked for in the query."""


def _day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("a day is written as 2026-11-23")
    return date.fromisoformat(value)


def _whole(value: Any) -> Any:
    # JSON knows one kind of number: 80.0 is 80.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _from_query(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 11 else value


Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, PlainSerializer(moment_text, return_type=str)]
"""A moment in UTC, to the microsecond."""
# The bounds come first: what stands behind a validator of ours is not in the document.
Figure = Annotated[int, Field(ge=0, le=999_999), BeforeValidator(_whole)]
Seq = Annotated[int, Field(ge=0, le=2**31 - 1), BeforeValidator(_whole)]
"""The number of a line of the ledger."""
SeqInQuery = Annotated[int, Field(ge=0, le=2**31 - 1), BeforeValidator(_from_query)]
LimitInQuery = Annotated[int, Field(ge=1, le=500), BeforeValidator(_from_query)]
YearInQuery = Annotated[int, Field(ge=2000, le=2100), BeforeValidator(_from_query)]


def _text(value: str) -> str:
    return _placed(tidied(value), one=False)


def _one_line(value: str) -> str:
    return _placed(one_line(value), one=True)


def _placed(text: str, *, one: bool) -> str:
    if found := misplaced_in(text, one_line=one):
        where = {"line": found.line, "position": found.position}
        raise PydanticCustomError(OBJECTED, "A character is not allowed: line {line}, position {position}.", where)
    return text


Line = Annotated[str, AfterValidator(_text)]
"""A text as it is kept: letters composed, one kind of line break, no white at its ends."""
OneLine = Annotated[str, AfterValidator(_one_line)]
"""The same on one line."""


class Text(Answer):
    """The same statement in up to three languages; a language that is not there is null."""

    kk: str | None = None
    ru: str | None = None
    en: str | None = None


def text_of(text: LocalizedText) -> Text:
    """The text in all its languages."""
    return Text(kk=text.kk, ru=text.ru, en=text.en)


class SentText(Sent):
    """A statement in one language or several."""

    kk: Line | None = None
    ru: Line | None = None
    en: Line | None = None

    @property
    def localized(self) -> LocalizedText:
        """As the domain speaks of it: no text is none."""
        return LocalizedText(self.kk or None, self.ru or None, self.en or None)


class AsOf(Sent):
    """Which day, and as known when."""

    on: Day | None = Field(None, description="The day to look at; today if none is given. Not later than today.")
    known: str | None = Field(
        None,
        description="Only what was recorded by this moment counts: 2026-11-23T14:00:00Z, or with another offset.",
        json_schema_extra={"format": "date-time"},
    )
