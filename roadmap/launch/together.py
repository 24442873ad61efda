"""The processes that stay: started together, ended together, none left behind."""

import os
import shlex
import signal
from collections.abc import Callable

from honcho.manager import Manager

from roadmap.launch.plan import Plan
from roadmap.launch.steps import PATIENCE


class Together(Manager):  # type: ignore[misc]
    """Honcho's manager, which also minds a signal that comes before every process has said its number."""

    def __init__(self, plan: Plan, once_started: Callable[[], None]) -> None:
        super().__init__()
        self.asked_to_end = False
        self._asked_early = False
        self._once_started = once_started
        for name, command in plan.services.items():
            # "exec" because honcho starts a shell, and the shell would stand between the process and the signal.
            line = f"exec {shlex.join(command)}"
            self.add_process(name, line, env=dict(plan.environment), cwd=str(plan.folder))

    def run(self) -> int:
        """Serve until a signal (0) or until one of the processes ends by itself (1)."""
        try:
            self.loop()
        finally:
            self._end_the_rest()
        return 0 if self.asked_to_end else 1

    def terminate(self) -> None:
        if not self._any_stopped():
            self.asked_to_end = True
        if super()._all_started():
            super().terminate()
        else:
            self._asked_early = True

    def _start(self) -> None:
        super()._start()
        self._once_started()

    def _all_started(self) -> bool:
        started = bool(super()._all_started())
        if started and self._asked_early:
            super().terminate()
        return started

    def _end_the_rest(self) -> None:
        # Only reached with processes left when printing failed, because the terminal or the pipe it printed to is gone.
        for sent in (signal.SIGTERM, signal.SIGKILL):
            left = [entry for entry in self._processes.values() if "process" in entry and entry["process"].is_alive()]
            for entry in left:
                if "pid" in entry:
                    _signal_group(entry["pid"], sent)
            for entry in left:
                entry["process"].join(PATIENCE)


def _signal_group(pid: int, sent: signal.Signals) -> None:
    try:
        os.killpg(pid, sent)
    except ProcessLookupError:
        return
