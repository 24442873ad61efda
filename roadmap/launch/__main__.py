"""``python -m roadmap.launch``: everything on this machine, in the foreground, until Ctrl-C."""

import io
import os
import signal
import sys
from types import FrameType

from roadmap.launch.plan import NotPossible, Plan, plan
from roadmap.launch.ports import refuse_taken
from roadmap.launch.steps import prepare
from roadmap.launch.together import Together
from roadmap.launch.welcome import welcome_once_it_answers


def main() -> int:
    """Run what the environment asks for; 0 when it was told to end, 1 when something failed."""
    try:
        return launch(plan(os.environ))
    except NotPossible as reason:
        print(reason, file=sys.stderr)
        return 1


def launch(plan: Plan) -> int:
    """Carry out the plan. Raises NotPossible when a port is taken or a step fails."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _end_preparing)
    refuse_taken(plan)
    try:
        sign_ins = prepare(plan)
        # The manager minds the other two signals itself; a terminal that is closed is to end it in the same way.
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
        code = Together(plan, once_started=lambda: welcome_once_it_answers(plan, sign_ins)).run()
    except KeyboardInterrupt:
        print("\nEnded before it was ready.", flush=True)
        return 0
    print("Ended." if code == 0 else "One process ended by itself, so all were ended; see the lines above.", flush=True)
    return code


def _end_preparing(received: int, frame: FrameType | None) -> None:
    # Once only: a second Ctrl-C must not interrupt the ending of what the first one interrupted.
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
