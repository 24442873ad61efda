"""The selection in SQL and its pure twin in the domain agree on any ledger, any day and any moment."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.domain.facts import (
    AnswerFact,
    AskFact,
    Confidence,
    DeadlineFact,
    ExtensionFact,
    Fact,
    OwnerFact,
    Progress,
    ProgressFact,
    ReportFact,
    Verdict,
    VerdictFact,
    WithdrawalFact,
)
from roadmap.domain.ledger import ADDING, Entry, Facet, Statement, in_force, speaking
from roadmap.domain.measures import SAME_TEXT_REPORTS
from roadmap.domain.plan import Deadline, DeadlineKind
from roadmap.domain.records import MeasureRecord
from roadmap.domain.text import LocalizedText
from roadmap.store.ledger import EntryRow
from roadmap.store.ledger_reading import entry_of, record_of, records_of
from tests.builders.portfolios import BuiltRoadmap, build_roadmap, write

FIRST = date(2026, 3, 1)
DAYS = st.integers(0, 6).map(lambda offset: FIRST + timedelta(days=offset))
MOMENTS = st.integers(0, 6).map(lambda offset: datetime(2026, 3, 1, 12, 0, tzinfo=UTC) + timedelta(days=offset))
WORDS = st.sampled_from(["", "sent", "agreed"]).map(lambda words: LocalizedText(en=words or None))

OF_ANYTHING = st.one_of(
    st.builds(lambda verdict: Statement(Facet.VERDICT, VerdictFact(verdict)), st.sampled_from(Verdict)),
    st.builds(lambda day: Statement(Facet.EXTENSION, ExtensionFact(day, "why")), DAYS),
    st.builds(lambda day: Statement(Facet.DEADLINE, DeadlineFact(Deadline(DeadlineKind.DAY, day), None)), DAYS),
    st.just(Statement(Facet.OWNER, OwnerFact(None, None))),
)
OF_MEASURES = st.one_of(
    OF_ANYTHING,
    st.builds(lambda how, done: Statement(Facet.REPORT, ReportFact(how, done)), st.sampled_from(Confidence), WORDS),
    st.builds(lambda day: Statement(Facet.ASK, AskFact(LocalizedText(en="what"), "whom", day)), DAYS),
    st.builds(lambda seq: Statement(Facet.ANSWER, AnswerFact(seq, "yes")), st.integers(1, 9)),
    st.builds(lambda seq: Statement(Facet.WITHDRAWAL, WithdrawalFact(seq, "no")), st.integers(1, 9)),
)
OF_MILESTONES = st.one_of(
    OF_ANYTHING, st.builds(lambda state: Statement(Facet.PROGRESS, ProgressFact(state)), st.sampled_from(Progress))
)
# A measure or a milestone, what is said of it, the day it speaks about, and when it was recorded.
MILESTONE_NUMBERS = ("1.1", "1.2", "2.1", "2.2")
SAID = st.one_of(
    st.tuples(st.sampled_from(("1", "2")), OF_MEASURES, DAYS, MOMENTS),
    st.tuples(st.sampled_from(MILESTONE_NUMBERS), OF_MILESTONES, DAYS, MOMENTS),
)


@dataclass
class Ledger:
    """An empty ledger to be filled within a transaction that is never committed."""

    database: Database
    built: BuiltRoadmap


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    database = Database(database_url)
    with database.writing() as session:
        built = build_roadmap(session, measures=2, milestones=2)
        session.commit()
    yield Ledger(database, built)
    database.engine.dispose()


def fill(session: Session, built: BuiltRoadmap, lines: Iterable[tuple[str, Statement, date, datetime]]) -> None:
    for number, statement, on, at in lines:
        about = Statement(statement.facet, statement.fact, built.milestones.get(number))
        write(session, built, number.split(".")[0], about, on=on, at=at)


def chosen_by_the_twin(entries: list[Entry[Fact]], day: date, known_at: datetime | None) -> dict[int, MeasureRecord]:
    """What the rule says is in force: the last of what is replaced, all of what adds up, the last three reports."""
    heard = speaking(entries, day, known_at)
    last = in_force(entries, day, known_at).values()
    kept = [entry for entry in last if entry.facet not in (*ADDING, Facet.REPORT)]
    kept += [entry for entry in heard if entry.facet in ADDING]
    by_measure: dict[int, list[Entry[Fact]]] = defaultdict(list)
    for entry in kept:
        by_measure[entry.measure_id].append(entry)
    for measure_id in {entry.measure_id for entry in heard}:
        reports = [entry for entry in heard if entry.facet is Facet.REPORT and entry.measure_id == measure_id]
        by_measure[measure_id] += reports[-SAME_TEXT_REPORTS:]
    return {measure_id: record_of(found) for measure_id, found in by_measure.items()}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(SAID, max_size=25), day=DAYS, known_at=st.none() | MOMENTS)
def test_what_sql_selects_is_what_the_rule_says(
    ledger: Ledger, lines: list[tuple[str, Statement, date, datetime]], day: date, known_at: datetime | None
) -> None:
    with ledger.database.writing() as session:
        fill(session, ledger.built, lines)
        entries = [entry_of(row) for row in session.scalars(select(EntryRow))]
        selected = records_of(session, ledger.built.id, day, known_at)
        session.rollback()
    assert len(entries) == len(lines)
    assert selected == chosen_by_the_twin(entries, day, known_at)


def test_another_road_map_s_lines_are_not_selected(ledger: Ledger) -> None:
    with ledger.database.writing() as session:
        other = build_roadmap(session, "second", measures=1, milestones=1)
        fill(session, other, [("1", Statement(Facet.VERDICT, VerdictFact(Verdict.REMOVED)), FIRST, datetime.now(UTC))])
        assert records_of(session, ledger.built.id, FIRST, None) == {}
        assert set(records_of(session, other.id, FIRST, None)) == {other.measures["1"]}
