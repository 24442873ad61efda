"""An edition made in memory in which one text stands everywhere a person could have put it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from roadmap.digests.reading import Edition
from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.choices import Scope
from roadmap.domain.health import judge_milestone
from roadmap.domain.interests import Absence, Interest
from roadmap.domain.ledger import (
    Act,
    AskFact,
    Confidence,
    DeadlineFact,
    Entry,
    Facet,
    Fact,
    Progress,
    ProgressFact,
    ReportFact,
    Verdict,
    VerdictFact,
)
from roadmap.domain.measures import MeasureState, judge_measure
from roadmap.domain.parts import Morning
from roadmap.domain.people import Person, Post, Responsible
from roadmap.domain.plan import Deadline, DeadlineKind, Holder, Measure, Milestone, Origin, Roadmap, Stage
from roadmap.domain.portfolio import Portfolio
from roadmap.domain.records import MeasureRecord, SubjectRecord
from roadmap.domain.text import NO_TEXT, LocalizedText

MONDAY = date(2026, 11, 23)
AT = datetime(2026, 11, 10, tzinfo=UTC)
BOSS = 90
READERS = {"kk": 1, "ru": 2, "en": 3}


def entry(facet: Facet, fact: Fact, seq: int = 1, milestone: int | None = None) -> Entry[Fact]:
    """A line of 10 November."""
    return Entry(seq, Act.DECISION, 1, milestone, facet, AT.date(), AT, None, fact)


def due(on: date, *more: Entry[Fact]) -> SubjectRecord:
    """The record of a milestone with a date, and what else was said of it."""
    deadline = entry(Facet.DEADLINE, DeadlineFact(Deadline(DeadlineKind.DAY, on), None))
    said = {each.facet.value: each for each in more}
    return SubjectRecord(said.get("progress"), said.get("verdict"), deadlines=(deadline,))  # type: ignore[arg-type]


def measure_with(text: LocalizedText, words: str) -> MeasureState:
    """A measure late, returned, done, asking and silent, with ``text`` for all its titles and ``words`` for reasons."""
    steps = tuple(
        Milestone(place, f"1.{place}", text, text, 1, Holder.US, text, Origin.PROPOSED, False) for place in range(1, 6)
    )
    records = (
        due(date(2026, 11, 2)),
        due(date(2026, 11, 27), entry(Facet.VERDICT, VerdictFact(Verdict.RETURNED, words))),
        due(date(2026, 11, 24)),
        due(date(2026, 12, 1), entry(Facet.PROGRESS, ProgressFact(Progress.REPORTED_DONE, actual_on=AT.date()))),
        due(
            date(2026, 12, 20),
            entry(Facet.PROGRESS, ProgressFact(Progress.IN_PROGRESS, forecast_on=date(2026, 11, 12))),
        ),
    )
    holder = Person(50, words, None, "kk", Post(80, text, above_id=BOSS))
    responsible, calendar = Responsible(holder.post, holder), WorkingCalendar()
    judged = tuple(
        judge_milestone(step, record, responsible, MONDAY, calendar)
        for step, record in zip(steps, records, strict=True)
    )
    asks = tuple(
        entry(Facet.ASK, AskFact(text, words, date(2026, 12, 1), post), seq) for seq, post in ((5, BOSS), (6, None))
    )
    said = entry(Facet.REPORT, ReportFact(Confidence.OFF_TRACK, text, blocker=text), 4)
    record = MeasureRecord(reports=(replace(said, effective_on=date(2026, 9, 1)),), asks=asks)  # type: ignore[arg-type]
    plan = Measure(1, "1", text, text, text, None, text, text, Origin.LETTER, (), (), steps)
    return judge_measure(plan, record, judged, responsible, MONDAY, calendar)


def edition_with(words: str) -> Edition:
    """Everything about everything, for one reader of each language; ``words`` stand wherever somebody may write."""
    text = LocalizedText(words, words, words) if words else NO_TEXT
    roadmap = Roadmap(
        1, "x", text, Origin.PROPOSED, Stage.ADOPTED, None, "Asia/Almaty", "KZ", 0, True, 7, "ab" * 32, escalate_after=5
    )
    measure = measure_with(text, words)
    before = Portfolio(
        roadmap, date(2026, 11, 16), None, (replace(measure, confidence=Confidence.ON_TRACK),), WorkingCalendar()
    )
    morning = Morning(Portfolio(roadmap, MONDAY, None, (measure,), WorkingCalendar()), True, before)
    return Edition(
        MONDAY,
        "Asia/Almaty",
        {1: morning},
        {number: list(_interests(number, words)) for number in READERS.values()},
        {number: Person(number, words, f"{code}@roadmap.test", code) for code, number in READERS.items()},
        "x",
    )


def _interests(number: int, words: str) -> tuple[Interest, Interest]:
    own = Interest(
        number,
        1,
        measures=frozenset({1}),
        milestones=frozenset({2, 3, 5}),
        reports_on=frozenset({1}),
        overview=True,
        controls=True,
        post_id=BOSS,
        scope=Scope.MEASURE,
    )
    return own, Interest(number, 1, milestones=frozenset({3}), absent=Absence(words, date(2026, 11, 30)))
