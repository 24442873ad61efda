"""The program as it runs on a server: several processes with several threads, on a free port of this machine."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection

from tests.whole.programs import PROJECT

KEY = "a secret for tests, long enough and more"
READY_WITHIN = 60


@contextmanager
def serving(database_url: str, application: str = "wsgi:app") -> Iterator[int]:
    """The port of a server with two processes of four threads each; it ends with the block."""
    port = _free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "ROADMAP_ENV": "development",
        "DATABASE_URL": database_url,
        "SECRET_KEY": KEY,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    shape = ("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "120")
    command = (sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", *shape)
    quiet = ("--log-level", "error", "--no-control-socket")
    server = subprocess.Popen((*command, *quiet), cwd=PROJECT, env=environment)
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.1)
    raise TimeoutError(f"the server did not answer within {READY_WITHIN} s")
