"""Composing one mail to one person as bytes that cannot be bent: headers are cleaned first and re-read afterwards."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from urllib.parse import urlsplit

# Control characters, Unicode line ends and encoded words: each has been used to smuggle a header (CVE-2024-6923).
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]|=\?.*?\?=")


class UnsafeHeader(ValueError):
    """Something that would go into a header could end it or begin another."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is to read, in one language. ``key`` says what it is; no key is written down twice."""

    key: str
    address: str
    language: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ComposedLetter:
    """A letter as the bytes that will be handed over, however often that is tried."""

    key: str
    address: str
    language: str
    subject: str
    message_id: str
    mime: bytes

    @property
    def checksum(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return sha256(self.mime).hexdigest()


def compose(letter: Letter, *, sender: str, secret: str, public_url: str, at: datetime) -> ComposedLetter:
    """The letter as MIME bytes. Raises ``UnsafeHeader`` rather than send something else than was meant."""
    message_id = _message_id(letter.key, secret, urlsplit(public_url).hostname or "localhost")
    message = EmailMessage(policy=SMTP)
    name, mailbox = parseaddr(sender)
    message["From"] = Address(display_name=clean(name), addr_spec=clean(mailbox)) if name else clean(mailbox)
    message["To"] = clean(letter.address)
    message["Subject"] = clean(letter.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.language
    for header, value in letter.headers.items():
        message[header] = clean(value)
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    mime = message.as_bytes()
    _read_again(mime, message)
    return ComposedLetter(letter.key, letter.address, letter.language, letter.subject, message_id, mime)


def clean(value: str) -> str:
    """The value itself, if it is safe in a header."""
    if _UNSAFE.search(value):
        raise UnsafeHeader(f"not allowed in a header: {value!r}")
    return value


def _message_id(key: str, secret: str, host: str) -> str:
    digest = hmac.new(secret.encode(), f"message-id:{key}".encode(), sha256).hexdigest()[:32]
    return f"<{digest}@{host}>"


def _read_again(mime: bytes, meant: EmailMessage) -> None:
    found = message_from_bytes(mime, policy=SMTP)
    if sorted(found.keys()) != sorted(meant.keys()) or len(found.get_all("To", [])) != 1:
        raise UnsafeHeader(f"the composed mail has other headers than meant: {found.keys()}")
