"""The commands that load seeds and the demonstration, as somebody at a terminal sees them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from config import Config
from roadmap.access.passwords import fits
from roadmap.app import create_app
from roadmap.database import Database
from roadmap.domain.text import LocalizedText
from roadmap.store.accounts import AccountRow
from roadmap.store.people import PersonRow
from roadmap.store.plan import MeasureRow, RoadmapRow
from roadmap.web.sessions import database
from tests.builders.seeded import FIVE_MEASURES, SHIPPED, shipped_demonstration

Make = Callable[..., Flask]


@pytest.fixture
def make() -> Iterator[Make]:
    """Makes the program for a database, and closes its connections afterwards."""
    apps = []

    def made(url: str, environment: str = "development") -> Flask:
        apps.append(program(url, environment))
        return apps[-1]

    yield made
    for app in apps:
        with app.app_context():
            database().engine.dispose()


def program(url: str, environment: str) -> Flask:
    return create_app(
        Config.from_environment(
            {
                "ROADMAP_ENV": environment,
                "DATABASE_URL": url,
                "SECRET_KEY": "a-secret-of-tests-0123456789-abcdef",
                "PUBLIC_URL": "https://roadmap.test",
                "SMTP_URL": "smtp://127.0.0.1:1",
                "MAIL_FROM": "roadmap@roadmap.test",
            }
        )
    )


def run(app: Flask, *words: str) -> Result:
    outcome = app.test_cli_runner().invoke(args=list(words))
    assert outcome.exception is None or isinstance(outcome.exception, SystemExit), outcome.exception
    return outcome


def counted(url: str, table: type[RoadmapRow] | type[PersonRow]) -> int:
    opened = Database(url)
    with opened.reading() as session:
        number = session.scalar(select(func.count()).select_from(table))
    opened.engine.dispose()
    return number or 0


# Seeds


def test_the_shipped_seeds_are_loaded_and_the_second_time_nothing_is(make: Make, database_url: str) -> None:
    app = make(database_url)
    first, second = run(app, "seed"), run(app, "seed")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout.startswith("added 3")
    assert first.stdout.rstrip().endswith("updated 0, unchanged 0")
    assert second.stdout.startswith("added 0, updated 0, unchanged 3")


def test_a_broken_folder_is_refused_with_file_line_and_reason_and_changes_nothing(
    make: Make, database_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "seeds"
    shutil.copytree(SHIPPED, folder)
    broken = folder / "measures" / "2-information-system.yaml"
    broken.write_text(broken.read_text().replace('number: "2.4"', 'nummer: "2.4"'))
    line = next(i for i, words in enumerate(broken.read_text().splitlines(), 1) if "nummer" in words)

    outcome = run(make(database_url), "seed", str(folder))

    assert outcome.exit_code == 1
    assert f"measures/2-information-system.yaml:{line}: unknown field 'nummer'" in outcome.stderr.splitlines()
    assert outcome.stdout == ""
    assert counted(database_url, RoadmapRow) == 0


def test_a_folder_that_is_not_there_is_refused(make: Make, sqlite_url: str, tmp_path: Path) -> None:
    outcome = run(make(sqlite_url), "seed", str(tmp_path / "nowhere"))
    assert outcome.exit_code == 1
    assert "there is no such folder" in outcome.stderr


def test_another_road_map_is_loaded_beside_the_first(make: Make, database_url: str) -> None:
    app = make(database_url)
    run(app, "seed")
    assert run(app, "seed", str(FIVE_MEASURES)).exit_code == 0
    assert counted(database_url, RoadmapRow) == 2


def test_what_was_edited_is_kept_and_listed_while_the_rest_follows_the_file(
    make: Make, database_url: str, tmp_path: Path
) -> None:
    app = make(database_url)
    run(app, "seed")
    opened = Database(database_url)
    with opened.writing() as session:
        measure = session.scalars(select(MeasureRow).where(MeasureRow.number == "1")).one()
        measure.title = LocalizedText(ru="Изменено")
        session.commit()
    folder = tmp_path / "seeds"
    shutil.copytree(SHIPPED, folder)
    file = folder / "measures" / "1-migration-committee.yaml"
    changed = file.read_text().replace("ru: Создание Комитета по миграции\n  en", "ru: Новый Комитет\n  en", 1)
    file.write_text(changed.replace("funding: null", "funding: {ru: не требуется}"))

    outcome = run(app, "seed", str(folder))

    assert outcome.exit_code == 0
    assert "added 0, updated 0" not in outcome.stdout
    assert [line for line in outcome.stdout.splitlines() if "measure labour-migration/1, title" in line]
    with opened.reading() as session:
        measure = session.scalars(select(MeasureRow).where(MeasureRow.number == "1")).one()
        assert (measure.title.ru, measure.funding.ru) == ("Изменено", "не требуется")
    opened.engine.dispose()


# The demonstration


@pytest.mark.parametrize("options", [[], ["--if-missing"], ["--sign-ins"], ["--on", "2026-03-10"]])
def test_the_demonstration_refuses_to_run_in_production(make: Make, sqlite_url: str, options: list[str]) -> None:
    app = make(sqlite_url, "production")
    outcome = run(app, "demo", *options)
    assert outcome.exit_code == 1
    assert "ROADMAP_ENV=development" in outcome.stderr
    assert outcome.stdout == ""
    assert counted(sqlite_url, PersonRow) == 0


def test_the_demonstration_is_loaded_once(make: Make, database_url: str) -> None:
    app = make(database_url)
    run(app, "seed")
    first = run(app, "demo")
    second = run(app, "demo")
    third = run(app, "demo", "--if-missing")
    assert (first.exit_code, second.exit_code, third.exit_code) == (0, 1, 0), first.stderr
    assert "14 people" in first.stdout
    assert "make reset" in second.stderr
    assert third.stdout.startswith("Nothing to do.")
    assert counted(database_url, PersonRow) == 14


def test_seeding_after_the_demonstration_changes_nothing(make: Make, database_url: str) -> None:
    app = make(database_url)
    run(app, "seed")
    run(app, "demo")
    again = run(app, "seed")
    assert again.stdout.startswith("added 0, updated 0, ")
    assert len(again.stdout.splitlines()) == 1


def test_the_demonstration_can_be_loaded_around_a_past_day(make: Make, sqlite_url: str) -> None:
    app = make(sqlite_url)
    run(app, "seed")
    assert run(app, "demo", "--if-missing", "--on", "2026-03-09").stdout.startswith(
        "Demonstration loaded for 2026-03-09"
    )


@pytest.mark.parametrize("day", ["2199-01-01", "yesterday", "2026-02-30"])
def test_a_day_that_cannot_be_is_refused(make: Make, sqlite_url: str, day: str) -> None:
    assert run(make(sqlite_url), "demo", "--on", day).exit_code != 0
    assert counted(sqlite_url, PersonRow) == 0


def test_without_the_seeds_it_says_what_to_do_first(make: Make, sqlite_url: str) -> None:
    outcome = run(make(sqlite_url), "demo")
    assert outcome.exit_code == 1
    assert "flask --app wsgi seed" in outcome.stderr


def test_the_printed_password_opens_every_account(make: Make, sqlite_url: str) -> None:
    app = make(sqlite_url)
    run(app, "seed")
    run(app, "demo")
    opened = Database(sqlite_url)
    with opened.reading() as session:
        hashes = set(session.scalars(select(AccountRow.password_hash)))
    opened.engine.dispose()
    password = shipped_demonstration().people.password
    assert len(password) >= 16
    assert all(fits(password, kept) for kept in hashes)


def test_the_table_of_sign_ins_names_everybody_and_writes_nothing(make: Make, sqlite_url: str) -> None:
    outcome = run(make(sqlite_url), "demo", "--sign-ins")
    assert outcome.exit_code == 0
    assert all(person.email in outcome.stdout for person in shipped_demonstration().people.people)
    assert outcome.stdout.count(shipped_demonstration().people.password) == 1
    assert counted(sqlite_url, PersonRow) == 0
