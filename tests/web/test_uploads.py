"""How much may be sent, what is said when it is too much, and what becomes of a file when the disk is full."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from werkzeug.test import TestResponse

from config import Config, ConfigError
from roadmap.app import create_app
from roadmap.store import evidence_folder
from roadmap.web.uploads import MEGABYTE
from tests.builders.documents import folder_of
from tests.builders.files import PDF, multipart
from tests.builders.house import House, house_on

PAGE = "/measures/1/evidence"
LANGUAGES = ("kk", "ru", "en")


@pytest.fixture
def house(sqlite_url: str) -> Iterator[House]:
    """A house in which a file may have one megabyte."""
    built = house_on(sqlite_url, EVIDENCE_FILE_MB=1)
    built.person("Ainur", ("coordinator", built.measures[0]))
    yield built
    built.close()


def send(
    house: House, who: str | None = "Ainur", language: str = "en", *, size: int = 0, **fields: str
) -> TestResponse:
    file = (PDF[:-6] + b" " * (size - len(PDF)) + PDF[-6:], "a.pdf") if size else None
    form = multipart({"number": "1", "dated_on": "2026-11-02", **fields}, file)
    answer: TestResponse = house.browser(who).post(f"{PAGE}?lang={language}", **form)
    return answer


def test_a_file_of_exactly_the_limit_is_kept(house: House) -> None:
    assert send(house, size=MEGABYTE).status_code == 303


def test_one_byte_more_is_refused_with_what_was_typed(house: House) -> None:
    answer = send(house, size=MEGABYTE + 1, title="Order of the committee")
    assert answer.status_code == 413
    assert "At most 1 MB are kept" in answer.text
    assert "Order of the committee" in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("size", "fields", "limit"),
    [
        (2 * MEGABYTE, {}, "2"),
        (0, {f"field{number}": "" for number in range(1001)}, "1000"),
        (0, {"title": "x" * 600 * 1024}, "512"),
    ],
    ids=["two megabytes", "a thousand and one parts", "a long text"],
)
def test_what_is_too_much_is_refused_with_the_limit_in_the_readers_language(
    house: House, language: str, size: int, fields: dict[str, str], limit: str
) -> None:
    answer = send(house, language=language, size=size, **fields)
    assert answer.status_code == 413
    assert f'lang="{language}"' in answer.text
    assert limit in answer.text
    assert list(folder_of(house.app).files()) == []


def test_nobody_who_is_not_signed_in_sends_a_large_file(house: House) -> None:
    answer = send(house, who=None, size=3 * MEGABYTE)
    assert answer.status_code == 401
    assert "You are not signed in" in answer.text


def test_of_a_file_from_nobody_in_particular_nothing_touches_the_disk_and_the_text_beside_it_stays(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(*_said: object, **_named: object) -> BinaryIO:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("werkzeug.wrappers.request.default_stream_factory", nowhere)
    answer = send(house, who=None, size=MEGABYTE, title="Order of the committee")
    assert answer.status_code == 401
    assert 'value="Order of the committee"' in answer.text


def test_other_pages_take_no_more_than_before(house: House) -> None:
    form = multipart({"done_en": "x"}, (PDF * 20_000, "a.pdf"))
    for page in ("/days", "/my/password", "/measures/1/lines/1/correct"):
        assert house.browser("Ainur").post(page, **form).status_code == 413, page


def test_the_report_form_takes_as_many_files_as_are_reported_on_in_one_day(house: House) -> None:
    file = (PDF[:-6] + b" " * 5 * MEGABYTE + PDF[-6:], "a.pdf")
    answer = house.browser("Ainur").post("/measures/1/report", **multipart({"done_en": "x"}, file))
    assert answer.status_code == 413
    answer = house.browser("Ainur").post("/measures/1/report", **multipart({"done_en": "x"}, (PDF * 20_000, "a.pdf")))
    assert answer.status_code == 422


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_and_nothing_half_written_stays(
    house: House, monkeypatch: pytest.MonkeyPatch, language: str, number: int
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(evidence_folder.os, "fsync", full)
        answer = send(house, language=language, size=1000)
    assert answer.status_code == 507
    assert f'lang="{language}"' in answer.text
    assert [path for path in folder_of(house.app).path.rglob("*") if path.is_file()] == []
    assert len(house.lines(house.measures[0])) == 1
    assert send(house, size=1000).status_code == 303


def test_a_disk_that_is_full_while_the_file_still_comes_in_is_told_too(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(*_said: object, **_named: object) -> BinaryIO:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("werkzeug.formparser.default_stream_factory", nowhere)
    monkeypatch.setattr("werkzeug.wrappers.request.default_stream_factory", nowhere, raising=False)
    answer = send(house, size=MEGABYTE)
    assert answer.status_code == 507
    assert "There is no room left" in answer.text


def test_a_folder_that_cannot_be_written_to_keeps_the_program_from_starting(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    environment = {
        "ROADMAP_ENV": "development",
        "DATABASE_URL": sqlite_url,
        "SECRET_KEY": "a secret for tests, long enough and more",
        "EVIDENCE_FOLDER": str(tmp_path / "file" / "evidence"),
    }
    with pytest.raises(ConfigError, match=r"EVIDENCE_FOLDER .* cannot be written to: Not a directory"):
        create_app(Config.from_environment(environment))
