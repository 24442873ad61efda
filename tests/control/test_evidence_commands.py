"""``flask evidence``: what is missing, changed or left over is named; only what nobody needs is taken out."""

import os
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result

from roadmap.digests.keeping import Keeper
from roadmap.domain.facts import EvidenceRemovedFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.store.evidence import EvidenceFileRow, mark_removed
from tests.builders.documents import document_in, folder_of
from tests.builders.files import PDF
from tests.builders.house import NOW, House, house_on

A_DAY = timedelta(hours=25).total_seconds()


@pytest.fixture
def filed(database_url: str) -> Iterator[House]:
    """A house with two files in its record."""
    built = house_on(database_url)
    built.person("Ainur", ("coordinator", built.measures[0]))
    for number in ("1", "2"):
        put(built, number)
    yield built
    built.close()


def put(house: House, number: str) -> int:
    with house.database.writing() as session:
        seq = document_in(
            session,
            folder_of(house.app),
            house.roadmap_id,
            house.measures[0],
            house.people["Ainur"],
            number=number,
            at=NOW - timedelta(days=7),
        )
        session.commit()
    return seq


def run(house: House, command: str) -> Result:
    return house.app.test_cli_runner().invoke(args=["evidence", command])


def path_of(house: House, seq: int) -> Path:
    with house.database.reading() as session:
        row = session.query(EvidenceFileRow).filter_by(line_seq=seq).one()
    return folder_of(house.app).path / row.id[:2] / row.id


def orphan(house: House, age: float) -> str:
    received = folder_of(house.app).receive(BytesIO(PDF))
    path = folder_of(house.app).path / received.number[:2] / received.number
    os.utime(path, (path.stat().st_atime - age, path.stat().st_mtime - age))
    return received.number


def test_files_that_are_as_they_were_are_sound(filed: House) -> None:
    result = run(filed, "verify")
    assert (result.exit_code, result.output) == (0, "files=2 flaws=0\n")


def test_a_changed_and_a_missing_file_are_named_with_their_lines(filed: House) -> None:
    changed, missing = path_of(filed, 2), path_of(filed, 3)
    changed.write_bytes(PDF + b" ")
    missing.unlink()
    result = run(filed, "verify")
    assert result.exit_code == 1
    assert f"{changed.name} (first, line 2): changed" in result.output
    assert f"{missing.name} (first, line 3): missing" in result.output


def test_a_table_that_says_otherwise_than_the_ledger_is_named(filed: House) -> None:
    with filed.database.writing() as session:
        session.query(EvidenceFileRow).filter_by(line_seq=2).update({"sha256": "0" * 64})
        session.commit()
    result = run(filed, "verify")
    assert result.exit_code == 1
    assert "(first, line 2): disagrees" in result.output


def test_what_an_upload_left_is_named_and_swept_after_a_day(filed: House) -> None:
    old, young = orphan(filed, A_DAY), orphan(filed, 0)
    result = run(filed, "verify")
    assert result.exit_code == 0
    assert f"{old}: orphaned" in result.output
    assert run(filed, "sweep").output == "removed=1\n"
    left = {found.number for found in folder_of(filed.app).files()}
    assert old not in left
    assert young in left
    assert len(left) == 3


def test_a_file_that_was_to_be_removed_and_is_still_there_is_swept_at_once(filed: House) -> None:
    path = path_of(filed, 2)
    fact = EvidenceRemovedFact(2, "0" * 64, "A mistake")
    seq = filed.say(filed.measures[0], Statement(Facet.EVIDENCE_REMOVED, fact), act=Act.DECISION)
    with filed.database.writing() as session:
        mark_removed(session, path.name, seq)
        session.commit()
    assert "left over" in run(filed, "verify").output
    assert run(filed, "sweep").output == "removed=1\n"
    assert not path.exists()
    assert run(filed, "verify").output == "files=2 flaws=0\n"


def test_the_clock_sweeps_with_everything_else_that_it_tidies(filed: House) -> None:
    orphan(filed, A_DAY)
    folder = folder_of(filed.app)
    keeper = Keeper(filed.database, 400, folder)
    keeper.look(NOW)
    keeper.look(NOW)
    assert len(list(folder.files())) == 2
