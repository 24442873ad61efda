"""Runs the commands that end by themselves, one after another, each announced with its time."""

import os
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from roadmap.launch.plan import Command, NotPossible, Plan, Step
from roadmap.launch.ports import wait_until_open

PATIENCE = 5  # seconds between asking a process to end and ending it


def prepare(plan: Plan) -> str:
    """Bring the data up to date, send what is due, and answer the demonstration's sign-ins as the program prints them.

    Raises NotPossible when a command fails; what it said is printed before.
    """
    for step in plan.preparation:
        _run(step, plan)
    _, *mailbox_ports = plan.ports
    with _child(plan.mailbox, plan, stdout=subprocess.DEVNULL) as mailbox:
        if not wait_until_open(mailbox_ports) or mailbox.poll() is not None:
            raise NotPossible("The local mailbox did not start.")
        _run(plan.first_mails, plan)
    return _run(plan.sign_ins, plan)


def _run(step: Step, plan: Plan) -> str:
    print(f"{step.says} …", end=" ", flush=True)
    begun = time.monotonic()
    with _child(step.command, plan, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        output, errors = process.communicate()
    took = f"{time.monotonic() - begun:.1f} s"
    if process.returncode:
        name = shlex.join((Path(step.command[0]).name, *step.command[1:]))
        print(f"failed after {took}\n{output}{errors}", flush=True)
        raise NotPossible(f"“{name}” ended with code {process.returncode}; what it said stands above.")
    last = output.rstrip().rpartition("\n")[2] if step.answers else ""
    print(f"{took} {last}".rstrip(), flush=True)
    return output


@contextmanager
def _child(command: Command, plan: Plan, *, stdout: int, stderr: int | None = None) -> Iterator[subprocess.Popen[str]]:
    # In a session of its own, so that Ctrl-C reaches this program alone and it ends the others in order.
    process = subprocess.Popen(  # noqa: S603 - the commands are written down in plan.py
        command,
        env=dict(plan.environment),
        cwd=plan.folder,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        start_new_session=True,
        encoding="utf-8",
        errors="replace",
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
