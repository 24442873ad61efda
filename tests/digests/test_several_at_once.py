"""Any number of clocks and senders may be at work: each mail is written down once and handed over once."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import monotonic

from flask import Flask
from sqlalchemy import func, select

from roadmap.digests.composing import messages_of
from roadmap.digests.office import Office
from roadmap.digests.recording import CHUNK, Planned, edition_reader, write_chunk
from roadmap.domain.people import Role
from roadmap.domain.schedule import Owed
from roadmap.store.mail.editions import EditionRow, begin_edition, begun_edition, edition_exists
from roadmap.store.mail.outbox import DeliveryRow
from tests.digests.conftest import Planning, Turn, database_of
from tests.digests.relay import Sink

PROJECT = Path(__file__).resolve().parents[2]
MORNING, ZONE = "2026-11-23T09:00", "Asia/Almaty"
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi", "digests")
Tick = Callable[..., Turn]


def with_people(planning: Planning, count: int) -> None:
    with planning() as it:
        it.measure("1")
        it.milestone("1.1", due=date(2026, 11, 24))
        for number in range(count):
            it.person(f"p{number}", ("kk", "ru", "en")[number % 3])
            it.grant(f"p{number}", Role.EXECUTIVE if number % 2 else Role.COORDINATOR, None if number % 2 else "1")


def started(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*FLASK, *arguments],
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_four_processes_ticking_at_once_send_one_copy_to_each(
    app: Flask, planning: Planning, environment: dict[str, str], sink: Sink
) -> None:
    with_people(planning, 60)
    processes = [started(environment, "tick", "--at", MORNING) for _ in range(4)]
    outputs = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0] * 4, outputs
    turns = [re.fullmatch(r"planned=(\d+) sent=(\d+) failed=(\d+)", out.splitlines()[-1]) for out, _ in outputs]
    sums = [sum(int(turn[number]) for turn in turns if turn) for number in (1, 2, 3)]
    assert sums == [60, 60, 0]
    assert sorted(sink.recipients) == sorted(f"p{number}@roadmap.test" for number in range(60))
    with database_of(app).reading() as session:
        assert session.scalar(select(func.count()).select_from(EditionRow)) == 1
        assert set(session.scalars(select(DeliveryRow.state))) == {"sent"}


def office_of(app: Flask) -> Office:
    return Office("roadmap@roadmap.test", app.config["SECRET_KEY"], "https://roadmap.test")


def test_of_two_clocks_that_decide_the_same_morning_one_does(app: Flask, planning: Planning) -> None:
    with_people(planning, 3)
    database = database_of(app)
    begun = []
    for _ in range(2):
        with database.writing() as session:
            owed = Owed(date(2026, 11, 23), time(9))
            at = datetime.now(UTC)
            begun.append(begin_edition(session, owed, (), timezone=ZONE, overview_period="2026-W48", at=at))
            session.commit()
    assert [number is not None for number in begun] == [True, False]
    with database.reading() as session:
        assert edition_exists(session, date(2026, 11, 23), ZONE)
        assert not edition_exists(session, date(2026, 11, 22), ZONE)


def test_of_two_clocks_that_composed_the_same_morning_one_writes_it_down(app: Flask, planning: Planning) -> None:
    with_people(planning, 3)
    database = database_of(app)
    with app.app_context():
        with database.writing() as session:
            owed = Owed(date(2026, 11, 23), time(9))
            number = begin_edition(session, owed, (), timezone=ZONE, overview_period=None, at=datetime.now(UTC))
            session.commit()
        assert number
        with database.reading() as session:
            begun = begun_edition(session, number)
            assert begun
            edition, behind = edition_reader(session, begun).next_chunk(session, begun.cursor, CHUNK)
            messages = messages_of(edition, office_of(app))
        written = [write_chunk(database, begun, messages, behind, datetime.now(UTC)) for _ in range(2)]
    assert written == [Planned(3), None]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(DeliveryRow)) == 3
        row = session.scalars(select(EditionRow)).one()
        assert (row.state, row.planned) == ("written", 3)


def test_the_process_takes_its_first_turn_at_once_and_ends_when_told_to(
    app: Flask, planning: Planning, tick: Tick, environment: dict[str, str], sink: Sink
) -> None:
    with_people(planning, 2)
    sink.refusals["MAIL"] = "451 not now"
    tick(MORNING)
    sink.refusals.clear()
    with database_of(app).writing() as session:
        session.query(DeliveryRow).update({"next_at": datetime(2026, 1, 1, tzinfo=UTC)})
        session.commit()
    process = started(environment, "run", "--only", "sender")
    assert process.stdout
    lines = [process.stdout.readline() for _ in range(2)]
    told = monotonic()
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=10)
    assert monotonic() - told < 2
    assert (process.returncode, len(sink.taken), errors) == (0, 2, "")
    assert lines == ["digests: sender at work\n", "digests: planned=0 sent=2 failed=0 waiting=0 in_doubt=0\n"]


def test_on_a_database_that_was_not_migrated_the_process_says_so_in_one_line(
    environment: dict[str, str], bare_database_url: str
) -> None:
    process = started({**environment, "DATABASE_URL": bare_database_url}, "run")
    assert process.stdout
    assert process.stderr
    assert process.stdout.readline() == "digests: clock and sender at work\n"
    said = process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    _, rest = process.communicate(timeout=10)
    assert said.startswith("digests: The database has not been migrated")
    assert (process.returncode, rest) == (0, "")
