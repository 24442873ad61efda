"""Stands in for the program: small commands of the same names, which write down that they were called."""

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from roadmap.launch.plan import PROJECT
from roadmap.launch.ports import free_three
from tests.launch.run import Run

FLASK = """
import os, smtplib, subprocess, sys, time
asked = " ".join(sys.argv[3:])
open("called", "a").write(asked + "\\n")
if asked == os.environ.get("FAILS"):
    sys.exit("the disk is full")
if asked == os.environ.get("HANGS"):
    time.sleep(600)
if asked == "digests tick --last-morning":
    with smtplib.SMTP(os.environ["SMTP_URL"].removeprefix("smtp://")) as relay:
        relay.sendmail("a@roadmap.test", ["b@roadmap.test"], b"Subject: The first digest\\r\\n\\r\\n")
    print("ticking\\nplanned=1 sent=1 failed=0")
if asked == "demo --sign-ins":
    print("executive@roadmap.test   demo-word")
if asked == "digests run":
    print("the clock ticks", flush=True)
    if os.environ.get("DIES"):
        time.sleep(1)
        sys.exit("the clock is broken")
    subprocess.Popen(["sleep", "600"])
    time.sleep(600)
"""
GUNICORN = """
import os, signal
from http.server import BaseHTTPRequestHandler, HTTPServer
if os.environ.get("STUBBORN"):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
class Healthy(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.headers["Host"] == "localhost:" + os.environ["PORT"] else 400)
        self.end_headers()
HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Healthy).serve_forever()
"""
LAUNCH = """
import os, sys
from pathlib import Path
import roadmap.launch.__main__ as command
from roadmap.launch.plan import plan
command.plan = lambda environ: plan(environ, project=Path.cwd(), programs=Path.cwd() / "bin")
sys.exit(command.main())
"""


@pytest.fixture
def free_port() -> int:
    return free_three(20000 + os.getpid() % 20000)


@pytest.fixture
def start(tmp_path: Path, free_port: int) -> Iterator[Callable[..., Run]]:
    """Starts a run; `environ` tells the stand-ins how to behave."""
    (tmp_path / "bin").mkdir()
    for name, code in {"flask": FLASK, "gunicorn": GUNICORN, "alembic": "print('upgraded')"}.items():
        program = tmp_path / "bin" / name
        program.write_text(f"#!{sys.executable}\n{code}")
        program.chmod(0o755)
    runs: list[Run] = []

    def begin(program: str = LAUNCH, **environ: str) -> Run:
        mark = f"run-{uuid.uuid4()}"
        own = {"PORT": str(free_port), "RUN_MARK": mark, "PYTHONPATH": str(PROJECT), "PATH": os.environ["PATH"]}
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=tmp_path,
            env=own | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        runs.append(Run(tmp_path, free_port, mark, process))
        return runs[-1]

    yield begin
    for run in runs:
        run.clear_away()
