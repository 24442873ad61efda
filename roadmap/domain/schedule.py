"""When mail is written: on working mornings, and the weekly overview on the first working day of the week.

Local time is a road map's own wall clock; who calls takes it from the zone. A day off moves nothing but the morning:
what falls on it is read on the next working one (product notes §5, domain notes §6.3).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from roadmap.domain.calendar import WorkingCalendar

MORNING = time(9)
LOOK_BACK = timedelta(days=7)
LATE_AFTER = timedelta(hours=1)
# Longer than any row of days off, so that a calendar with an error in it ends a search instead of hanging it.
_LOOK_BACK = 60
_ONE_DAY = timedelta(days=1)
_RESOLUTION = timedelta(milliseconds=1)


def carries_overview(on: date, calendar: WorkingCalendar) -> bool:
    """Whether ``on`` is the first working day of its ISO week; a worked Saturday can be, if all before it are off."""
    if not calendar.is_working(on):
        return False
    return not any(calendar.is_working(on - timedelta(days=back)) for back in range(1, on.weekday() + 1))


def iso_week(on: date) -> str:
    """The ISO week of a day, such as "2026-W48"; around New Year it can belong to the other year."""
    year, week, _ = on.isocalendar()
    return f"{year}-W{week:02d}"


def last_morning(before: datetime, calendar: WorkingCalendar) -> date | None:
    """The last working day whose nine o'clock lies at or before this local time."""
    return _last(before, calendar, overview=False)


def last_overview_morning(before: datetime, calendar: WorkingCalendar) -> date | None:
    """The last day that carried an overview and whose nine o'clock lies at or before this local time."""
    return _last(before, calendar, overview=True)


def overview_before(on: date, calendar: WorkingCalendar) -> date | None:
    """The overview morning before the day ``on``: what changed is counted from there."""
    return last_overview_morning(datetime.combine(on - _ONE_DAY, time.max), calendar)


def _last(before: datetime, calendar: WorkingCalendar, *, overview: bool) -> date | None:
    day = before.date() if before.time() >= MORNING else before.date() - _ONE_DAY
    for _ in range(_LOOK_BACK):
        if carries_overview(day, calendar) if overview else calendar.is_working(day):
            return day
        day -= _ONE_DAY
    return None


@dataclass(frozen=True, slots=True)
class Kept:
    """An edition as it is kept. ``missed``: it was never written, and nothing has made up for it yet."""

    on: date
    slot: time
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """An edition that is due and not there.

    ``late_since`` is the first morning it makes up for, today's own if it is merely an hour late; ``covers`` are the
    earlier mornings of the same time of day that it makes up for, the oldest first. ``stands_for`` are all that were
    missed and are accounted for with it, those too long ago and those of a time that nobody uses any more as well.
    """

    on: date
    slot: time
    late_since: date | None = None
    covers: tuple[date, ...] = ()
    stands_for: tuple[tuple[date, time], ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """What is due, in the order of its time, and which mornings before today were missed and are not written down."""

    owed: tuple[Owed, ...] = ()
    missed: tuple[tuple[date, time], ...] = ()


def due(
    now: datetime, zone: tzinfo, is_morning: Callable[[date], bool], slots: Collection[time], kept: Collection[Kept]
) -> Situation:
    """What is due at the moment ``now`` in one time zone.

    ``slots`` are the times of day that somebody uses, ``kept`` the zone's editions of the last ``LOOK_BACK`` days and
    the last one before. Nothing is due on a day off: what was missed waits. Where there is no edition yet, only today
    counts. A time of day of an earlier morning was missed if it came after everything that is kept: whoever kept that
    looked at all that was due before. Past and future without an end in the calendar give nothing due.
    """
    today = day_in(now, zone)
    if today is None or not is_morning(today):
        return Situation()
    there = {(each.on, each.slot) for each in kept}
    missed = _missed(now, zone, is_morning, slots, kept)
    waiting = sorted({*missed, *((each.on, each.slot) for each in kept if each.missed and each.on < today)})
    owed: list[Owed] = []
    for slot in sorted(slots, key=lambda each: moment_of(today, each, zone)):
        at = moment_of(today, slot, zone)
        if at > now or (today, slot) in there:
            continue
        stands_for = tuple(each for each in waiting if each[1] == slot or (not owed and each[1] not in slots))
        covers = tuple(day for day, its_slot in stands_for if its_slot == slot and day >= _first(today))
        late = bool(kept) and now - at > LATE_AFTER
        owed.append(Owed(today, slot, covers[0] if covers else today if late else None, covers, stands_for))
    return Situation(tuple(owed), tuple(missed) if owed else ())


def _missed(
    now: datetime, zone: tzinfo, is_morning: Callable[[date], bool], slots: Collection[time], kept: Collection[Kept]
) -> list[tuple[date, time]]:
    today = now.astimezone(zone).date()
    past = [at for each in kept if (at := moment_of(each.on, each.slot, zone)) <= now]
    if not past:
        return []
    looked_until = max(past)
    days = (date.fromordinal(number) for number in range(_first(today).toordinal(), today.toordinal()))
    times = ((day, slot) for day in days if is_morning(day) for slot in slots)
    return sorted(each for each in times if moment_of(*each, zone) > looked_until)


def _first(today: date) -> date:
    return date.fromordinal(max(today.toordinal() - LOOK_BACK.days, 1))


def day_in(now: datetime, zone: tzinfo) -> date | None:
    """The day in a zone; ``None`` where the calendar ends before it or begins after it."""
    try:
        return now.astimezone(zone).date()
    except OverflowError:
        return None


def moment_of(on: date, slot: time, zone: tzinfo) -> datetime:
    """The moment, in UTC, at which the clocks of a zone show a time of day.

    The first of two where it comes twice (fold 0); the first one after the gap where clocks were put forward over it.
    """
    local = datetime.combine(on, slot, zone)
    try:
        moment = local.astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
            return moment
        # In a gap the earlier reading (fold 0) lies after it and the later one (fold 1) before; between them, at the
        # gap itself, the offset changes.
        before, after = local.replace(fold=1).astimezone(UTC), moment
        return _end_of_gap(before, after, zone)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if on.year > 1 else datetime.min.replace(tzinfo=UTC)


def _end_of_gap(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    old = before.astimezone(zone).utcoffset()
    while after - before > _RESOLUTION:
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def effective_slot(slot: time, chosen_at: datetime | None) -> time:
    """When somebody who chose ``slot`` is written to on a day, ``chosen_at`` (local) being on that day or ``None``.

    Whoever chooses a time that has already passed today is written to at the next half hour, so that a change never
    costs a mail; one that he already had today is not sent again, because a person has one mail a day.
    """
    if chosen_at is None or chosen_at.time() <= slot:
        return slot
    half_hours = chosen_at.hour * 2 + (chosen_at.minute + 30) // 30
    return time(half_hours // 2, half_hours % 2 * 30) if half_hours < 48 else slot
