"""What the demonstration tells, how it is marked, and where it does not belong."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.domain.facts import Confidence, Verdict
from roadmap.domain.health import ControlStatus
from roadmap.domain.ledger import Act, Facet
from roadmap.domain.portfolio import Portfolio
from roadmap.store.accounts import AccountRow
from roadmap.store.demonstration import AlreadyThere, CannotBeLoaded, read_demonstration
from roadmap.store.ledger import LineRow, append
from roadmap.store.ledger_reading import lines_of
from roadmap.store.people import GrantRow, PersonRow
from roadmap.store.plan import MeasureRow, MilestoneRow, RoadmapRow
from roadmap.store.portfolio import portfolio_on
from roadmap.store.seedfiles import SeedError
from roadmap.store.seeding.keeper import plain
from tests.builders.seeded import (
    DEMONSTRATION,
    days_left,
    demonstrated,
    evening_of,
    seeded,
    shipped_demonstration,
    the_roadmap,
    told,
)

MONDAY = date(2026, 11, 23)


def of_milestone(portfolio: Portfolio, number: str) -> ControlStatus:
    return next(item.state.control for item in portfolio.items if item.state.milestone.number == number)


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


# What the story tells


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
    assert dates.original
    assert dates.original.on
    assert dates.approved
    assert dates.approved.on
    assert dates.forecast_on
    assert dates.original.on < dates.approved.on < MONDAY < dates.forecast_on
    assert dates.approved.wording.ru == "до 10 ноября 2026 года"


def test_an_extension_is_asked_for_and_does_not_move_the_date(session: Session) -> None:
    portfolio = told(session, MONDAY)
    state = next(item.state for item in portfolio.items if item.state.milestone.number == "3.3")
    assert state.extension is not None
    assert state.dates.moves == 0
    assert state.dates.last_day
    assert state.dates.forecast_on
    assert state.dates.forecast_on > state.dates.last_day


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
    for event in shipped_demonstration().story.events:
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
    with pytest.raises(CannotBeLoaded, match=r"controller@roadmap\.test"):
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
