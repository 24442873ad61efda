"""One run of the launcher, watched from outside."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Run:
    """One `python -m roadmap.launch` over the stand-ins, in a folder of its own."""

    folder: Path
    port: int
    mark: str
    process: subprocess.Popen[str]

    def read_until(self, words: str) -> str:
        """What it printed up to the line with these words, or all of it when it ends before."""
        assert self.process.stdout is not None
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if words in line:
                break
        return "".join(lines)

    def called(self) -> list[str]:
        written = self.folder / "called"
        return written.read_text().splitlines() if written.exists() else []

    def left_behind(self) -> list[str]:
        """The processes of this run that are still there a second later."""
        for _ in range(10):
            if not _with_mark(self.mark):
                break
            time.sleep(0.1)
        return list(_with_mark(self.mark).values())

    def clear_away(self) -> None:
        """End whatever a failed test left; the mark tells this run's processes from everybody else's."""
        for pid in _with_mark(self.mark):
            os.kill(pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


def _with_mark(mark: str) -> dict[int, str]:
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (process / "environ").read_bytes():
                found[int(process.name)] = (process / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
    return found
