"""Asks that were answered or withdrawn: shown where they were asked, and for a while where all asks are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from roadmap.domain.facts import AnswerFact, AskFact, WithdrawalFact
from roadmap.domain.ledger import Entry
from roadmap.domain.measures import MeasureState

SHOWN_FOR = timedelta(days=14)
"""So long after its day an answer stands beside what is still asked."""


@dataclass(frozen=True, slots=True)
class SettledAsk:
    """What was asked about a measure, and the line that answered it or said that it is no longer needed."""

    measure: MeasureState
    asked: Entry[AskFact]
    by: Entry[AnswerFact] | Entry[WithdrawalFact]

    @property
    def answered(self) -> bool:
        """Whether it was decided; otherwise it was withdrawn."""
        return isinstance(self.by.fact, AnswerFact)

    @property
    def words(self) -> str:
        """The decision, or why none is needed any more."""
        return self.by.fact.text if isinstance(self.by.fact, AnswerFact) else self.by.fact.reason


def settled_asks(measure: MeasureState) -> list[SettledAsk]:
    """Every ask of a measure that is no longer open, the one settled last first. What came first settled it."""
    closing: dict[int, Entry[AnswerFact] | Entry[WithdrawalFact]] = {}
    entries: Sequence[Entry[AnswerFact] | Entry[WithdrawalFact]] = (*measure.answers, *measure.withdrawals)
    for entry in sorted(entries, key=lambda each: each.order, reverse=True):
        closing[entry.fact.ask_seq] = entry
    found = [SettledAsk(measure, ask, closing[ask.seq]) for ask in measure.asked if ask.seq in closing]
    return sorted(found, key=lambda each: each.by.order, reverse=True)


def settled_lately(measures: Iterable[MeasureState], day: date) -> list[SettledAsk]:
    """What was settled within the last two weeks, the last first."""
    found = [each for measure in measures for each in settled_asks(measure) if each.by.effective_on > day - SHOWN_FOR]
    return sorted(found, key=lambda each: each.by.order, reverse=True)
