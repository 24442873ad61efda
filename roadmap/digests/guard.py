"""Looking at the clock before it is believed: a clock that jumps must not flood anybody, nor make up mornings.

At each turn the step of the wall clock is compared with that of a clock that cannot be set, and on PostgreSQL with the
database's own time. Where they differ by more than two minutes the gate is held, and opens by itself after two turns
that agree; after a jump of more than a day only the operator opens it. A clock that stands before the last look of any
clock was set back. A process that just began has nothing to compare with: that it was away for days is no jump.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.digests.recording import Now, utc_now
from roadmap.store.mail.editions import last_recorded
from roadmap.store.mail.gate import CLOCK, Gate, gate_of, hold, look, release
from roadmap.store.mail.leases import moment_of as database_moment

TOLERANCE = timedelta(minutes=2)
FAR = timedelta(days=1)
AGREEING_TURNS = 2
# Ends the words of a gate that does not open by itself.
_NEEDS_RELEASE = "see whether it is right, and release the mail"


def steady_seconds() -> float:
    """A clock that nobody can set; it goes on while the machine sleeps, where the system has such a one."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


@dataclass(slots=True)
class Guard:
    """One process's look at the clock; it remembers the turn before."""

    database: Database
    wall: Now = utc_now
    steady: Callable[[], float] = steady_seconds
    # The wall clock's time less the steady clock's, in seconds; what changes it is somebody who sets the clock.
    _offset: float | None = None
    _agreed: int = 0

    def look(self) -> bool:
        """Whether the clock can be believed and the gate is open; opens and closes it as needed."""
        now = self.wall()
        jump = self._jump(now)
        with self.database.writing() as session:
            gate = gate_of(session)
            off, words = self._trouble(session, gate, now, jump)
            if words:
                self._agreed = 0
                self._hold(session, now, f"{words}; {_NEEDS_RELEASE}" if off > FAR else words)
            elif gate.held and gate.because == CLOCK:
                self._agreed += 1
                if self._agreed >= AGREEING_TURNS and not (gate.words or "").endswith(_NEEDS_RELEASE):
                    release(session, None, now, because=CLOCK)
            else:
                self._agreed = 0
            look(session, now)
            believed = not words and not gate_of(session).held
            session.commit()
        return believed

    def _jump(self, now: datetime) -> timedelta:
        offset = now.timestamp() - self.steady()
        jump = timedelta(seconds=offset - self._offset) if self._offset is not None else timedelta()
        self._offset = offset
        return jump

    def _trouble(self, session: Session, gate: Gate, now: datetime, jump: timedelta) -> tuple[timedelta, str]:
        """How far the clock is out, and that in words; without words it is not."""
        at = f"{now:%Y-%m-%d %H:%M} UTC"
        if abs(jump) > TOLERANCE:
            return abs(jump), f"the clock jumped by {_spoken(jump)} to {at}"
        if session.get_bind().dialect.name == "postgresql":
            apart = now - database_moment(session)
            if abs(apart) > TOLERANCE:
                return abs(apart), f"the clock is {_spoken(apart)} apart from the database's, at {at}"
        # Where no clock has looked yet, the editions tell.
        seen = gate.looked_at or last_recorded(session)
        if seen is not None and seen - now > TOLERANCE:
            return seen - now, f"the clock was set back by {_spoken(seen - now)} to {at}"
        return timedelta(), ""

    def _hold(self, session: Session, now: datetime, words: str) -> None:
        """A closed gate keeps its first reason, but a greater jump has to be released where a smaller one had not."""
        if words.endswith(_NEEDS_RELEASE):
            release(session, None, now, because=CLOCK)
        hold(session, CLOCK, words, now)


def _spoken(step: timedelta) -> str:
    """A step of time with its sign, to the minute."""
    minutes = round(step.total_seconds() / 60)
    days, rest = divmod(abs(minutes), 24 * 60)
    sign = "-" if minutes < 0 else ""
    return f"{sign}{days} d {rest // 60} h {rest % 60} min" if days else f"{sign}{rest // 60} h {rest % 60} min"
