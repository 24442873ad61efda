"""From a notation of a deadline to the machine date, and to the occurrence that is due (domain notes §3.4).

A period ends with its last day, and "by" a day counts that day. A recurring deadline has no date of its own: each of
its reporting periods has one.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.deadline_wording import official_wording
from roadmap.domain.plan import Deadline, DeadlineKind, TermUnit
from roadmap.domain.text import NO_TEXT, LocalizedText

_MONTHS_IN = {
    DeadlineKind.MONTH: 1,
    DeadlineKind.QUARTER: 3,
    DeadlineKind.HALF_YEAR: 6,
    DeadlineKind.YEAR: 12,
    DeadlineKind.RANGE: 12,
    DeadlineKind.MONTHLY: 1,
    DeadlineKind.QUARTERLY: 3,
    DeadlineKind.HALF_YEARLY: 6,
    DeadlineKind.YEARLY: 12,
}
RECURRING = frozenset(
    {
        DeadlineKind.WEEKLY,
        DeadlineKind.MONTHLY,
        DeadlineKind.QUARTERLY,
        DeadlineKind.HALF_YEARLY,
        DeadlineKind.YEARLY,
    }
)
_WEEK = timedelta(days=7)
_ONE_DAY = timedelta(days=1)
_MOST_TO_CHOOSE = 24


@dataclass(frozen=True, slots=True)
class Details:
    """What some notations need beside a day; ``Deadline`` says what each means."""

    first_year: int | None = None
    amount: int | None = None
    unit: TermUnit | None = None
    by_day: int | None = None
    by_month: int | None = None


NO_DETAILS = Details()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One reporting period of a recurring deadline, its first and its last day, and the day by which it is due."""

    starts: date
    ends: date
    due: date


