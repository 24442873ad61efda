"""``python -m benchmarks.digests [readers …]``: what a morning's mail costs, from composing to the relay's answer.

Mails per second are of one machine; the share of the standard library sending the same bytes over one connection to
the same relay, in the same run, is worth comparing. That bare way is taken several times before and after the others,
and its fastest time is the base, so that a busy moment of the machine flatters nobody.
"""

import multiprocessing
import sys
import time
from datetime import UTC, datetime
from smtplib import SMTP
from socket import IPPROTO_TCP, TCP_NODELAY
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from benchmarks.fast_sink import FastSink, fast_sink
from benchmarks.measuring import as_table, databases, disk_ms, in_own_process, keep, peak_mib
from benchmarks.morning import write_morning
from config import Config
from roadmap.app import create_app
from roadmap.database import Database
from roadmap.digests.handing.sender import Line, Sender
from roadmap.digests.office import Office
from roadmap.digests.planning import plan
from roadmap.store.mail.outbox import DeliveryRow
from tests.builders.queries import counted

READERS = (1000, 10000)
# How often the bare way is taken before the others, and how often after them.
RAW_TIMES = 3
KEY = "0123456789abcdef" * 4


def application(url: str, port: int) -> Flask:
    """The program with this database and this relay."""
    settings = {"ROADMAP_ENV": "development", "DATABASE_URL": url, "SECRET_KEY": KEY}
    settings |= {"SMTP_URL": f"smtp://127.0.0.1:{port}", "PUBLIC_URL": "https://roadmap.test"}
    return create_app(Config.from_environment(settings))


def compose(url: str, port: int, ready: Any = None) -> dict[str, float]:
    """One clock composes and writes down everything that is due."""
    app = application(url, port)
    settings: Config = app.config["ROADMAP"]
    database: Database = app.extensions["roadmap.database"]
    office = Office(settings.mail_from, settings.secret_key, settings.public_url)
    _meet(ready)
    with app.app_context(), counted(database.engine) as count:
        begun, worked = time.time(), time.process_time()
        letters = plan(database, office, datetime.now(UTC)).letters
    ended, work = time.time(), time.process_time() - worked
    return _row(begun, ended, work, mails=letters, queries=count.total)


def hand_over(url: str, port: int, readers: int, ready: Any = None) -> dict[str, float]:
    """One sender hands over until everybody's mail is gone."""
    app = application(url, port)
    settings: Config = app.config["ROADMAP"]
    database: Database = app.extensions["roadmap.database"]
    sender = Sender(database, Line(settings.smtp_url, settings.mail_from))
    _meet(ready)
    begun, worked, sent = time.time(), time.process_time(), 0
    with app.app_context(), counted(database.engine) as count:
        while sent < readers:
            tally = sender.turn()
            sent += tally.sent
            assert tally.failed == tally.in_doubt == 0, tally  # noqa: S101 - this relay takes everything
            if not tally.sent:
                time.sleep(0.1)
    return _row(begun, time.time(), time.process_time() - worked, mails=sent, queries=count.total)


def send_raw(url: str, port: int) -> dict[str, float]:
    """The standard library sends the same bytes over one connection."""
    with Database(url).reading() as session:
        mails = session.execute(select(DeliveryRow.address, DeliveryRow.mime)).tuples().all()
    smtp = SMTP("127.0.0.1", port, "localhost")
    assert smtp.sock is not None  # noqa: S101
    smtp.sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    begun, worked = time.time(), time.process_time()
    for address, mime in mails:
        smtp.sendmail("roadmap@roadmap.test", [address], mime)
    ended, work = time.time(), time.process_time() - worked
    smtp.quit()
    return _row(begun, ended, work, mails=len(mails), queries=0)


def _meet(ready: Any) -> None:
    if ready is not None:
        ready.wait(120)


def _row(begun: float, ended: float, work: float, mails: int, queries: int) -> dict[str, float]:
    return {"begun": begun, "ended": ended, "work": work, "mails": mails, "queries": queries, "peak": peak_mib()}


def together(url: str, port: int, readers: int) -> list[dict[str, float]]:
    """A clock and a sender at the same time, on a core each."""
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager, context.Pool(2) as pool:
        ready = manager.Barrier(2)
        tasks = [
            pool.apply_async(compose, (url, port, ready)),
            pool.apply_async(hand_over, (url, port, readers, ready)),
        ]
        return [task.get() for task in tasks]


def measure(kind: str, make: Any, readers: int, sink: FastSink) -> list[dict[str, Any]]:
    """One row for each way, with the share of the fastest raw one."""
    apart, at_once = make(), make()
    for url in (apart, at_once):
        in_own_process(write_morning, url, readers)
    composed = in_own_process(compose, apart, sink.port)
    bare = _raw(apart, sink.port)
    sink.begin_anew()
    handed = in_own_process(hand_over, apart, sink.port, readers)
    connections = [sink.connections.value]
    sink.begin_anew()
    disk = disk_ms()
    clock, sender = together(at_once, sink.port, readers)
    connections.append(sink.connections.value)
    assert composed["mails"] == clock["mails"] == sink.mails.value == readers, (composed, clock)  # noqa: S101
    assert in_own_process(sent_in, at_once) == readers  # noqa: S101 - every one accounted for
    bare += _raw(apart, sink.port)
    both = {**sender, "begun": min(clock["begun"], sender["begun"]), "work": clock["work"] + sender["work"]}
    both |= {"queries": clock["queries"] + sender["queries"], "peak": max(clock["peak"], sender["peak"])}
    raw = min(bare, key=_seconds)
    ways = {
        "raw smtplib": (raw, 1),
        "composing and recording": (composed, 0),
        "handing over": (handed, connections[0]),
        "from composing to sent": (both, connections[1]),
    }
    return [{**_figures(kind, readers, way, row, raw, count), "disk ms": disk} for way, (row, count) in ways.items()]


def _raw(url: str, port: int) -> list[dict[str, float]]:
    return [in_own_process(send_raw, url, port) for _ in range(RAW_TIMES)]


def _seconds(row: dict[str, float]) -> float:
    return row["ended"] - row["begun"]


def _figures(kind: str, readers: int, way: str, row: Any, raw: Any, connections: int) -> dict[str, Any]:
    seconds, bare = _seconds(row), _seconds(raw)
    return {
        "database": kind,
        "readers": readers,
        "way": way,
        "mails/s": round(readers / seconds, 1),
        "share of raw": f"{bare / seconds:.1%}",
        "ms of work each": round(1000 * row["work"] / readers, 2),
        "queries each": round(row["queries"] / readers, 3),
        "connections": connections,
        "peak MiB": row["peak"],
    }


def sent_in(url: str) -> int:
    """How many mails are marked as sent."""
    with Database(url).reading() as session:
        return session.scalar(select(func.count()).where(DeliveryRow.state == "sent")) or 0


def main() -> None:
    """Measures both sizes on every database that can be had, prints a table and keeps the rows."""
    found: list[dict[str, Any]] = []
    with databases() as makers, fast_sink() as sink:
        for kind, make in makers.items():
            for readers in map(int, sys.argv[1:] or READERS):
                found += measure(kind, make, readers, sink)
                print(f"{kind}, {readers} readers: done", file=sys.stderr)
    print(as_table(found))
    print(f"\nKept in {keep('digests', datetime.now(UTC).date(), found).name}")


if __name__ == "__main__":
    main()
