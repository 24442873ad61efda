"""``python -m tests.chains``: --writers processes write --lines each into one record, on each database.

It fails when the record is not one chain with every line in it; and, of naive writers, when the harness sees nothing.
With --keep the lines are kept in benchmarks/results/chain-test.md.
"""

import argparse
import sys
from datetime import UTC, datetime

from benchmarks.measuring import RESULTS, databases
from tests.chains.writers import Came, naively, rightly, write_together


def main() -> int:
    """Runs it, prints a line for each run, and answers 1 if any was not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--lines", type=int, default=1000)
    parser.add_argument("--keep", action="store_true")
    wanted = parser.parse_args()
    said, right = [], True
    with databases() as makers:
        for name, make in makers.items():
            for what, how, keys in RUNS:
                # Naive writers show what they are after a few lines, and are slow at failing.
                lines = wanted.lines if how is rightly else max(1, wanted.lines // 4)
                came = write_together(make(), wanted.writers, lines, how, keys)
                right = right and as_it_should_be(came, what)
                said.append(f"- {name}, {what}: {came}")
                sys.stdout.write(f"{said[-1]}\n")
                sys.stdout.flush()
    if wanted.keep:
        head = f"{datetime.now(UTC):%Y-%m-%d}, on two cores shared with much other work; {wanted.writers} writers."
        (RESULTS / "chain-test.md").write_text("\n".join(["# chain-test", "", head, "", *said, ""]), encoding="utf-8")
    return 0 if right else 1


RIGHT, REFUSED, FORKED = "head locked", "last line read without a lock", "the same without the unique keys"
RUNS = ((RIGHT, rightly, True), (REFUSED, naively, True), (FORKED, naively, False))


def as_it_should_be(came: Came, what: str) -> bool:
    """Whether the run shows what it is there for."""
    if what == RIGHT:
        return came.whole and came.forks == 0 and came.accepted == came.kept == came.sent
    return came.refused > 0 if what == REFUSED else came.forks > 0


if __name__ == "__main__":
    sys.exit(main())