def last_day_of(kind: DeadlineKind, day: date) -> date:
    """The last day of the month, quarter, half-year or year that ``day`` lies in; of a day, the day itself."""
    if kind is DeadlineKind.WEEKLY:
        return day + timedelta(days=6 - day.weekday())
    length = _MONTHS_IN.get(kind)
    if length is None:
        return day
    month = ((day.month - 1) // length + 1) * length
    return date(day.year, month, monthrange(day.year, month)[1])


def first_day_of(kind: DeadlineKind, day: date) -> date:
    """The first day of the period that ``day`` lies in; of a day, the day itself."""
    if kind is DeadlineKind.WEEKLY:
        return day - timedelta(days=day.weekday())
    length = _MONTHS_IN.get(kind)
    return day if length is None else date(day.year, (day.month - 1) // length * length + 1, 1)


def deadline_of(
    kind: DeadlineKind, day: date | None, wording: LocalizedText | None = None, details: Details = NO_DETAILS
) -> Deadline:
    """The deadline that a notation means.

    ``day`` is any day of the period; of a range any day of its last year, of a recurring deadline any day of its first
    reporting period, of a term the date of the act, or ``None`` while that is not known. "Permanent" has no date,
    whatever ``day`` is. Languages in which ``wording`` says nothing get the usual wording.
    """
    made = _made(kind, day, details)
    usual = official_wording(made)
    if wording:
        usual = replace(usual, **wording.as_dict())
    return replace(made, wording=usual)


def _made(kind: DeadlineKind, day: date | None, details: Details) -> Deadline:
    if kind is DeadlineKind.PERMANENT:
        return Deadline(kind, None)
    if kind is DeadlineKind.TERM:
        return counted_from(Deadline(kind, None, amount=details.amount, unit=details.unit), day)
    if day is None:
        return Deadline(kind, None)
    if kind in RECURRING:
        by_month = (details.by_month or 1) if kind is DeadlineKind.YEARLY and details.by_day else None
        return Deadline(kind, None, since=first_day_of(kind, day), by_day=details.by_day, by_month=by_month)
    since = date(details.first_year, 1, 1) if kind is DeadlineKind.RANGE and details.first_year else None
    return Deadline(kind, last_day_of(kind, day), since=since)


def counted_from(term: Deadline, act_on: date | None) -> Deadline:
    """A term with its machine date, counted from the date of the act; without one it has none."""
    if term.kind is not DeadlineKind.TERM or act_on is None or term.amount is None:
        return term
    if term.unit is TermUnit.DAYS:
        return replace(term, on=act_on + timedelta(days=term.amount), since=act_on)
    return replace(term, on=_months_later(act_on, term.amount), since=act_on)


def _months_later(day: date, count: int) -> date:
    """The same day of a later month; the last of a month that has no such day."""
    years, month = divmod(day.month - 1 + count, 12)
    return _day_in(day.year + years, month + 1, day.day)


def _day_in(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def same_date(one: Deadline, other: Deadline) -> bool:
    """Whether two deadlines mean the same day or the same rule, however they are worded.

    That the date of a term becomes known moves nothing: the term is the same.
    """
    if one.kind is DeadlineKind.TERM and None in (one.on, other.on):
        one, other = replace(one, on=None, since=None), replace(other, on=None, since=None)
    return replace(one, wording=NO_TEXT) == replace(other, wording=NO_TEXT)


def moves_among(deadlines: Sequence[Deadline]) -> int:
    """How often the date itself changed; a decision that only words it anew, or repeats it, moves nothing."""
    return sum(not same_date(before, after) for before, after in pairwise(deadlines))


def original_among(deadlines: Sequence[Deadline]) -> Deadline | None:
    """The date that was approved first; of a term whose date became known later, the one with the date."""
    if not deadlines:
        return None
    same = (each for each in deadlines if each.on and same_date(deadlines[0], each))
    return deadlines[0] if deadlines[0].on else next(same, deadlines[0])


def occurrences(deadline: Deadline, first: date | None = None) -> Iterator[Occurrence]:
    """The occurrences of a recurring deadline, one after the other without end, the one of the first period first.

    With ``first`` it begins with the period that this day lies in, but never before the deadline's own first one.
    """
    if deadline.kind not in RECURRING or deadline.since is None:
        return
    start = max(deadline.since, first_day_of(deadline.kind, first or deadline.since))
    while True:
        ends = last_day_of(deadline.kind, start)
        yield Occurrence(start, ends, _due(deadline, start, ends))
        start = ends + _ONE_DAY


def _due(deadline: Deadline, starts: date, ends: date) -> date:
    if deadline.by_day is None:
        return ends
    if deadline.kind is DeadlineKind.WEEKLY:
        return starts + timedelta(days=deadline.by_day - 1)
    after = ends + _ONE_DAY
    if deadline.kind is DeadlineKind.YEARLY:
        return _day_in(after.year, deadline.by_month or 1, deadline.by_day)
    return _day_in(after.year, after.month, deadline.by_day)


def next_occurrence(deadline: Deadline, day: date) -> Occurrence | None:
    """The first occurrence that is due on ``day`` or later; ``None`` if the deadline does not recur."""
    begin = _before(deadline, day, 2)
    return next((each for each in occurrences(deadline, begin) if each.due >= day), None)


def due_occurrence(
    deadline: Deadline,
    last_spoken_on: date | None,
    calendar: WorkingCalendar,
    spoken_before: Sequence[date] | None = None,
    named: date | None = None,
) -> Occurrence | None:
    """The first occurrence that no report accounts for yet, whether its day has passed or not.

    A report that names the occurrence for which it comes late, by the day that this was due, accounts for it and for
    those before it, and for no other. What follows is about a report that names none.

    A report accounts for every period that has ended before it: what comes by the tenth, or later, is about the month
    that has ended, not about the one that runs. The one that runs it accounts for only where no earlier one could be
    meant: because there is none, or because its own day lies in the period, as a week's Friday does, and the last day
    of the one before has passed; and where the days of the reports ``spoken_before`` are known, one of them was made
    in the period before or later.
    """
    if named is not None:
        return next((each for each in occurrences(deadline, _before(deadline, named, 2)) if each.due > named), None)
    found = occurrences(deadline, None if last_spoken_on is None else _before(deadline, last_spoken_on, 3))
    each = next(found, None)
    if each is None or last_spoken_on is None:
        return each
    # What was said before the first period is about none of them.
    while last_spoken_on >= each.starts:
        following = next(found)
        if last_spoken_on < following.starts or last_spoken_on <= calendar.on_or_after(each.due):
            return following
        is_late = following.due > following.ends or not _spoken(spoken_before, each.starts, last_spoken_on)
        if last_spoken_on <= following.ends and is_late:
            return following
        each = following
    return each


def _spoken(days: Sequence[date] | None, since: date, until: date) -> bool:
    """Whether a report was made since a day and before another; taken for granted where that is not known."""
    return days is None or any(since <= day < until for day in days)


def _before(deadline: Deadline, day: date, periods: int) -> date:
    """A day so many periods earlier: no occurrence that still matters on ``day`` lies before it."""
    return day - periods * (
        _WEEK if deadline.kind is DeadlineKind.WEEKLY else _MONTHS_IN.get(deadline.kind, 0) * 31 * _ONE_DAY
    )


def due_on(
    deadline: Deadline | None,
    last_spoken_on: date | None,
    calendar: WorkingCalendar,
    spoken_before: Sequence[date] | None = None,
    named: date | None = None,
) -> date | None:
    """The calendar day on which a deadline falls: its date, or that of the occurrence that is due; "permanent" none."""
    if deadline is None or deadline.kind is DeadlineKind.PERMANENT:
        return None
    if deadline.kind in RECURRING:
        occurrence = due_occurrence(deadline, last_spoken_on, calendar, spoken_before, named)
        return occurrence.due if occurrence else None
    return deadline.on


def open_occurrences(deadline: Deadline | None, first: date | None, day: date, calendar: WorkingCalendar) -> list[date]:
    """The days by which reports were due that a recurring deadline asked for and that are late on ``day``.

    ``first`` is the day of the occurrence that is due. After those that are late comes the next one; none where none is
    late, and so many at most that a list of them can be read.
    """
    if deadline is None or deadline.kind not in RECURRING or first is None or calendar.on_or_after(first) >= day:
        return []
    found = []
    for each in occurrences(deadline, _before(deadline, first, 2)):
        if each.due >= first:
            found.append(each.due)
        if found and (calendar.on_or_after(each.due) >= day or len(found) == _MOST_TO_CHOOSE):
            break
    return found


def last_day_on(deadline: Deadline | None, last_spoken_on: date | None, calendar: WorkingCalendar) -> date | None:
    """The last day that counts: ``due_on``, or the next working day where that is off."""
    falls = due_on(deadline, last_spoken_on, calendar)
    return calendar.on_or_after(falls) if falls else None
