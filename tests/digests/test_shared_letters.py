"""Mails that share a text, and differ in the addresses that stand in it."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.web.letters import ComposedLetter, Letter, compose, stencil_of
from roadmap.web.mime import Stencil
from roadmap.web.rereading import UnsafeHeader

KEY = "k" * 32
PLACES = ("https://place.invalid/0/", "https://place.invalid/1/")
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n.~= \t"), max_size=300)
ADDRESSES = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=300)


def letter(key: str, text: str, html: str, *values: str, address: str = "a@x.test") -> Letter:
    return Letter(key, address, "kk", "Тақырып", text, html, {}, dict(zip(PLACES, values, strict=False)))


def composed(found: Letter, stencil: Stencil | None = None) -> ComposedLetter:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return compose(found, sender="r@x.test", secret=KEY, public_url="https://x.test", at=at, stencil=stencil)


def filled(text: str, values: tuple[str, ...]) -> str:
    for place, value in zip(PLACES, values, strict=False):
        text = text.replace(place, value)
    return text


def parts_of(mail: ComposedLetter) -> list[str]:
    read = message_from_bytes(mail.mime, _class=EmailMessage, policy=SMTP)
    assert not read.defects
    found = [str(part.get_payload(decode=True), "utf-8") for part in read.iter_parts()]  # type: ignore[arg-type]
    return [part.replace("\r\n", "\n") for part in found]


def line_end(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"


@given(st.lists(WORDS, min_size=3, max_size=3), st.lists(st.tuples(ADDRESSES, ADDRESSES), min_size=1, max_size=3))
def test_every_mail_reads_as_if_it_had_been_written_for_itself(
    words: list[str], readers: list[tuple[str, str]]
) -> None:
    text = f"{words[0]}{PLACES[0]}{words[1]}{PLACES[1]}{words[2]}{PLACES[0]}"
    html = f'<a href="{PLACES[1]}">{words[2]}</a>'
    stencil = stencil_of(letter("first", text, html, *readers[0]), KEY)
    for number, values in enumerate(readers):
        mail = composed(letter(f"key {number}", text, html, *values), stencil)
        assert parts_of(mail) == [line_end(filled(each, values)) for each in (text, html)]
        body = mail.mime.partition(b"\r\n\r\n")[2]
        assert max(map(len, body.split(b"\r\n"))) <= 998


@pytest.mark.parametrize("language", ["plain words", "some words – не только", "тек қазақша жазылған сөздер"])
@pytest.mark.parametrize("length", [1, 74, 75, 76, 77, 300])
def test_the_lines_of_a_quoted_part_are_no_longer_than_they_may_be(language: str, length: int) -> None:
    text = f"{language}: {PLACES[0]} {language}\n{PLACES[0]}\n"
    mail = composed(letter("key", text, f"<p>é{text}</p>", "u" * length))
    lines = mail.mime.partition(b"quoted-printable\r\n\r\n")[2].split(b"\r\n")
    assert max(map(len, lines)) <= 76


@pytest.mark.parametrize("value", ["", "u" * 301, "two words", "line\r\nend", "жол", "\x7f"])
def test_what_is_no_address_is_not_put_in(value: str) -> None:
    stencil = stencil_of(letter("first", PLACES[0], PLACES[0], "https://x.test/"), KEY)
    with pytest.raises(UnsafeHeader):
        composed(letter("key", PLACES[0], PLACES[0], value), stencil)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"first words", b"other words"),
        (b"https://x.test/", b"https://y.test/"),
        (b"text/html", b"text/plane"),
        (b"first words", b"first\nwords"),
        (b"\r\n--=", b"\r\n\r\n--=x"),
        (b"--\r\n", b"--\r\nmore\r\n"),
    ],
)
def test_a_body_that_came_out_otherwise_stops_the_mail(
    monkeypatch: pytest.MonkeyPatch, before: bytes, after: bytes
) -> None:
    words = f"first words {PLACES[0]}"
    stencil = stencil_of(letter("first", words, words, "https://x.test/"), KEY)
    composed(letter("first", words, words, "https://x.test/"), stencil)
    made = stencil.body([b"https://x.test/"])
    assert before in made
    monkeypatch.setattr(Stencil, "body", lambda _stencil, _values: made.replace(before, after))
    with pytest.raises(UnsafeHeader):
        composed(letter("second", words, words, "https://x.test/"), stencil)


@pytest.mark.parametrize("head", [b"Bcc: b@y.test\r\n", b"X\r\n", b"\r\n", b" \r\n", b"To: b@y.test\r\n", b"X: \n\r\n"])
def test_a_header_that_was_not_meant_stops_the_mail(monkeypatch: pytest.MonkeyPatch, head: bytes) -> None:
    words = f"words {PLACES[0]}"
    stencil = stencil_of(letter("first", words, words, "https://x.test/"), KEY)
    made = composed(letter("first", words, words, "https://x.test/"), stencil)
    lines = made.mime.partition(b"\r\n\r\n")[0] + b"\r\n"
    monkeypatch.setattr("roadmap.web.mime.head", lambda _headers: lines + head)
    with pytest.raises(UnsafeHeader):
        composed(letter("first", words, words, "https://x.test/"), stencil)
