"""What is to be run, in which order and with which environment; decided from the environment alone."""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
# Not resolved: in a virtual environment the interpreter is a link, and its neighbours are the installed commands.
PROGRAMS = Path(sys.executable).parent

Command = tuple[str, ...]


class NotPossible(Exception):
    """Why it cannot be run, in one line for the person who started it."""


@dataclass(frozen=True)
class Step:
    """A command that ends by itself; with `answers` its last line is worth reading."""

    says: str
    command: Command
    answers: bool = False


@dataclass(frozen=True)
class Plan:
    """Everything that `launch` needs; `ports` says what each is for, `services` names the processes that stay."""

    folder: Path
    environment: Mapping[str, str]
    ports: Mapping[int, str]
    preparation: tuple[Step, ...]
    mailbox: Command
    first_mails: Step
    sign_ins: Step
    services: Mapping[str, Command]
    port: int
    address: str
    mailbox_address: str
    mailbox_note: str


def plan(environ: Mapping[str, str], project: Path = PROJECT, programs: Path = PROGRAMS) -> Plan:
    """The plan for this environment. Raises NotPossible when PORT is no usable number."""
    given = {name: value for name, value in environ.items() if value}
    port = _port(given.get("PORT", "8000"))
    environment = _environment(given, port)
    flask = (str(programs / "flask"), "--app", "wsgi")
    mailbox = _mailbox(port, project)
    return Plan(
        folder=project,
        environment=environment,
        ports={port: "the pages", port + 1: "the mailbox's pages", port + 2: "the mailbox's post"},
        preparation=(
            Step("Bringing the database up to date", (str(programs / "alembic"), "upgrade", "head")),
            Step("Loading the road map", (*flask, "seed")),
            Step("Loading the demonstration, if it is missing", (*flask, "demo", "--if-missing")),
        ),
        mailbox=mailbox,
        first_mails=Step(
            "Sending the last working morning's digests", (*flask, "digests", "tick", "--last-morning"), answers=True
        ),
        sign_ins=Step("Looking up the demonstration's sign-ins", (*flask, "demo", "--sign-ins")),
        services={"mailbox": mailbox, "web": _web(port, programs), "digests": (*flask, "digests", "run")},
        port=port,
        address=environment["PUBLIC_URL"],
        mailbox_address=f"http://localhost:{port + 1}",
        mailbox_note="mail goes to the relay of SMTP_URL, not here"
        if "SMTP_URL" in given
        else "no mail leaves this machine",
    )


def _port(said: str) -> int:
    # The mailbox takes the two ports after this one, so the last two there are cannot be chosen.
    if not re.fullmatch(r"[0-9]{1,5}", said) or not 1 <= int(said) <= 65533:
        raise NotPossible(f"PORT must be a number from 1 to 65533, not {said!r}.")
    return int(said)


def _environment(given: Mapping[str, str], port: int) -> dict[str, str]:
    unless_set = {
        "ROADMAP_ENV": "development",
        "PUBLIC_URL": f"http://localhost:{port}",
        "SMTP_URL": f"smtp://127.0.0.1:{port + 2}",
        "MAIL_FROM": "roadmap@roadmap.test",
        "PUBLIC_PROGRESS": "true",
    }
    # Lines must come at once and be readable here, whatever the terminal's own encoding is.
    always = {"PORT": str(port), "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
    return unless_set | dict(given) | always


def _mailbox(port: int, project: Path) -> Command:
    ports = ("--http-port", str(port + 1), "--smtp-port", str(port + 2))
    return (sys.executable, "-m", "roadmap.mailbox", *ports, "--folder", str(project / "instance" / "mailbox"))


def _web(port: int, programs: Path) -> Command:
    workers = ("--worker-class", "gthread", "--workers", "2", "--threads", "4")
    # The control socket would lie in the home directory and belong to whichever gunicorn was started last.
    quiet = ("--access-logfile", "-", "--log-level", "warning", "--graceful-timeout", "3", "--no-control-socket")
    return (str(programs / "gunicorn"), "wsgi:app", "--bind", f"127.0.0.1:{port}", *workers, *quiet)
