"""The read model's shortcuts say what the whole reading says."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from roadmap.store.portfolio import measure_on, portfolio_on
from tests.builders.seeded import demonstrated, evening_of, the_roadmap

MONDAY = date(2026, 11, 23)
DAYS = [MONDAY - timedelta(days=back) for back in (0, 10, 60, 400)]


@pytest.fixture
def told(session: Session) -> Session:
    demonstrated(session, MONDAY)
    return session


@pytest.mark.parametrize("known", [False, True])
def test_one_measure_by_itself_stands_as_in_the_whole_road_map(told: Session, known: bool) -> None:
    roadmap = the_roadmap(told)
    for day in DAYS:
        known_at = evening_of(day - timedelta(days=5)) if known else None
        whole = portfolio_on(told, roadmap, day, known_at)
        for state in whole.measures:
            assert measure_on(told, roadmap, state.measure.number, day, known_at) == state


def test_a_number_that_the_road_map_has_not_is_no_measure(told: Session) -> None:
    assert measure_on(told, the_roadmap(told), "99", MONDAY) is None


def test_a_day_read_beside_another_is_the_day_read_by_itself(told: Session) -> None:
    roadmap = the_roadmap(told)
    now = portfolio_on(told, roadmap, MONDAY)
    for day in DAYS:
        assert portfolio_on(told, roadmap, day, beside=now) == portfolio_on(told, roadmap, day)
