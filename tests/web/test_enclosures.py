"""Files that go with a mail: read by the standard library as a stranger's program would."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP

import pytest

from roadmap.web.enclosures import Enclosure
from roadmap.web.letters import Letter, compose
from roadmap.web.rereading import UnsafeHeader

AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
PDF = Enclosure("first-2026-11-23-kk.pdf", "application/pdf", bytes(range(256)) * 300)


def composed(*enclosures: Enclosure, text: str = "Қайырлы күн") -> bytes:
    letter = Letter("key", "a@b.test", "kk", "Жол картасы", text, f"<p>{text}</p>", {}, enclosures=enclosures)
    made = compose(letter, sender="roadmap@roadmap.test", secret="s" * 32, public_url="https://r.test", at=AT)
    return made.mime


def test_a_file_stands_behind_the_mail_which_reads_as_without_it() -> None:
    plain, full = (message_from_bytes(composed(*files), policy=SMTP) for files in ((), (PDF, PDF)))
    assert full.get_content_type() == "multipart/mixed"
    alternative, *files = full.iter_parts()
    assert alternative.get_content_type() == "multipart/alternative"
    assert alternative.as_bytes().split(b"\r\n\r\n", 1)[1] == plain.as_bytes().split(b"\r\n\r\n", 1)[1]
    assert [part.get_content_type() for part in alternative.iter_parts()] == ["text/plain", "text/html"]
    for file in files:
        assert file.get_filename() == PDF.name
        assert file.get_content_disposition() == "attachment"
        assert file.get_content() == PDF.content
    assert len(files) == 2
    assert full.keys() == plain.keys()
    assert {name: full[name] for name in full if name != "Content-Type"} == {
        name: plain[name] for name in plain if name != "Content-Type"
    }


def test_the_same_letter_has_the_same_bytes_and_no_long_line() -> None:
    assert composed(PDF) == composed(PDF)
    assert max(map(len, composed(PDF).split(b"\r\n"))) <= 998
    assert b"\n" not in composed(PDF).replace(b"\r\n", b"")


def test_an_empty_file_and_one_of_any_bytes_come_through() -> None:
    for content in (b"", b"\r\n--=x=--\r\n", b"\0" * 57, b"\xff" * 58):
        _, file = message_from_bytes(composed(Enclosure("x.pdf", "application/pdf", content)), policy=SMTP).iter_parts()
        assert file.get_content() == content


@pytest.mark.parametrize("name", ['a".pdf', "a\r\nBcc: x@y.test", "", "ә.pdf", "a b.pdf", "../a.pdf", "x" * 200])
def test_a_name_that_could_bend_a_header_is_refused(name: str) -> None:
    with pytest.raises(UnsafeHeader):
        composed(Enclosure(name, "application/pdf", b"x"))
