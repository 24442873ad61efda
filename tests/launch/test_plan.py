"""The plan follows from the environment alone."""

from pathlib import Path

import pytest

from roadmap.launch.plan import NotPossible, Plan, plan
from roadmap.launch.welcome import welcome


def planned(**environ: str) -> Plan:
    return plan(environ, project=Path("/project"), programs=Path("/project/.venv/bin"))


def test_without_any_setting_it_is_a_development_run_on_port_8000_with_the_local_mailbox() -> None:
    made = planned()
    assert made.environment["ROADMAP_ENV"] == "development"
    assert made.environment["PORT"] == "8000"
    assert made.environment["PUBLIC_URL"] == "http://localhost:8000"
    assert made.environment["SMTP_URL"] == "smtp://127.0.0.1:8002"
    assert made.environment["MAIL_FROM"] == "roadmap@roadmap.test"
    assert made.environment["PUBLIC_PROGRESS"] == "true"
    assert "DATABASE_URL" not in made.environment
    assert list(made.ports) == [8000, 8001, 8002]


def test_the_port_moves_everything_that_hangs_on_it() -> None:
    made = planned(PORT="9100")
    assert list(made.ports) == [9100, 9101, 9102]
    assert made.environment["PUBLIC_URL"] == "http://localhost:9100"
    assert made.environment["SMTP_URL"] == "smtp://127.0.0.1:9102"
    assert "127.0.0.1:9100" in made.services["web"]
    assert made.mailbox[3:7] == ("--http-port", "9101", "--smtp-port", "9102")
    assert made.mailbox_address == "http://localhost:9101"


def test_what_is_set_stays_and_what_is_set_to_nothing_counts_as_not_set() -> None:
    made = planned(ROADMAP_ENV="production", PUBLIC_PROGRESS="", SMTP_URL="smtp://relay.test", DATABASE_URL="sqlite://")
    assert made.environment["ROADMAP_ENV"] == "production"
    assert made.environment["PUBLIC_PROGRESS"] == "true"
    assert made.environment["SMTP_URL"] == "smtp://relay.test"
    assert made.environment["DATABASE_URL"] == "sqlite://"
    assert "not here" in made.mailbox_note


@pytest.mark.parametrize("said", ["0", "65534", "99999", "-1", "8000.0", "8_000", " 8000", "٨٠٠٠", "http"])
def test_a_port_that_is_no_usable_number_is_refused_by_name(said: str) -> None:
    with pytest.raises(NotPossible, match="PORT must be a number from 1 to 65533"):
        planned(PORT=said)


def test_the_highest_port_leaves_room_for_the_mailbox() -> None:
    assert list(planned(PORT="65533").ports) == [65533, 65534, 65535]


def test_the_programs_own_commands_are_run_in_the_order_an_operator_would_choose() -> None:
    made = planned()
    commands = [" ".join(step.command) for step in (*made.preparation, made.first_mails, made.sign_ins)]
    programs = "/project/.venv/bin"
    assert commands == [
        f"{programs}/alembic upgrade head",
        f"{programs}/flask --app wsgi seed",
        f"{programs}/flask --app wsgi demo --if-missing",
        f"{programs}/flask --app wsgi digests tick --last-morning",
        f"{programs}/flask --app wsgi demo --sign-ins",
    ]
    assert list(made.services) == ["mailbox", "web", "digests"]
    assert made.services["web"][0] == f"{programs}/gunicorn"


def test_the_welcome_shows_both_addresses_the_sign_ins_as_they_are_and_how_to_end_and_begin_anew() -> None:
    sign_ins = "executive@roadmap.test     demo\ncoordinator@roadmap.test   demo\n"
    shown = welcome(planned(), sign_ins)
    for part in ("http://localhost:8000", "http://localhost:8001", sign_ins, "Ctrl-C ends all of it", "make reset"):
        assert part in shown
