"""Waking up every half minute. What is due the database says, so a clock remembers nothing and may be killed."""

from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler

EVERY_SECONDS = 30


class Clock:
    """Takes a turn at once and then every half minute, one at a time; a turn that was missed is not made up for."""

    def __init__(self, turn: Callable[[], None]) -> None:
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._scheduler.add_job(
            turn,
            "interval",
            seconds=EVERY_SECONDS,
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Begins; the turns run in a thread of their own."""
        self._scheduler.start()

    def stop(self) -> None:
        """No further turns; one that is under way goes on."""
        self._scheduler.shutdown(wait=False)
