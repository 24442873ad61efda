"""Planning asks the database the same number of questions, however long the plan and however many the readers."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from roadmap.digests.editions import Office, plan
from roadmap.domain.people import Role
from tests.builders.queries import counted
from tests.builders.recipients import Plan
from tests.digests.conftest import Planning, database_of


def filled(it: Plan, measures: int, people: int) -> None:
    for number in range(1, measures + 1):
        it.measure(str(number))
        it.milestone(f"{number}.1", due=date(2026, 11, 24) if number < 20 else None)
    for number in range(people):
        it.person(f"p{number}")
        if number % 2:
            it.grant(f"p{number}", Role.EXECUTIVE)
        else:
            it.grant(f"p{number}", Role.COORDINATOR, "1")


def asked(app: Flask, planning: Planning, measures: int, people: int) -> int:
    with planning() as it:
        filled(it, measures, people)
    database = database_of(app)
    office = Office("roadmap@roadmap.test", app.config["SECRET_KEY"], "https://roadmap.test")
    with app.app_context(), counted(database.engine) as count:
        assert plan(database, office, datetime(2026, 11, 23, 4, tzinfo=UTC)).letters == people
    return count.total


QUESTIONS = 40


@pytest.mark.parametrize(("measures", "people"), [(3, 3), (300, 3), (3, 300)])
def test_the_number_of_questions_does_not_grow(app: Flask, planning: Planning, measures: int, people: int) -> None:
    assert asked(app, planning, measures, people) == QUESTIONS
