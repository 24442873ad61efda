"""What the ledger says of one measure on one day: chosen by ``store``, judged in ``health`` and ``measures``."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from roadmap.domain.facts import (
    AnswerFact,
    AskFact,
    CorrectionFact,
    DeadlineFact,
    ExtensionFact,
    OwnerFact,
    ProgressFact,
    RefusalFact,
    ReportFact,
    VerdictFact,
    WithdrawalFact,
)
from roadmap.domain.ledger import Entry


@dataclass(frozen=True, slots=True)
class SubjectRecord:
    """What is in force for one milestone, or for a measure as a whole.

    ``deadlines`` stand in the order of force, and so do ``refusals`` of extensions.
    """

    progress: Entry[ProgressFact] | None = None
    verdict: Entry[VerdictFact] | None = None
    owner: Entry[OwnerFact] | None = None
    extension: Entry[ExtensionFact] | None = None
    deadlines: tuple[Entry[DeadlineFact], ...] = ()
    refusals: tuple[Entry[RefusalFact], ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureRecord:
    """Everything the ledger says of a measure on a day: at most the last three reports, newest first, and all asks.

    ``corrections`` name the lines that no longer count.
    """

    measure: SubjectRecord = field(default_factory=SubjectRecord)
    milestones: Mapping[int, SubjectRecord] = field(default_factory=dict)
    reports: tuple[Entry[ReportFact], ...] = ()
    asks: tuple[Entry[AskFact], ...] = ()
    answers: tuple[Entry[AnswerFact], ...] = ()
    withdrawals: tuple[Entry[WithdrawalFact], ...] = ()
    corrections: tuple[Entry[CorrectionFact], ...] = ()

    def of_milestone(self, milestone_id: int) -> SubjectRecord:
        """The record of one milestone; an empty one if the ledger never spoke of it."""
        return self.milestones.get(milestone_id, SubjectRecord())

    @property
    def last_report(self) -> Entry[ReportFact] | None:
        """The report in force, if there ever was one."""
        return self.reports[0] if self.reports else None
