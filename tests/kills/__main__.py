"""``python -m tests.kills <run>``: each run prints one line for each database; it fails when a mail is unaccounted for.

``random``     kills at random moments: --kills for each database, half of them with a journal, half without
``points``     kills at every named point: --times each
``wrong``      the same with two wrong orders, which must show
``zombies``    senders that are frozen: --stops
``clocks``     eight clocks: --periods mornings; and without the unique keys, which must show
``kill-test``  the first four

With --keep the lines are kept in benchmarks/results/ under the run's name.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from flask import Flask

from benchmarks.measuring import RESULTS, databases
from tests.kills import figures
from tests.kills.figures import Figures, MakeDatabase
from tests.kills.points import CLOCK_POINTS, SENDER_POINTS
from tests.kills.workers import application
from tests.kills.wrong_orders import MarksAfter, MarksBefore

Runs = Callable[[Flask, str, MakeDatabase, argparse.Namespace], Iterator[Figures]]


def random_moments(app: Flask, name: str, make: MakeDatabase, wanted: argparse.Namespace) -> Iterator[Figures]:
    """Half of the kills with a journal, where no second copy is allowed, and half without."""
    for policy in ("journal", "resend"):
        yield figures.random_kills(app, name, make, wanted.kills // 2, policy)


def points(app: Flask, name: str, make: MakeDatabase, wanted: argparse.Namespace) -> Iterator[Figures]:
    """Few kills at each point go into one run; many are counted for each point."""
    every = [*CLOCK_POINTS, *SENDER_POINTS]
    for group in [every] if wanted.times < 10 else [[point] for point in every]:
        yield figures.named_points(app, name, make, wanted.times, "journal", group)


def wrong(app: Flask, name: str, make: MakeDatabase, wanted: argparse.Namespace) -> Iterator[Figures]:
    """What the harness says of senders that are wrong: it is a trouble if it says nothing."""
    before = figures.wrong_order(app, name, make, MarksBefore, "after_mail", wanted.times)
    after = figures.wrong_order(app, name, make, MarksAfter, "after_250", wanted.times)
    yield _must_show(before, "missing")
    yield _must_show(after, "unexplained")
    if wanted.kills >= 100:
        yield _must_show(figures.random_kills(app, name, make, 100, "resend", MarksBefore), "missing")
        yield _must_show(figures.random_kills(app, name, make, 100, "resend", MarksAfter), "unexplained")


def _must_show(found: Figures, what: str) -> Figures:
    shown = getattr(found.reckoning, what)
    found.troubles = [] if shown else [f"the harness did not see that mails are {what}"]
    return found


def clocks(app: Flask, name: str, make: MakeDatabase, wanted: argparse.Namespace) -> Iterator[Figures]:
    """With the keys each morning once; without them the harness must see repetitions."""
    yield figures.eight_clocks(app, name, make, wanted.periods)
    found = figures.eight_clocks(app, name, make, 3, keys=False)
    found.troubles = [] if found.counts["repeated"] else ["the harness did not see that mornings were repeated"]
    yield found


def zombies(app: Flask, name: str, make: MakeDatabase, wanted: argparse.Namespace) -> Iterator[Figures]:
    """Frozen senders, with a journal, which allows no second copy."""
    yield figures.zombies(app, name, make, wanted.stops, "journal")


RUNS: dict[str, tuple[Runs, ...]] = {
    "random": (random_moments,),
    "points": (points,),
    "wrong": (wrong,),
    "zombies": (zombies,),
    "clocks": (clocks,),
    "kill-test": (random_moments, points, wrong, zombies),
}


def wanted_run() -> argparse.Namespace:
    """What the command line asks for; the numbers are those of the long form."""
    parser = argparse.ArgumentParser(prog="python -m tests.kills")
    parser.add_argument("run", choices=list(RUNS))
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="default: every one that can be had")
    parser.add_argument("--keep", action="store_true")
    for name, number in {"kills": 1000, "times": 30, "periods": 1000, "stops": 40}.items():
        parser.add_argument(f"--{name}", type=int, default=number)
    return parser.parse_args()


def all_figures(app: Flask, wanted: argparse.Namespace) -> Iterator[Figures]:
    """What every run came to, on every database that is asked for and can be had."""
    with databases() as makers:
        for name, make in makers.items():
            if wanted.database in (None, name):
                for run in RUNS[wanted.run]:
                    yield from run(app, name, make, wanted)


def main() -> int:
    """Runs what is asked for; 1 if anything is wrong."""
    wanted, lines, troubles = wanted_run(), list[str](), 0
    for found in all_figures(application(), wanted):
        troubles += len(found.troubles)
        lines.append(found.line())
        sys.stdout.write("\n".join([found.line(), *found.troubles[:20], ""]))
        sys.stdout.flush()
    if wanted.keep:
        _keep(wanted.run, lines)
    return 1 if troubles else 0


def _keep(name: str, lines: list[str]) -> None:
    RESULTS.mkdir(exist_ok=True)
    today = datetime.now(UTC).date().isoformat()
    head = [f"# {name}", "", f"{today}; what each word means is said in benchmarks/README.md.", ""]
    (RESULTS / f"{name}.md").write_text("\n".join([*head, *(f"- {line}" for line in lines), ""]))


if __name__ == "__main__":
    sys.exit(main())
