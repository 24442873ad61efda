"""What a relay says, step by step, in a form that can be judged."""

import re
from dataclasses import dataclass
from enum import StrEnum

_CODES = re.compile(r"(\d{3})(?:[ -]([245]\.\d{1,3}\.\d{1,3})(?!\S))?")
_DOT_READY = 354


class RelayTrouble(Exception):
    """The relay cannot be used just now. Whatever was being handed over was certainly not taken."""


class Unreachable(RelayTrouble):
    """There is no line to the relay: not reached, not encrypted as asked for, or too busy to listen."""


class Unwanted(RelayTrouble):
    """The relay does not want us: sign-in needed or refused, or our own address. Somebody has to look into it."""


class Step(StrEnum):
    """What was answered."""

    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    DOT = "the final dot"


class Verdict(StrEnum):
    """What the relay's answer means for the message."""

    READY = "ready"
    TAKEN = "taken"
    NOT_NOW = "not_now"
    NEVER = "never"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with the relay's own words, its code, and the finer code of RFC 3463 where it gave one.

    ``journaled``: the relay takes the journal for a second recipient.
    """

    verdict: Verdict
    words: str
    step: Step = Step.DOT
    code: int = 0
    enhanced: str = ""
    journaled: bool = False


_BY_CLASS = {2: Verdict.TAKEN, 4: Verdict.NOT_NOW, 5: Verdict.NEVER}


def answer_of(step: Step, code: int, text: bytes) -> Answer | None:
    """What a reply means; ``None`` if it is not one that SMTP knows."""
    words = f"{code} {text.decode('utf-8', 'replace')}"
    verdict = Verdict.READY if code == _DOT_READY and step is Step.DATA else _BY_CLASS.get(code // 100)
    if verdict is None or (verdict is Verdict.TAKEN and step is Step.DATA):
        return None
    return Answer(verdict, words, step, *code_and_enhanced(words))


def code_and_enhanced(words: str) -> tuple[int, str]:
    """The code at the beginning of an answer's words, 0 if there is none, and the finer one behind it, "" if none."""
    found = _CODES.match(words)
    return (int(found[1]), found[2] or "") if found else (0, "")
