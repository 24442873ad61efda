"""Exceptions to Monday-Friday in a seed folder, and the overrides that win over them."""

from collections.abc import Iterable
from itertools import groupby
from typing import Annotated

from pydantic import Field, model_validator

from roadmap.store.seedfiles.base import ActSeed, Code, Day, Flag, SeedModel, Text, Words


class DaySeed(SeedModel):
    """A day that differs from Monday-Friday, or one said outright to be a working day, with the reason."""

    on: Day
    working: Flag
    reason: Text
    act: ActSeed | None = None
    source_note: Words | None = None


class DaysSeed(SeedModel):
    """One calendar's exceptions in one year, in order of date."""

    calendar: Code
    year: Annotated[int, Field(strict=True, ge=1990, le=2200)]
    days: tuple[DaySeed, ...]

    @model_validator(mode="after")
    def _days_lie_in_the_year(self) -> "DaysSeed":
        for day in self.days:
            if day.on.year != self.year:
                raise ValueError(f"{day.on} does not lie in {self.year}")
        return self


class OverridesFile(SeedModel):
    """Corrections by hand, for any year."""

    calendar: Code
    days: tuple[DaySeed, ...]


def with_overrides(years: Iterable[DaysSeed], overrides: OverridesFile | None) -> tuple[DaysSeed, ...]:
    """Every year with its corrections; where both speak of a day the correction stands alone."""
    days = {(year.calendar, day.on): day for year in years for day in year.days}
    empty = {(year.calendar, year.year) for year in years if not year.days}
    if overrides is not None:
        days.update({(overrides.calendar, day.on): day for day in overrides.days})
    ordered = sorted(days.items(), key=lambda item: item[0])
    grouped = groupby(ordered, key=lambda item: (item[0][0], item[0][1].year))
    merged = {key: tuple(day for _, day in group) for key, group in grouped}
    merged |= {key: () for key in empty if key not in merged}
    return tuple(DaysSeed(calendar=key[0], year=key[1], days=merged[key]) for key in sorted(merged))
