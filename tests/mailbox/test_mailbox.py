"""What is sent is kept as it came, shown decoded, and does nothing of its own accord."""

import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from roadmap.mailbox.folder import Folder
from roadmap.mailbox.pages import create_pages
from roadmap.mailbox.smtp import post_office

SUBJECT = "Жол картасы: 1 мерзімі өткен, 2 жақын мерзім"
TEXT = "Құрметті әріптес,\n\nЕсеп беру: http://localhost:8000/report?measure=2&day=1.\n<b>қалың емес</b>\n"
HTML = "<html><head><title>x</title></head><body><p>Құрметті әріптес</p><script>alert(1)</script></body></html>"


def a_mail(*, to: str = "coordinator@roadmap.test", subject: str = SUBJECT) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Жол картасы <roadmap@roadmap.test>"
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = "Mon, 23 Nov 2026 09:00:00 +0500"
    mail["Content-Language"] = "kk"
    mail.set_content(TEXT, cte="base64")
    mail.add_alternative(HTML, subtype="html", cte="quoted-printable")
    return mail.as_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "mailbox")


@pytest.fixture
def client(folder: Folder) -> FlaskClient:
    return create_pages(folder.path).test_client()


@pytest.fixture
def smtp_port(folder: Folder) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    office = post_office(folder, port)
    office.start()
    yield port
    office.stop()


def keep(folder: Folder, content: bytes, to: str = "coordinator@roadmap.test") -> str:
    return folder.keep(content, sender="roadmap@roadmap.test", recipients=[to])


def test_a_kazakh_mail_sent_by_smtp_is_listed_shown_decoded_and_kept_byte_for_byte(
    smtp_port: int, folder: Folder, client: FlaskClient
) -> None:
    sent = a_mail()
    with smtplib.SMTP("127.0.0.1", smtp_port) as relay:
        relay.sendmail("bounces@roadmap.test", ["coordinator@roadmap.test"], sent)
    [letter_id] = folder.ids()
    assert SUBJECT in client.get("/").text
    page = client.get(f"/mails/{letter_id}").text
    assert SUBJECT in page
    assert "Құрметті әріптес," in page
    assert "Жол картасы &lt;roadmap@roadmap.test&gt;" in page
    assert "coordinator@roadmap.test" in page
    assert folder.envelope(letter_id).sender == "bounces@roadmap.test"
    raw = client.get(f"/mails/{letter_id}/raw")
    assert raw.data == sent
    assert raw.mimetype == "text/plain"


def test_a_line_that_begins_with_a_dot_and_raw_utf8_headers_are_kept_as_they_are(
    smtp_port: int, folder: Folder, client: FlaskClient
) -> None:
    content = "Subject: Шұғыл\r\n\r\n.бірінші\r\n..екінші\r\n".encode()
    with smtplib.SMTP("127.0.0.1", smtp_port) as relay:
        relay.sendmail("a@roadmap.test", ["b@roadmap.test"], content, ["SMTPUTF8", "BODY=8BITMIME"])
    [letter_id] = folder.ids()
    assert client.get(f"/mails/{letter_id}/raw").data == content
    assert "Шұғыл" in client.get("/").text


def test_a_mail_that_cannot_be_written_is_not_said_to_be_kept(
    smtp_port: int, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder, "keep", full)
    with smtplib.SMTP("127.0.0.1", smtp_port) as relay, pytest.raises(smtplib.SMTPDataError) as refused:
        relay.sendmail("a@roadmap.test", ["b@roadmap.test"], a_mail())
    assert refused.value.smtp_code == 452
    assert folder.ids() == []


def test_the_newest_mail_stands_first(folder: Folder, client: FlaskClient) -> None:
    ids = [keep(folder, a_mail(subject=f"mail {number}")) for number in range(12)]
    assert folder.ids() == ids[::-1]
    page = client.get("/").text
    assert page.index("mail 11") < page.index("mail 10") < page.index("mail 2")


def test_the_list_can_be_narrowed_to_one_recipient(folder: Folder, client: FlaskClient) -> None:
    keep(folder, a_mail(subject="for one"), to="one@roadmap.test")
    keep(folder, a_mail(subject="for two"), to="two@roadmap.test")
    page = client.get("/?to=ONE@roadmap.test").text
    assert "for one" in page
    assert "for two" not in page
    assert "No mail to this address" in client.get("/?to=nobody@roadmap.test").text


