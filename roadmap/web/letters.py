"""Composing one mail to one person as bytes that cannot be bent: headers are cleaned first and re-read afterwards."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from urllib.parse import urlsplit

# Control characters, Unicode line ends, encoded words: each has been used to smuggle a header (CVE-2024-6923).
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]|=\?.*?\?=")


_LONGEST_LINE = 998


class _Unfolded(UnstructuredHeader, BaseHeader):
    """A header that stays on one line while it is plain.

    The standard library would encode an address of 76 or more characters, and begin a long subject on a second line.
    """

    def fold(self, *, policy: Policy) -> str:
        """The whole header on one line, if it needs no encoding."""
        value = str(self)
        return f"{self.name}: {value}{policy.linesep}" if value.isascii() else super().fold(policy=policy)


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _Unfolded)
_HEADERS.map_to_type("subject", _Unfolded)
# Seven bits, so that a relay without 8BITMIME takes it unchanged and a signature over it holds.
_POLICY = SMTP.clone(cte_type="7bit", header_factory=_HEADERS)


class UnsafeHeader(ValueError):
    """Something that would go into a header could end it or begin another."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is to read, in one language. ``key`` says what it is; one key is never written down twice."""

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
    message = EmailMessage(policy=_POLICY)
    name, mailbox = parseaddr(sender)
    message["From"] = Address(display_name=clean(name), addr_spec=clean(mailbox)) if name else clean(mailbox)
    message["To"] = _one_address(letter.address)
    message["Subject"] = clean(letter.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    for header, value in letter.headers.items():
        message[header] = clean(value)
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    # Setting the content takes away every header whose name begins with "Content-", so this one comes last.
    message["Content-Language"] = clean(letter.language)
    mime = message.as_bytes()
    _read_again(mime, message)
    return ComposedLetter(letter.key, letter.address, letter.language, letter.subject, message_id, mime)


def clean(value: str) -> str:
    """The value itself, if it is safe in a header."""
    if _UNSAFE.search(value):
        raise UnsafeHeader(f"not allowed in a header: {value!r}")
    return value


def _one_address(value: str) -> Address:
    """A mailbox and nothing else; a list, a name or a comment in its place is refused."""
    try:
        address = Address(addr_spec=clean(value))
    except (HeaderParseError, ValueError, IndexError) as error:
        raise UnsafeHeader(f"not one mail address: {value!r}") from error
    if not (address.username and address.domain and value.isascii()):
        raise UnsafeHeader(f"not one mail address: {value!r}")
    return address


def _message_id(key: str, secret: str, host: str) -> str:
    digest = hmac.new(secret.encode(), f"message-id:{key}".encode(), sha256).hexdigest()[:32]
    return f"<{digest}@{host}>"


def _read_again(mime: bytes, meant: EmailMessage) -> None:
    """Reads the bytes as a stranger would; any difference from what was meant stops the mail."""
    found = message_from_bytes(mime, policy=SMTP)
    if sorted(found.keys()) != sorted(meant.keys()):
        raise UnsafeHeader(f"the composed mail has other headers than meant: {found.keys()}")
    if len(found["To"].addresses) != 1:
        raise UnsafeHeader("the composed mail is not to exactly one address")
    if any(b"\r" in line or b"\n" in line or len(line) > _LONGEST_LINE for line in mime.split(b"\r\n")):
        raise UnsafeHeader("the composed mail has a line that is too long or ends wrongly")
