"""Anything that can be said of two measures with two milestones each, on any of six days: strategies for Hypothesis."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from roadmap.domain.facts import (
    AdoptionFact,
    AnswerFact,
    AskFact,
    Confidence,
    CorrectionFact,
    DeadlineFact,
    Document,
    EvidenceFact,
    EvidenceRemovedFact,
    ExtensionFact,
    OwnerFact,
    Progress,
    ProgressFact,
    RefusalFact,
    ReportFact,
    Verdict,
    VerdictFact,
    WithdrawalFact,
)
from roadmap.domain.ledger import Facet, Statement
from roadmap.domain.plan import Deadline, DeadlineKind
from roadmap.domain.text import LocalizedText

FIRST = date(2026, 3, 2)
EVERY_DAY = [FIRST + timedelta(days=offset) for offset in range(6)]
EVERY_MOMENT = [datetime(2026, 3, 2, 12, 0, tzinfo=UTC) + timedelta(days=offset) for offset in range(6)]
DAYS, MOMENTS = st.sampled_from(EVERY_DAY), st.sampled_from(EVERY_MOMENT)
LINES = st.integers(1, 12)
WORDS = st.sampled_from(["", "sent", "agreed"]).map(lambda words: LocalizedText(en=words or None))
MILESTONES = ("1.1", "1.2", "2.1", "2.2")
TITLES = st.sampled_from(["one", "two", "three"])
DOCUMENT = Document("15", FIRST)
EVIDENCE = Statement(Facet.EVIDENCE, EvidenceFact(DOCUMENT, "file", "act.pdf", "application/pdf", 9, "00"))


def _verdict(verdict: Verdict) -> Statement:
    return Statement(Facet.VERDICT, VerdictFact(verdict))


def _progress(state: Progress, day: date) -> Statement:
    done = state is Progress.REPORTED_DONE
    return Statement(Facet.PROGRESS, ProgressFact(state, None if done else day, "", day if done else None))


def _deadline(day: date, asked: int | None) -> Statement:
    return Statement(Facet.DEADLINE, DeadlineFact(Deadline(DeadlineKind.DAY, day), None, asked_seq=asked))


OF_ANYTHING = st.one_of(
    st.builds(_verdict, st.sampled_from(Verdict)),
    st.builds(lambda day: Statement(Facet.EXTENSION, ExtensionFact(day, "why", DOCUMENT)), DAYS),
    st.builds(_deadline, DAYS, st.none() | LINES),
    st.builds(lambda seq: Statement(Facet.REFUSAL, RefusalFact(seq, "no")), LINES),
    st.builds(lambda seq: Statement(Facet.CORRECTION, CorrectionFact(seq, "wrong")), LINES),
    st.just(Statement(Facet.OWNER, OwnerFact(None, None))),
    st.just(EVIDENCE),
    st.builds(lambda seq: Statement(Facet.EVIDENCE_REMOVED, EvidenceRemovedFact(seq, "00", "secret")), LINES),
)
OF_MEASURES = st.one_of(
    OF_ANYTHING,
    st.builds(lambda how, done: Statement(Facet.REPORT, ReportFact(how, done)), st.sampled_from(Confidence), WORDS),
    st.builds(lambda day: Statement(Facet.ASK, AskFact(LocalizedText(en="what"), "whom", day)), DAYS),
    st.builds(lambda seq: Statement(Facet.ANSWER, AnswerFact(seq, "yes")), LINES),
    st.builds(lambda seq: Statement(Facet.WITHDRAWAL, WithdrawalFact(seq, "no")), LINES),
)
OF_MILESTONES = st.one_of(OF_ANYTHING, st.builds(_progress, st.sampled_from(Progress), DAYS))


@dataclass(frozen=True)
class Retitled:
    """An amendment of the title of a measure or milestone."""

    title: str


@dataclass(frozen=True)
class Added:
    """An amendment by which a milestone was added."""


@dataclass(frozen=True)
class DayChanged:
    """A day that is worked, or is not, from now on."""

    on: date
    working: bool


Told = tuple[str | None, tuple[Statement, ...] | Retitled | Added | DayChanged, date, datetime]
_A_FEW = {"min_size": 1, "max_size": 3}
TOLD: st.SearchStrategy[Told] = st.one_of(
    st.tuples(st.sampled_from(("1", "2")), st.lists(OF_MEASURES, **_A_FEW).map(tuple), DAYS, MOMENTS),  # type: ignore[arg-type]
    st.tuples(st.sampled_from(MILESTONES), st.lists(OF_MILESTONES, **_A_FEW).map(tuple), DAYS, MOMENTS),  # type: ignore[arg-type]
    st.tuples(st.sampled_from((*MILESTONES, "1", "2")), TITLES.map(Retitled), DAYS, MOMENTS),
    st.tuples(st.sampled_from(MILESTONES), st.just(Added()), DAYS, MOMENTS),
    st.tuples(st.none(), st.just((Statement(Facet.ADOPTION, AdoptionFact(DOCUMENT)),)), DAYS, MOMENTS),
    st.tuples(st.none(), st.builds(DayChanged, DAYS, st.booleans()), DAYS, MOMENTS),
)
