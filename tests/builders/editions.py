"""An edition made in memory, with the same text everywhere a person could have put it, or with real ones."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from roadmap.digests.reading import Edition
from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.choices import Scope
from roadmap.domain.facts import (
    AskFact,
    Confidence,
    DeadlineFact,
    Fact,
    Progress,
    ProgressFact,
    ReportFact,
    Verdict,
    VerdictFact,
)
from roadmap.domain.health import judge_milestone
from roadmap.domain.interests import Absence, Interest
from roadmap.domain.ledger import Act, Entry, Facet
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


@dataclass(frozen=True)
class Texts:
    """What stands in the record: titles, what is asked, and ``words`` for names, reasons and whom an ask names."""

    roadmap: LocalizedText
    measure: LocalizedText
    steps: tuple[LocalizedText, ...]
    asked: LocalizedText
    post: LocalizedText
    words: str
    person: str

    @classmethod
    def everywhere(cls, words: str) -> "Texts":
        """The same words in every place and language."""
        text = LocalizedText(words, words, words) if words else NO_TEXT
        return cls(text, text, (text,) * 5, text, text, words, words)


REAL = Texts(
    LocalizedText("Еңбек көші-қоны", "Трудовая миграция", "Labour migration"),
    LocalizedText("Көші-қон ақпараттық жүйесі", "Информационная система по миграции", "Migration information system"),
    (
        LocalizedText("Жүйелердің тізбесін бекіту", "Утверждение перечня систем", "List of systems approved"),
        LocalizedText("Техникалық тапсырма", "Техническое задание", "Terms of reference"),
        LocalizedText("Шарт жасасу", "Заключение договора", "Contract concluded"),
        LocalizedText("Бюджетте қаражат көздеу", "Предусмотрение средств в бюджете", "Funding in the budget"),
        LocalizedText("Тәжірибелік пайдалану", "Опытная эксплуатация", "Trial operation"),
    ),
    LocalizedText("Қаржыландыруды растау", "Подтвердить финансирование", "Confirm the funding"),
    LocalizedText("Вице-министр (демонстрация)", "Вице-министр (демонстрация)", "Vice-minister (demonstration)"),
    "Сметаның қосымшасы жоқ",
    "Елена Демо",
)


def entry(facet: Facet, fact: Fact, seq: int = 1, milestone: int | None = None) -> Entry[Fact]:
    """A line of 10 November."""
    return Entry(seq, Act.DECISION, 1, milestone, facet, AT.date(), AT, None, fact)


def due(on: date, *more: Entry[Fact]) -> SubjectRecord:
    """The record of a milestone with a date, and what else was said of it."""
    deadline = entry(Facet.DEADLINE, DeadlineFact(Deadline(DeadlineKind.DAY, on), None))
    said = {each.facet.value: each for each in more}
    return SubjectRecord(said.get("progress"), said.get("verdict"), deadlines=(deadline,))  # type: ignore[arg-type]


def measure_with(texts: Texts) -> MeasureState:
    """A measure with a milestone late, returned, near, done and past its forecast, asking, and silent.

    One decision is asked of the post ``BOSS``, which is above the one that answers for the measure.
    """
    steps = tuple(
        Milestone(place, f"1.{place}", text, text, 1, Holder.US, text, Origin.PROPOSED, False)
        for place, text in enumerate(texts.steps, 1)
    )
    records = (
        due(date(2026, 11, 2)),
        due(date(2026, 11, 27), entry(Facet.VERDICT, VerdictFact(Verdict.RETURNED, texts.words))),
        due(MONDAY),
        due(date(2026, 12, 1), entry(Facet.PROGRESS, ProgressFact(Progress.REPORTED_DONE, actual_on=AT.date()))),
        due(
            date(2026, 12, 20),
            entry(Facet.PROGRESS, ProgressFact(Progress.IN_PROGRESS, forecast_on=date(2026, 11, 12))),
        ),
    )
    holder = Person(50, texts.person, None, "kk", Post(80, texts.post, above_id=BOSS))
    responsible, calendar = Responsible(holder.post, holder), WorkingCalendar()
    judged = tuple(
        judge_milestone(step, record, responsible, MONDAY, calendar)
        for step, record in zip(steps, records, strict=True)
    )
    asks = tuple(
        entry(Facet.ASK, AskFact(texts.asked, texts.words, date(2026, 12, 1), post), seq)
        for seq, post in ((5, BOSS), (6, None))
    )
    report = entry(Facet.REPORT, ReportFact(Confidence.OFF_TRACK, texts.asked, blocker=texts.asked), 4)
    record = MeasureRecord(reports=(replace(report, effective_on=date(2026, 9, 1)),), asks=asks)  # type: ignore[arg-type]
    title = texts.measure
    plan = Measure(1, "1", title, title, title, None, title, title, Origin.LETTER, (), (), steps)
    return judge_measure(plan, record, judged, responsible, MONDAY, calendar)


def edition_with(texts: Texts, **values: object) -> Edition:
    """Everything about everything, for one reader of each language; ``values`` replace those of the edition."""
    roadmap = Roadmap(
        1, "x", texts.roadmap, Origin.PROPOSED, Stage.ADOPTED, None, "Asia/Almaty", "KZ", 0, True, 7, "ab" * 32, 5
    )
    measure = measure_with(texts)
    before = Portfolio(
        roadmap, date(2026, 11, 16), None, (replace(measure, confidence=Confidence.ON_TRACK),), WorkingCalendar()
    )
    morning = Morning(Portfolio(roadmap, MONDAY, None, (measure,), WorkingCalendar()), True, before)
    edition = Edition(
        MONDAY,
        "Asia/Almaty",
        {1: morning},
        {number: list(_everything(number, texts)) for number in READERS.values()},
        {number: Person(number, texts.person, f"{code}@roadmap.test", code) for code, number in READERS.items()},
        "x",
    )
    return replace(edition, **values)  # type: ignore[arg-type]


def _everything(number: int, texts: Texts) -> tuple[Interest, Interest]:
    own = Interest(
        number,
        1,
        measures=frozenset({1}),
        milestones=frozenset({2, 3, 5}),
        reports_on=frozenset({1}),
        overview=True,
        controls=True,
        posts=frozenset({BOSS}),
        scope=Scope.MEASURE,
    )
    return own, Interest(number, 1, milestones=frozenset({3}), absent=Absence(texts.person, date(2026, 11, 30)))


def read_by_all(**values: object) -> dict[int, list[Interest]]:
    """One interest like this for the reader of each language."""
    return {number: [Interest(number, 1, **values)] for number in READERS.values()}  # type: ignore[arg-type]
