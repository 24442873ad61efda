"""Whenever an upload is killed: no row is without its file, and after the sweeping no file is without its row."""

import multiprocessing
import os
import random
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import count
from multiprocessing.connection import Connection

import pytest
from flask import Flask

from roadmap import failpoints
from roadmap.access.sessions import SESSION_KEY
from roadmap.domain.evidence import Evidence
from roadmap.store.evidence import all_files
from roadmap.store.evidence_checking import known_files, sweep, verify
from roadmap.store.evidence_folder import EvidenceFolder
from roadmap.store.evidence_reading import evidence_of
from tests.builders.documents import folder_of
from tests.builders.files import PDF
from tests.builders.house import House, app_on, house_on
from tests.kills.points import UPLOAD_POINTS

FORK = multiprocessing.get_context("fork")
KILLS = 20
LARGE = PDF[:-6] + os.urandom(1024 * 1024) + PDF[-6:]


def upload_without_end(app: Flask, token: str, name: str, ready: Connection) -> None:
    """Sends one document over and over, each with a number of its own, until it is killed."""
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie[SESSION_KEY] = token
    for number in count():
        data = {"number": f"{name}-{number}", "dated_on": "2021-11-02", "file": (BytesIO(LARGE), "a.pdf")}
        answer = browser.post("/measures/1/evidence", data=data)
        assert answer.status_code == 303, answer.text
        ready.send(number)


class Uploads:
    """A house into which another process puts files."""

    def __init__(self, house: House, url: str) -> None:
        self.house, self.url = house, url

    @property
    def folder(self) -> EvidenceFolder:
        return folder_of(self.house.app)

    def killed(self, name: str, failpoint: str = "", *, after: float = 60) -> int | None:
        """The exit code of an uploader that is killed so many seconds after its first upload, or at a point."""
        token = self.house.sign_in("Ainur")
        ready, told = FORK.Pipe(duplex=False)
        process = FORK.Process(target=self._upload, args=(token, name, failpoint, told))
        process.start()
        assert ready.poll(120)
        ready.recv()
        process.join(after)
        process.kill()
        process.join(60)
        for end in (ready, told):
            end.close()
        return process.exitcode

    def _upload(self, token: str, name: str, failpoint: str, told: Connection) -> None:
        os.environ["ROADMAP_ENV"] = "development"
        failpoints._ARMED = failpoints._armed(failpoint)
        upload_without_end(app_on(self.url), token, name, told)

    def sound(self) -> None:
        with self.house.database.reading() as session:
            known = known_files(session)
        assert verify(known, self.folder).sound

    def swept(self) -> None:
        found = list(self.folder.files())
        with self.house.database.reading() as session:
            rows = all_files(session)
        sweep(self.folder, found, rows, datetime.now(UTC) + timedelta(hours=25))
        assert {each.number for each in self.folder.files()} == set(rows)
        with self.house.database.reading() as session:
            assert not verify(known_files(session), self.folder).findings

    def kept(self) -> list[Evidence]:
        with self.house.database.reading() as session:
            return evidence_of(session, self.house.measures[0], datetime.now(UTC).date() + timedelta(days=1))


@pytest.fixture
def uploads(database_url: str) -> Iterator[Uploads]:
    house = house_on(database_url)
    house.person("Ainur", ("coordinator", house.measures[0]))
    yield Uploads(house, database_url)
    house.close()


@pytest.mark.parametrize("point", UPLOAD_POINTS)
def test_a_kill_at_a_named_point_leaves_no_row_without_a_file(uploads: Uploads, point: str) -> None:
    assert uploads.killed("point", f"{point}@3:kill") == -signal.SIGKILL
    uploads.sound()
    assert len(uploads.kept()) == 2
    assert len(list(uploads.folder.files())) == 3
    uploads.swept()


def test_twenty_kills_at_random_moments_leave_no_row_without_a_file(uploads: Uploads) -> None:
    for kill in range(KILLS):
        assert uploads.killed(str(kill), after=random.uniform(0, 0.3)) == -signal.SIGKILL
        uploads.sound()
    uploads.swept()
    assert len(uploads.kept()) >= KILLS
