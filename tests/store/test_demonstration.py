"""The demonstration: every status can be seen in it on whatever day it is loaded, and nothing in it lies ahead."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.domain.health import ControlStatus
from roadmap.domain.ledger import Act, Confidence, Facet, Verdict
from roadmap.domain.measures import Contradiction
from roadmap.domain.portfolio import Portfolio
from roadmap.store.accounts import AccountRow
from roadmap.store.audit import first_misfit
from roadmap.store.demonstration import AlreadyThere, CannotBeLoaded, load, read_demonstration
from roadmap.store.ledger import LineRow, append
from roadmap.store.ledger_reading import lines_of
from roadmap.store.people import GrantRow, PersonRow
from roadmap.store.plan import MeasureRow, MilestoneRow, RoadmapRow
from roadmap.store.portfolio import portfolio_on
from roadmap.store.seedfiles import SeedError
from roadmap.store.seeding.keeper import plain
from tests.builders.seeded import DEMONSTRATION, PASSWORD_HASH, demonstrated, evening_of, seeded, the_roadmap

MONDAY = date(2026, 11, 23)
DAYS = [
    date.fromisoformat(day)
    for day in [
        "2026-11-22",
        "2026-11-23",
        "2026-11-24",
        "2026-11-27",
        "2026-11-28",
        "2026-12-01",
        "2026-12-16",
        "2026-12-17",
        "2026-12-31",
        "2027-01-01",
        "2027-01-04",
        "2027-01-05",
        "2027-01-08",
        "2027-02-01",
        "2026-03-01",
        "2026-03-02",
        "2026-03-09",
        "2026-03-10",
        "2026-03-26",
        "2026-05-08",
        "2026-05-31",
        "2026-07-07",
        "2026-09-01",
        "2024-02-29",
        "2023-07-01",
        "2022-10-24",
    ]
]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    with opened.writing() as session:
        seeded(session)
        session.commit()
    yield opened
    opened.engine.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A database with seeds; what is written to it is gone afterwards."""
    with database.writing() as opened:
        yield opened


def told(session: Session, day: date) -> Portfolio:
    """The demonstration loaded around ``day``, as of that day."""
    demonstrated(session, day)
    return portfolio_on(session, the_roadmap(session), day)


def every_day(session: Session) -> Iterator[Portfolio]:
    """The demonstration loaded around one day after another, and taken out again each time."""
    for day in (*DAYS, datetime.now(UTC).date()):
        with session.begin_nested() as savepoint:
            yield told(session, day)
            savepoint.rollback()


def of_milestone(portfolio: Portfolio, number: str) -> ControlStatus:
    return next(item.state.control for item in portfolio.items if item.state.milestone.number == number)


def days_left(portfolio: Portfolio, number: str) -> int | None:
    found = next(item.state.dates for item in portfolio.items if item.state.milestone.number == number)
    return found.working_days_left


def verdicts_on(session: Session, number: str) -> list[Verdict]:
    """What was decided about a milestone, the oldest first."""
    milestone = session.scalars(select(MilestoneRow).where(MilestoneRow.number == number)).one()
    lines = lines_of(session, milestone.measure_id, date.max, None)
    return [
        entry.fact.verdict  # type: ignore[union-attr]
        for line in reversed(lines)
        for entry in line.entries
        if entry.facet is Facet.VERDICT and entry.milestone_id == milestone.id
    ]


# On whatever day it is loaded


def test_every_status_and_every_confidence_can_be_seen_on_any_day(session: Session) -> None:
    for portfolio in every_day(session):
        assert {item.state.control for item in portfolio.items} == set(ControlStatus), portfolio.day
        confidences = [measure.confidence for measure in portfolio.measures]
        assert confidences == [Confidence.ON_TRACK, Confidence.OFF_TRACK, Confidence.AT_RISK], portfolio.day


def test_the_silent_measure_is_shown_as_silent_and_the_others_have_reported_this_month(session: Session) -> None:
    for portfolio in every_day(session):
        first, second, third = portfolio.measures
        assert first.contradictions == (Contradiction.SILENT,), portfolio.day
        assert (second.contradictions, third.contradictions) == ((), ()), portfolio.day
        # On the first days of a month nobody has worked yet, and nobody has reported.
        last_worked = portfolio.calendar.on_or_before(portfolio.day)
        assert portfolio.reported_this_month == (2 if last_worked.month == portfolio.day.month else 0), portfolio.day


