"""What all seed models share: strictness, a text in three languages, codes, dates, an act."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StringConstraints, model_validator

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

LANGUAGES = ("kk", "ru", "en")


def _a_date(value: Any) -> date:
    # Only YYYY-MM-DD: Python's and pydantic's own parsers also take week dates and seconds since 1970.
    if not isinstance(value, str) or not ISO_DATE.fullmatch(value):
        raise ValueError("must be a date written as YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} is not a day of the calendar") from None


def _a_number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise ValueError("must be a number, without quotes, spaces or signs such as %")
    return value


def _label(value: Any) -> Any:
    # A label such as "2018" reads the same in every language and may be written once.
    return dict.fromkeys(LANGUAGES, value) if isinstance(value, str) else value


class SeedModel(BaseModel):
    """Frozen, and a field it does not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}(\.[0-9]{1,4}){0,3}$")]
Day = Annotated[date, BeforeValidator(_a_date)]
Quantity = Annotated[Decimal, BeforeValidator(_a_number), Field(max_digits=18, decimal_places=4)]
Percentage = Annotated[Decimal, BeforeValidator(_a_number), Field(ge=0, le=100, max_digits=9, decimal_places=4)]
Flag = StrictBool
Origin = Literal["letter", "proposed", "adopted"]


class Text(SeedModel):
    """The same words in Kazakh, Russian and English; at least one of them."""

    kk: Words | None = None
    ru: Words | None = None
    en: Words | None = None

    @model_validator(mode="after")
    def _has_a_language(self) -> "Text":
        if not (self.kk or self.ru or self.en):
            raise ValueError("needs at least one of kk, ru, en")
        return self


Label = Annotated[Text, BeforeValidator(_label)]


class ActSeed(SeedModel):
    """A document that decides something: its title, and its number and date where they are known."""

    title: Text
    number: Words | None = None
    dated_on: Day | None = None
