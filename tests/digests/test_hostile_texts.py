"""Whatever a person can write into a name, a title or a reason, the mail keeps its headers, its parts and its lines."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadmap.digests.composing import message_for, messages_of
from roadmap.digests.office import Office
from roadmap.digests.words.phrases import plain
from roadmap.store.mail.outbox import Message
from roadmap.web.letters import Letter, compose
from roadmap.web.rereading import UnsafeHeader
from tests.builders.editions import READERS, Texts, edition_with
from tests.digests.conftest import KEY
from tests.digests.test_composing import HEADERS

OFFICE = Office("Жол картасы <roadmap@roadmap.test>", KEY, "https://roadmap.test")
HOSTILE = {
    "encoded word": "План =?UTF-8?Q?=0A?=Bcc: x@evil.test",
    "carriage return": "a\r\nBcc: x@evil.test",
    "line feed": "a\nBcc: x@evil.test\n\nnot the mail",
    "line separator": "a\u2028Bcc: x@evil.test",
    "paragraph separator": "a\u2029Bcc: x@evil.test",
    "next line": "a\x85Bcc: x@evil.test",
    "nul": "a\x00b",
    "other controls": "a\x01\x07\x08\x0b\x0c\x1b[31mb\x7f",
    "turned round": "a\u202etset.live@x \u2066b\u2069",
    "unseen": "a\u200b\u200d\ufeff\u00adb",
    "half a character": "a\ud800b",
    "end of the mail": "a\r\n.\r\nMAIL FROM:<x@evil.test>\r\n",
    "boundary": "--=aaaa=\r\nContent-Type: text/html\r\n\r\n<p>b</p>",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "quotes": "\"'`«»“”<>&amp;&#60;",
    "template": "%(num)d %s %(nothing)s {{ 7*7 }} {% raw %} {0} {person.__class__} $x ${x}",
    "emoji": "👩🏽‍💻🇰🇿🏳️‍🌈",
    "one long word": "ұ" * 10_000,
    "many words": "ұзақ сөз " * 2_000,
    "quoted-printable": "=3D=20=\r\n=E2=80",
    "right to left": "מסמך مستند",
    "nothing but blanks": " \t\u00a0\u2003 ",
    "empty": "",
    "a place for an address": "https://00000000000000000000000000000000.invalid/0/",
}


def read(message: Message) -> EmailMessage:
    """The mail as the standard library's parser reads it, which composing does not use for the parts."""
    found = message_from_bytes(message.mime, _class=EmailMessage, policy=SMTP)
    assert found.keys() == HEADERS
    assert [part.get_content_type() for part in found.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert not any(part.defects for part in found.walk())
    assert len(found["To"].addresses) == 1
    for line in message.mime.split(b"\r\n"):
        assert len(line) <= 998
        assert b"\r" not in line
        assert b"\n" not in line
    return found


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_changes_nothing_but_the_words(app_without_database: Flask, words: str) -> None:
    with app_without_database.app_context():
        messages = messages_of(edition_with(Texts.everywhere(words)), OFFICE)
    assert [message.problem for message in messages] == [None] * len(READERS)
    shape = None
    for message in messages:
        mail = read(message)
        text, html = body(mail, "plain"), body(mail, "html")
        assert "evil" not in str(mail["Subject"])
        assert not re.search(r"(?m)^(Bcc|MAIL FROM|Content-Type)", text)
        assert not re.search(r"<(script|img)", html)
        assert ("{{ 7*7 }}" in words) == ("{{ 7*7 }}" in text) == ("{{ 7*7 }}" in html)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800]", text + html)
        lines = len(text.splitlines())
        assert shape in (None, lines)
        shape = lines
        assert len(message.mime) < 120_000


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=300))
def test_no_text_at_all_changes_headers_parts_or_the_number_of_lines(app_without_database: Flask, words: str) -> None:
    with app_without_database.app_context():
        plainly, with_words = (
            message_for(edition_with(Texts.everywhere(each)), OFFICE, READERS["kk"])
            for each in ("қалыпты", f"x {words}")
        )
    assert plainly
    assert with_words
    first, second = read(plainly), read(with_words)
    assert first["Subject"] == second["Subject"]
    assert len(body(first, "plain").splitlines()) == len(body(second, "plain").splitlines())


@given(words=st.text())
def test_a_text_of_the_record_is_one_line_of_bounded_length(words: str) -> None:
    shown = plain(words)
    assert len(shown.splitlines()) <= 1
    assert len(shown) <= 401
    assert shown == plain(shown) or shown.endswith("…")


def test_one_reader_who_cannot_be_written_to_does_not_keep_the_others_from_it(app_without_database: Flask) -> None:
    edition = edition_with(Texts.everywhere("words"))
    del edition.interests[2][:]
    edition.interests[2].append("not an interest")  # type: ignore[arg-type]
    with app_without_database.app_context():
        messages = messages_of(edition, OFFICE)
    assert [(message.person_id, bool(message.problem), bool(message.mime)) for message in messages] == [
        (1, False, True),
        (2, True, False),
        (3, False, True),
    ]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("plain@x.test", True),
        ("with+tag.and-more@x-y.test", True),
        ('"two words"@x.test', True),
        ("a@xn--80aswg.test", True),
        ("жол@x.test", False),
        ("a@жол.test", False),
        ("a@x.test, b@y.test", False),
        ("a@x.test>, <b@y.test", False),
        ("group: a@x.test;", False),
        ("a@x.test (comment)", False),
        ("a@x.test\x00", False),
        ("a@x.test\u2028", False),
        ("=?utf-8?q?a?=@x.test", False),
        ('"a\r\nBcc: b"@x.test', False),
        (f"{'a' * 10_000}@x.test", False),
        ("@x.test", False),
        ("a", False),
        ("", False),
    ],
)
def test_an_address_is_one_mailbox_or_the_mail_is_not_composed(address: str, kept: bool) -> None:
    letter = Letter("key", address, "kk", "Тақырып", "мәтін", "<p>мәтін</p>", {})
    at = datetime(2026, 1, 1, tzinfo=UTC)
    if not kept:
        with pytest.raises(UnsafeHeader):
            compose(letter, sender="r@x.test", secret=KEY, public_url="https://x.test", at=at)
        return
    mime = compose(letter, sender="r@x.test", secret=KEY, public_url="https://x.test", at=at).mime
    assert message_from_bytes(mime, _class=EmailMessage, policy=SMTP)["To"].addresses[0].addr_spec == address
