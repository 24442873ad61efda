"""The same travels in time with the whole of planning: the road map is read, mails are composed and written down."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import ClassVar

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from sqlalchemy import delete, func, select, update

from config import Config
from roadmap.app import create_app
from roadmap.digests import planning
from roadmap.digests.office import Office
from roadmap.domain.choices import MailSettings
from roadmap.domain.interests import MailKind
from roadmap.domain.people import Role
from roadmap.failpoints import FailpointReached
from roadmap.store.mail.choices import MailSettingsRow, keep_settings, start_or_stop
from roadmap.store.mail.contents import ContentRow
from roadmap.store.mail.editions import EditionRow
from roadmap.store.mail.history import DeliveryEventRow
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.mail.reminders import ReminderRow
from roadmap.store.plan import RoadmapRow
from tests.builders.recipients import plan as a_road_map
from tests.digests.conftest import KEY, database_of
from tests.digests.time_machine import CALENDAR, Town

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
PERSONS = 3
SHORT = settings(
    max_examples=8,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
LONG = settings(SHORT, max_examples=200, stateful_step_count=30, derandomize=False)


class WholeTown(Town):
    """Three persons with a time of day each; the first one answers for an item that is overdue."""

    app: ClassVar[Flask]
    people: ClassVar[list[int]]
    roadmap_id: ClassVar[int]

    def clear(self) -> None:
        with self.database.writing() as session:
            for table in (DeliveryEventRow, ReminderRow, ContentRow, DeliveryRow, MailSettingsRow):
                session.execute(delete(table))
            session.commit()
        super().clear()
        self.stopped: set[int] = set()
        for person_id in self.people:
            self.choose_overview(person_id, active=True)

    def settle(self) -> None:
        with self.database.writing() as session:
            session.execute(update(RoadmapRow).values(timezone=self.zone.key))
            session.execute(delete(MailSettingsRow))
            for place, person_id in enumerate(self.people):
                slot = sorted(self.slots)[place % len(self.slots)]
                assert keep_settings(session, person_id, MailSettings(slot=slot), LONG_AGO)
            session.commit()

    def used(self) -> set[time]:
        return set(sorted(self.slots)[:PERSONS])

    @rule(place=st.integers(1, PERSONS - 1), active=st.booleans())
    def somebody_stops_or_resumes(self, place: int, active: bool) -> None:
        self.choose_overview(self.people[place], active=active)

    def choose_overview(self, person_id: int, *, active: bool) -> None:
        (self.stopped.discard if active else self.stopped.add)(person_id)
        with self.database.writing() as session:
            start_or_stop(session, person_id, self.roadmap_id, MailKind.OVERVIEW, active, LONG_AGO)
            session.commit()

    def decide(self, *, crash: bool) -> None:
        office = Office("roadmap@roadmap.test", KEY, "https://roadmap.test")
        with self.database.reading() as session:
            last = session.scalar(select(func.max(DeliveryRow.id))) or 0
        with pytest.MonkeyPatch.context() as patch, self.app.app_context(), suppress(FailpointReached):
            if crash:
                patch.setattr(planning, "reach", self.die)
            planning.plan(self.database, office, now=lambda: self.wall)
        self.check_deliveries(last)

    def die(self, point: str) -> None:
        if point == "edition_inserted":
            raise FailpointReached(point)

    def check_deliveries(self, last: int) -> None:
        with self.database.reading() as session:
            several = select(DeliveryRow.person_id).group_by(DeliveryRow.person_id, DeliveryRow.dedupe_key)
            assert session.execute(several.having(func.count() > 1)).first() is None
            planned = session.scalar(select(func.coalesce(func.sum(EditionRow.planned), 0)))
            assert planned == session.scalar(select(func.count()).select_from(DeliveryRow))
            of_stopped = DeliveryRow.person_id.in_(self.stopped - {self.people[0]})
            new = select(DeliveryRow.id).where(DeliveryRow.id > last, of_stopped)
            assert session.execute(new).first() is None, "somebody who had stopped his mail was written to"


@pytest.fixture
def town(sqlite_url: str) -> Iterator[None]:
    made = create_app(
        Config.from_environment(
            {"ROADMAP_ENV": "development", "DATABASE_URL": sqlite_url, "SECRET_KEY": KEY, "MAIL_FROM": "r@roadmap.test"}
        ),
        {"TESTING": True},
    )
    WholeTown.app, WholeTown.database = made, database_of(made)
    with WholeTown.database.writing() as session:
        it = a_road_map(session)
        it.measure("1")
        it.milestone("1.1", due=date(2013, 2, 1))
        for number in range(PERSONS):
            it.person(f"p{number}")
            it.grant(f"p{number}", Role.EXECUTIVE if number else Role.COORDINATOR, None if number else "1")
        for day, worked in CALENDAR.exceptions.items():
            it.day(day, worked)
        WholeTown.people, WholeTown.roadmap_id = [row.id for row in it.people.values()], it.roadmap.id
        session.commit()
    yield
    WholeTown.database.engine.dispose()


@pytest.mark.usefixtures("town")
def test_the_whole_of_planning_keeps_to_the_same_rules() -> None:
    run_state_machine_as_test(WholeTown, settings=SHORT)


@pytest.mark.long
@pytest.mark.usefixtures("town")
def test_the_whole_of_planning_keeps_to_the_same_rules_at_length() -> None:
    run_state_machine_as_test(WholeTown, settings=LONG)
