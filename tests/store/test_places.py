"""A correction stands where the line that it corrects stood: what was said since is not overtaken by it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.domain.corrections import RESTATED, Wrong, correction_of, obstacle_to, statements_in
from roadmap.domain.facts import (
    CorrectionFact,
    DeadlineFact,
    Document,
    Fact,
    Progress,
    ProgressFact,
    RefusalFact,
    Verdict,
    VerdictFact,
)
from roadmap.domain.health import ControlStatus, MilestoneState
from roadmap.domain.ledger import Facet, Line, Statement
from roadmap.domain.plan import Deadline, DeadlineKind
from roadmap.store.audit import first_misfit
from roadmap.store.ledger import EntryRow, append
from roadmap.store.ledger_reading import entry_of, lines_of
from roadmap.store.plan_reading import roadmap_by_slug
from roadmap.store.portfolio import portfolio_on
from tests.builders.every_day import written
from tests.builders.portfolios import BuiltRoadmap, build_roadmap, progress, write
from tests.builders.told import EVERY_DAY, EVERY_MOMENT, FIRST, TOLD, Told

RIGHT = Document("16", FIRST)
AFTERWARDS = EVERY_MOMENT[-1] + timedelta(days=1)
SAYABLE = frozenset.union(*RESTATED.values())


@pytest.fixture
def place(database_url: str) -> Iterator[tuple[Database, BuiltRoadmap]]:
    database = Database(database_url)
    with database.writing() as session:
        built = build_roadmap(session, measures=2, milestones=2)
        session.commit()
    yield database, built
    database.engine.dispose()


def restated(fact: Fact) -> Fact:
    """The same with another document, where it has one."""
    match fact:
        case ProgressFact():
            return replace(fact, document=RIGHT)
        case VerdictFact() | DeadlineFact() | RefusalFact():
            return replace(fact, basis=RIGHT)
        case _:
            return fact


def correct(session: Session, built: BuiltRoadmap, line: Line, on: date | None = None) -> int:
    right = [replace(said, fact=restated(said.fact)) for said in statements_in(line)]
    return append(
        session,
        roadmap_id=built.id,
        measure_id=line.measure_id,
        act=line.act,
        statements=correction_of(line, "The wrong document", right),
        effective_on=on or line.effective_on,
        recorded_at=AFTERWARDS,
        author_id=None,
    )


def line_of(session: Session, built: BuiltRoadmap, seq: int) -> Line:
    return next(line for line in lines_of(session, built.measures["1"], EVERY_DAY[-1], None) if line.seq == seq)


def standing(state: MilestoneState) -> tuple[object, ...]:
    dates = state.dates
    judged = (dates.original, dates.approved, dates.moves, dates.last_day, dates.forecast_on, dates.actual_on)
    return (state.milestone.number, state.control, *judged, dates.slip, state.extension is None, state.forecast_passed)


def states(session: Session, day: date) -> list[MilestoneState]:
    roadmap = roadmap_by_slug(session, "first")
    assert roadmap
    return [state for measure in portfolio_on(session, roadmap, day).measures for state in measure.milestones]


def approving(milestone: int, on: date) -> Statement:
    return Statement(Facet.DEADLINE, DeadlineFact(Deadline(DeadlineKind.DAY, on), None), milestone)


def taken(milestone: int, verdict: Verdict) -> Statement:
    return Statement(Facet.VERDICT, VerdictFact(verdict), milestone)


@pytest.mark.parametrize("again", [1, 2])
def test_of_two_dates_of_one_day_the_corrected_one_stays_the_original(
    place: tuple[Database, BuiltRoadmap], again: int
) -> None:
    database, built = place
    with database.writing() as session:
        milestone = built.milestones["1.1"]
        first = write(session, built, "1", approving(milestone, EVERY_DAY[3]), on=FIRST, at=EVERY_MOMENT[0])
        write(session, built, "1", approving(milestone, EVERY_DAY[5]), on=FIRST, at=EVERY_MOMENT[0])
        for _ in range(again):
            first = correct(session, built, line_of(session, built, first))
        dates = states(session, FIRST)[0].dates
        assert first_misfit(session, built.id) is None
    assert (dates.original and dates.original.on, dates.approved and dates.approved.on) == (EVERY_DAY[3], EVERY_DAY[5])
    assert dates.moves == 1


@pytest.mark.parametrize("said_on", [FIRST, EVERY_DAY[1]])
def test_what_was_returned_or_resumed_stays_so_when_the_line_before_is_corrected(
    place: tuple[Database, BuiltRoadmap], said_on: date
) -> None:
    database, built = place
    one, two = built.milestones["1.1"], built.milestones["1.2"]
    with database.writing() as session:
        at = EVERY_MOMENT[0]
        reported = progress(one, Progress.REPORTED_DONE, actual=FIRST)
        first = write(session, built, "1", reported, taken(two, Verdict.REMOVED), on=FIRST, at=at)
        later = (taken(one, Verdict.RETURNED), taken(two, Verdict.RESUMED))
        write(session, built, "1", *later, on=EVERY_DAY[1], at=at)
        # The line may have been about the same day all along, or be put right to be.
        correct(session, built, line_of(session, built, first), on=said_on)
        found = {state.milestone.number: state.control for state in states(session, EVERY_DAY[1])}
    assert (found["1.1"], found["1.2"]) == (ControlStatus.RETURNED, ControlStatus.NOT_STARTED)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(TOLD, min_size=2, max_size=20), which=st.integers(0, 50))
def test_a_correction_that_changes_a_document_alone_leaves_every_milestone_as_it_was_on_every_day(
    place: tuple[Database, BuiltRoadmap], told: list[Told], which: int
) -> None:
    database, built = place
    with database.writing() as session:
        written(session, built, told)
        correctable = [line for number in built.measures.values() for line in lines_to_correct(session, number)]
        before = [[standing(state) for state in states(session, day)] for day in EVERY_DAY]
        if correctable:
            correct(session, built, correctable[which % len(correctable)])
        after = [[standing(state) for state in states(session, day)] for day in EVERY_DAY]
        assert first_misfit(session, built.id) is None
        session.rollback()
    assert after == before


def lines_to_correct(session: Session, measure_id: int) -> Iterator[Line]:
    """Those that could be corrected, whoever is to say what is in them."""
    lines = lines_of(session, measure_id, EVERY_DAY[-1], None)
    facts = [entry_of(row).fact for row in session.scalars(select(EntryRow))]
    # What was taken back already would come back by a second correction; nobody may make one.
    settled = {fact.line for fact in facts if isinstance(fact, CorrectionFact)}
    for line in (line for line in lines if line.seq not in settled):
        obstacle = obstacle_to(line, lines)
        said = {entry.facet for entry in line.entries} - {Facet.CORRECTION}
        if said and said <= SAYABLE and (obstacle is None or obstacle.code == Wrong.NOT_BY_FORM):
            yield line


def test_known_before_the_correction_the_wrong_line_stands_in_the_same_place(
    place: tuple[Database, BuiltRoadmap],
) -> None:
    database, built = place
    milestone = built.milestones["1.1"]
    with database.writing() as session:
        at: datetime = EVERY_MOMENT[0]
        first = write(session, built, "1", taken(milestone, Verdict.REMOVED), on=FIRST, at=at)
        write(session, built, "1", taken(milestone, Verdict.RESUMED), on=FIRST, at=at)
        correct(session, built, line_of(session, built, first))
        roadmap = roadmap_by_slug(session, "first")
        assert roadmap
        for known_at in (at, AFTERWARDS, None):
            state = portfolio_on(session, roadmap, FIRST, known_at).measures[0].milestones[0]
            assert state.control is ControlStatus.NOT_STARTED
