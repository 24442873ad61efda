"""``python -m roadmap.mailbox`` as a process: it serves this machine and ends when it is told to."""

import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def command(smtp_port: int, http_port: int, folder: Path) -> list[str]:
    ports = ["--smtp-port", str(smtp_port), "--http-port", str(http_port)]
    return [sys.executable, "-m", "roadmap.mailbox", *ports, "--folder", str(folder)]


@pytest.fixture
def ports() -> tuple[int, int]:
    return free_port(), free_port()


@pytest.fixture
def mailbox(ports: tuple[int, int], tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(command(*ports, tmp_path), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "Mailbox at" in process.stdout.readline()
        yield process
        process.kill()


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_it_takes_a_mail_shows_it_and_ends_within_two_seconds_though_a_client_stays_connected(
    mailbox: subprocess.Popen[str], ports: tuple[int, int], told: signal.Signals
) -> None:
    smtp_port, http_port = ports
    with smtplib.SMTP("127.0.0.1", smtp_port) as relay:
        relay.sendmail("a@roadmap.test", ["b@roadmap.test"], b"Subject: Hello\r\n\r\n")
    with urlopen(f"http://127.0.0.1:{http_port}/") as page:
        assert "Hello" in page.read().decode()
    with socket.create_connection(("127.0.0.1", smtp_port)), socket.create_connection(("127.0.0.1", http_port)):
        begun = time.monotonic()
        mailbox.send_signal(told)
        assert mailbox.wait(timeout=5) == 0
        assert time.monotonic() - begun < 2


@pytest.mark.parametrize("taken", [0, 1])
def test_a_taken_port_is_said_in_one_line(ports: tuple[int, int], tmp_path: Path, taken: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", ports[taken]))
        other.listen()
        refused = subprocess.run(command(*ports, tmp_path), capture_output=True, text=True, timeout=20, check=False)
    assert refused.returncode == 1
    assert str(ports[taken]) in refused.stderr
    assert refused.stderr.count("\n") == 1
