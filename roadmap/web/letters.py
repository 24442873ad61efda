"""Composing one mail to one person as bytes that cannot be bent: headers are cleaned first and re-read afterwards."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import Message
from email.utils import format_datetime, getaddresses, parseaddr
from functools import lru_cache
from hashlib import sha256
from urllib.parse import urlsplit

from roadmap.web import mime

# Control characters, Unicode line ends, encoded words: each has been used to smuggle a header (CVE-2024-6923).
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]|=\?.*?\?=")
# RFC 5322, 2.1.1.
_LONGEST_LINE = 998
_KINDS = ("text/plain", "text/html")


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
    # It follows from the key as well, so that the same letter has the same bytes; no line of a text begins with it.
    boundary = f"={message_id[1:33]}="
    headers = {
        "From": _from(sender),
        "To": _one_address(letter.address),
        "Subject": mime.unstructured(clean(letter.subject)),
        "Date": format_datetime(at),
        "Message-ID": message_id,
        "Auto-Submitted": "auto-generated",
        **{name: clean(value) for name, value in letter.headers.items()},
        **mime.content_headers(boundary),
        "Content-Language": clean(letter.language),
    }
    try:
        content = mime.mail(headers, letter.text, letter.html, boundary)
    except UnicodeEncodeError as error:
        raise UnsafeHeader(f"cannot be written in a mail: {error.object[error.start : error.end]!r}") from error
    _read_again(content, headers, letter)
    return ComposedLetter(letter.key, letter.address, letter.language, letter.subject, message_id, content)


@lru_cache(maxsize=8)
def _from(sender: str) -> str:
    name, mailbox = parseaddr(sender)
    if clean(name).isascii():
        return str(Address(display_name=name, addr_spec=clean(mailbox)))
    return f"{mime.unstructured(name)} <{Address(addr_spec=clean(mailbox)).addr_spec}>"


def clean(value: str) -> str:
    """The value itself, if it is safe in a header."""
    plain = value.isascii() and value.isprintable() and "=?" not in value
    if not plain and _UNSAFE.search(value):
        raise UnsafeHeader(f"not allowed in a header: {value!r}")
    return value


def _one_address(value: str) -> str:
    """A mailbox and nothing else; a list, a name or a comment in its place is refused."""
    try:
        address = Address(addr_spec=clean(value))
    except (HeaderParseError, ValueError, IndexError) as error:
        raise UnsafeHeader(f"not one mail address: {value!r}") from error
    # What is written into the mail is what the relay is told: a comment, which reading takes away, is refused too.
    if not (address.username and address.domain and value.isascii() and address.addr_spec == value):
        raise UnsafeHeader(f"not one mail address: {value!r}")
    return address.addr_spec


def _message_id(key: str, secret: str, host: str) -> str:
    digest = hmac.new(secret.encode(), f"message-id:{key}".encode(), sha256).hexdigest()[:32]
    return f"<{digest}@{host}>"


def _read_again(content: bytes, headers: Mapping[str, str], letter: Letter) -> None:
    """Reads the bytes as a stranger would; any difference from what was meant stops the mail."""
    found = _read(content)
    if found.keys() != list(headers):
        raise UnsafeHeader(f"the composed mail has other headers than meant: {found.keys()}")
    if [address for _, address in getaddresses(found.get_all("To", []))] != [headers["To"]]:
        raise UnsafeHeader("the composed mail is not to exactly one address")
    lines = content.split(b"\r\n")
    # Every CR and every LF belongs to a line end.
    bare = {content.count(b"\r"), content.count(b"\n")} != {len(lines) - 1}
    if bare or max(map(len, lines)) > _LONGEST_LINE:
        raise UnsafeHeader("the composed mail has a line that is too long or ends wrongly")
    _, *parts, end = content.split(f"\r\n--{found.get_boundary()}".encode())
    if found.get_content_type() != "multipart/alternative" or len(parts) != len(_KINDS) or end != b"--\r\n":
        raise UnsafeHeader("the composed mail has other parts than meant")
    for part, kind, meant in zip(parts, _KINDS, (letter.text, letter.html), strict=True):
        read = _read(part.removeprefix(b"\r\n"))
        if read.get_content_type() != kind or read.get_payload(decode=True) != mime.normal(meant).encode():
            raise UnsafeHeader("the composed mail does not read as it was written")


def _read(content: bytes) -> Message:
    """A mail or a part of one. The parser reads line by line, which for a body takes as long as all the rest."""
    head, _, body = content.partition(b"\r\n\r\n")
    found = message_from_bytes(head)
    found.set_payload(body.decode("ascii", "surrogateescape"))
    return found
