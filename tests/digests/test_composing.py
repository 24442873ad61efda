"""What leaves is what was meant: the expected headers and no others, whatever stands in names and titles."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from roadmap.domain.facts import Verdict
from roadmap.domain.people import Role
from roadmap.domain.text import LocalizedText
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.web.letters import Letter, compose
from roadmap.web.rereading import UnsafeHeader
from tests.digests.conftest import KEY, Planning, Turn, database_of
from tests.digests.relay import Sink

MORNING = "2026-11-23T09:00"
Tick = Callable[..., Turn]
HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
    "Content-Type",
    "Content-Language",
]
INJECTIONS = [
    "План =?UTF-8?Q?=0A?=Bcc: x@evil.test",
    "a\r\nBcc: x@evil.test",
    "a\nBcc: x@evil.test",
    "a\u2028Bcc: x@evil.test",
    "a\x85Bcc: x@evil.test",
    "a\x0bBcc: x@evil.test",
    "a\r\n.\r\nMAIL FROM:<x@evil.test>\r\n",
    "a\u202etset.live@x",
    "<script>alert(1)</script>",
    "%(num)d %s {{ 7*7 }}",
    "=" * 3000,
]


def stranger_reads(content: bytes, sink: Sink, address: str) -> None:
    """The checks that a stranger's mail reader could make."""
    assert list(sink.mail_to(address).keys()) == HEADERS
    assert len(sink.mail_to(address)["To"].addresses) == 1
    for line in content.split(b"\r\n"):
        assert len(line) <= 998
        assert b"\r" not in line
        assert b"\n" not in line


@pytest.mark.parametrize("evil", INJECTIONS)
def test_nothing_in_a_name_or_title_adds_a_header_or_ends_a_mail(
    planning: Planning, tick: Tick, sink: Sink, evil: str
) -> None:
    with planning() as it:
        it.roadmap.title = LocalizedText(en=evil)
        it.measure("1", LocalizedText(en=evil))
        it.milestone("1.1", due=date(2026, 11, 24), title=LocalizedText(en=evil))
        it.milestone("1.2", due=date(2026, 11, 24), title=LocalizedText(en="Second"))
        it.decide("1.2", Verdict.RETURNED, date(2026, 11, 20), evil)
        it.ask("1", LocalizedText(en=evil), evil, date(2026, 12, 1), date(2026, 11, 20))
        it.person("anna").name = evil
        it.grant("anna", Role.COORDINATOR, "1")
        it.grant("anna", Role.EXECUTIVE)
    assert tick(MORNING).sent == 1
    ((address, content),) = sink.taken
    stranger_reads(content, sink, address)
    html = sink.mail_to(address).get_body(("html",))
    assert html
    assert "<script" not in html.get_content()
    assert "\u202e" not in html.get_content()
    assert not re.search(r"(?m)^Bcc:", sink.text_to(address))
    assert "49" not in sink.text_to(address).split("\n-- \n")[0]


@pytest.mark.parametrize(
    "address", ["a@x.test,b@y.test", "Имя <a@x.test>", "a@x.test\r\nBcc: b@y.test", "нет@x.test", "a b@x.test", "a@"]
)
def test_an_address_that_is_none_fails_alone_and_is_seen(
    app: Flask, planning: Planning, tick: Tick, sink: Sink, address: str
) -> None:
    with planning() as it:
        it.measure("1")
        it.milestone("1.1", due=date(2026, 11, 24))
        for name, mailbox in (("anna", address), ("bolat", "bolat@roadmap.test")):
            it.person(name, email=mailbox)
            it.grant(name, Role.COORDINATOR, "1")
    assert tick(MORNING).output.splitlines()[-1] == "planned=2 sent=1 failed=1"
    assert sink.recipients == ["bolat@roadmap.test"]
    with database_of(app).reading() as session:
        failed = session.scalars(select(DeliveryRow).where(DeliveryRow.state == "failed")).one()
    assert "not one mail address" in str(failed.relay_reply) or "not allowed in a header" in str(failed.relay_reply)


def test_a_letter_with_a_bent_header_is_not_composed() -> None:
    letter = Letter("key", "a@x.test", "en", "Subject", "text", "<p>text</p>", {"List-Id": "<a>\r\nBcc: b@y.test"})
    with pytest.raises(UnsafeHeader):
        compose(letter, sender="r@x.test", secret=KEY, public_url="https://x.test", at=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("length", [10, 75, 76, 77, 300, 900])
def test_a_long_unsubscribe_address_stays_whole(length: int) -> None:
    address = "https://x.test/".ljust(length, "u")
    letter = Letter("key", "a@x.test", "en", "Subject", "text", "<p>text</p>", {"List-Unsubscribe": f"<{address}>"})
    at = datetime(2026, 1, 1, tzinfo=UTC)
    mime = compose(letter, sender="r@x.test", secret=KEY, public_url="https://x.test", at=at).mime
    assert f"\r\nList-Unsubscribe: <{address}>\r\n".encode() in mime


def test_the_same_mail_has_the_same_identifier_and_another_has_another() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)

    def identifier(key: str) -> str:
        letter = Letter(key, "a@x.test", "en", "Subject", "text", "<p>text</p>", {})
        return compose(letter, sender="r@x.test", secret=KEY, public_url="https://x.test", at=at).message_id

    assert identifier("one") == identifier("one") != identifier("two")
    assert re.fullmatch(r"<[0-9a-f]{32}@x\.test>", identifier("one"))


def test_the_html_asks_for_nothing_from_anywhere(planning: Planning, tick: Tick, sink: Sink) -> None:
    with planning() as it:
        it.measure("1")
        it.milestone("1.1", due=date(2026, 11, 24))
        it.person("anna")
        it.grant("anna", Role.COORDINATOR, "1")
    tick(MORNING)
    part = sink.mail_to("anna@roadmap.test").get_body(("html",))
    assert part
    html = part.get_content()
    assert not re.search(r"<(img|link|script|style|iframe|object|form)\b|url\(|@import|src=", html)
    assert set(re.findall(r'https?://[^"/]+', html)) == {"https://roadmap.test"}
    assert 'style="' in html
