"""Databases for a run, a process of its own for each measurement, times, and the result files."""

import json
import multiprocessing
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from tests.services.databases import in_full, migrate, new_postgresql
from tests.services.postgresql import PostgresqlMissing, postgresql_server

RESULTS = Path(__file__).parent / "results"


@contextmanager
def databases() -> Iterator[dict[str, Callable[[], str]]]:
    """By the kind of database, what makes an empty one with every table and answers its address.

    PostgreSQL is the server of ``TEST_DATABASE_URL`` or of ``DATABASE_URL``, else one of the system's own; when there
    is none, only SQLite is there.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="roadmap-bench-")))
        numbers = iter(range(1000))
        makers = {"sqlite": lambda: _migrated(f"sqlite:///{folder / str(next(numbers))}.db")}
        named = os.environ.get("DATABASE_URL", "")
        if named and make_url(named).get_backend_name() == "postgresql":
            os.environ.setdefault("TEST_DATABASE_URL", named)
        try:
            server = stack.enter_context(postgresql_server())
        except PostgresqlMissing:
            print("No PostgreSQL server is named and none can be started: only SQLite is measured.")
        else:
            makers["postgresql"] = lambda: _migrated(in_full(stack.enter_context(new_postgresql(server))))
        yield makers


def _migrated(url: str) -> str:
    migrate(url)
    return url


def in_own_process(task: Callable[..., Any], *arguments: Any) -> Any:
    """What ``task`` answers in a fresh process, so that one measurement's memory is not the next one's."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(task, arguments)


def peak_mib() -> float:
    """The most memory this process ever had, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / 1024 if sys.platform != "darwin" else peak / 1024 / 1024, 1)


def disk_ms(times: int = 50) -> float:
    """Milliseconds until a write is on the disk on which the databases are; each commit waits for as long at least."""
    with tempfile.TemporaryFile(prefix="roadmap-bench-") as file:
        begun = time.perf_counter()
        for _ in range(times):
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
    return round((time.perf_counter() - begun) * 1000 / times, 2)


@dataclass(frozen=True)
class Taken:
    """Medians in milliseconds: on the clock, and of this process's own work, which a busy machine disturbs less."""

    clock: float
    work: float


def median_of(act: Callable[[], Any], times: int, seconds: float) -> Taken:
    """Up to ``times`` runs in a row; fewer, but two, when ``seconds`` are over. Whoever asks has warmed it up."""
    clock: list[float] = []
    work: list[float] = []
    end = time.monotonic() + seconds
    while len(clock) < times and (len(clock) < 2 or time.monotonic() < end):
        begun, worked = time.perf_counter(), time.process_time()
        act()
        work.append((time.process_time() - worked) * 1000)
        clock.append((time.perf_counter() - begun) * 1000)
    return Taken(round(statistics.median(clock), 2), round(statistics.median(work), 2))


def keep(name: str, today: date, rows: list[dict[str, Any]]) -> Path:
    """Writes the rows beside the machine they were measured on; a second run of a day replaces the first."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}-{today.isoformat()}.json"
    machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
    path.write_text(json.dumps({"machine": machine, "rows": rows}, indent=1) + "\n", encoding="utf-8")
    return path


def as_table(rows: list[dict[str, Any]]) -> str:
    """The rows as a Markdown table."""
    names = list(rows[0])
    lines = [names, ["---"] * len(names), *([str(row[name]) for name in names] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
