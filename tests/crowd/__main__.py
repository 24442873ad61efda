"""``python -m tests.crowd``: 20 people send 50 forms each about the same measure at once, on each database.

Then the same without the look at what was written meanwhile, which must show. With --keep the lines are kept in
benchmarks/results/.
"""

import argparse
import sys

from benchmarks.measuring import RESULTS, databases
from tests.crowd.harness import CARELESS, crowd

TITLE = "# Many people at once on one measure (`make crowd-test`)\n\n"


def main() -> None:
    """Prints a line for each run; fails when something is unaccounted for, or when carelessness does not show."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--keep", action="store_true")
    wanted = parser.parse_args()
    lines, fine = [], True
    with databases() as kinds:
        for kind, make in kinds.items():
            careful = crowd(make(), wanted.people, wanted.times)
            careless = crowd(make(), wanted.people, max(wanted.times // 5, 2), CARELESS)
            lines += [f"{kind}: {careful.line()}", f"{kind}, without the check: {careless.line()}"]
            fine = fine and careful.accounted and not careful.lost and careless.lost > 0
    if wanted.keep:
        (RESULTS / "crowd-test.md").write_text(TITLE + "".join(f"- {line}\n" for line in lines))
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
