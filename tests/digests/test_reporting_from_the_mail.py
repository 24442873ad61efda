"""The link that a composed mail really carries, followed to the receipt."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import time_machine
from flask import Flask
from sqlalchemy import select

from roadmap.domain.facts import Confidence
from roadmap.domain.people import Role
from roadmap.store.accounts import SpentLinkRow
from roadmap.store.ledger import LineRow
from tests.digests.conftest import Planning, Turn, database_of
from tests.digests.relay import Sink

MORNING = "2026-11-23T09:00"
AT_NINE = datetime(2026, 11, 23, 4, tzinfo=UTC)


def reminded(planning: Planning, tick: Callable[..., Turn]) -> None:
    """A coordinator and the person who answers, both told of a milestone that is due tomorrow."""
    with planning() as it:
        it.measure("1")
        it.milestone("1.1", due=date(2026, 11, 24))
        it.report("1", Confidence.ON_TRACK, date(2026, 11, 2), "The draft is being agreed.")
        for name in ("ainur", "holder"):
            it.person(name)
        it.grant("ainur", Role.COORDINATOR, "1")
        it.owner("1.1", "holder")
    tick(MORNING)


def test_three_acts_lead_from_the_mail_to_the_receipt(
    app: Flask, planning: Planning, tick: Callable[..., Turn], sink: Sink
) -> None:
    reminded(planning, tick)
    link = re.search(r"https://roadmap\.test(/report/\S+)", sink.text_to("ainur@roadmap.test"))
    assert link
    with time_machine.travel(AT_NINE, tick=False):
        browser = app.test_client()
        form = browser.get(link[1], base_url="https://roadmap.test")
        section = form.text.split('class="unchanged"')[1].split("</form>")[0]
        sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', section))
        # Over TLS a browser tells where the form was sent from; the page's policy lets it tell no more than the host.
        assert form.headers["Referrer-Policy"] == "strict-origin"
        told = {"Referer": "https://roadmap.test/"}
        answer = browser.post(link[1], data=sent, headers=told, base_url="https://roadmap.test")
        assert answer.status_code == 303, answer.text
        receipt = browser.get(answer.location, base_url="https://roadmap.test")
    assert receipt.status_code == 200
    assert "The draft is being agreed." in receipt.text
    with database_of(app).reading() as session:
        last = session.scalars(select(LineRow).order_by(LineRow.seq.desc())).first()
        (spent,) = session.scalars(select(SpentLinkRow))
    assert planning.last
    assert last
    assert (last.author_id, spent.line_seq) == (planning.last.people["ainur"].id, last.seq)


def test_nothing_is_written_without_the_forms_own_token(
    app: Flask, planning: Planning, tick: Callable[..., Turn], sink: Sink
) -> None:
    reminded(planning, tick)
    link = re.search(r"https://roadmap\.test(/report/\S+)", sink.text_to("ainur@roadmap.test"))
    assert link
    with time_machine.travel(AT_NINE, tick=False):
        answer = app.test_client().post(link[1], data={"action": "send", "done_en": "My words"})
    assert answer.status_code == 400
    assert "My words" in answer.text
    assert "expired" in answer.text
    with database_of(app).reading() as session:
        assert session.scalars(select(SpentLinkRow)).all() == []


def test_both_parts_of_the_mail_carry_the_link_and_only_to_its_coordinator(
    app: Flask, planning: Planning, tick: Callable[..., Turn], sink: Sink
) -> None:
    reminded(planning, tick)
    mail = sink.mail_to("ainur@roadmap.test")
    parts = [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]
    links = [set(re.findall(r"https://roadmap\.test/report/[\w.\-]+", part)) for part in parts]
    assert links[0] == links[1]
    assert len(links[0]) == 1
    assert "/report/" not in sink.text_to("holder@roadmap.test")
