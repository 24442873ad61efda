"""Leaving a relay alone that cannot be reached, and going easy on one that says "too much"."""

from collections.abc import Callable
from time import monotonic

FAILURES = 5
PAUSE_SECONDS = 60.0
# A sign-in that is refused again and again can lock the account at the relay; somebody has to change something first.
UNWANTED_SECONDS = 900.0
_SLOWEST_SECONDS, _FIRST_SECONDS = 30.0, 1.0
_FASTER = 0.9


class Breaker:
    """Open after five connections in a row that failed; a minute later one mail is tried ("half open").

    ``clock`` counts seconds and never goes back.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._closed_from = clock()

    @property
    def lets_pass(self) -> bool:
        """Whether the relay may be tried now."""
        return self._clock() >= self._closed_from

    def failed(self) -> None:
        """No line could be had."""
        self._failures += 1
        if self._failures >= FAILURES:
            self._closed_from = self._clock() + PAUSE_SECONDS

    def unwanted(self) -> None:
        """The relay does not want us; trying again at once would make it worse."""
        self._failures = FAILURES
        self._closed_from = self._clock() + UNWANTED_SECONDS

    def worked(self) -> None:
        """The relay answered."""
        self._failures = 0
        self._closed_from = self._clock()


class Pace:
    """Seconds between two messages: none, until the relay says "too much"; each such answer doubles them."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def slow_down(self) -> None:
        """The relay said "too much"."""
        self.seconds = min(max(self.seconds * 2, _FIRST_SECONDS), _SLOWEST_SECONDS)

    def went_well(self) -> None:
        """The relay took a message; a tenth faster, and at full speed again in the end."""
        faster = self.seconds * _FASTER
        self.seconds = faster if faster >= _FIRST_SECONDS / 2 else 0.0