def test_the_dates_lie_at_the_promised_numbers_of_working_days(session: Session) -> None:
    for portfolio in every_day(session):
        promised = {"2.3": -9, "2.5": 1, "3.1": 2, "2.4": 3, "2.2": 6, "1.3": 9, "3.3": 12}
        assert {number: days_left(portfolio, number) for number in promised} == promised, portfolio.day
        # What is due "today" is due on the next working day when today is off, and never overdue.
        due_today = 0 if portfolio.calendar.is_working(portfolio.day) else 1
        assert days_left(portfolio, "3.5") == due_today, portfolio.day
        assert [item.state.milestone.number for item in portfolio.overdue] == ["2.3"], portfolio.day


def test_two_decisions_are_asked_for_and_the_older_one_is_about_twelve_days_old(session: Session) -> None:
    for portfolio in every_day(session):
        first, second, third = portfolio.measures
        assert (len(first.asks), len(second.asks), len(third.asks)) == (0, 1, 1), portfolio.day
        assert 10 <= second.asks[0].age_days <= 20, portfolio.day
        assert 4 <= third.asks[0].age_days <= 12, portfolio.day
        assert not second.asks[0].overdue
        assert not third.asks[0].overdue


def test_nothing_speaks_about_a_later_day_and_nothing_was_recorded_later(session: Session) -> None:
    for portfolio in every_day(session):
        rows = session.scalars(select(LineRow).order_by(LineRow.seq)).all()
        assert max(row.effective_on for row in rows) <= portfolio.day
        recorded = [row.recorded_at for row in rows]
        assert recorded == sorted(recorded)
        assert recorded[-1] <= evening_of(portfolio.day)
        assert timedelta(days=165) < portfolio.day - rows[0].effective_on < timedelta(days=215), portfolio.day


def test_lines_are_written_on_working_days_in_office_hours(session: Session) -> None:
    for portfolio in every_day(session):
        for row in session.scalars(select(LineRow)):
            # Almaty was five or six hours ahead of UTC in these years.
            assert portfolio.calendar.is_working(row.recorded_at.date())
            assert 3 <= row.recorded_at.hour < 14


def test_the_chain_is_whole(session: Session) -> None:
    for portfolio in every_day(session):
        assert first_misfit(session, portfolio.roadmap.id) is None


def test_loaded_in_the_morning_it_says_nothing_that_was_recorded_later(session: Session) -> None:
    at_eight = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    load(session, read_demonstration(DEMONSTRATION), day=MONDAY, at=at_eight, password_hash=PASSWORD_HASH)

    portfolio = portfolio_on(session, the_roadmap(session), MONDAY, known_at=at_eight)

    assert portfolio.reported_this_month == 2


# What the story tells


def test_the_story_is_the_same_on_every_load(session: Session) -> None:
    kept = []
    for _ in range(2):
        with session.begin_nested() as savepoint:
            portfolio = told(session, MONDAY)
            kept.append([replace(m, reports=(), asks=(), answers=(), verdict=None).control for m in portfolio.measures])
            kept[-1] += [line.recorded_at for line in lines_of(session, portfolio.measures[1].measure.id, MONDAY, None)]
            savepoint.rollback()
    assert kept[0] == kept[1]


def test_each_milestone_stands_where_the_story_leaves_it(session: Session) -> None:
    portfolio = told(session, MONDAY)
    expected = {
        "1.1": ControlStatus.CONFIRMED_DONE,
        "1.2": ControlStatus.DONE_LATE,
        "1.3": ControlStatus.IN_PROGRESS,
        "1.4": ControlStatus.NOT_STARTED,
        "1.7": ControlStatus.REMOVED,
        "2.1": ControlStatus.CONFIRMED_DONE,
        "2.2": ControlStatus.RETURNED,
        "2.3": ControlStatus.OVERDUE,
        "3.1": ControlStatus.REPORTED_DONE,
        "3.2": ControlStatus.IN_PROGRESS,
        "3.12": ControlStatus.EXCLUDED,
    }
    assert {number: of_milestone(portfolio, number) for number in expected} == expected


