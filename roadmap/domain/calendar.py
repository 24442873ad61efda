"""Working days: Monday to Friday, except where the table of days says otherwise.

Days off are moved by Government acts, so that some Saturdays are worked (Labour Code, art. 85(3)); a term that ends on
a day off ends on the next working day.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class WorkingCalendar:
    """Answers which days are worked. ``exceptions`` maps a day to whether it is worked; other days follow the week."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Whether ``day`` is worked."""
        return self.exceptions.get(day, day.weekday() < _SATURDAY)

    def on_or_after(self, day: date) -> date:
        """``day`` itself if it is worked, else the next working day."""
        while not self.is_working(day) and day < date.max:
            day += _ONE_DAY
        return day

    def on_or_before(self, day: date) -> date:
        """``day`` itself if it is worked, else the working day before it."""
        while not self.is_working(day) and day > date.min:
            day -= _ONE_DAY
        return day

    def add(self, day: date, count: int) -> date:
        """The working day that lies ``count`` working days after ``day`` (before it, when ``count`` is negative)."""
        step = _ONE_DAY if count >= 0 else -_ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and with ``end``; negative when ``end`` lies before ``start``."""
        if end < start:
            return -self.between(end, start)
        span = (end - start).days
        whole_weeks, rest = divmod(span, 7)
        usual = whole_weeks * _SATURDAY
        usual += sum((start.weekday() + offset) % 7 < _SATURDAY for offset in range(1, rest + 1))
        return usual + self._correction_until(end) - self._correction_until(start)

    def _correction_until(self, day: date) -> int:
        """How many more days than a plain week gives were worked up to and with ``day``."""
        days, sums = self._running
        position = bisect_right(days, day)
        return sums[position - 1] if position else 0

    @property
    def _running(self) -> tuple[list[date], list[int]]:
        cached: tuple[list[date], list[int]] | None = self.__dict__.get("_running_sums")
        if cached is None:
            days, sums, total = [], [], 0
            for day in sorted(self.exceptions):
                total += int(self.exceptions[day]) - int(day.weekday() < _SATURDAY)
                days.append(day)
                sums.append(total)
            cached = (days, sums)
            # The dataclass is frozen; the sums are a remembered answer, not state.
            self.__dict__["_running_sums"] = cached
        return cached
