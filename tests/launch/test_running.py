"""Everything starts together, ends together, and says why when it cannot."""

import signal
import socket
import time
from collections.abc import Callable
from urllib.request import urlopen

import pytest

from tests.launch.run import Run

Start = Callable[..., Run]


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_prepares_sends_serves_welcomes_and_ends_with_nothing_left_behind(
    start: Start, told: signal.Signals
) -> None:
    run = start()
    printed = run.read_until("make reset")
    assert run.called()[:4] == ["seed", "demo --if-missing", "digests tick --last-morning", "demo --sign-ins"]
    assert "planned=1 sent=1 failed=0" in printed
    assert "executive@roadmap.test   demo-word" in printed
    assert f"http://localhost:{run.port}\n" in printed
    with urlopen(f"http://127.0.0.1:{run.port + 1}/") as mailbox:
        assert "The first digest" in mailbox.read().decode()
    begun = time.monotonic()
    run.process.send_signal(told)
    assert "Ended." in run.read_until("Ended.")
    assert run.process.wait(10) == 0
    assert time.monotonic() - begun < 5
    assert run.left_behind() == []


def test_each_step_is_announced_in_one_line_with_its_time(start: Start) -> None:
    printed = start().read_until("make reset")
    steps = [line for line in printed.splitlines() if "…" in line]
    assert len(steps) == 5
    assert all(" s" in line for line in steps)
    assert "upgraded" not in printed


def test_when_one_process_dies_all_end_with_a_code_and_its_last_words_are_seen(start: Start) -> None:
    run = start(DIES="yes")
    printed = run.read_until("One process ended by itself")
    assert "the clock is broken" in printed
    assert "digests stopped (rc=1)" in printed
    assert run.process.wait(10) == 1
    assert run.left_behind() == []


def test_a_process_that_does_not_listen_is_ended_all_the_same(start: Start) -> None:
    run = start(STUBBORN="yes")
    run.read_until("make reset")
    run.process.terminate()
    assert run.read_until("Ended.")
    assert run.process.wait(15) == 0
    assert run.left_behind() == []


def test_when_nobody_reads_what_it_prints_any_more_nothing_is_left_behind(start: Start) -> None:
    run = start()
    run.read_until("make reset")
    assert run.process.stdout is not None
    run.process.stdout.close()
    run.process.terminate()
    run.process.wait(15)
    assert run.left_behind() == []


def test_a_signal_before_every_process_has_started_is_minded(start: Start) -> None:
    program = """
import os, signal, sys
from pathlib import Path
from roadmap.launch.plan import plan
from roadmap.launch.together import Together
made = plan(os.environ, project=Path.cwd(), programs=Path.cwd() / "bin")
sys.exit(Together(made, once_started=lambda: os.kill(os.getpid(), signal.SIGTERM)).run())
"""
    run = start(program)
    run.read_until("no such line")
    assert run.process.wait(15) == 0
    assert run.left_behind() == []


@pytest.mark.parametrize("step", ["seed", "demo --if-missing", "digests tick --last-morning", "demo --sign-ins"])
def test_a_step_that_fails_says_why_and_nothing_is_started(start: Start, step: str) -> None:
    run = start(FAILS=step)
    printed = run.read_until("ended with code 1")
    assert "the disk is full" in printed
    assert f"flask --app wsgi {step}" in printed
    assert run.process.wait(10) == 1
    assert "digests run" not in run.called()
    assert run.left_behind() == []


@pytest.mark.parametrize("step", ["seed", "digests tick --last-morning"])
def test_it_can_be_ended_while_it_prepares(start: Start, step: str) -> None:
    run = start(HANGS=step)
    while step not in run.called():
        time.sleep(0.05)
    run.process.terminate()
    assert "Ended before it was ready." in run.read_until("Ended")
    assert run.process.wait(10) == 0
    assert run.left_behind() == []


@pytest.mark.parametrize("offset", [0, 1, 2])
def test_a_taken_port_is_named_with_the_way_out_before_anything_is_started(
    start: Start, free_port: int, offset: int
) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", free_port + offset))
        other.listen()
        run = start()
        printed = run.read_until("no such line")
    assert f"Port {free_port + offset}, for " in printed
    assert "make run PORT=" in printed
    assert printed.count("\n") == 1
    assert run.process.wait(10) == 1
    assert run.called() == []


def test_a_port_that_is_no_number_is_said_in_one_line(start: Start) -> None:
    run = start(PORT="eight")
    assert run.read_until("no such line") == "PORT must be a number from 1 to 65533, not 'eight'.\n"
    assert run.process.wait(10) == 1
