"""From working days counted from one day to dates and moments."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from roadmap.domain.calendar import WorkingCalendar


@dataclass(frozen=True)
class Schedule:
    """Counts from ``day``, the chosen one. Nothing was recorded later than ``at``, whatever the office hours."""

    day: date
    at: datetime
    timezone: ZoneInfo
    calendar: WorkingCalendar

    def past(self, offset: int) -> date:
        """The day of something that happened; 0 is the last working day on or before the chosen one."""
        return self.calendar.add(self.calendar.on_or_before(self.day), offset)

    def due(self, offset: int) -> date:
        """The day of something to come; 0 is the first working day on or after the chosen one."""
        return self.calendar.on_or_after(self.day) if offset == 0 else self.past(offset)

    def moment(self, offset: int, clock: str) -> datetime:
        """When a line of that day was recorded, by the clock of the road map's office."""
        spoken = datetime.combine(self.past(offset), time.fromisoformat(clock), self.timezone)
        return min(spoken, self.at)
