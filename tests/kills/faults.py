"""What a bad relay does to a mail, how often, and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random


class Fault(StrEnum):
    """One thing that goes wrong; what is kept is kept with its journal copy."""

    BUSY_AT_CONNECT = "421 at connect"
    NOT_NOW_AT_MAIL = "451 at MAIL"
    NOT_NOW_AT_RCPT = "450 at RCPT"
    NOT_NOW_AT_DATA = "452 at DATA"
    NOT_NOW_AFTER_DOT = "451 after the dot"
    GONE_IN_BODY = "line dead during the body"
    LOST_AFTER_DOT = "line dead after the dot, not kept"
    KEPT_AFTER_DOT = "line dead after the dot, kept"
    KEPT_AND_LATE = "kept, answered too late"
    KEPT_AND_CLOSED = "kept, answered, closed"
    MANY_LINES = "answer of several lines"
    STRANGE_LETTERS = "answer with letters that are not ASCII"


ANSWERS = {
    Fault.BUSY_AT_CONNECT: b"421 4.3.2 too busy\r\n",
    Fault.NOT_NOW_AT_MAIL: b"451 4.3.0 not now\r\n",
    Fault.NOT_NOW_AT_RCPT: b"450 4.2.0 greylisted\r\n",
    Fault.NOT_NOW_AT_DATA: b"452 4.3.1 no room\r\n",
    Fault.NOT_NOW_AFTER_DOT: b"451 4.3.0 try again\r\n",
    Fault.MANY_LINES: b"250-2.0.0 kept\r\n250-as number 17\r\n250 of today\r\n",
    Fault.STRANGE_LETTERS: "250 2.0.0 қабылданды ".encode() + b"\xff\xfe\r\n",
}
WEIGHTS: Mapping[Fault, float] = dict.fromkeys(Fault, 0.02) | {Fault.KEPT_AFTER_DOT: 0.04}


@dataclass(frozen=True)
class Temper:
    """How a relay behaves: chances of faults for each mail, and what it refuses for good.

    Times are in seconds: ``late`` is longer than the sender waits for an answer, ``patience`` is how long the relay
    waits for the rest of a message, ``pause`` is the longest it thinks before it answers the final dot.
    """

    seed: int = 0
    weights: Mapping[Fault, float] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()
    late: float = 0.6
    patience: float = 0.5
    pause: float = 0.012

    def luck(self) -> "Luck":
        """The dice of one run."""
        return Luck(self, Random(self.seed))


@dataclass
class Luck:
    """Rolls the dice of one relay."""

    temper: Temper
    random: Random

    def strikes(self, fault: Fault) -> bool:
        """Whether this fault happens at the moment at which only it can."""
        return self.random.random() < self.temper.weights.get(fault, 0)

    def next(self) -> Fault | None:
        """What goes wrong with the next mail, if anything."""
        rest = self.random.random()
        for fault, weight in self.temper.weights.items():
            if fault is not Fault.BUSY_AT_CONNECT and (rest := rest - weight) < 0:
                return fault
        return None

    def thinking(self) -> float:
        """Seconds before the answer to a final dot."""
        return self.random.uniform(0, self.temper.pause)
