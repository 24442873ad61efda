"""Named points at which a test can end, delay or break the program, to show that nothing is lost or doubled there.

``FAILPOINT=after_dot:kill``, ``…:sleep=3`` or ``…:raise``; a number after ``@`` chooses the how-manyth time the point
is reached (``after_dot@3:kill``). It works in development only; elsewhere the points cost one comparison.
"""

import os
import signal
import time
from dataclasses import dataclass

POINTS = (
    "tick_start",
    "edition_inserted",
    "before_chunk_commit",
    "after_chunk_commit",
    "after_last_chunk",
    "after_claim_commit",
    "after_connect",
    "after_mail",
    "after_rcpt",
    "after_354",
    "mid_body",
    "before_intent_commit",
    "after_intent_commit",
    "after_dot",
    "after_250",
    "before_sent_commit",
    "after_sent_commit",
    "quit",
    "upload_after_write_before_row",
    "upload_after_row",
)


class FailpointReached(Exception):
    """Raised where a test asked for it."""


@dataclass(slots=True)
class _Armed:
    point: str
    act: str
    countdown: int


def _armed(value: str | None) -> _Armed | None:
    if not value or os.environ.get("ROADMAP_ENV") != "development":
        return None
    where, _, act = value.partition(":")
    point, _, time_number = where.partition("@")
    if point not in POINTS:
        raise SystemExit(f"FAILPOINT names no point: {point!r}")
    return _Armed(point, act or "kill", int(time_number or 1))


_ARMED = _armed(os.environ.get("FAILPOINT"))


def armed(point: str) -> bool:
    """Whether a test wants something to happen at this point, for a point that exists only between two halves."""
    return _ARMED is not None and _ARMED.point == point


def reach(point: str) -> None:
    """Says that the program has come to a point. Nothing happens unless a test armed this very one."""
    if _ARMED is None or not armed(point):
        return
    _ARMED.countdown -= 1
    if _ARMED.countdown == 0:
        _happen(_ARMED.act)


def _happen(act: str) -> None:
    if act == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if act == "raise":
        raise FailpointReached(act)
    name, _, seconds = act.partition("=")
    if name == "sleep":
        time.sleep(float(seconds))
