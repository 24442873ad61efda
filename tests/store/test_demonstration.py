"""The demonstration on whatever day it is loaded: every status can be seen in it, and nothing in it lies ahead."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.facts import Confidence
from roadmap.domain.health import ControlStatus
from roadmap.domain.measures import Contradiction
from roadmap.domain.portfolio import Portfolio
from roadmap.store.audit import Finding, first_misfit
from roadmap.store.demonstration import load
from roadmap.store.ledger import LineRow
from roadmap.store.portfolio import portfolio_on
from tests.builders.seeded import PASSWORD_HASH, days_left, evening_of, shipped_demonstration, the_roadmap, told
from tests.conftest import KINDS

MONDAY = date(2026, 11, 23)
# Month starts and ends, Mondays, days off, and the days after holidays.
DAYS = [
    date(2026, 11, 22),
    date(2026, 11, 23),
    date(2026, 11, 24),
    date(2026, 11, 27),
    date(2026, 11, 28),
    date(2026, 12, 1),
    date(2026, 12, 16),
    date(2026, 12, 17),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 1, 4),
    date(2027, 1, 5),
    date(2027, 1, 8),
    date(2027, 2, 1),
    date(2026, 3, 1),
    date(2026, 3, 2),
    date(2026, 3, 9),
    date(2026, 3, 10),
    date(2026, 3, 26),
    date(2026, 5, 8),
    date(2026, 5, 31),
    date(2026, 7, 7),
    date(2026, 9, 1),
    date(2024, 2, 29),
    date(2023, 7, 1),
    date(2022, 10, 24),
]
ON_POSTGRESQL = [date(2026, 11, 23), date(2027, 1, 4), date(2026, 3, 9)]


@dataclass(frozen=True)
class Shown:
    """What the demonstration shows when it is loaded around one day."""

    portfolio: Portfolio
    lines: list[LineRow]
    misfit: Finding | None

    @property
    def day(self) -> date:
        return self.portfolio.day

    @property
    def calendar(self) -> WorkingCalendar:
        return self.portfolio.calendar


@pytest.fixture(scope="module", params=KINDS)
def every_day(request: pytest.FixtureRequest) -> list[Shown]:
    """The demonstration loaded around one day after another, and taken out again each time."""
    days = ON_POSTGRESQL if request.param == "postgresql" else [*DAYS, datetime.now(UTC).date()]
    database = Database(request.getfixturevalue(f"{request.param}_seeded"))
    shown = []
    for day in days:
        with database.writing() as session:
            portfolio = told(session, day)
            lines = list(session.scalars(select(LineRow).order_by(LineRow.seq)))
            shown.append(Shown(portfolio, lines, first_misfit(session, portfolio.roadmap.id)))
            session.expunge_all()
    database.engine.dispose()
    return shown


def test_every_status_and_every_confidence_can_be_seen_on_any_day(every_day: list[Shown]) -> None:
    for shown in every_day:
        assert {item.state.control for item in shown.portfolio.items} == set(ControlStatus), shown.day
        confidences = [measure.confidence for measure in shown.portfolio.measures]
        assert confidences == [Confidence.ON_TRACK, Confidence.OFF_TRACK, Confidence.AT_RISK], shown.day


def test_the_silent_measure_is_shown_as_silent_and_the_others_have_reported_this_month(every_day: list[Shown]) -> None:
    for shown in every_day:
        first, second, third = shown.portfolio.measures
        assert first.contradictions == (Contradiction.SILENT,), shown.day
        assert (second.contradictions, third.contradictions) == ((), ()), shown.day
        # On the first days of a month nobody has worked yet, and nobody has reported.
        last_worked = shown.calendar.on_or_before(shown.day)
        assert shown.portfolio.reported_this_month == (2 if last_worked.month == shown.day.month else 0), shown.day


def test_the_dates_lie_at_the_promised_numbers_of_working_days(every_day: list[Shown]) -> None:
    for shown in every_day:
        promised = {"2.3": -9, "2.5": 1, "3.1": 2, "2.4": 3, "2.2": 6, "1.3": 9, "3.3": 12}
        assert {number: days_left(shown.portfolio, number) for number in promised} == promised, shown.day
        # What is due "today" is due on the next working day when today is off, and never overdue.
        due_today = 0 if shown.calendar.is_working(shown.day) else 1
        assert days_left(shown.portfolio, "3.5") == due_today, shown.day
        assert [item.state.milestone.number for item in shown.portfolio.overdue] == ["2.3"], shown.day


def test_two_decisions_are_asked_for_and_the_older_one_is_about_twelve_days_old(every_day: list[Shown]) -> None:
    for shown in every_day:
        first, second, third = shown.portfolio.measures
        assert (len(first.asks), len(second.asks), len(third.asks)) == (0, 1, 1), shown.day
        assert 10 <= second.asks[0].age_days <= 20, shown.day
        assert 4 <= third.asks[0].age_days <= 12, shown.day
        assert not second.asks[0].overdue
        assert not third.asks[0].overdue


def test_nothing_speaks_about_a_later_day_and_nothing_was_recorded_later(every_day: list[Shown]) -> None:
    for shown in every_day:
        assert max(row.effective_on for row in shown.lines) <= shown.day
        recorded = [row.recorded_at for row in shown.lines]
        assert recorded == sorted(recorded)
        assert recorded[-1] <= evening_of(shown.day)
        assert timedelta(days=165) < shown.day - shown.lines[0].effective_on < timedelta(days=215), shown.day


def test_lines_are_written_on_working_days_in_office_hours(every_day: list[Shown]) -> None:
    for shown in every_day:
        for row in shown.lines:
            # Almaty was five or six hours ahead of UTC in these years.
            assert shown.calendar.is_working(row.recorded_at.date())
            assert 3 <= row.recorded_at.hour < 14


def test_the_chain_is_whole(every_day: list[Shown]) -> None:
    for shown in every_day:
        assert shown.misfit is None, shown.day


def test_loaded_in_the_morning_it_says_nothing_that_was_recorded_later(session: Session) -> None:
    at_eight = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    load(session, shipped_demonstration(), day=MONDAY, at=at_eight, password_hash=PASSWORD_HASH)

    portfolio = portfolio_on(session, the_roadmap(session), MONDAY, known_at=at_eight)

    assert portfolio.reported_this_month == 2
