"""What the commands say, and that looking sends nothing."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from roadmap.domain.people import Role
from roadmap.store.mail.editions import EditionRow
from roadmap.store.mail.outbox import DeliveryRow
from tests.digests.conftest import Planning, Turn, database_of
from tests.digests.relay import Sink

Tick = Callable[..., Turn]


@pytest.fixture
def say(app: Flask) -> Callable[..., str]:
    def said(*arguments: str) -> str:
        result = app.test_cli_runner().invoke(args=["digests", *arguments])
        return f"{result.exit_code}\n{result.output}"

    return said


def with_people(planning: Planning, due: date) -> None:
    with planning() as it:
        it.measure("1")
        it.milestone("1.1", due=due)
        for name, role, measure in (("anna", Role.COORDINATOR, "1"), ("dana", Role.EXECUTIVE, None)):
            it.person(name)
            it.grant(name, role, measure)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_preview_shows_headers_subject_and_text_and_writes_nothing_down(
    app: Flask, planning: Planning, say: Callable[..., str], sink: Sink, language: str
) -> None:
    with_people(planning, date(2026, 11, 24))
    shown = say("preview", "--to", "anna@roadmap.test", "--on", "2026-11-23", "--language", language)
    lines = shown.splitlines()
    assert lines[0] == "0"
    assert "To: anna@roadmap.test" in lines
    assert f"Content-Language: {language}" in lines
    assert any(line.startswith("Subject: ") for line in lines)
    assert any("1.1" in line for line in lines)
    with database_of(app).reading() as session:
        assert session.scalar(select(func.count()).select_from(DeliveryRow)) == 0
    assert sink.taken == []


def test_a_preview_says_when_there_is_nothing_to_say(planning: Planning, say: Callable[..., str]) -> None:
    with_people(planning, date(2026, 11, 24))
    for on in ("2026-11-22", "2026-12-01"):
        shown = say("preview", "--to", "dana@roadmap.test", "--on", on)
        assert shown == f"0\nNothing to say to dana@roadmap.test on {on}.\n"
    assert say("preview", "--to", "nobody@roadmap.test", "--on", "2026-11-23").startswith("1\nError: nobody has")


@pytest.mark.parametrize(
    "arguments", [("tick", "--at", "tomorrow"), ("tick", "--at", "2026-11-23T09:00", "--last-morning")]
)
def test_a_wrong_argument_is_named_and_nothing_happens(say: Callable[..., str], arguments: Sequence[str]) -> None:
    assert say(*arguments).startswith("2\n")


def test_the_last_morning_is_the_last_overview_and_then_the_last_working_day(
    app: Flask, planning: Planning, tick: Tick, sink: Sink
) -> None:
    with_people(planning, date(2026, 1, 23))
    with time_machine.travel(datetime(2026, 1, 25, 7, tzinfo=UTC), tick=False):
        turn = tick("", "--last-morning")
    with database_of(app).reading() as session:
        mornings = session.execute(select(EditionRow.on, EditionRow.overview_period).order_by(EditionRow.on)).all()
    assert [tuple(each) for each in mornings] == [(date(2026, 1, 19), "2026-W04"), (date(2026, 1, 23), None)]
    assert turn.output.splitlines()[-1] == "planned=2 sent=2 failed=0"
    assert sink.recipients == ["anna@roadmap.test", "dana@roadmap.test"]


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_where_encryption_is_asked_for_nothing_goes_out_in_the_clear(
    app: Flask, planning: Planning, tick: Tick, sink: Sink, scheme: str
) -> None:
    with_people(planning, date(2026, 11, 24))
    settings = app.config["ROADMAP"]
    plain = settings.smtp_url.removeprefix("smtp://")
    app.config["ROADMAP"] = type(settings)(**{**vars(settings), "smtp_url": f"{scheme}://user:secret@{plain}"})
    turn = tick("2026-11-24T09:00")
    assert turn.output.splitlines() == ["waiting=1 in_doubt=0", "planned=1 sent=0 failed=0"]
    assert sink.taken == []