def test_an_approved_date_was_moved_twice_and_the_forecast_lies_later_still(session: Session) -> None:
    portfolio = told(session, MONDAY)
    dates = next(item.state.dates for item in portfolio.items if item.state.milestone.number == "2.3")
    assert dates.moves == 2
    assert dates.original and dates.original.on and dates.approved and dates.approved.on and dates.forecast_on
    assert dates.original.on < dates.approved.on < MONDAY < dates.forecast_on
    assert dates.approved.wording.ru == "до 10 ноября 2026 года"


def test_an_extension_is_asked_for_and_does_not_move_the_date(session: Session) -> None:
    portfolio = told(session, MONDAY)
    state = next(item.state for item in portfolio.items if item.state.milestone.number == "3.3")
    assert state.extension is not None
    assert state.dates.moves == 0
    assert state.dates.last_day and state.dates.forecast_on and state.dates.forecast_on > state.dates.last_day


def test_a_milestone_was_returned_reported_again_and_confirmed(session: Session) -> None:
    told(session, MONDAY)
    assert verdicts_on(session, "2.1") == [Verdict.RETURNED, Verdict.CONFIRMED]


def test_before_the_first_reports_nothing_is_known(session: Session) -> None:
    portfolio = told(session, MONDAY)
    earlier = portfolio_on(session, portfolio.roadmap, portfolio.calendar.add(MONDAY, -120))
    assert {measure.confidence for measure in earlier.measures} == {Confidence.NO_DATA}


def test_one_ask_was_answered_and_one_withdrawn(session: Session) -> None:
    portfolio = told(session, MONDAY)
    lines = lines_of(session, portfolio.measures[2].measure.id, MONDAY, None)
    facets = [entry.facet for line in lines for entry in line.entries]
    assert [facets.count(facet) for facet in (Facet.ASK, Facet.ANSWER, Facet.WITHDRAWAL)] == [3, 1, 1]


def test_whoever_is_not_on_track_has_asked_for_a_decision(session: Session) -> None:
    portfolio = told(session, MONDAY)
    days = (portfolio.calendar.add(MONDAY, -offset) for offset in range(125))
    for day in days:
        for measure in portfolio_on(session, portfolio.roadmap, day).measures:
            settled_since = measure.last_report and any(
                answer.order > measure.last_report.order for answer in measure.answers
            )
            if measure.confidence in (Confidence.AT_RISK, Confidence.OFF_TRACK) and not settled_since:
                assert measure.asks, (day, measure.measure.number)


def test_only_one_report_is_late_and_one_corrects_another(session: Session) -> None:
    told(session, MONDAY)
    rows = session.scalars(select(LineRow).order_by(LineRow.seq)).all()
    earlier = [row for row in rows if row.recorded_at.date() != row.effective_on]
    assert len(earlier) == 2
    assert all(row.recorded_at.date() > row.effective_on for row in earlier)
    assert sum(row.effective_on == earlier[1].effective_on for row in rows) == 2


def test_some_milestones_have_no_date_and_the_korean_side_is_waited_for(session: Session) -> None:
    portfolio = told(session, MONDAY)
    assert days_left(portfolio, "2.8") is None
    report = portfolio.measures[2].last_report
    assert report
    assert report.fact.waiting
    assert 38 <= (MONDAY - report.fact.waiting.since).days <= 46


# Marked as what it is


def test_everybody_is_invented_and_marked_so(session: Session) -> None:
    portfolio = told(session, MONDAY)
    people = session.scalars(select(PersonRow)).all()
    assert portfolio.roadmap.demonstration
    assert all(person.demonstration for person in people)
    assert all(person.name.endswith((" Demo", " Демо")) and (person.email or "").endswith(".test") for person in people)


def test_there_are_people_of_every_role_and_coordinators_of_one_measure_each(session: Session) -> None:
    told(session, MONDAY)
    grants = session.scalars(select(GrantRow)).all()
    assert {grant.role for grant in grants} == {"coordinator", "controller", "executive", "administrator", "recipient"}
    languages = {person.id: person.language for person in session.scalars(select(PersonRow))}
    assert {languages[grant.person_id] for grant in grants if grant.role == "coordinator"} == {"kk", "ru", "en"}
    measures = [grant.measure_id for grant in grants if grant.role == "coordinator"]
    assert sorted(m or 0 for m in measures) == sorted(session.scalars(select(MeasureRow.id)))


