"""Editions as the clock writes them: in chunks that any clock continues, late ones once, at the times people chose."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from email.policy import SMTP

import pytest
from flask import Flask
from sqlalchemy import select, update

from roadmap.digests import recording
from roadmap.digests.office import Office
from roadmap.digests.planning import edition_for, plan
from roadmap.domain.choices import Choice, MailSettings, Rhythm
from roadmap.domain.facts import Confidence, Progress, Verdict
from roadmap.domain.interests import MailKind
from roadmap.domain.people import Role
from roadmap.failpoints import FailpointReached
from roadmap.store.mail.choices import choose, keep_settings, start_or_stop
from roadmap.store.mail.editions import EditionRow
from roadmap.store.mail.gate import OPERATOR, GateRow, hold
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.mail.reminders import ReminderRow
from tests.builders.recipients import Plan
from tests.digests.conftest import Planning, database_of

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (23, 24, 25))
NOVEMBER = datetime(2026, 11, 1, 6, tzinfo=UTC)


def nine(on: date, hour: int = 9, minute: int = 0) -> datetime:
    """A time of day in Astana."""
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=UTC) - timedelta(hours=5)


def everybody(it: Plan, count: int = 4) -> None:
    it.measure("1")
    it.milestone("1.1", due=date(2026, 11, 26))
    for number in range(count):
        it.person(f"p{number}")
        it.grant(f"p{number}", Role.EXECUTIVE if number % 2 else Role.COORDINATOR, None if number % 2 else "1")


@pytest.fixture
def turn(app: Flask) -> Callable[[datetime], int]:
    """One turn of a clock whose wall clock shows the given time; how many mails it wrote down."""

    def taken(now: datetime) -> int:
        office = Office("roadmap@roadmap.test", app.config["SECRET_KEY"], "https://roadmap.test")
        with app.app_context():
            return plan(database_of(app), office, now=lambda: now).letters

    return taken


Turn = Callable[[datetime], int]


def editions(app: Flask) -> list[tuple[date, str, str, int, date | None]]:
    with database_of(app).reading() as session:
        rows = session.scalars(select(EditionRow).order_by(EditionRow.on, EditionRow.slot))
        return [(row.on, row.slot, row.state, row.planned, row.late_since) for row in rows]


def addressed(app: Flask, on: date) -> list[str]:
    with database_of(app).reading() as session:
        found = session.scalars(select(DeliveryRow.address).where(DeliveryRow.on == on))
        return sorted(address.split("@")[0] for address in found)


def text_to(app: Flask, name: str, on: date) -> str:
    with database_of(app).reading() as session:
        mine = DeliveryRow.address == f"{name}@roadmap.test"
        mime = session.scalars(select(DeliveryRow.mime).where(DeliveryRow.on == on, mine)).one()
    part = message_from_bytes(mime, policy=SMTP).get_body(("plain",))
    assert part
    return str(part.get_content())


def test_the_host_was_off_for_three_days_and_everybody_gets_one_mail_that_says_it_is_late(
    app: Flask, planning: Planning, turn: Turn
) -> None:
    with planning() as it:
        everybody(it)
    assert turn(nine(date(2026, 11, 20))) == 0
    # Monday is the day of the overview and three working days before the item's last day; it comes on Wednesday.
    assert turn(nine(WEDNESDAY)) == 4
    assert turn(nine(WEDNESDAY, 9, 30)) == 0
    assert [(on, state, late) for on, _, state, _, late in editions(app)[1:]] == [
        (MONDAY, "covered", None),
        (TUESDAY, "covered", None),
        (WEDNESDAY, "written", MONDAY),
    ]
    assert addressed(app, WEDNESDAY) == ["p0", "p1", "p2", "p3"]
    for name in ("p0", "p1"):
        assert "This mail is late: the service was not running from 23 November" in text_to(app, name, WEDNESDAY)


def test_a_reminder_that_fell_on_a_missed_morning_is_made_up_for(app: Flask, planning: Planning, turn: Turn) -> None:
    with planning() as it:
        everybody(it, 1)
        it.milestone("1.2", due=date(2026, 11, 27))
    turn(nine(MONDAY))
    # 1.2 had three days left on Tuesday, and has two on Wednesday, on which nobody would be reminded of it.
    assert turn(nine(WEDNESDAY)) == 1
    assert "1.2" in text_to(app, "p0", WEDNESDAY).split("COMING UP")[0]


@pytest.mark.parametrize("point", ["edition_inserted", "before_chunk_commit", "after_chunk_commit", "after_last_chunk"])
def test_a_clock_that_dies_is_continued_by_another_and_nobody_is_written_down_twice(
    app: Flask, planning: Planning, turn: Turn, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    with planning() as it:
        everybody(it, 7)
    monkeypatch.setattr(recording, "CHUNK", 2)
    died = []

    def die(reached: str) -> None:
        if reached == point and not died:
            died.append(reached)
            raise FailpointReached(point)

    monkeypatch.setattr("roadmap.digests.recording.reach", die)
    monkeypatch.setattr("roadmap.digests.planning.reach", die)
    with pytest.raises(FailpointReached):
        turn(nine(MONDAY))
    turn(nine(MONDAY, 9, 1))
    assert died == [point]
    assert addressed(app, MONDAY) == [f"p{number}" for number in range(7)]
    assert editions(app) == [(MONDAY, "09:00", "written", 7, None)]
    with database_of(app).reading() as session:
        reminded = session.scalars(select(ReminderRow.person_id)).all()
        assert len(reminded) == len(set(reminded)) == 4


def test_whoever_continues_tells_what_was_known_when_the_edition_was_decided(
    app: Flask, planning: Planning, turn: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with planning() as it:
        everybody(it, 2)
        it.report("1", Confidence.ON_TRACK, date(2026, 11, 20), "Before")

    def die(_point: str) -> None:
        raise FailpointReached

    with monkeypatch.context() as patch:
        patch.setattr("roadmap.digests.planning.reach", lambda point: die(point) if "inserted" in point else None)
        with pytest.raises(FailpointReached):
            turn(nine(MONDAY))
    with planning.again() as it:
        it.report("1", Confidence.OFF_TRACK, MONDAY, "After")
    assert turn(nine(MONDAY, 18)) == 2
    assert "On track" in text_to(app, "p1", MONDAY)
    assert "Off track" not in text_to(app, "p1", MONDAY)


def test_whoever_stopped_his_mail_before_the_edition_is_written_has_no_row(
    app: Flask, planning: Planning, turn: Turn
) -> None:
    with planning() as it:
        everybody(it)
        start_or_stop(it.session, it.people["p1"].id, it.roadmap.id, MailKind.OVERVIEW, False, NOVEMBER)
    turn(nine(MONDAY))
    assert addressed(app, MONDAY) == ["p0", "p2", "p3"]


def test_people_are_written_to_at_the_times_they_chose_and_once(app: Flask, planning: Planning, turn: Turn) -> None:
    with planning() as it:
        everybody(it, 2)
        keep_settings(it.session, it.people["p1"].id, MailSettings(slot=time(14, 30)), NOVEMBER)
    assert [turn(nine(MONDAY)), turn(nine(MONDAY, 14)), turn(nine(MONDAY, 14, 30))] == [1, 0, 1]
    assert [(slot, planned) for _, slot, _, planned, _ in editions(app)] == [("09:00", 1), ("14:30", 1)]
    with planning.again() as it:
        # The one chooses a time that has passed, the other a later one: both had today's mail.
        p1 = MailSettings(slot=time(9), version=1)
        assert keep_settings(it.session, it.people["p1"].id, p1, nine(MONDAY, 15, 10))
        assert keep_settings(it.session, it.people["p0"].id, MailSettings(slot=time(18)), nine(MONDAY, 15, 10))
    assert [turn(nine(MONDAY, 15, 30)), turn(nine(MONDAY, 18))] == [0, 0]
    assert addressed(app, MONDAY) == ["p0", "p1"]


def test_whoever_chooses_a_time_that_has_passed_today_before_he_had_his_mail_is_not_forgotten(
    app: Flask, planning: Planning, turn: Turn
) -> None:
    with planning() as it:
        everybody(it, 2)
        keep_settings(it.session, it.people["p1"].id, MailSettings(slot=time(16)), NOVEMBER)
    turn(nine(MONDAY))
    with planning.again() as it:
        keep_settings(it.session, it.people["p1"].id, MailSettings(slot=time(9), version=1), nine(MONDAY, 10, 10))
    assert [turn(nine(MONDAY, 10, 29)), turn(nine(MONDAY, 10, 30)), turn(nine(MONDAY, 16))] == [0, 1, 0]


def test_a_morning_written_down_ahead_does_not_take_the_place_of_its_own_mail(
    app: Flask, planning: Planning, turn: Turn
) -> None:
    with planning() as it:
        everybody(it, 2)
    office = Office("roadmap@roadmap.test", app.config["SECRET_KEY"], "https://roadmap.test")
    friday = nine(date(2026, 11, 20), 12)
    with app.app_context():
        for _ in range(2):
            plan(database_of(app), office, nine(MONDAY), now=lambda: friday)
    assert addressed(app, MONDAY) == ["p0", "p1"]
    assert turn(nine(MONDAY)) == 2
    assert turn(nine(MONDAY, 10)) == 0
    found = editions(app)
    assert [(slot, planned) for on, slot, _, planned, _ in found if on == MONDAY] == [("09:00", 2), (found[-1][1], 2)]
    assert "#" in found[-1][1]


def test_while_the_gate_is_held_nothing_is_planned_and_afterwards_it_is_late(
    app: Flask, planning: Planning, turn: Turn
) -> None:
    with planning() as it:
        everybody(it, 2)
    turn(nine(date(2026, 11, 20)))
    with database_of(app).writing() as session:
        hold(session, OPERATOR, "maintenance", nine(MONDAY, 8))
        session.commit()
    assert turn(nine(MONDAY)) == 0
    with database_of(app).writing() as session:
        session.execute(update(GateRow).values(held_since=None))
        session.commit()
    assert turn(nine(TUESDAY)) == 2
    assert editions(app)[-1][4] == MONDAY


@pytest.mark.parametrize("names", [("away", "stands_in"), ("stands_in", "away")])
def test_a_substitute_who_chose_nothing_reads_the_items_and_who_is_away_does_not(
    app: Flask, planning: Planning, turn: Turn, monkeypatch: pytest.MonkeyPatch, names: tuple[str, str]
) -> None:
    monkeypatch.setattr(recording, "CHUNK", 1)
    with planning() as it:
        for number in ("1", "2"):
            it.measure(number)
        it.milestone("1.1", due=TUESDAY)
        for name in names:
            it.person(name)
        it.owner("1.1", "away")
        it.grant("stands_in", Role.COORDINATOR, "2")
        away = it.people["away"].id
        settings = MailSettings(time(8), absent_from=MONDAY, substitute_id=it.people["stands_in"].id)
        keep_settings(it.session, away, settings, NOVEMBER)
    with database_of(app).reading() as session:
        edition = edition_for(session, MONDAY, away)
        assert edition
        assert edition.digest_for(away) is None
    assert [turn(nine(MONDAY, 8)), turn(nine(MONDAY))] == [0, 1]
    assert addressed(app, MONDAY) == ["stands_in"]
    assert "1.1" in text_to(app, "stands_in", MONDAY)


def test_the_last_reminder_is_written_down_as_such_whatever_the_reason(
    app: Flask, planning: Planning, turn: Turn
) -> None:
    with planning() as it:
        everybody(it, 1)
        it.milestone("1.2", due=MONDAY)
        it.progress("1.2", Progress.REPORTED_DONE, date(2026, 11, 2), actual_on=date(2026, 11, 2))
        it.decide("1.2", Verdict.RETURNED, date(2026, 11, 9), "the annex is missing")
    turn(nine(MONDAY))
    with database_of(app).reading() as session:
        found = session.execute(select(ReminderRow.why, ReminderRow.last_day)).all()
    assert sorted(map(tuple, found)) == [("due", False), ("returned", True)]


def test_each_reader_is_told_what_changed_since_his_own_last_overview(
    app: Flask, planning: Planning, turn: Turn
) -> None:
    with planning() as it:
        everybody(it, 0)
        for name, rhythm in (("weekly", Rhythm.WEEKLY), ("monthly", Rhythm.MONTHLY)):
            it.person(name)
            it.grant(name, Role.EXECUTIVE)
            it_is = Choice(rhythm=rhythm)
            choose(it.session, it.people[name].id, it.roadmap.id, MailKind.OVERVIEW, it_is, NOVEMBER)
        it.report("1", Confidence.ON_TRACK, date(2026, 11, 1))
        it.report("1", Confidence.AT_RISK, date(2026, 11, 10))
    for day in (date(2026, 11, 2), MONDAY, date(2026, 11, 30)):
        turn(nine(day))
        with database_of(app).writing() as session:
            session.execute(update(DeliveryRow).values(state="sent"))
            session.commit()
    assert turn(nine(date(2026, 12, 1))) == 1
    assert "CHANGED SINCE 2 NOV 2026" in text_to(app, "monthly", date(2026, 12, 1))
    assert "CHANGED SINCE 23 NOV 2026" in text_to(app, "weekly", date(2026, 11, 30))
    assert "CHANGED SINCE 2 NOV 2026" in text_to(app, "weekly", MONDAY)
