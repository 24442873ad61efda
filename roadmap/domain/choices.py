"""What a person may choose about his mail: how often, about what, at what time of day, and when not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from roadmap.domain import schedule
from roadmap.domain.calendar import WorkingCalendar

# The times of day to choose from: every half hour from seven to six.
SLOTS = tuple(time(half // 2, half % 2 * 30) for half in range(14, 37))
# Longer than a month and any row of days off around its end.
_LOOK_BACK = 70


class Rhythm(StrEnum):
    """How often one kind of mail is written. The first two are rhythms of action items, the others of overviews."""

    # Every working morning on which there is something.
    MORNINGS = "mornings"
    # Three, one and no working days before, on the morning something becomes true, and from then on weekly.
    CALM = "calm"
    # The first working day of the week.
    WEEKLY = "weekly"
    # The first working day of the month.
    MONTHLY = "monthly"
    # Chosen days of the week; one that is off is made up for on the next working day.
    WEEKDAYS = "weekdays"


ACTION_RHYTHMS = (Rhythm.MORNINGS, Rhythm.CALM)
OVERVIEW_RHYTHMS = (Rhythm.WEEKLY, Rhythm.MONTHLY, Rhythm.WEEKDAYS)


class Scope(StrEnum):
    """What of a road map an overview shows: all of it, the measures of the reader's organisation, or one measure."""

    ALL = "all"
    ORGANISATION = "organisation"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Choice:
    """One person's choice about one kind of mail of one road map. ``rhythm`` is ``None`` where the default holds."""

    active: bool = True
    rhythm: Rhythm | None = None
    # ISO numbers, Monday is 1.
    weekdays: frozenset[int] = frozenset()
    scope: Scope = Scope.ALL
    measure_id: int | None = None
    # "Tell me when all is quiet".
    when_quiet: bool = False
    # "Attach the one-page brief".
    brief: bool = False


@dataclass(frozen=True, slots=True)
class MailSettings:
    """What a person chose for all his mail; each day named is the last or the first one it holds for.

    ``version`` is 0 where nothing was ever chosen.
    """

    slot: time = schedule.MORNING
    paused_until: date | None = None
    absent_from: date | None = None
    absent_until: date | None = None
    substitute_id: int | None = None
    version: int = 0

    def paused_on(self, day: date) -> bool:
        """Whether no mail is wanted on this day."""
        return self.paused_until is not None and day <= self.paused_until

    def absent_on(self, day: date) -> bool:
        """Whether the person is away on this day; an absence without a last day lasts until it is taken back."""
        if self.absent_from is None or day < self.absent_from:
            return False
        return self.absent_until is None or day <= self.absent_until


DEFAULT_CHOICE = Choice()
DEFAULT_SETTINGS = MailSettings()


def carries_overview(choice: Choice, on: date, calendar: WorkingCalendar) -> bool:
    """Whether this morning is one of the choice's rhythm; never on a day off, and without regard to ``active``."""
    if not calendar.is_working(on):
        return False
    match choice.rhythm:
        case Rhythm.MONTHLY:
            return not any(calendar.is_working(on.replace(day=day)) for day in range(1, on.day))
        case Rhythm.WEEKDAYS:
            return _made_up_for(lambda day: day.isoweekday() in choice.weekdays, on, calendar)
        case _:
            return schedule.carries_overview(on, calendar)


def overview_before(choice: Choice, on: date, calendar: WorkingCalendar) -> date | None:
    """The last morning of the choice's rhythm before ``on``; ``None`` if there was none in ten weeks."""
    for back in range(1, min(_LOOK_BACK, on.toordinal() - 1) + 1):
        if carries_overview(choice, day := on - timedelta(days=back), calendar):
            return day
    return None


def _made_up_for(wanted: Callable[[date], bool], on: date, calendar: WorkingCalendar) -> bool:
    """Whether ``on`` or one of the days off directly before it is wanted."""
    if wanted(on):
        return True
    for back in range(1, min(_LOOK_BACK, on.toordinal() - 1) + 1):
        if calendar.is_working(day := on - timedelta(days=back)):
            return False
        if wanted(day):
            return True
    return False
