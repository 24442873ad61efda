"""A day of the working calendar that does not follow the week, what may be written down about one, and its changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.objections import Objection
from roadmap.domain.text import LocalizedText

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day that is worked, or not, by an act; ``act`` may be empty only for days that were loaded."""

    on: date
    working: bool
    reason: LocalizedText
    act: str = ""

    @property
    def fingerprint(self) -> str:
        """What a form carries of the day, to notice that somebody has changed it meanwhile."""
        said = (self.on.isoformat(), self.working, sorted(self.reason.as_dict().items()), self.act)
        return sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class DayChange:
    """One change of one day. ``before`` is whether it was worked, or ``None`` where it followed the week."""

    id: int
    on: date
    before: bool | None
    after: bool
    reason: LocalizedText
    act: str
    author_id: int | None
    recorded_at: datetime


def calendar_before(exceptions: Mapping[date, bool], changes: Iterable[DayChange]) -> WorkingCalendar:
    """The calendar as it was before these changes; they must be all from some moment on until the ``exceptions``."""
    found = dict(exceptions)
    for change in sorted(changes, key=lambda each: each.id, reverse=True):
        if change.before is None:
            found.pop(change.on, None)
        else:
            found[change.on] = change.before
    return WorkingCalendar(found)


def within_calendar(day: date) -> bool:
    """Whether a day can be meant at all; anything else is a slip of the keyboard."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def day_after(day: date) -> date:
    """The next day; the last day that there is has none, and is its own."""
    return day + timedelta(days=1) if day < date.max else day


def objections_to_day(on: date | None, working: bool | None, reason: LocalizedText, act: str) -> list[Objection]:
    """What is missing or wrong. A day is never taken out: that it follows the week again is a change by an act, too."""
    found = []
    if on is None:
        found.append(Objection("on", "required"))
    elif not within_calendar(on):
        found.append(Objection("on", "year", {"first": FIRST_YEAR, "last": LAST_YEAR}))
    if working is None:
        found.append(Objection("working", "required"))
    if not reason:
        found.append(Objection("reason_kk", "reason"))
    if not act:
        found.append(Objection("act", "required"))
    for field, text in (("act", act), *((f"reason_{code}", words) for code, words in reason.as_dict().items())):
        if len(text) > LONGEST_TEXT:
            found.append(Objection(field, "too_long", {"limit": LONGEST_TEXT}))
    return found
