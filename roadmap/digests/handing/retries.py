"""What an answer of the relay leads to: which answers are about the message, the recipient, or about us.

Only an answer about this very message counts as an attempt. The classes follow RFC 5321 (4.2) and the finer codes of
RFC 3463, where ``x.1.y`` is about addresses, ``x.2.y`` about the recipient's mailbox and ``x.7.y`` about policy.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from random import SystemRandom

from roadmap.digests.handing.answers import Answer, Step, Verdict, code_and_enhanced

# After "not now" to this message; the last one again and again, until it is too old to be worth reading.
NOT_NOW_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 10, 20, 30))
# After a line that broke in the middle of this message: it may be the message at which the relay hangs up.
BROKEN_WAITS = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 60, 300, 900))
# When the relay is not there at all, which says nothing about the message; the breaker keeps from knocking too often.
UNREACHABLE_WAIT = timedelta(seconds=10)
_JITTER = 0.2
_SIZE, _POLICY = 552, 554
_TOO_MANY = 432
_OUR_ADDRESS = frozenset({"5.1.7", "5.1.8"})
# Refusals for content that are more than this part of an edition stop all mail; fewer answers are no ground to judge.
REFUSED_PART, ANSWERS_TO_JUDGE = 0.05, 20

Chance = Callable[[], float]
_chance: Chance = SystemRandom().random


class Act(StrEnum):
    """What is done after an answer."""

    SENT = "sent"
    DOUBT = "doubt"
    FAIL = "fail"
    SUPPRESS = "suppress"
    WAIT = "wait"
    SLOW_DOWN = "slow_down"
    ABOUT_US = "about_us"


@dataclass(frozen=True, slots=True)
class Ruling:
    """``SUPPRESS`` fails the message and its address, ``SLOW_DOWN`` waits and slows the whole sender down.

    ``wait`` is how long until the next attempt. ``content``: refused for what it says, or by policy.
    """

    act: Act
    wait: timedelta = timedelta()
    content: bool = False


def ruling(answer: Answer, attempts: int, chance: Chance = _chance) -> Ruling:
    """What an answer leads to, after so many answers about this message before. Raises ``ValueError`` for ``READY``."""
    match answer.verdict:
        case Verdict.TAKEN:
            return Ruling(Act.SENT)
        case Verdict.SILENCE:
            return Ruling(Act.DOUBT)
        case Verdict.NOT_NOW:
            slower = answer.code == _TOO_MANY or answer.enhanced.startswith("4.7.")
            return Ruling(Act.SLOW_DOWN if slower else Act.WAIT, _spread(NOT_NOW_WAITS, attempts, chance))
        case Verdict.NEVER:
            return _refusal(answer)
    raise ValueError(f"not the end of a message: {answer}")


def _refusal(answer: Answer) -> Ruling:
    destination = answer.enhanced.startswith("5.1.") and answer.enhanced not in _OUR_ADDRESS
    if answer.step is Step.MAIL and not destination and answer.code != _SIZE:
        # Nobody but us was named yet.
        return Ruling(Act.ABOUT_US)
    if answer.step is Step.RCPT and destination:
        return Ruling(Act.SUPPRESS)
    return Ruling(Act.FAIL, content=_about_content(answer.code, answer.enhanced))


def _about_content(code: int, enhanced: str) -> bool:
    if enhanced:
        return enhanced.startswith(("5.6.", "5.7.")) or enhanced == "5.3.4"
    return code in (_SIZE, _POLICY)


def broken_wait(vain: int, chance: Chance = _chance) -> timedelta:
    """How long a message waits at which the line broke; ``vain`` times it was taken before to no end."""
    return _spread(BROKEN_WAITS, vain, chance)


def unreachable_wait(chance: Chance = _chance) -> timedelta:
    """How long a message waits that found no line at all."""
    return _spread((UNREACHABLE_WAIT,), 0, chance)


def _spread(waits: tuple[timedelta, ...], place: int, chance: Chance) -> timedelta:
    """20 % more or less, so that what was refused together does not come back together."""
    return waits[min(place, len(waits) - 1)] * (1 - _JITTER + 2 * _JITTER * chance())


def too_many_refused(sent: int, failed: Sequence[str]) -> bool:
    """Whether so much of an edition was refused for its content that the rest had better wait for a person.

    ``failed`` are the relay's words, beginning with the code, about each mail that it refused for good.
    """
    answered = sent + len(failed)
    refused = sum(_about_content(*code_and_enhanced(words)) for words in failed)
    return answered >= ANSWERS_TO_JUDGE and refused > REFUSED_PART * answered
