"""A small road map with people in it, for whatever is about mail: measures, milestones with dates, roles."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from roadmap.domain.facts import (
    AskFact,
    Confidence,
    DeadlineFact,
    Fact,
    OwnerFact,
    Progress,
    ProgressFact,
    ReportFact,
    Verdict,
    VerdictFact,
)
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.people import Role
from roadmap.domain.plan import Deadline, DeadlineKind
from roadmap.domain.text import LocalizedText
from roadmap.store.days import DayRow
from roadmap.store.ledger import append
from roadmap.store.people import GrantRow, PersonRow
from roadmap.store.plan import MeasureRow, MilestoneRow, RoadmapRow

LONG_AGO = date(2026, 1, 12)


def in_three_languages(kk: str, ru: str, en: str) -> LocalizedText:
    return LocalizedText(kk, ru, en)


@dataclass
class Plan:
    """A road map in the making; measures and milestones by their numbers, people by the part before the @."""

    session: Session
    roadmap: RoadmapRow
    measures: dict[str, MeasureRow] = field(default_factory=dict)
    milestones: dict[str, MilestoneRow] = field(default_factory=dict)
    people: dict[str, PersonRow] = field(default_factory=dict)

    def measure(self, number: str, title: LocalizedText | None = None) -> MeasureRow:
        row = MeasureRow(
            roadmap_id=self.roadmap.id,
            number=number,
            position=len(self.measures),
            title=title or LocalizedText(en=f"Measure {number}"),
        )
        self.session.add(row)
        self.session.flush()
        self.measures[number] = row
        return row

    def milestone(self, number: str, due: date | None = None, title: LocalizedText | None = None) -> MilestoneRow:
        measure = self.measures[number.split(".")[0]]
        row = MilestoneRow(
            measure_id=measure.id,
            number=number,
            position=len(self.milestones),
            title=title or LocalizedText(en=f"Milestone {number}"),
        )
        self.session.add(row)
        self.session.flush()
        self.milestones[number] = row
        if due:
            self.say(number, Facet.DEADLINE, DeadlineFact(Deadline(DeadlineKind.DAY, due), None))
        return row

    def say(self, number: str, facet: Facet, fact: Fact, on: date = LONG_AGO, act: Act = Act.DECISION) -> None:
        """Writes one line about a milestone ("2.1") or a measure ("2"), recorded on the day it speaks about."""
        milestone = self.milestones.get(number)
        append(
            self.session,
            roadmap_id=self.roadmap.id,
            measure_id=self.measures[number.split(".")[0]].id,
            act=act,
            statements=[Statement(facet, fact, milestone.id if milestone else None)],
            effective_on=on,
            recorded_at=datetime(on.year, on.month, on.day, 6, tzinfo=UTC),
            author_id=None,
        )

    def report(self, number: str, confidence: Confidence, on: date, done: str = "Work goes on") -> None:
        self.say(number, Facet.REPORT, ReportFact(confidence, LocalizedText(en=done)), on, Act.REPORT)

    def progress(self, number: str, state: Progress, on: date, **values: object) -> None:
        self.say(number, Facet.PROGRESS, ProgressFact(state, **values), on, Act.REPORT)  # type: ignore[arg-type]

    def decide(self, number: str, verdict: Verdict, on: date, reason: str = "") -> None:
        self.say(number, Facet.VERDICT, VerdictFact(verdict, reason), on)

    def ask(self, number: str, what: LocalizedText, whom: str, by: date, on: date) -> None:
        self.say(number, Facet.ASK, AskFact(what, whom, by), on, Act.REPORT)

    def person(self, name: str, language: str = "en", email: str | None = None) -> PersonRow:
        row = PersonRow(name=name.title(), email=email or f"{name}@roadmap.test", language=language)
        self.session.add(row)
        self.session.flush()
        self.people[name] = row
        return row

    def grant(self, name: str, role: Role, measure: str | None = None) -> None:
        self.session.add(
            GrantRow(
                person_id=self.people[name].id,
                role=role.value,
                roadmap_id=self.roadmap.id,
                measure_id=self.measures[measure].id if measure else None,
            )
        )
        self.session.flush()

    def owner(self, number: str, responsible: str | None, contact: str | None = None) -> None:
        numbers = [self.people[name].id if name else None for name in (responsible, contact)]
        self.say(number, Facet.OWNER, OwnerFact(None, numbers[0], numbers[1]))

    def day(self, on: date, working: bool) -> None:
        self.session.execute(
            insert(DayRow).values(calendar=self.roadmap.calendar, on=on, working=working, reason=LocalizedText())
        )


def plan(session: Session, slug: str = "labour", *, default: bool = True, demonstration: bool = False) -> Plan:
    """A road map without measures, in Astana's time."""
    row = RoadmapRow(
        slug=slug,
        is_default=default,
        title=in_three_languages("Еңбек көші-қоны", "Трудовая миграция", "Labour migration"),
        timezone="Asia/Almaty",
        calendar="KZ",
        demonstration=demonstration,
    )
    session.add(row)
    session.flush()
    return Plan(session, row)
