"""Clocks and senders as processes of their own that run the program's own command, ready at once.

One process makes the application and forks: a Python that starts anew would still be importing when it is killed.
A child opens its own connections; it shares none with its parent or its brothers.
"""

import ctypes
import logging
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn

from flask import Flask
from flask.cli import ScriptInfo

import roadmap.digests.commands
from config import Config
from roadmap import failpoints
from roadmap.app import create_app
from roadmap.database import Database
from roadmap.digests.handing.sender import Sender
from tests.kills import pace

KEY = "not so secret, but of the length that is asked for"
SENDER, CLOCK = "sender", "clock"
_FAREWELL_SECONDS = 8
# PR_SET_PDEATHSIG of <linux/prctl.h>.
_DIE_WITH_PARENT = 1


@dataclass(frozen=True)
class Orders:
    """What a worker works with: settings, the sender's class, and waits that differ from the usual short ones."""

    environment: dict[str, str]
    sender: type[Sender] = Sender
    waits: dict[str, object] = field(default_factory=dict)


def application() -> Flask:
    """The program, to be forked from; its database is chosen by each child."""
    settings = {"ROADMAP_ENV": "development", "DATABASE_URL": "sqlite://", "SECRET_KEY": KEY}
    return create_app(Config.from_environment(settings))


def environment(database_url: str, port: int, **more: str) -> dict[str, str]:
    """The settings of one run."""
    return {
        "ROADMAP_ENV": "development",
        "DATABASE_URL": database_url,
        "SECRET_KEY": KEY,
        "SMTP_URL": f"smtp://127.0.0.1:{port}",
        "PUBLIC_URL": "https://roadmap.test",
        "MAIL_FROM": "Road map <roadmap@roadmap.test>",
        **pace.SETTINGS,
        **more,
    }


def forked(task: Callable[[], object], log: Path) -> int:
    """The number of a child that does the task and ends; whatever it prints or raises is in the log.

    On Linux it never outlives its parent, however that ends.
    """
    parent, number = os.getpid(), os.fork()
    if number == 0:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(0)
        _child(task, log)
    return number


def _child(task: Callable[[], object], log: Path) -> NoReturn:
    status = 70
    try:
        opened = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for stream in (1, 2):
            os.dup2(opened, stream)
        random.seed()
        task()
        status = 0
    except BaseException:
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(status)


def shift(app: Flask, only: str, orders: Orders, failpoint: str | None = None) -> Callable[[], None]:
    """The task of a worker: `flask digests run --only …`, with short waits."""

    def task() -> None:
        logging.basicConfig(level=logging.ERROR, force=True)
        pace.hurry(**orders.waits)
        equip(app, orders)
        failpoints._ARMED = failpoints._armed(failpoint)
        roadmap.digests.commands.Sender = orders.sender  # type: ignore[misc]
        app.cli.main(["digests", "run", "--only", only], "flask", obj=ScriptInfo(create_app=lambda: app))

    return task


def equip(app: Flask, orders: Orders) -> Database:
    """Gives this process's application the run's settings and a database of its own."""
    os.environ.update(orders.environment)
    config = Config.from_environment(orders.environment)
    database = Database(config.database_url)
    app.config["ROADMAP"] = replace(config)
    app.extensions["roadmap.database"] = database
    return database


@dataclass
class Crew:
    """The workers of a run. Ends only processes that it started."""

    app: Flask
    orders: Orders
    log: Path
    at_work: dict[int, str] = field(default_factory=dict)
    fell: int = 0

    def hire(self, only: str, failpoint: str | None = None) -> int:
        """One more worker."""
        number = forked(shift(self.app, only, self.orders, failpoint), self.log)
        self.at_work[number] = only
        return number

    def kill(self, number: int) -> str:
        """SIGKILL, and what it was."""
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
        return self.at_work.pop(number)

    def replace_fallen(self) -> None:
        """Puts another in the place of whoever ended by himself; that is counted."""
        for number, only in list(self.at_work.items()):
            if os.waitpid(number, os.WNOHANG)[0]:
                del self.at_work[number]
                self.fell += 1
                self.hire(only)

    def died_of(self, number: int, seconds: float) -> int | None:
        """Waits for a worker to end; the signal that ended it, 0 for none, ``None`` if it still works."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            ended, status = os.waitpid(number, os.WNOHANG)
            if ended:
                del self.at_work[number]
                return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            time.sleep(0.003)
        return None

    def dismiss(self) -> None:
        """Tells everybody to stop, and waits."""
        for number in self.at_work:
            os.kill(number, signal.SIGTERM)
        for number in list(self.at_work):
            if self.died_of(number, _FAREWELL_SECONDS) is None:
                self.kill(number)

    def errors(self) -> int:
        """How many errors the workers logged."""
        return self.log.read_text(errors="replace").count("Traceback") if self.log.exists() else 0
