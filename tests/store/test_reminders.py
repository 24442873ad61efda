"""Who was reminded of what is read from mails that were sent or are on their way, never from those that failed."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from roadmap.domain.items import Reminded, Why
from roadmap.store.mail.outbox import DeliveryRow, write_down
from roadmap.store.mail.reminders import ReminderRow, handed_over_days, reminders_of
from roadmap.store.mail.standing import counts_by_state_and_kind
from tests.builders.queries import counted
from tests.builders.recipients import Plan, plan

AT = datetime(2026, 11, 10, 4, tzinfo=UTC)
SINCE = date(2026, 10, 1)


def remind(it: Plan, name: str, on: date, state: str, why: Why = Why.OVERDUE) -> None:
    session, person = it.session, it.people[name]
    key = f"digest:{on}:{person.id}:{state}"
    write_down(
        session,
        key=key,
        person_id=person.id,
        address="a@x.test",
        language="en",
        subject="s",
        message_id=f"<{key}>",
        mime=b"",
        mime_sha256="",
        at=AT,
    )
    delivery = session.query(DeliveryRow).filter_by(dedupe_key=key).one()
    delivery.state = state
    values = {
        "delivery_id": delivery.id,
        "person_id": person.id,
        "roadmap_id": it.roadmap.id,
        "measure_id": it.measures["1"].id,
        "milestone_id": it.milestones["1.1"].id,
        "why": why.value,
        "on": on,
    }
    session.execute(insert(ReminderRow).values(values))
    session.flush()


@pytest.fixture
def it(session: Session) -> Plan:
    found = plan(session, "reminded", default=False)
    found.measure("1")
    found.milestone("1.1")
    for name in ("anna", "bolat"):
        found.person(name)
    return found


def test_what_was_sent_and_what_is_on_its_way_are_told_apart(it: Plan) -> None:
    for day, state in enumerate(("sent", "queued", "leased", "handing", "in_doubt", "held", "failed"), 10):
        remind(it, "anna", date(2026, 11, day), state)
    remind(it, "anna", date(2026, 9, 30), "sent")
    told = reminders_of(it.session, [it.roadmap.id], SINCE)
    what = Reminded(it.roadmap.id, it.measures["1"].id, it.milestones["1.1"].id, Why.OVERDUE)
    handed = told[it.people["anna"].id][what]
    assert handed.sent == {date(2026, 11, 10)}
    assert handed.under_way == {date(2026, 11, day) for day in range(11, 16)}
    assert sum(counts_by_state_and_kind(it.session).values()) == 8


def test_only_those_asked_for_are_read(it: Plan) -> None:
    for name in ("anna", "bolat"):
        remind(it, name, date(2026, 11, 10), "sent")
    assert list(reminders_of(it.session, [it.roadmap.id], SINCE, [it.people["bolat"].id])) == [it.people["bolat"].id]
    assert reminders_of(it.session, [it.roadmap.id + 1], SINCE) == {}


def test_what_was_handed_over_is_of_whoever_holds_the_item(it: Plan) -> None:
    remind(it, "anna", date(2026, 11, 10), "sent")
    remind(it, "bolat", date(2026, 11, 10), "sent", Why.DUE)
    remind(it, "bolat", date(2026, 11, 12), "sent", Why.RETURNED)
    remind(it, "anna", date(2026, 11, 13), "sent", Why.ESCALATED)
    remind(it, "anna", date(2026, 11, 14), "failed")
    item = (it.measures["1"].id, it.milestones["1.1"].id)
    assert handed_over_days(it.session, [it.roadmap.id], SINCE) == {item: (date(2026, 11, 10), date(2026, 11, 12))}
    assert handed_over_days(it.session, [], SINCE) == {}


def test_reading_is_one_question(it: Plan) -> None:
    for day in range(1, 28):
        remind(it, "anna", date(2026, 11, day), "sent")
    with counted(it.session.get_bind().engine) as count:
        reminders_of(it.session, [it.roadmap.id], SINCE)
    assert count.total == 1
