"""After an outage each person is written to once, and is told everything that the mails before it would have said."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, update

from roadmap.digests.handing.sender import Line, Sender
from roadmap.digests.office import Office
from roadmap.digests.planning import plan
from roadmap.domain.facts import Confidence
from roadmap.domain.people import Role
from roadmap.store.mail.choices import SubscriptionRow
from roadmap.store.mail.editions import EditionRow
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.mail.reasons import Reason
from roadmap.store.mail.reminders import ReminderRow
from tests.digests.conftest import KEY, Planning, database_of
from tests.digests.relay import FROM, Sink

OFFICE = Office("roadmap@roadmap.test", KEY, "https://roadmap.test")
# Nine o'clock in Almaty on a Monday, and the days after it.
MONDAY = datetime(2026, 11, 23, 4, tzinfo=UTC)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
LAST_MONDAY, NEXT_MONDAY = MONDAY - timedelta(days=7), MONDAY + timedelta(days=7)


@pytest.fixture
def house(app: Flask, planning: Planning) -> Flask:
    """An executive, and an owner whose item falls due on Tuesday."""
    with planning() as it:
        it.measure("1")
        it.milestone("1.1", due=date(2026, 11, 24))
        for name in ("executive", "owner"):
            it.person(name)
        it.grant("executive", Role.EXECUTIVE)
        it.owner("1.1", "owner")
    return app


def write(app: Flask, *moments: datetime) -> None:
    with app.app_context():
        for moment in moments:
            plan(database_of(app), OFFICE, now=lambda moment=moment: moment)  # type: ignore[misc]
    with database_of(app).writing() as session:
        # The mails are of another week than the clock that hands them over.
        session.execute(update(DeliveryRow).values(next_at=LAST_MONDAY, expires_at=None))
        session.commit()


def hand_over(app: Flask, smtp_url: str) -> None:
    Sender(database_of(app), Line(smtp_url, FROM)).turn()


def fates(app: Flask, name: str) -> list[tuple[date | None, bool, str]]:
    """Day, whether the overview is in it, and state of each mail to somebody."""
    with database_of(app).reading() as session:
        mine = DeliveryRow.address == f"{name}@roadmap.test"
        query = select(DeliveryRow.on, DeliveryRow.overview, DeliveryRow.state).where(mine).order_by(DeliveryRow.id)
        return [(on, overview, state) for on, overview, state in session.execute(query)]


def days(*moments: datetime) -> list[date]:
    return [moment.date() for moment in moments]


def test_when_the_relay_comes_back_each_person_is_written_to_once(house: Flask, smtp_url: str, sink: Sink) -> None:
    write(house, MONDAY, TUESDAY, WEDNESDAY)
    hand_over(house, smtp_url)
    assert sorted(sink.recipients) == ["executive@roadmap.test", "owner@roadmap.test"]
    assert [state for *_, state in fates(house, "executive")] == ["expired", "expired", "sent"]
    with database_of(house).reading() as session:
        words = set(session.scalars(select(DeliveryRow.relay_reply).where(DeliveryRow.state == "expired")))
        planned = session.scalar(select(func.sum(EditionRow.planned)))
        assert planned == session.scalar(select(func.count()).select_from(DeliveryRow))
    assert words == {Reason.SUPERSEDED.value}


def test_an_overview_that_did_not_leave_is_owed_until_one_does(house: Flask, smtp_url: str) -> None:
    write(house, MONDAY, TUESDAY)
    assert fates(house, "executive") == [(day, True, "queued") for day in days(MONDAY, TUESDAY)]
    hand_over(house, smtp_url)
    write(house, WEDNESDAY)
    assert [on for on, *_ in fates(house, "executive")] == days(MONDAY, TUESDAY)


def test_what_changed_is_told_since_the_overview_that_was_sent(
    house: Flask, planning: Planning, smtp_url: str, sink: Sink
) -> None:
    write(house, LAST_MONDAY)
    hand_over(house, smtp_url)
    sink.taken.clear()
    with planning.again() as it:
        it.report("1", Confidence.AT_RISK, date(2026, 11, 18))
    write(house, MONDAY, NEXT_MONDAY)
    hand_over(house, smtp_url)
    assert fates(house, "executive") == [
        (LAST_MONDAY.date(), True, "sent"),
        (MONDAY.date(), True, "expired"),
        (NEXT_MONDAY.date(), True, "sent"),
    ]
    text = sink.text_to("executive@roadmap.test")
    assert "CHANGED SINCE 16 NOV 2026" in text
    assert "Measure 1 – At risk" in text


def test_a_digest_without_the_overview_does_not_stand_for_one_with_it(house: Flask, smtp_url: str) -> None:
    write(house, MONDAY, TUESDAY)
    with database_of(house).writing() as session:
        later = update(DeliveryRow).where(DeliveryRow.on == TUESDAY.date())
        session.execute(later.values(overview=False))
        session.commit()
    hand_over(house, smtp_url)
    assert [state for *_, state in fates(house, "executive")] == ["sent", "sent"]


@pytest.mark.parametrize(
    ("stopped", "again", "state"), [(False, True, "expired"), (False, False, "sent"), (True, True, "sent")]
)
def test_the_last_reminder_of_an_item_is_stood_for_only_by_one_of_the_same_item(
    house: Flask, planning: Planning, smtp_url: str, stopped: bool, again: bool, state: str
) -> None:
    write(house, TUESDAY, WEDNESDAY)
    owner = planning.last.people["owner"].id if planning.last else 0
    with database_of(house).writing() as session:
        on_the_day = update(ReminderRow).where(ReminderRow.person_id == owner)
        session.execute(on_the_day.where(ReminderRow.on == TUESDAY.date()).values(last_day=True))
        if not again:
            session.execute(on_the_day.where(ReminderRow.on == WEDNESDAY.date()).values(milestone_id=None))
        if stopped:
            values = {"person_id": owner, "roadmap_id": planning.last.roadmap.id if planning.last else 0}
            values |= {"kind": "actions", "active": False, "weekdays": "", "scope": "all"}
            session.execute(insert(SubscriptionRow).values(**values, changed_at=LAST_MONDAY))
        session.commit()
    hand_over(house, smtp_url)
    assert [each for *_, each in fates(house, "owner")] == [state, "sent"]