def test_an_empty_mailbox_says_so_and_that_no_mail_leaves_this_machine(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "No mail yet" in page
    assert "Local mailbox: no mail leaves this machine" in page


def test_an_address_in_the_text_is_a_link_and_markup_stays_text(folder: Folder, client: FlaskClient) -> None:
    page = client.get(f"/mails/{keep(folder, a_mail())}").text
    address = "http://localhost:8000/report?measure=2&amp;day=1"
    assert f'<a href="{address}" target="_blank" rel="noopener noreferrer">{address}</a>.' in page
    assert "&lt;b&gt;қалың емес&lt;/b&gt;" in page


def test_a_script_in_the_html_does_not_run_and_its_links_open_outside_the_frame(
    folder: Folder, client: FlaskClient
) -> None:
    letter_id = keep(folder, a_mail())
    shown = client.get(f"/mails/{letter_id}/html")
    directives = [directive.strip() for directive in shown.headers["Content-Security-Policy"].split(";")]
    assert "default-src 'none'" in directives
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in directives
    assert not any(directive.startswith("script-src") for directive in directives)
    assert '<head><base target="_blank">' in shown.text
    page = client.get(f"/mails/{letter_id}")
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page.text
    assert "alert(1)" not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_a_subject_cannot_bring_markup_into_the_list(folder: Folder, client: FlaskClient) -> None:
    keep(folder, b"Subject: <script>alert(1)</script>\r\n\r\n")
    assert "<script" not in client.get("/").text


@pytest.mark.parametrize("wanted", ["../envelopes/x", "..%2f..%2fetc%2fpasswd", "..", "%2e%2e", "tmp", "x%00", "1.M1"])
@pytest.mark.parametrize("ending", ["", "/raw", "/html"])
def test_an_id_that_is_not_a_mail_is_not_found(client: FlaskClient, wanted: str, ending: str) -> None:
    assert client.get(f"/mails/{wanted}{ending}").status_code == 404
    assert client.get(f"/mails/{quote(wanted, safe='')}{ending}").status_code == 404


def test_a_page_of_another_name_is_refused(client: FlaskClient) -> None:
    assert client.get("/", headers={"Host": "elsewhere.test"}).status_code == 400
    assert client.get("/", headers={"Host": "127.0.0.1:8001"}).status_code == 200


BROKEN = {
    "nothing": b"",
    "no header": b"\r\njust text",
    "binary": bytes(range(256)) * 20,
    "unknown charset": b"Content-Type: text/plain; charset=none-such\r\n\r\n\xff\xfe",
    "null in the charset": b'Content-Type: text/html; charset="\x00utf"\r\n\r\nx',
    "not base64": b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!=\r\n",
    "charset that is no text": b"Content-Type: text/plain; charset=base64\r\n\r\nabc",
    "no end of the boundary": b"Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n\r\nhi",
    "headers nobody can read": b'From: "=?utf-8?b?\xff?= <@@>\r\nTo: ;:<>\r\nDate: never\r\nSubject: =?utf-8?b?0?=\r\n'
    b"Content-Type: ;;;=\r\nContent-Disposition: =;filename*=x'y'%FF\r\nMessage-ID: <[>\r\n\r\nx",
    "attachment": b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: application/pdf\r\n"
    b"Content-Disposition: attachment; filename==?utf-8?b?0pvQsNC7?=.pdf\r\n\r\n%PDF\r\n--x--\r\n",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_mail_can_still_be_listed_and_read(folder: Folder, client: FlaskClient, content: bytes) -> None:
    letter_id = keep(folder, content)
    assert client.get("/").status_code == 200
    assert client.get(f"/mails/{letter_id}").status_code == 200
    assert client.get(f"/mails/{letter_id}/html").status_code in {200, 404}
    assert client.get(f"/mails/{letter_id}/raw").data == content


def test_a_mail_moved_by_a_mail_program_is_still_there(folder: Folder, client: FlaskClient) -> None:
    letter_id = keep(folder, a_mail())
    (folder.path / "new" / letter_id).rename(folder.path / "cur" / f"{letter_id}:2,S")
    (folder.path / "envelopes" / f"{letter_id}.json").write_text("{")
    assert client.get(f"/mails/{letter_id}").status_code == 200
    assert "coordinator@roadmap.test" in client.get("/").text
