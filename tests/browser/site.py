"""The program served as in earnest, with seeds and demonstration in its database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http.client import HTTPConnection
from pathlib import Path
from zoneinfo import ZoneInfo

from config import Config
from roadmap.app import create_app

PROJECT = Path(__file__).resolve().parents[2]
SECRET = "a secret for tests, long enough and more"
PASSWORD = "roadmap-demonstration"
_LONGEST_START_SECONDS = 60


@dataclass(frozen=True)
class Site:
    """A server with the demonstration: where it is, and what is behind it."""

    address: str
    database_url: str


def with_demonstration(database_url: str) -> None:
    """Loads what `make run` loads, by the same commands, into a migrated database."""
    app = create_app(Config.from_environment(settings_for(database_url, 8000)))
    for command in ("seed", "demo"):
        ended = app.test_cli_runner().invoke(args=[command], catch_exceptions=False)
        assert ended.exit_code == 0, ended.output
    app.extensions["roadmap.database"].engine.dispose()


def day_there() -> date:
    """Today in Astana, where the road map is."""
    return datetime.now(UTC).astimezone(ZoneInfo("Asia/Almaty")).date()


@contextmanager
def served(database_url: str) -> Iterator[Site]:
    """The program behind gunicorn on a free port of this machine, until it is left."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    process = subprocess.Popen(
        [*command, "--worker-class", "gthread", "--threads", "4", "--log-level", "warning", "--graceful-timeout", "1"],
        cwd=PROJECT,
        env={**os.environ, **settings_for(database_url, port)},
    )
    try:
        _wait_for(process, port)
        yield Site(f"http://127.0.0.1:{port}", database_url)
    finally:
        process.terminate()
        process.wait()


def settings_for(database_url: str, port: int) -> dict[str, str]:
    return {
        "ROADMAP_ENV": "development",
        "DATABASE_URL": database_url,
        "SECRET_KEY": SECRET,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PUBLIC_PROGRESS": "true",
    }


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + _LONGEST_START_SECONDS
    while not _answers(port):
        assert process.poll() is None, "the server ended by itself"
        assert time.monotonic() < until, "the server did not answer in time"
        time.sleep(0.05)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
