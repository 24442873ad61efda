"""A whole road map goes out as one file and comes in again: the same bytes, verified, or not at all."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from roadmap.database import Database
from roadmap.store.audit import examine
from roadmap.store.exchange.contents import AROUND, COLUMNS_LEFT_OUT, LEFT_OUT, OWN, TABLES
from roadmap.store.exchange.reading import CannotBeImported, imported
from roadmap.store.exchange.values import bytes_of
from roadmap.store.exchange.writing import exported
from roadmap.store.ledger import LineRow
from roadmap.store.plan_reading import roadmap_by_slug
from roadmap.store.portfolio import portfolio_on
from tests.builders.people import app_on
from tests.builders.seeded import demonstrated, seeded
from tests.services import databases

DAY = date(2026, 11, 23)
SLUG = "labour-migration"
Alter = Callable[[dict[str, Any]], object]


def out(database: Database, *, names: bool = True) -> bytes:
    with database.reading() as session:
        roadmap = roadmap_by_slug(session, SLUG)
        assert roadmap
        return bytes_of(exported(session, roadmap, names=names))


def into(database: Database, content: bytes) -> None:
    with database.writing() as session:
        imported(session, content)
        session.commit()


@pytest.fixture(scope="module")
def content(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The demonstration as a file."""
    database = Database(databases.copy_of_sqlite(sqlite_template, tmp_path_factory.mktemp("exchange")))
    with database.writing() as session:
        seeded(session, day=DAY)
        demonstrated(session, DAY)
        session.commit()
    found = out(database)
    database.engine.dispose()
    return found


def test_every_table_goes_along_or_is_left_out_for_a_reason() -> None:
    assert {*OWN, *AROUND} | set(LEFT_OUT) == set(TABLES)
    assert not {*OWN, *AROUND} & set(LEFT_OUT)
    assert all(LEFT_OUT.values())
    for table, column in COLUMNS_LEFT_OUT:
        assert column in TABLES[table].columns


def test_out_in_and_out_again_are_the_same_bytes(database_url: str, content: bytes) -> None:
    database = Database(database_url)
    into(database, content)
    assert out(database) == content
    with database.reading() as session:
        roadmap = roadmap_by_slug(session, SLUG)
        assert roadmap
        assert examine(session, roadmap.id).finding is None
        assert portfolio_on(session, roadmap, DAY).reported_this_month > 0
        assert session.scalar(select(func.count()).select_from(LineRow)) == json.loads(content)["head"]["seq"]
    # A further line gets a number that is free.
    with database.writing() as session:
        session.add(
            LineRow(
                roadmap_id=1,
                seq=99,
                act="report",
                effective_on=DAY,
                recorded_at=roadmap_at(session),
                previous_hash="x",
                hash="y",
            )
        )
        session.flush()
    database.engine.dispose()


def roadmap_at(session: Any) -> Any:
    return session.scalar(select(func.max(LineRow.recorded_at)))


def test_without_names_nobody_is_named_and_the_chain_still_holds(database_url: str, content: bytes) -> None:
    database = Database(database_url)
    into(database, content)
    nameless = out(database, names=False)
    for row in json.loads(content)["tables"]["person"]:
        assert row["name"].encode() not in nameless
        assert not row["email"] or row["email"].encode() not in nameless
    database.engine.dispose()


def test_a_nameless_file_goes_in_and_out_as_the_same_bytes(sqlite_url: str, content: bytes) -> None:
    said = json.loads(content)
    for row in said["tables"]["person"]:
        row |= {"name": f"№ {row['id']}", "email": None}
    nameless = bytes_of(said | {"names": False})
    database = Database(sqlite_url)
    into(database, nameless)
    assert out(database, names=False) == nameless
    database.engine.dispose()


def _word(said: dict[str, Any]) -> None:
    entry = next(each for each in said["tables"]["ledger_entry"] if each["facet"] == "report")
    entry["fact"] = entry["fact"].replace("confidence", "confidencе")


@pytest.mark.parametrize(
    ("alter", "because"),
    [
        (lambda said: said.update(version=2), "version 2"),
        (lambda said: said.update(format="other"), "not an export"),
        (lambda said: said.update(roadmap="other"), "another road map"),
        (lambda said: said["tables"].pop("clause"), "other tables"),
        (lambda said: said["tables"]["measure"][0].pop("title"), "other columns"),
        (lambda said: said["tables"]["measure"][0].update(number=1), "measure.number"),
        (lambda said: said["tables"]["ledger_line"][3].update(effective_on="2026-01-01"), "line 4"),
        (lambda said: said["tables"]["ledger_line"].pop(), "does not|missing|fit"),
        (_word, "does not verify"),
        (lambda said: said["head"].update(seq=1), "end where the file says"),
        (lambda said: said.pop("head"), "end where the file says"),
        (lambda said: said["tables"]["measure"][0].update(position=2**40), "measure.position"),
        (lambda said: said["tables"]["measure"][0].update(number="1\0"), "measure.number"),
        (lambda said: said["tables"]["measure"][0].update(title={"kk": 5}), "measure.title"),
        (lambda said: said["tables"]["measure"][0].update(title=[]), "measure.title"),
        (lambda said: said["tables"].update(clause=["x"]), "other columns"),
        (lambda said: said["tables"]["roadmap"][0].update(stage="dreamt of"), "fit together"),
        (lambda said: said["tables"]["milestone"][0].update(measure_id=999), "fit together"),
    ],
)
def test_a_file_that_does_not_verify_changes_nothing(
    sqlite_url: str, content: bytes, alter: Alter, because: str
) -> None:
    said = json.loads(content)
    alter(said)
    database = Database(sqlite_url)
    with pytest.raises(CannotBeImported, match=because):
        into(database, bytes_of(said))
    with database.reading() as session:
        assert roadmap_by_slug(session, SLUG) is None
    database.engine.dispose()


@pytest.mark.parametrize("content_of_file", [b"", b"[]", b"\xff", b"{", b"[" * 100_000])
def test_what_is_no_export_is_refused(sqlite_url: str, content_of_file: bytes) -> None:
    database = Database(sqlite_url)
    with pytest.raises(CannotBeImported):
        into(database, content_of_file)
    database.engine.dispose()


def test_a_road_map_that_is_there_and_a_number_that_is_taken_are_refused(sqlite_url: str, content: bytes) -> None:
    database = Database(sqlite_url)
    into(database, content)
    with pytest.raises(CannotBeImported, match="already"):
        into(database, content)
    said = json.loads(content.replace(SLUG.encode(), b"another"))
    said["tables"]["person"][0]["name"] = "Somebody else"
    with pytest.raises(CannotBeImported, match="another person"):
        into(database, bytes_of(said))
    database.engine.dispose()


def test_the_commands_say_what_they_did(sqlite_url: str, content: bytes, tmp_path: Path) -> None:
    file, again = tmp_path / "in.json", tmp_path / "out.json"
    file.write_bytes(content)
    runner = app_on(sqlite_url).test_cli_runner()
    assert runner.invoke(args=["export", SLUG]).exit_code == 1
    assert "was imported" in runner.invoke(args=["import", str(file)]).output
    assert runner.invoke(args=["export", SLUG, str(again)]).exit_code == 0
    assert again.read_bytes() == content
    refused = runner.invoke(args=["import", str(file)])
    assert (refused.exit_code, "already" in refused.output) == (1, True)
