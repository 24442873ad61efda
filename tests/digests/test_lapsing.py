"""What was written down and must not go out any more is taken out of the queue, and is counted."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, insert

from roadmap.database import Database
from roadmap.digests.handing.results import Tally
from roadmap.digests.handing.sender import Line, Sender
from roadmap.domain.people import Role
from roadmap.store.mail import lapsing, leases, suppressions
from roadmap.store.mail.choices import SubscriptionRow
from roadmap.store.mail.lapsing import Lapsed, lapse
from roadmap.store.mail.reasons import Reason
from roadmap.store.mail.reminders import ReminderRow
from roadmap.store.people import GrantRow
from tests.builders.queries import counted
from tests.builders.recipients import Plan, plan
from tests.digests.outbox import Outbox
from tests.digests.relay import FROM

HOUR = timedelta(hours=1)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def it(outbox: Outbox) -> Plan:
    """A road map with a measure, and Anna."""
    with outbox.database.writing() as session:
        made = plan(session)
        made.measure("1")
        made.person("anna")
        session.commit()
    return made


def claimed(outbox: Outbox) -> list[int]:
    with outbox.database.writing() as session:
        found = [leased.id for leased in leases.claim(session, "host:1", 10)]
        session.commit()
    return found


def reason_of(outbox: Outbox, number: int) -> str | None:
    last = outbox.steps(number)[-1]
    return f"{last.to_state}: {last.words}"


def stop(outbox: Outbox, it: Plan, kind: str, at: datetime) -> None:
    with outbox.database.writing() as session:
        values = {"person_id": it.people["anna"].id, "roadmap_id": it.roadmap.id, "kind": kind, "active": False}
        session.execute(insert(SubscriptionRow).values(**values, weekdays="", scope="all", changed_at=at))
        session.commit()


def has_role(outbox: Outbox, it: Plan) -> None:
    with outbox.database.writing() as session:
        values = {"person_id": it.people["anna"].id, "roadmap_id": it.roadmap.id, "role": Role.EXECUTIVE.value}
        session.execute(insert(GrantRow).values(**values))
        session.commit()


def reminds(outbox: Outbox, it: Plan, number: int, why: str) -> None:
    """``due!`` is the last reminder of an item that is due."""
    with outbox.database.writing() as session:
        values = {"delivery_id": number, "person_id": it.people["anna"].id, "roadmap_id": it.roadmap.id}
        values |= {"why": why.rstrip("!"), "last_day": why.endswith("!")}
        session.execute(insert(ReminderRow).values(**values, measure_id=it.measures["1"].id, on=now().date()))
        session.commit()


@pytest.mark.parametrize("kind", ["digest", "reminder", "invitation", "opt_in", "test"])
def test_what_is_too_old_expires_also_while_it_waits_for_a_later_attempt(outbox: Outbox, kind: str) -> None:
    old = outbox.add(kind=kind, expires_at=now() - HOUR)
    fresh = outbox.add("dana", kind=kind, expires_at=now() + HOUR)
    outbox.put(old, next_at=now() + HOUR)
    with outbox.database.writing() as session:
        assert lapse(session, now()) == Lapsed(expired=1)
        session.commit()
    assert claimed(outbox) == [fresh]
    assert reason_of(outbox, old) == f"expired: {Reason.TOO_OLD}"


@pytest.mark.parametrize("kind", ["digest", "reminder", "invitation", "opt_in", "test"])
def test_an_address_that_was_refused_for_good_gets_nothing_at_all(outbox: Outbox, kind: str) -> None:
    number = outbox.add("Anna", kind=kind)
    with outbox.database.writing() as session:
        suppressions.suppress(session, "anna@roadmap.test", "550 5.1.1 no", now())
        session.commit()
    assert claimed(outbox) == []
    assert reason_of(outbox, number) == f"suppressed: {Reason.ADDRESS_REFUSED}"


@pytest.mark.parametrize(("kind", "goes"), [("digest", False), ("reminder", False), ("invitation", False)])
def test_who_left_is_not_written_to(outbox: Outbox, it: Plan, kind: str, goes: bool) -> None:
    number = outbox.add(kind=kind, person_id=it.people["anna"].id)
    outbox.change_person(it.people["anna"].id, active=False)
    assert claimed(outbox) == []
    assert reason_of(outbox, number) == f"suppressed: {Reason.LEFT}"


@pytest.mark.parametrize("address", ["anna@elsewhere.test", None])
@pytest.mark.parametrize(("kind", "goes"), [("digest", False), ("reminder", False), ("invitation", True)])
def test_nothing_goes_to_an_address_that_is_no_longer_the_persons(
    outbox: Outbox, it: Plan, kind: str, goes: bool, address: str | None
) -> None:
    number = outbox.add(kind=kind, person_id=it.people["anna"].id)
    outbox.change_person(it.people["anna"].id, email=address)
    assert claimed(outbox) == [number] * goes
    if not goes:
        assert reason_of(outbox, number) == f"suppressed: {Reason.MOVED}"


def test_an_overview_is_not_for_who_has_no_role_any_more(outbox: Outbox, it: Plan) -> None:
    has_role(outbox, it)
    person = it.people["anna"].id
    numbers = [outbox.add(person_id=person, overview=overview) for overview in (True, True, False)]
    reminds(outbox, it, numbers[1], "overdue")
    with outbox.database.writing() as session:
        session.execute(delete(GrantRow))
        session.commit()
    # Who answers for an item needs no role to be told of it.
    assert claimed(outbox) == numbers[1:]
    assert reason_of(outbox, numbers[0]) == f"suppressed: {Reason.NO_ROLE}"


@pytest.mark.parametrize(
    ("overview", "whys", "stopped", "goes"),
    [
        (True, (), ("overview",), False),
        (True, (), ("actions",), True),
        (False, ("overdue",), ("actions",), False),
        (False, (), ("actions",), False),
        (False, ("overdue",), ("overview",), True),
        (False, ("overdue", "due"), ("actions",), False),
        (False, ("overdue", "due!"), ("actions",), True),
        (False, ("returned!",), ("actions",), True),
        (False, ("asked!", "due"), ("actions",), True),
        (True, ("overdue",), ("actions",), True),
        (True, ("overdue",), ("overview",), True),
        (True, ("overdue",), ("actions", "overview"), False),
    ],
)
def test_what_was_stopped_after_it_was_written_down_does_not_go_out_if_nothing_else_is_in_it(
    outbox: Outbox, it: Plan, overview: bool, whys: tuple[str, ...], stopped: tuple[str, ...], goes: bool
) -> None:
    has_role(outbox, it)
    number = outbox.add(person_id=it.people["anna"].id, overview=overview)
    for why in whys:
        reminds(outbox, it, number, why)
    for kind in stopped:
        stop(outbox, it, kind, now())
    assert claimed(outbox) == [number] * goes
    if not goes:
        assert reason_of(outbox, number) == f"suppressed: {Reason.STOPPED}"


def test_what_was_stopped_before_is_a_matter_of_composing(outbox: Outbox, it: Plan) -> None:
    has_role(outbox, it)
    stop(outbox, it, "actions", now() - HOUR)
    number = outbox.add(person_id=it.people["anna"].id)
    assert claimed(outbox) == [number]


@pytest.mark.parametrize("kind", ["reminder", "invitation", "opt_in", "test"])
def test_what_was_asked_for_by_hand_is_not_stopped_by_unsubscribing(outbox: Outbox, it: Plan, kind: str) -> None:
    number = outbox.add(kind=kind, person_id=it.people["anna"].id)
    for which in ("actions", "overview"):
        stop(outbox, it, which, now())
    assert claimed(outbox) == [number]


def test_what_lapsed_is_taken_out_some_at_a_time(
    outbox: Outbox, smtp_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lapsing, "AT_ONCE", 2)
    outbox.add()
    old = [outbox.add(expires_at=now() - HOUR) for _ in range(7)]
    with outbox.database.writing() as session:
        first = lapse(session, now())
        session.commit()
    assert (first, first.more) == (Lapsed(expired=2), True)
    assert [outbox.state(number) for number in old[:3]] == ["expired", "expired", "queued"]
    assert Sender(outbox.database, Line(smtp_url, FROM)).turn() == Tally(sent=1, expired=5)


def test_looking_for_what_lapsed_reads_nothing_else(outbox: Outbox) -> None:
    for _ in range(3):
        outbox.add()
    old = outbox.add(expires_at=now() - HOUR)
    with outbox.database.writing() as session, counted(outbox.database.engine) as count:
        found = session.execute(lapsing._LAPSING, {"now": now(), "most": 10}).all()
        assert [tuple(row) for row in found] == [(old, Reason.TOO_OLD)]
        session.rollback()
    assert count.total == 1


def test_what_is_still_wanted_can_be_taken_while_another_takes_out_what_lapsed(postgresql_url: str) -> None:
    outbox = Outbox(Database(postgresql_url))
    fresh = outbox.add()
    outbox.add(expires_at=now() - HOUR)
    with outbox.database.writing() as session:
        assert lapse(session, now()) == Lapsed(expired=1)
        assert claimed(outbox) == [fresh]
    outbox.database.engine.dispose()


def test_the_last_look_asks_as_many_questions_for_ten_as_for_one(outbox: Outbox, it: Plan) -> None:
    def questions(people: int) -> int:
        for _ in range(people):
            outbox.add(person_id=it.people["anna"].id)
            outbox.add(expires_at=now() - HOUR)
        with counted(outbox.database.engine) as count:
            claimed(outbox)
        return count.total

    assert questions(1) == questions(5)
