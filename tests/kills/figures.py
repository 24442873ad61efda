"""The runs by name, each on one kind of database, and the one line that each leaves behind."""

import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from roadmap.digests.handing.sender import Sender
from tests.kills.campaign import Run, Size, run
from tests.kills.clocks import count_mornings, drop_keys, prepare_mornings, race
from tests.kills.points import CLOCK_POINTS, SENDER_POINTS
from tests.kills.reckoning import Reckoning
from tests.kills.workers import CLOCK, SENDER
from tests.kills.zombies import freeze

MakeDatabase = Callable[[], str]
KILLS_IN_A_RUN = 50


@dataclass
class Figures:
    """What a run came to. ``troubles`` is empty when nothing is wrong."""

    name: str
    counts: dict[str, int] = field(default_factory=dict)
    reckoning: Reckoning | None = None
    troubles: list[str] = field(default_factory=list)
    seconds: float = 0

    def line(self) -> str:
        """Everything in one line."""
        counts = " ".join(f"{name}={count}" for name, count in self.counts.items())
        parts = [
            f"{self.name}:",
            counts,
            self.reckoning.line() if self.reckoning else "",
            f"seconds={self.seconds:.0f}",
        ]
        return " ".join(part for part in parts if part)

    def add(self, found: Reckoning, it: Run) -> None:
        """One run more."""
        self.reckoning = found if self.reckoning is None else self.reckoning + found
        for name, count in {"kills": it.kills, "in_vain": it.kills_in_vain()}.items():
            self.counts[name] = self.counts.get(name, 0) + count
        self.troubles += found.problems
        if it.crew.fell or it.crew.errors():
            self.troubles.append(f"{it.crew.fell} workers ended by themselves, {it.crew.errors()} errors were logged")


@contextmanager
def timed(figures: Figures) -> Iterator[Path]:
    """A folder for a run's files, kept when something went wrong; the time it took is added."""
    begun = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="roadmap-kills-"))
    yield folder
    figures.seconds += time.monotonic() - begun
    if figures.troubles:
        figures.troubles.append(f"see {folder}")
    else:
        shutil.rmtree(folder)


def random_kills(
    app: Flask, name: str, make: MakeDatabase, kills: int, policy: str, sender: type[Sender] = Sender, seed: int = 0
) -> Figures:
    """So many kills at random moments, in runs of fifty, against a relay that goes wrong in every way."""
    figures = Figures(f"{name}, random moments, {policy}" + ("" if sender is Sender else f", {sender.__name__}"))
    while (done := figures.counts.get("kills", 0)) < kills:
        seed += 1
        with timed(figures) as folder, run(app, make(), folder, policy=policy, seed=seed, sender=sender) as it:
            it.kill_at_random(min(KILLS_IN_A_RUN, kills - done), random.Random(seed))
            figures.add(it.finish(), it)
    return figures


def named_points(app: Flask, name: str, make: MakeDatabase, times: int, policy: str, points: list[str]) -> Figures:
    """So many kills at each of these points, in one run; a point at which fewer died is a trouble."""
    figures = Figures(f"{name}, {', '.join(points) if len(points) < 3 else f'{len(points)} points'}, {policy}")
    clocks, senders = ([each for each in points if each in group] for group in (CLOCK_POINTS, SENDER_POINTS))
    # A clock that dies at its very start uses no edition up, at all its other points one.
    editions = times * len(set(clocks) - {"tick_start"})
    size = Size(zones=max(8, editions + 2), readers=10 if clocks else 24)
    with timed(figures) as folder, run(app, make(), folder, policy=policy, faulty=False, size=size) as it:
        for only, group in ((CLOCK, clocks), (SENDER, senders)):
            if only == SENDER and group:
                it.write_everything_down()
            for point in group:
                if (died := it.kill_at(point, times, only)) < times:
                    figures.troubles.append(f"{point}: {died} of {times} died there")
        figures.add(it.finish(), it)
    return figures


def wrong_order(app: Flask, name: str, make: MakeDatabase, sender: type[Sender], point: str, times: int) -> Figures:
    """A wrong sender dies at the point where its order shows."""
    figures = Figures(f"{name}, {sender.__name__} at {point}")
    with timed(figures) as folder, run(app, make(), folder, faulty=False, size=Size(2, 20), sender=sender) as it:
        it.write_everything_down()
        it.kill_at(point, times, SENDER)
        figures.add(it.finish(), it)
    return figures


def eight_clocks(app: Flask, name: str, make: MakeDatabase, periods: int, *, keys: bool = True) -> Figures:
    """Eight clocks at the same mornings."""
    figures = Figures(f"{name}, 8 clocks" + ("" if keys else " without the keys"))
    with timed(figures) as folder:
        url = make()
        if not keys:
            drop_keys(url)
        mornings = prepare_mornings(url, periods)
        ended = race(app, url, mornings, folder / "clocks.log")
        found = count_mornings(url)
        figures.counts = {"periods": periods} | found.counts()
        figures.troubles += found.troubles(periods)
        if any(ended):
            figures.troubles.append(f"clocks ended with {ended}")
    return figures


def zombies(app: Flask, name: str, make: MakeDatabase, stops: int, policy: str) -> Figures:
    """Senders are frozen for longer than their lease, and wake up again."""
    figures = Figures(f"{name}, frozen senders, {policy}")
    with timed(figures) as folder, run(app, make(), folder, policy=policy, faulty=False, size=Size(8, 40)) as it:
        figures.counts["stops"] = freeze(it, stops)
        figures.add(it.finish(), it)
    return figures
