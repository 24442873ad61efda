"""Indicators side by side and in time, as places and lengths in per cent. Every scale begins at nought.

A blank stays a gap. A line leads only from figure to figure where ``may_join`` says so. Words are for ``web``; a
picture and its table are made from the same figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from roadmap.domain.facts import ReadingFact
from roadmap.domain.indicators import Indicator, IndicatorKind, Point, Sample, may_join
from roadmap.domain.ledger import Entry

# The outermost places are left free, so that a figure written above its mark is not cut off.
_FIRST, _LAST = 8.0, 92.0
# A point of one year and one of the next, or of two neighbouring days: more words than this would overlap.
_WORDS_APART = 14.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A stated point and its length in per cent of the longest; ``None`` where the source is blank."""

    point: Point
    length: float | None


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure of a day. ``at`` is its place from the left, ``height`` its height, both in per cent.

    ``worded``: there is room to write the figure above it.
    """

    sample: Sample
    at: float
    height: float
    worded: bool


@dataclass(frozen=True, slots=True)
class TimePicture:
    """The figures that have a day, in the order of their days, and the pairs between which a line leads."""

    spots: tuple[Spot, ...]
    lines: tuple[tuple[Spot, Spot], ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Figures:
    """One indicator with what is drawn of it: bars of what is stated, and a picture in time once there are readings."""

    indicator: Indicator
    readings: tuple[Entry[ReadingFact], ...]
    bars: tuple[Bar, ...]
    in_time: TimePicture | None

    @property
    def last_reading(self) -> Entry[ReadingFact] | None:
        """The reading of the latest day."""
        return self.readings[-1] if self.readings else None


def figures_of(indicator: Indicator, readings: Sequence[Entry[ReadingFact]] = ()) -> Figures:
    """What is drawn of an indicator; ``readings`` are in the order of their days."""
    bars = _bars(indicator.points) if len(indicator.points) > 1 else ()
    return Figures(indicator, tuple(readings), bars, _in_time(_samples(indicator, readings)) if readings else None)


def _bars(points: Sequence[Point]) -> tuple[Bar, ...]:
    longest = max((point.value for point in points if point.value is not None), default=Decimal(0))
    return tuple(Bar(point, _part(point.value, longest)) for point in points)


def _part(value: Decimal | None, of: Decimal) -> float | None:
    if value is None:
        return None
    return round(float(100 * value / of), 2) if of else 0.0


def _samples(indicator: Indicator, readings: Sequence[Entry[ReadingFact]]) -> list[Sample]:
    source = indicator.reference.source_code if indicator.reference else ""
    stated = [
        Sample((indicator.code, source), point.on, point.value, point.label, stated=True, approximate=point.approximate)
        for point in indicator.points
        if indicator.kind is not IndicatorKind.BY_CATEGORY
    ]
    read = [Sample((indicator.code, each.fact.source.casefold()), each.fact.on, each.fact.value) for each in readings]
    return [*stated, *read]


def _in_time(samples: Sequence[Sample]) -> TimePicture | None:
    """Figures without a day have no place in time, and stand among the bars only."""
    dated = sorted(
        ((each.on, each.value, each) for each in samples if each.on and each.value is not None),
        key=lambda found: (found[0], not found[2].stated),
    )
    if len(dated) < 2:
        return None
    first, last = dated[0][0], dated[-1][0]
    days = (last - first).days or 1
    greatest = max(value for _, value, _ in dated)
    spots: list[Spot] = []
    for on, value, sample in dated:
        at = round(_FIRST + (_LAST - _FIRST) * (on - first).days / days, 2)
        worded = not spots or at - max((s.at for s in spots if s.worded), default=0.0) >= _WORDS_APART
        spots.append(Spot(sample, at, _part(value, greatest) or 0.0, worded))
    lines = tuple((one, then) for one, then in pairwise(spots) if may_join(one.sample, then.sample))
    return TimePicture(tuple(spots), lines, first, last)
