"""One run: workers are killed at random moments or at a named point, the others finish, and everything is counted."""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from roadmap.digests.handing.sender import Sender
from tests.kills import sink
from tests.kills.faults import WEIGHTS, Temper
from tests.kills.ground import Ground, prepare
from tests.kills.points import ONCE_A_CONNECTION
from tests.kills.queue import set_aside
from tests.kills.reckoning import Reckoning, reckon, unfinished, written
from tests.kills.sink import kept_in
from tests.kills.workers import CLOCK, SENDER, Crew, Orders, environment, forked

SENDERS, CLOCKS = 3, 2
JOURNAL_ADDRESS = "journal@roadmap.test"
# Only a run that has come to a standstill waits for so long.
_DRAIN_SECONDS = 120
_REACHED_SECONDS = 30
# How many mails wait for a sender who is to die at a point, so that one does not send what the next ones need.
_AT_HAND = 5


@dataclass(frozen=True)
class Size:
    """How many road maps, each in a zone of its own, with how many readers each."""

    zones: int = 8
    readers: int = 24


@dataclass
class Run:
    """A run under way."""

    url: str
    ledger: Path
    ground: Ground
    policy: str
    crew: Crew
    killed_at: list[float] = field(default_factory=list)

    def everybody(self) -> None:
        """Three senders and two clocks."""
        for only, count in ((SENDER, SENDERS), (CLOCK, CLOCKS)):
            for _ in range(count):
                self.crew.hire(only)

    def kill_at_random(self, count: int, dice: random.Random) -> None:
        """Kills one after another, 20 to 150 ms apart, and puts another in his place."""
        self.everybody()
        # A kill before there is anything to lose would only count.
        end = time.monotonic() + _REACHED_SECONDS
        while not kept_in(self.ledger) and time.monotonic() < end:
            time.sleep(0.01)
        for _ in range(count):
            time.sleep(dice.uniform(0.02, 0.15))
            self.crew.replace_fallen()
            self.crew.hire(self.crew.kill(dice.choice(list(self.crew.at_work))))
            self.killed_at.append(time.time())

    def kill_at(self, point: str, times: int, only: str) -> int:
        """Lets so many workers die at a named point, one after another; how many did."""
        died = 0
        for number in range(times):
            # Clocks come to their points once for each edition, senders to most of theirs with every mail.
            turn = 1 + number % 3 if only == SENDER and point not in ONCE_A_CONNECTION else 1
            if only == SENDER:
                set_aside(self.url, but=_AT_HAND)
            worker = self.crew.hire(only, f"{point}@{turn}:kill")
            ended = self.crew.died_of(worker, _REACHED_SECONDS)
            if ended is None:
                self.crew.kill(worker)
            died += ended == signal.SIGKILL
            self.killed_at.append(time.time())
        return died

    def write_everything_down(self) -> None:
        """Lets one clock work until every mail is in the database."""
        clock = self.crew.hire(CLOCK)
        end = time.monotonic() + _DRAIN_SECONDS
        while written(self.url) < len(self.ground.readers) and time.monotonic() < end:
            time.sleep(0.1)
        self.crew.kill(clock)

    @property
    def kills(self) -> int:
        """How many workers were killed so far."""
        return len(self.killed_at)

    def kills_in_vain(self) -> int:
        """How many were killed after the relay had kept its last mail, when nothing was left to disturb."""
        last = max((each.at for each in kept_in(self.ledger)), default=0.0)
        return sum(at > last for at in self.killed_at)

    def finish(self) -> Reckoning:
        """Lets the workers come to an end of the work, and counts."""
        set_aside(self.url, but=None)
        if not self.crew.at_work:
            self.everybody()
        left, end = self._left(), time.monotonic() + _DRAIN_SECONDS
        while left and time.monotonic() < end:
            time.sleep(0.1)
            self.crew.replace_fallen()
            before, left = left, self._left()
            if left < before:
                end = time.monotonic() + _DRAIN_SECONDS
        self.crew.dismiss()
        return reckon(self.url, self.ledger, self.ground, self.policy)

    def _left(self) -> int:
        return unfinished(self.url, len(self.ground.readers), self.policy)


@contextmanager
def run(
    app: Flask,
    url: str,
    folder: Path,
    *,
    policy: str = "resend",
    faulty: bool = True,
    seed: int = 0,
    size: Size | None = None,
    sender: type[Sender] = Sender,
    **waits: object,
) -> Iterator[Run]:
    """A prepared database, a relay, and nobody at work yet. ``url`` is a database with every table and no row."""
    size = size or Size()
    ground = prepare(url, zones=size.zones, readers=size.readers, refusing=faulty)
    maildir, ledger = folder / "journal", folder / "kept.jsonl"
    temper = Temper(seed, WEIGHTS if faulty else {}, ground.unknown, ground.unwanted)
    listening = sink.listening_socket()
    more = {"IN_DOUBT": "hold" if policy == "hold" else "resend"}
    if policy == "journal":
        more |= {"JOURNAL_ADDRESS": JOURNAL_ADDRESS, "JOURNAL_MAILDIR": str(maildir)}
    journal = sink.Journal(JOURNAL_ADDRESS, maildir).made()
    relay = forked(lambda: sink.run(listening, ledger, temper, journal), folder / "relay.log")
    settings = environment(url, listening.getsockname()[1], **more)
    listening.close()
    crew = Crew(app, Orders(settings, sender, waits), folder / "workers.log")
    try:
        yield Run(url, ledger, ground, policy, crew)
    finally:
        crew.dismiss()
        os.kill(relay, signal.SIGKILL)
        os.waitpid(relay, 0)
