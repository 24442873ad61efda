"""On a working morning each person gets at most one mail, with his own items first; and nobody gets it twice."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import update

from roadmap.access.report_links import link_of
from roadmap.domain.facts import Confidence, Verdict
from roadmap.domain.interests import MailKind
from roadmap.domain.people import Role
from roadmap.store.mail.choices import start_or_stop
from roadmap.store.mail.editions import EditionRow
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.people import PersonRow
from tests.builders.recipients import Plan
from tests.digests.conftest import KEY, Planning, Turn, database_of
from tests.digests.relay import Sink

MONDAY, TUESDAY = "2026-11-23T09:00", "2026-11-24T09:00"
Tick = Callable[..., Turn]
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def people_of_every_role(it: Plan) -> None:
    it.measure("1")
    it.measure("2")
    it.milestone("2.1", due=date(2026, 11, 10))
    it.milestone("2.2", due=date(2026, 11, 24))
    for name, role, measure in (
        ("coordinator", Role.COORDINATOR, "2"),
        ("neighbour", Role.COORDINATOR, "1"),
        ("controller", Role.CONTROLLER, None),
        ("executive", Role.EXECUTIVE, None),
        ("recipient", Role.RECIPIENT, None),
    ):
        it.person(name)
        it.grant(name, role, measure)
    it.person("owner")
    it.person("contact")
    it.owner("2.2", "owner", "contact")


def forms_in(text: str) -> list[tuple[int, int]]:
    """Whose report forms about which measures the mail leads to, by number."""
    found = [link_of(token, KEY) for token in re.findall(r"Report on it: https://roadmap\.test/report/(\S+)", text)]
    return [(link.person_id, link.measure_id) for link in found if link]


def test_on_monday_those_who_act_and_those_who_look_are_written_to(planning: Planning, tick: Tick, sink: Sink) -> None:
    with planning() as it:
        people_of_every_role(it)
    assert tick(MONDAY).output.splitlines()[-1] == "planned=6 sent=6 failed=0"
    written_to = [address.split("@")[0] for address in sink.recipients]
    assert written_to == ["contact", "controller", "coordinator", "executive", "owner", "recipient"]


def test_on_tuesday_only_those_who_act_are_written_to(planning: Planning, tick: Tick, sink: Sink) -> None:
    with planning() as it:
        people_of_every_role(it)
    tick(TUESDAY)
    assert [address.split("@")[0] for address in sink.recipients] == ["contact", "coordinator", "owner"]


def test_a_coordinator_reads_his_items_and_is_led_to_the_form(planning: Planning, tick: Tick, sink: Sink) -> None:
    with planning() as it:
        people_of_every_role(it)
        it.decide("2.2", Verdict.RETURNED, date(2026, 11, 20), "the annex is missing")
    tick(MONDAY)
    text = sink.text_to("coordinator@roadmap.test")
    assert "2.1 Milestone 2.1 – 10 November 2026: 9 working days late" in text
    assert "2.2 Milestone 2.2 – returned on 20 Nov 2026: “the annex is missing”; 24 November 2026: 1 working" in text
    assert forms_in(text) == [(it.people["coordinator"].id, it.measures["2"].id)]
    assert sink.mail_to("coordinator@roadmap.test")["Subject"] == "Road map: 1 overdue, 1 returned (23 Nov 2026)"


def test_an_owner_who_does_not_report_is_led_to_the_page(planning: Planning, tick: Tick, sink: Sink) -> None:
    with planning() as it:
        people_of_every_role(it)
    tick(MONDAY)
    assert "Open the measure: https://roadmap.test/measures/2\n" in sink.text_to("owner@roadmap.test")


def test_several_roles_are_one_mail_with_the_items_first(planning: Planning, tick: Tick, sink: Sink) -> None:
    with planning() as it:
        people_of_every_role(it)
        it.grant("coordinator", Role.CONTROLLER)
        it.grant("coordinator", Role.EXECUTIVE)
    tick(MONDAY)
    text = sink.text_to("coordinator@roadmap.test")
    assert text.index("NEEDS YOUR ACTION") < text.index("MEASURES")


def test_two_road_maps_are_one_mail_too(planning: Planning, tick: Tick, sink: Sink) -> None:
    with planning() as it:
        it.measure("1")
        it.milestone("1.1", due=date(2026, 11, 24))
        anna = it.person("anna")
        it.grant("anna", Role.COORDINATOR, "1")
        measures = [it.measures["1"].id]
    with planning("wells", default=False) as it:
        it.people["anna"] = anna
        measures.append(it.measure("7").id)
        it.milestone("7.1", due=date(2026, 11, 24))
        it.grant("anna", Role.COORDINATOR, "7")
    assert tick(TUESDAY).sent == 1
    text = sink.text_to("anna@roadmap.test")
    assert forms_in(text) == [(anna.id, each) for each in measures]


def test_a_second_turn_of_the_same_morning_sends_nothing(planning: Planning, tick: Tick, sink: Sink) -> None:
    with planning() as it:
        people_of_every_role(it)
    tick(MONDAY)
    for at in (MONDAY, "2026-11-23T18:30", "2026-11-23T04:00+00:00"):
        assert tick(at).output.splitlines() == ["planned=0 sent=0 failed=0"]
    assert len(sink.taken) == 6


def test_when_nothing_is_due_nothing_is_sent(planning: Planning, tick: Tick, sink: Sink) -> None:
    with planning() as it:
        it.measure("1")
        it.milestone("1.1")
        it.milestone("1.2", due=date(2027, 6, 1))
        for name, role, measure in (("anna", Role.COORDINATOR, "1"), ("bolat", Role.EXECUTIVE, None)):
            it.person(name)
            it.grant(name, role, measure)
    assert tick(MONDAY).output.splitlines() == ["planned=0 sent=0 failed=0"]
    assert sink.connections == 0


def test_without_a_road_map_a_turn_does_nothing(tick: Tick) -> None:
    assert tick(MONDAY).planned == 0
    assert tick("", "--last-morning").planned == 0


def test_before_nine_and_on_days_off_nothing_is_written_down(planning: Planning, tick: Tick) -> None:
    with planning() as it:
        people_of_every_role(it)
        it.day(date(2026, 11, 24), working=False)
    for at in ("2026-11-23T08:59", "2026-11-22T12:00", "2026-11-23T03:59+00:00", TUESDAY):
        assert tick(at).planned == 0
    assert tick("2026-11-23T04:00+00:00").planned == 6


def test_working_days_are_counted_across_a_transferred_saturday(planning: Planning, tick: Tick, sink: Sink) -> None:
    """Saturday 28 November is worked for Monday 30 November: the item of Tuesday is due in three days on Thursday."""
    with planning() as it:
        it.measure("1")
        it.milestone("1.1", due=date(2026, 12, 1))
        it.person("anna")
        it.grant("anna", Role.COORDINATOR, "1")
        it.day(date(2026, 11, 28), working=True)
        it.day(date(2026, 11, 30), working=False)
    sent = {day: tick(f"2026-{day}T09:00").sent for day in ("11-25", "11-26", "11-27", "11-28", "11-30", "12-01")}
    assert sent == {"11-25": 0, "11-26": 1, "11-27": 0, "11-28": 1, "11-30": 0, "12-01": 1}
    texts = [mail.decode() for _, mail in sink.taken]
    assert ["3 working days left" in texts[0], "1 working day left" in texts[1], "due today" in texts[2]] == [True] * 3


def test_when_monday_is_off_the_overview_comes_on_tuesday(planning: Planning, tick: Tick, sink: Sink) -> None:
    with planning() as it:
        people_of_every_role(it)
        it.day(date(2026, 11, 23), working=False)
    assert tick(MONDAY).planned == 0
    tick(TUESDAY)
    assert "executive@roadmap.test" in sink.recipients


def test_the_overview_says_what_changed_since_the_one_before(planning: Planning, tick: Tick, sink: Sink) -> None:
    with planning() as it:
        it.measure("1")
        it.report("1", Confidence.ON_TRACK, date(2026, 11, 10))
        it.person("executive")
        it.grant("executive", Role.EXECUTIVE)
        # In the morning of the last overview, but after it: news to whoever read that one.
        it.report("1", Confidence.AT_RISK, date(2026, 11, 16))
    tick(MONDAY)
    text = sink.text_to("executive@roadmap.test")
    assert "CHANGED SINCE 16 NOV 2026\n– 1 Measure 1 – At risk (before: On track)" in text


def test_each_mail_is_in_its_readers_language(planning: Planning, tick: Tick, sink: Sink) -> None:
    with planning() as it:
        people_of_every_role(it)
        for language in ("kk", "ru"):
            it.person(language, language)
            it.grant(language, Role.COORDINATOR, "2")
    tick(TUESDAY)
    for language in ("kk", "ru"):
        assert sink.mail_to(f"{language}@roadmap.test")["Content-Language"] == language
    assert "2026 жылғы 24 қараша" in sink.text_to("kk@roadmap.test")
    assert "24 ноября 2026 года" in sink.text_to("ru@roadmap.test")


def test_a_demonstration_says_so_in_the_subject(planning: Planning, tick: Tick, sink: Sink) -> None:
    with planning(demonstration=True) as it:
        people_of_every_role(it)
    tick(TUESDAY)
    assert sink.mail_to("owner@roadmap.test")["Subject"].startswith("[Demonstration] ")


def test_whoever_stopped_a_kind_of_mail_does_not_get_it(app: Flask, planning: Planning, tick: Tick, sink: Sink) -> None:
    with planning() as it:
        people_of_every_role(it)
        for name, kind in (("executive", MailKind.OVERVIEW), ("owner", MailKind.ACTIONS)):
            start_or_stop(it.session, it.people[name].id, it.roadmap.id, kind, False, NOW)
    tick(MONDAY)
    assert not {"executive@roadmap.test", "owner@roadmap.test"} & set(sink.recipients)
    tick(TUESDAY)
    # The last reminder on his own item cannot be stopped.
    assert "owner@roadmap.test" in sink.recipients


def test_whoever_was_set_inactive_is_not_written_to(app: Flask, planning: Planning, tick: Tick, sink: Sink) -> None:
    with planning() as it:
        people_of_every_role(it)
        it.session.execute(update(PersonRow).where(PersonRow.email.like("o%")).values(active=False))
    tick(MONDAY)
    assert "owner@roadmap.test" not in sink.recipients


def test_what_was_written_down_adds_up(app: Flask, planning: Planning, tick: Tick) -> None:
    with planning() as it:
        people_of_every_role(it)
    tick(MONDAY)
    with database_of(app).reading() as session:
        edition = session.query(EditionRow).one()
        deliveries = session.query(DeliveryRow).all()
    assert (edition.on, edition.timezone, edition.overview_period) == (date(2026, 11, 23), "Asia/Almaty", "2026-W48")
    assert edition.planned == len(deliveries) == 6
    assert {row.state for row in deliveries} == {"sent"}
    assert all(row.relay_reply == "250 2.0.0 kept as 1" and row.accepted_at for row in deliveries)
    output = app.test_cli_runner().invoke(args=["digests", "status"]).output
    assert output.splitlines()[:2] == ["sent=6", "total=6"]
