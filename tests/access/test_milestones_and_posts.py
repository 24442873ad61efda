"""The administrator gives a role on one milestone, and puts nobody into a post that somebody else holds."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadmap.database import Database
from roadmap.domain.people import Grant, Role
from roadmap.domain.staff import HoldingEntry, PostEntry
from roadmap.domain.text import LocalizedText
from roadmap.store.people import PostRow, grants_of, person_by_email
from roadmap.store.staff import keep_holding, keep_post
from tests.builders.people import Held, browser_with, sign_in_row, somebody
from tests.builders.portfolios import BuiltRoadmap, build_roadmap

INVITED = {
    "name": "Daulet",
    "email": "daulet@people.test",
    "language": "kk",
    "role": "executive",
    "roadmap": "1",
    "measure": "",
}


@pytest.fixture
def built(database: Database) -> BuiltRoadmap:
    with database.writing() as session:
        found = build_roadmap(session, measures=2)
        session.commit()
    return found


@pytest.fixture
def admin(app: Flask, database: Database, built: BuiltRoadmap) -> FlaskClient:
    with database.writing() as session:
        token = sign_in_row(session, somebody(session, "Admin", Held(Role.ADMINISTRATOR)).id)
        session.commit()
    return browser_with(app, token)


def test_a_role_is_given_on_one_milestone(admin: FlaskClient, database: Database, built: BuiltRoadmap) -> None:
    with database.writing() as session:
        number = somebody(session, "Coordinator").id
        session.commit()
    step, other = built.milestones["1.2"], built.measures["2"]
    there = f"/accounts/{number}?lang=en"
    form = {"role": "coordinator", "measure": "", "roadmap": "", "milestone": str(step)}
    assert "This milestone belongs to another measure" in admin.post(there, data=form | {"measure": str(other)}).text
    assert admin.post(there, data=form | {"milestone": "none of these"}).status_code == 422
    assert admin.post(there, data=form | {"milestone": ""}).status_code == 422
    assert admin.post(there, data=form).status_code == 303
    with database.reading() as session:
        held = Grant(Role.COORDINATOR, built.id, built.measures["1"], step)
        assert grants_of(session, number) == {held}


def test_nobody_is_invited_into_a_post_that_is_held(admin: FlaskClient, database: Database) -> None:
    with database.writing() as session:
        holder = somebody(session, "Holder").id
        post = keep_post(session, PostEntry(LocalizedText(en="Director")))
        keep_holding(session, HoldingEntry(post, holder), datetime.now(UTC))
        session.commit()
    answer = admin.post("/accounts?lang=en", data=INVITED | {"post": str(post)})
    assert answer.status_code == 422
    assert "Somebody holds this post" in answer.text
    with database.reading() as session:
        assert person_by_email(session, "daulet@people.test") is None


def test_posts_that_would_look_alike_show_their_numbers(admin: FlaskClient, database: Database) -> None:
    with database.writing() as session:
        alike = [PostRow(title=LocalizedText(en="Adviser")) for _ in range(2)]
        session.add_all([*alike, PostRow(title=LocalizedText(en="Director"))])
        session.commit()
        numbers = [row.id for row in alike]
    page = admin.get("/accounts?lang=en").text
    assert all(f"Adviser, No. {number}<" in page for number in numbers)
    assert "Director<" in page
