"""Planning asks the database the same number of questions, however long the plan and however many the readers."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from roadmap.digests.office import Office
from roadmap.digests.planning import plan
from roadmap.domain.people import Role
from tests.builders.queries import counted
from tests.builders.recipients import Plan
from tests.digests.conftest import Planning, database_of


def filled(it: Plan, measures: range, people: range) -> None:
    for number in measures:
        it.measure(str(number))
        it.milestone(f"{number}.1", due=date(2026, 11, 24) if number < 20 else None)
    for number in people:
        it.person(f"p{number}")
        it.grant(f"p{number}", Role.EXECUTIVE if number % 2 else Role.COORDINATOR, None if number % 2 else "1")


def office_of(app: Flask) -> Office:
    return Office("roadmap@roadmap.test", app.config["SECRET_KEY"], "https://roadmap.test")


def questions_asked(app: Flask, at: datetime, people: int) -> int:
    database = database_of(app)
    with app.app_context(), counted(database.engine) as count:
        assert plan(database, office_of(app), at).letters == people
    return count.total


@pytest.mark.parametrize(("measures", "people"), [(300, 3), (3, 300)])
def test_the_number_of_questions_does_not_grow(app: Flask, planning: Planning, measures: int, people: int) -> None:
    with planning() as it:
        filled(it, range(1, 4), range(3))
    # An edition long ago: each of the two that are counted makes up for a week.
    with app.app_context():
        plan(database_of(app), office_of(app), datetime(2026, 11, 16, 4, tzinfo=UTC))
    few = questions_asked(app, datetime(2026, 11, 23, 4, tzinfo=UTC), 3)
    with planning.again() as it:
        filled(it, range(4, measures + 1), range(3, people))
    many = questions_asked(app, datetime(2026, 11, 30, 4, tzinfo=UTC), people)
    assert many == few
