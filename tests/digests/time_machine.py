"""A town's time, stepped through at will: wall clock, steady clock, a process that comes and goes, and what it decides.

The editions and the gate are the program's own tables and functions; only who is written to is left out.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import delete, select, update

from roadmap.database import Database
from roadmap.digests.guard import FAR, TOLERANCE, Guard
from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.schedule import LOOK_BACK, Kept, Situation, day_in, due, moment_of
from roadmap.store.base import Row
from roadmap.store.mail.editions import COVERED, EXPANDING, WRITTEN, EditionRow, begin_edition, kept_editions
from roadmap.store.mail.gate import GateRow, gate_of, release

ZONES = ("Asia/Almaty", "Asia/Qostanay", "Europe/Berlin")
SLOTS = (time(7), time(9), time(14, 30), time(18))
# Around the change of Kazakhstan's offset, a leap day, a week 53, both nights of a year's clock changes.
STARTS = tuple(
    datetime(*each, tzinfo=UTC)
    for each in ((2024, 2, 26), (2023, 12, 28), (2026, 12, 28), (2026, 3, 26), (2026, 10, 22), (2028, 2, 28))
)
# Nauryz and a worked Saturday, in each of the years.
CALENDAR = WorkingCalendar(
    {date(year, month, day): worked for year in range(2013, 2040) for month, day, worked in
     ((1, 1, False), (1, 2, False), (3, 8, False), (3, 21, False), (3, 22, False), (3, 23, False), (12, 30, True))}
)  # fmt: skip


class Decided(NamedTuple):
    """An edition as it is kept."""

    id: int
    on: date
    slot: str
    timezone: str
    state: str
    covered_by: int | None
    recorded_at: datetime


class Town(RuleBasedStateMachine):
    """``situation`` decides what is due; a test may put another rule in its place."""

    database: ClassVar[Database]

    @initialize(start=st.sampled_from(STARTS), hour=st.integers(0, 23), zone=st.sampled_from(ZONES))
    def begin(self, start: datetime, hour: int, zone: str) -> None:
        self.clear()
        self.wall, self.steady = start + timedelta(hours=hour), 1000.0
        self.zone = ZoneInfo(zone)
        self.slots = {time(9)}
        self.up = True
        # Since when these times of day are in use in this zone and the clock was not touched.
        self.undisturbed_since = self.wall
        self.must_hold = False
        self.looked_at: datetime | None = None
        self.new_guard()
        self.settle()

    def clear(self) -> None:
        """Takes away what the journey before left behind."""
        with self.database.writing() as session:
            session.execute(update(EditionRow).values(covered_by=None))
            session.execute(delete(EditionRow))
            session.execute(delete(GateRow))
            session.commit()

    def settle(self) -> None:
        """Zone and times of day have changed."""

    def used(self) -> set[time]:
        """The times of day that somebody has."""
        return self.slots

    def new_guard(self) -> None:
        self.guard = Guard(self.database, wall=lambda: self.wall, steady=lambda: self.steady)
        self.looked = False

    # ---- what happens

    @rule(step=st.timedeltas(timedelta(seconds=1), timedelta(hours=30)))
    def time_passes(self, step: timedelta) -> None:
        """A running process takes turns, and one soon after each time of day."""
        until = self.wall + step
        while (following := self.next_due(until)) is not None:
            self.pass_to(following)
            self.turn()
        self.pass_to(until)
        self.turn()

    @rule(step=st.timedeltas(timedelta(hours=1), timedelta(days=40)))
    def the_host_is_off(self, step: timedelta) -> None:
        self.pass_to(self.wall + step)
        self.new_guard()
        self.up = True
        self.turn()

    @rule()
    def stop(self) -> None:
        self.up = False

    @precondition(lambda self: not self.up)
    @rule()
    def start(self) -> None:
        self.up = True
        self.new_guard()
        self.turn()

    @rule(minutes=st.integers(-120, 120))
    def somebody_sets_the_clock(self, minutes: int) -> None:
        self.set_clock(timedelta(minutes=minutes))

    @rule(years=st.integers(1, 10), back=st.booleans())
    def the_clock_jumps_by_years(self, years: int, back: bool) -> None:
        self.set_clock(timedelta(days=365 * years) * (-1 if back else 1))

    @rule(zone=st.sampled_from(ZONES))
    def the_zone_changes(self, zone: str) -> None:
        self.zone, self.undisturbed_since = ZoneInfo(zone), self.wall
        self.settle()

    @rule(slots=st.sets(st.sampled_from(SLOTS), min_size=1))
    def people_choose_other_times(self, slots: set[time]) -> None:
        self.slots, self.undisturbed_since = slots, self.wall
        self.settle()

    @rule()
    def the_process_dies_while_writing(self) -> None:
        self.turn(crash=True)
        self.new_guard()

    @rule()
    def the_operator_releases(self) -> None:
        with self.database.writing() as session:
            release(session, None, self.wall)
            session.commit()
        self.must_hold = False

    # ---- how it happens

    def set_clock(self, step: timedelta) -> None:
        self.wall += step
        self.undisturbed_since = self.wall
        if not self.up:
            return
        before = len(self.rows())
        seen = self.looked or (self.looked_at is not None and self.looked_at - self.wall > TOLERANCE)
        self.turn()
        if abs(step) > TOLERANCE and seen:
            assert len(self.rows()) == before, "a turn right after the clock was set decided something"
            self.must_hold = self.must_hold or abs(step) > FAR

    def pass_to(self, moment: datetime) -> None:
        self.steady += (moment - self.wall).total_seconds()
        self.wall = moment

    def next_due(self, until: datetime) -> datetime | None:
        today = day_in(self.wall, self.zone)
        assert today
        days = (today + timedelta(days=ahead) for ahead in range(3))
        moments = sorted(moment_of(day, slot, self.zone) for day in days for slot in self.used())
        return next((each for each in moments if self.wall < each <= until), None)

    def turn(self, *, crash: bool = False) -> None:
        if not self.up:
            return
        before = self.rows()
        believed = self.guard.look()
        self.looked, self.looked_at = True, self.wall
        assert not (believed and self.must_hold), "a jump of more than a day was believed without a release"
        if believed:
            self.decide(crash=crash)
        after = self.rows()
        if believed:
            self.check_turn(after)
        new = [row for key, row in after.items() if key not in before]
        assert believed or not new, "something was decided while the gate was held"
        written = [row for row in new if row.state != COVERED]
        assert len(written) <= len(self.used()), "one turn decided more than one edition of a time of day"
        for row in written:
            assert CALENDAR.is_working(row.on), "there is an edition on a day off"
            slot = time.fromisoformat(row.slot)
            assert row.recorded_at >= moment_of(row.on, slot, ZoneInfo(row.timezone)), "an edition came early"

    def decide(self, *, crash: bool) -> None:
        today = day_in(self.wall, self.zone)
        assert today
        with self.database.writing() as session:
            session.execute(update(EditionRow).where(EditionRow.state == EXPANDING).values(state=WRITTEN))
            kept = kept_editions(session, self.zone.key, today, ahead_counts=False)
            session.commit()
        situation = self.situation(kept)
        for owed in situation.owed:
            with self.database.writing() as session:
                number = begin_edition(
                    session, owed, situation.missed, timezone=self.zone.key, overview_period=None, at=self.wall
                )
                assert number is not None, "an edition was decided twice"
                if not crash:
                    session.execute(update(EditionRow).where(EditionRow.id == number).values(state=WRITTEN))
                session.commit()
            if crash:
                return

    def situation(self, kept: Collection[Kept]) -> Situation:
        return due(self.wall, self.zone, CALENDAR.is_working, self.slots, kept)

    # ---- what has to hold

    def rows(self) -> dict[int, Decided]:
        with self.database.reading() as session:
            query = select(*(getattr(EditionRow, field) for field in Decided._fields))
            return {row.id: row for row in (Decided(*row) for row in session.execute(query))}

    def check_turn(self, after: dict[int, Decided]) -> None:
        today = day_in(self.wall, self.zone)
        assert today
        rows = {(row.on, row.slot): row for row in after.values() if row.timezone == self.zone.key}
        if any(row.state == EXPANDING for row in rows.values()):
            return
        self.check_day(rows, today)
        if not CALENDAR.is_working(today):
            return
        first = min((moment_of(on, time.fromisoformat(slot), self.zone) for on, slot in rows), default=self.wall)
        since = max(first, self.undisturbed_since)
        decided_today = any(on == today and row.state == WRITTEN for (on, _), row in rows.items())
        for back in range(1, LOOK_BACK.days + 1):
            day = today - timedelta(days=back)
            for slot in self.used():
                if decided_today and CALENDAR.is_working(day) and moment_of(day, slot, self.zone) > since:
                    assert (day, f"{slot:%H:%M}") in rows, f"nothing is known of {day} {slot}"
        for (day, slot), row in rows.items():
            its_today = rows.get((today, slot))
            if row.state == COVERED and row.covered_by is None:
                # What was missed waits for its own time of day; it has not come yet, or nobody has it any more.
                assert its_today is None or day >= today or time.fromisoformat(slot) not in self.used(), (day, slot)

    def check_day(self, rows: dict[tuple[date, str], Decided], today: date) -> None:
        for slot in self.used():
            passed = moment_of(today, slot, self.zone) <= self.wall
            found = rows.get((today, f"{slot:%H:%M}"))
            if passed and CALENDAR.is_working(today):
                assert found is not None, f"{today} {slot} has passed, and there is no edition"


class RollingTown(Town):
    """The same with the schedule that this one replaces: an edition when the last one is 24 hours old."""

    def situation(self, kept: Collection[Kept]) -> Situation:
        calendar_says = super().situation(kept)
        with self.database.reading() as session:
            query = select(EditionRow.recorded_at).where(EditionRow.timezone == self.zone.key)
            moments = list(session.scalars(query))
        fresh = any(moment > self.wall - timedelta(hours=24) for moment in moments)
        return Situation() if fresh else Situation(calendar_says.owed)


def new_town() -> Database:
    database = Database("sqlite:///:memory:")
    with database.writing() as session:
        Row.metadata.create_all(session.connection())
        session.commit()
    return database


__all__ = ["RollingTown", "Town", "gate_of", "new_town"]