def test_recipients_of_the_digest_alone_have_no_account(session: Session) -> None:
    told(session, MONDAY)
    without = select(PersonRow.email).where(PersonRow.id.not_in(select(AccountRow.person_id))).order_by(PersonRow.email)
    assert list(session.scalars(without)) == [f"recipient.{code}@roadmap.test" for code in ("en", "kk", "ru")]


def test_every_document_says_that_it_is_a_demonstration() -> None:
    for event in read_demonstration(DEMONSTRATION).story.events:
        documents = [event.basis] if event.act == "decision" else [one.document for one in event.milestones]
        assert all("демонстрация" in document.title for document in documents if document)


# Where it does not belong


def test_a_second_load_is_refused_and_changes_nothing(session: Session) -> None:
    portfolio = told(session, MONDAY)
    with pytest.raises(AlreadyThere, match="make reset"):
        demonstrated(session, MONDAY)
    assert the_roadmap(session).head_seq == portfolio.roadmap.head_seq


def test_it_is_not_mixed_into_a_real_record(session: Session) -> None:
    roadmap = the_roadmap(session)
    measure_id = session.scalars(select(MeasureRow.id).order_by(MeasureRow.id)).first()
    assert measure_id
    append(
        session,
        roadmap_id=roadmap.id,
        measure_id=measure_id,
        act=Act.DECISION,
        statements=[],
        effective_on=MONDAY,
        recorded_at=evening_of(MONDAY),
        author_id=None,
    )
    with pytest.raises(AlreadyThere, match="not mixed"):
        demonstrated(session, MONDAY)
    assert not the_roadmap(session).demonstration


def test_without_seeds_it_says_what_to_do_first(sqlite_url: str) -> None:
    with Database(sqlite_url).writing() as session, pytest.raises(CannotBeLoaded, match="Load the seeds first"):
        demonstrated(session, MONDAY)


def test_a_plan_without_its_milestones_is_refused_before_anything_is_written(session: Session) -> None:
    session.execute(MilestoneRow.__table__.update().where(MilestoneRow.number == "2.4").values(number="2.40"))
    with pytest.raises(CannotBeLoaded, match=r"2\.4"):
        demonstrated(session, MONDAY)
    assert session.scalars(select(PersonRow)).all() == []


def test_an_address_that_somebody_has_is_not_taken_over(session: Session) -> None:
    session.add(PersonRow(name="X", email="controller@roadmap.test", language="kk"))
    with pytest.raises(CannotBeLoaded, match="controller@roadmap.test"):
        demonstrated(session, MONDAY)


def test_seeding_after_the_demonstration_changes_nothing(session: Session) -> None:
    told(session, MONDAY)
    before = _state(session)
    outcome = seeded(session)
    assert not outcome.changed
    assert outcome.differences == []
    assert _state(session) == before


def _state(session: Session) -> list[object]:
    row = session.scalars(select(RoadmapRow)).one()
    session.refresh(row)
    return [plain(getattr(row, column.key)) for column in RoadmapRow.__table__.columns]


def test_a_broken_story_is_refused_with_file_line_and_reason(tmp_path: Path) -> None:
    people = (DEMONSTRATION / "people.yaml").read_text().replace("coordinator2@roadmap.test", "someone@ministry.kz")
    story = (DEMONSTRATION / "story.yaml").read_text().replace("ask: m3-format, ", "ask: nobody-asked, ")
    (tmp_path / "people.yaml").write_text(people)
    (tmp_path / "story.yaml").write_text(story)
    with pytest.raises(SeedError) as refusal:
        read_demonstration(tmp_path)
    [problem] = refusal.value.problems
    assert problem.file == "people.yaml"
    assert people.splitlines()[problem.line - 1].strip() == "email: someone@ministry.kz"

    (tmp_path / "people.yaml").write_text((DEMONSTRATION / "people.yaml").read_text())
    with pytest.raises(SeedError, match=r"story\.yaml:\d+: nobody has asked 'nobody-asked' yet"):
        read_demonstration(tmp_path)
