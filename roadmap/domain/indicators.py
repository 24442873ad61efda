"""Outcome indicators as their sources state them. Series of different definitions are never joined or recomputed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from roadmap.domain.plan import Origin, SourceReference
from roadmap.domain.text import NO_TEXT, LocalizedText


class IndicatorKind(StrEnum):
    """How the points of an indicator stand to each other: in time, side by side, or there is but one."""

    SERIES = "series"
    BY_CATEGORY = "by_category"
    SINGLE = "single"


@dataclass(frozen=True, slots=True)
class Point:
    """One stated figure. ``label`` is the source's own word for time or category; ``share`` is in per cent."""

    label: LocalizedText
    on: date | None
    value: Decimal | None
    share: Decimal | None
    approximate: bool
    flag: LocalizedText


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is counted, with the caution that belongs to it. Without points the source has no data: a blank.

    ``as_of`` is the time that the source gives for all points; ``listed`` is what it enumerates beside the figure.
    ``owner_id`` is the number of the organisation whose coordinators read it off; ``None``: any of the road map's.
    """

    id: int
    code: str
    title: LocalizedText
    unit: LocalizedText
    origin: Origin
    kind: IndicatorKind
    reference: SourceReference | None
    as_of: LocalizedText
    caution: LocalizedText
    no_data_note: LocalizedText
    stated_total: Decimal | None
    points: tuple[Point, ...]
    listed: tuple[LocalizedText, ...] = ()
    owner_id: int | None = None

    @property
    def has_shares(self) -> bool:
        """Whether the source states shares."""
        return any(point.share is not None for point in self.points)


@dataclass(frozen=True, slots=True)
class Sample:
    """A figure as it can be drawn. ``series`` says by whose definition it is: of which indicator, from which source.

    ``stated``: it is one of the points that the indicator began with, and no later reading.
    """

    series: tuple[str, str]
    on: date | None
    value: Decimal | None
    label: LocalizedText = NO_TEXT
    stated: bool = False
    approximate: bool = False


def may_join(first: Sample, second: Sample) -> bool:
    """Whether a line may lead from one figure to the other.

    Only between two exact figures of one definition, each with its day: a line says how much lay between them, and
    nobody knows that of two sources that count otherwise, of a blank, or of a figure whose day is not given.
    """
    exact = all(each.on and each.value is not None and not each.approximate for each in (first, second))
    return exact and (first.series, first.stated) == (second.series, second.stated)
