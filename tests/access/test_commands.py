"""The first administrator."""

import pytest
from flask import Flask
from sqlalchemy import select

from roadmap.database import Database
from roadmap.domain.people import Grant, Role
from roadmap.store.people import PersonRow, grants_of
from tests.access.conftest import PASSWORD


def test_the_command_prints_a_link_and_the_link_makes_an_administrator(app: Flask, database: Database) -> None:
    done = app.test_cli_runner().invoke(args=["admin", "create", "First@People.test", "Бота", "--language", "ru"])
    assert done.exit_code == 0, done.output
    link = done.output.strip()
    assert link.startswith("http://roadmap.test/invitation/")
    browser = app.test_client()
    path = link.removeprefix("http://roadmap.test")
    assert 'lang="ru"' in browser.get(path).text
    assert browser.post(path, data={"password": PASSWORD, "again": PASSWORD}).headers["Location"] == "/accounts"
    assert browser.get("/accounts").status_code == 200
    with database.reading() as session:
        person = session.scalars(select(PersonRow)).one()
        assert (person.email, person.language) == ("first@people.test", "ru")
        assert grants_of(session, person.id) == {Grant(Role.ADMINISTRATOR)}


def test_an_address_that_is_there_is_refused(app: Flask, database: Database) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["admin", "create", "first@people.test", "Бота"]).exit_code == 0
    again = runner.invoke(args=["admin", "create", "FIRST@people.test", "Бота"])
    assert again.exit_code == 1
    assert "first@people.test is there already" in again.output
    with database.reading() as session:
        assert len(session.scalars(select(PersonRow)).all()) == 1


@pytest.mark.parametrize(
    "arguments", [["nobody", "Бота"], ["a@people.test", " "], ["a@people.test", "Бота", "--language", "fr"]]
)
def test_nonsense_is_refused(app: Flask, database: Database, arguments: list[str]) -> None:
    assert app.test_cli_runner().invoke(args=["admin", "create", *arguments]).exit_code != 0
    with database.reading() as session:
        assert session.scalars(select(PersonRow)).all() == []


def test_without_the_command_there_is_nobody(database: Database) -> None:
    with database.reading() as session:
        assert session.scalars(select(PersonRow)).all() == []
