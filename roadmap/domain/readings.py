"""Readings of indicators: what somebody proposes to add, what speaks against it, and which of them count."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from roadmap.domain.facts import ReadingFact
from roadmap.domain.indicators import Indicator, IndicatorKind
from roadmap.domain.ledger import Entry
from roadmap.domain.objections import Objection
from roadmap.domain.plain_text import misplaced_in, says_something

EARLIEST = date(1991, 1, 1)
GREATEST = Decimal(10) ** 12
DECIMALS = 4
LONGEST_SOURCE, LONGEST_NOTE, LONGEST_REASON = 500, 2000, 2000

_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009")
_AMOUNT = re.compile(r"[0-9]+([.,][0-9]+)?", re.ASCII)
# In one language this is nine thousand one hundred, in another nine and a tenth.
_TWO_WAYS = re.compile(r"[0-9]{1,3}[.,][0-9]{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as typed, read; ``objection`` is the code of what is wrong with it."""

    value: Decimal | None
    objection: str | None = None


@dataclass(frozen=True, slots=True)
class ProposedReading:
    """What is proposed: ``on`` is the day of the figure, or the last day of the period that it is of."""

    on: date | None
    amount: Amount
    source: str
    note: str = ""


def amount_of(typed: str) -> Amount:
    """The number in a text: spaces between its thousands, and a comma or a point before its decimals."""
    plain = typed.translate(_SPACES)
    if not plain:
        return Amount(None, "required")
    if plain[0] in "-\u2212\u2013" and _AMOUNT.fullmatch(plain[1:]):
        return Amount(None, "negative")
    if not _AMOUNT.fullmatch(plain):
        return Amount(None, "no_number")
    if _TWO_WAYS.fullmatch(plain) and not plain.startswith("0"):
        return Amount(None, "two_ways")
    decimals = re.split("[.,]", plain)[1:]
    if decimals and len(decimals[0]) > DECIMALS:
        return Amount(None, "decimals")
    if len(plain) > len(str(GREATEST)) + DECIMALS + 1 or Decimal(plain.replace(",", ".")) > GREATEST:
        return Amount(None, "too_great")
    return Amount(Decimal(plain.replace(",", ".")))


def takes_readings(indicator: Indicator) -> bool:
    """Whether one figure a day says it all: a table by countries or the like is as its source has it, and stays so."""
    return indicator.kind is not IndicatorKind.BY_CATEGORY


def objections_to_reading(
    proposed: ProposedReading, today: date, there: Sequence[Entry[ReadingFact]], corrects: int | None = None
) -> list[Objection]:
    """What speaks against a reading; ``there`` are those that count, and ``corrects`` is the line that it replaces."""
    return [
        *_day(proposed.on, today, there, corrects),
        *_amount(proposed.amount),
        *text_objections("source", proposed.source, LONGEST_SOURCE, required=True),
        *text_objections("note", proposed.note, LONGEST_NOTE),
    ]


def _day(
    on: date | None, today: date, there: Sequence[Entry[ReadingFact]], corrects: int | None
) -> Iterable[Objection]:
    if on is None:
        yield Objection("on", "required")
    elif on > today:
        yield Objection("on", "in_future", {"day": today})
    elif on < EARLIEST:
        yield Objection("on", "too_early", {"day": EARLIEST})
    elif same := next((each for each in there if each.fact.on == on and each.seq != corrects), None):
        yield Objection("on", "there_already", {"seq": same.seq})


def _amount(amount: Amount) -> Iterable[Objection]:
    if amount.objection:
        yield Objection("value", amount.objection, {"limit": DECIMALS if amount.objection == "decimals" else 0})


def text_objections(field: str, text: str, limit: int, *, required: bool = False) -> Iterable[Objection]:
    """A text that is there where it has to be, not too long, and without hidden characters."""
    if required and not says_something(text):
        yield Objection(field, "required")
    elif len(text) > limit:
        yield Objection(field, "too_long", {"length": len(text), "limit": limit})
    elif at := misplaced_in(text, one_line=False):
        yield Objection(field, "bad_character", {"line": at.line, "position": at.position})


def in_order(readings: Iterable[Entry[ReadingFact]]) -> list[Entry[ReadingFact]]:
    """The readings by the days that they are of."""
    return sorted(readings, key=lambda entry: (entry.fact.on, entry.order))
