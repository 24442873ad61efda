"""The selection in SQL and its pure twin in the domain agree on any plan, ledger and calendar, on any day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from sqlalchemy import and_
from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.domain.facts import Verdict, VerdictFact
from roadmap.domain.ledger import Facet, Statement
from roadmap.domain.portfolio import Portfolio
from roadmap.store import ledger_reading
from roadmap.store.ledger_reading import records_of
from roadmap.store.plan_reading import roadmap_by_slug
from roadmap.store.portfolio import portfolio_on
from tests.builders.every_day import World, chosen_by_the_twin, twin, written
from tests.builders.portfolios import BuiltRoadmap, build_roadmap, write
from tests.builders.told import EVERY_DAY, EVERY_MOMENT, FIRST, TOLD, Told

ANYTHING_TOLD = st.lists(TOLD, max_size=20)


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


def disagreements(session: Session, world: World) -> list[tuple[object, object]]:
    """The days and moments on which the program says something else than the twin."""
    roadmap = roadmap_by_slug(session, "first")
    assert roadmap
    found: list[tuple[object, object]] = []
    for known_at in (None, *EVERY_MOMENT[::2]):
        beside: Portfolio | None = None
        for day in reversed(EVERY_DAY):
            read = portfolio_on(session, roadmap, day, known_at, beside=beside)
            beside = beside or read
            if read.measures != twin(world, day, known_at):
                found.append((day, known_at))
    return found


def agree(ledger: Ledger, told: list[Told]) -> bool:
    with ledger.database.writing() as session:
        found = disagreements(session, written(session, ledger.built, told))
        session.rollback()
    return not found


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(told=ANYTHING_TOLD)
def test_every_milestone_stands_as_the_rule_says_on_every_day_known_at_every_moment(
    ledger: Ledger, told: list[Told]
) -> None:
    assert agree(ledger, told)


@pytest.mark.long
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(told=ANYTHING_TOLD)
def test_a_thousand_road_maps_stand_as_the_rule_says(ledger: Ledger, told: list[Told]) -> None:
    assert agree(ledger, told)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(told=ANYTHING_TOLD, day=st.sampled_from(EVERY_DAY), known_at=st.none() | st.sampled_from(EVERY_MOMENT))
def test_what_sql_selects_is_what_the_rule_says(
    ledger: Ledger, told: list[Told], day: datetime, known_at: datetime | None
) -> None:
    with ledger.database.writing() as session:
        world = written(session, ledger.built, told)
        selected = records_of(session, ledger.built.id, day, known_at)
        session.rollback()
    assert selected == chosen_by_the_twin(world.entries, day, known_at)


WRONG_SELECTIONS = {
    "corrected lines count": lambda row, known_at: ledger_reading._spoken(row, ledger_reading._DAY, known_at),
    "a correction is known before it was made": lambda row, known_at: and_(
        ledger_reading._spoken(row, ledger_reading._DAY, known_at), right_heard(row, None)
    ),
    "the moment is not looked at": lambda row, _known_at: right_heard(row, None),
}
right_heard = ledger_reading._heard


@pytest.mark.parametrize("wrong", WRONG_SELECTIONS)
def test_a_wrong_selection_is_found(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setattr(ledger_reading, "_heard", WRONG_SELECTIONS[wrong])
    forget_queries()
    try:
        shortest = find(
            ANYTHING_TOLD,
            lambda told: not agree(ledger, told),
            # What is wrong is to be found; how little of it would do is nobody's question here.
            settings=settings(
                max_examples=500,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        monkeypatch.undo()
        forget_queries()
    assert shortest
    assert agree(ledger, shortest)


def forget_queries() -> None:
    """Queries are put together once; these are put together anew."""
    ledger_reading._replacing.cache_clear()
    ledger_reading._adding.cache_clear()


def test_another_road_map_s_lines_are_not_selected(ledger: Ledger) -> None:
    with ledger.database.writing() as session:
        other = build_roadmap(session, "second", measures=1, milestones=1)
        removed = Statement(Facet.VERDICT, VerdictFact(Verdict.REMOVED), other.milestones["1.1"])
        write(session, other, "1", removed, on=FIRST, at=datetime.now(UTC))
        assert records_of(session, ledger.built.id, FIRST, None) == {}
        assert set(records_of(session, other.id, FIRST, None)) == {other.measures["1"]}
