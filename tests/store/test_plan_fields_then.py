"""Every field of the plan that an amendment can change reads on an earlier day as it was then."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from roadmap.domain.facts import AmendmentFact, Element, FieldChange
from roadmap.domain.ledger import Facet
from roadmap.domain.plan_changes import canonical
from roadmap.store.days import DayRow
from roadmap.store.plan import MeasureRow, RoadmapRow
from roadmap.store.portfolio import alone_on, portfolio_on
from tests.builders.portfolios import BuiltRoadmap
from tests.store.test_plan_history import JULY, JUNE, MAY, adopted, built, database, roadmap, session, tell

__all__ = ["built", "database", "session"]
MONDAY = date(2026, 6, 8)


def amend(session: Session, built: BuiltRoadmap, field: str, becomes: Any, number: str | None, on: date = JULY) -> None:
    """Amends a field of a measure, or (without a number) of the road map: the row, and the line."""
    row: Any = session.get_one(MeasureRow, built.measures[number]) if number else session.get_one(RoadmapRow, built.id)
    change = FieldChange(field, canonical(getattr(row, field)), canonical(becomes))
    setattr(row, field, becomes)
    session.flush()
    element = Element.MEASURE if number else Element.ROADMAP
    tell(session, built, Facet.AMENDMENT, AmendmentFact(element, (change,)), on, number)


@pytest.mark.parametrize(("field", "becomes"), [("timezone", "Asia/Oral"), ("decider_code", "president")])
def test_the_road_maps_own_fields_are_those_of_the_day(
    session: Session, built: BuiltRoadmap, field: str, becomes: str
) -> None:
    was = getattr(roadmap(session), field)
    adopted(session, built)
    amend(session, built, field, becomes, None)
    found = [getattr(portfolio_on(session, roadmap(session), day).roadmap, field) for day in (MAY, JUNE, JULY)]
    assert found == [was, was, becomes]


def test_who_decided_about_a_measure_is_as_it_was(session: Session, built: BuiltRoadmap) -> None:
    adopted(session, built)
    amend(session, built, "decider_code", "president", "1")
    found = [portfolio_on(session, roadmap(session), day).measures[0].measure.decider_code for day in (JUNE, JULY)]
    assert found == [None, "president"]


def test_an_earlier_day_is_counted_by_the_calendar_of_then(session: Session, built: BuiltRoadmap) -> None:
    adopted(session, built)
    session.add(DayRow(calendar="other", on=MONDAY, working=False))
    amend(session, built, "calendar", "other", None)
    asked = roadmap(session)
    now = portfolio_on(session, asked, JULY)
    assert not now.calendar.is_working(MONDAY)
    for before in (portfolio_on(session, asked, JUNE), portfolio_on(session, asked, JUNE, beside=now)):
        assert before.roadmap.calendar != "other"
        assert before.calendar.is_working(MONDAY)


def test_a_measure_is_found_by_the_number_that_it_had(session: Session, built: BuiltRoadmap) -> None:
    adopted(session, built)
    first, second = built.measures["1"], built.measures["2"]
    amend(session, built, "number", "9", "1")
    amend(session, built, "number", "1", "2")
    asked = roadmap(session)

    def found(number: str, day: date) -> list[tuple[int, str]]:
        return [(each.measure.id, each.measure.number) for each in alone_on(session, asked, number, day).measures]

    assert [found(number, JULY) for number in ("1", "2", "9")] == [[(second, "1")], [], [(first, "9")]]
    assert [found(number, JUNE) for number in ("1", "2", "9")] == [[(first, "1")], [(second, "2")], []]
    for day in (JUNE, JULY):
        whole = portfolio_on(session, asked, day)
        for state in whole.measures:
            assert alone_on(session, asked, state.measure.number, day).measures == (state,)
