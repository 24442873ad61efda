"""What the kill tests share: the mail's own application, and a way to run the harness as a process of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import KINDS
from tests.digests.conftest import app, environment, planning, sink, smtp_url, tick

__all__ = ["app", "environment", "planning", "sink", "smtp_url", "tick"]

PROJECT = Path(__file__).resolve().parents[2]
Counts = dict[str, int]
Harness = Callable[..., dict[str, Counts]]


@pytest.fixture(params=KINDS)
def harness(request: pytest.FixtureRequest) -> Harness:
    """Runs ``python -m tests.kills`` on one kind of database; what each run came to, by its name.

    A process of its own, because whoever forks must have no other thread.
    """
    settings = dict(os.environ)
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        settings["TEST_DATABASE_URL"] = server.render_as_string(hide_password=False)

    def run(what: str, **sizes: int) -> dict[str, Counts]:
        options = [part for name, number in sizes.items() for part in (f"--{name}", str(number))]
        command = [sys.executable, "-m", "tests.kills", what, "--database", request.param, *options]
        ended = subprocess.run(command, cwd=PROJECT, env=settings, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return {
            line.partition(": ")[0].partition(", ")[2]: {
                name: int(number) for name, number in re.findall(r"(\w+)=(\d+)", line)
            }
            for line in ended.stdout.splitlines()
        }

    return run
