"""Composing one mail to one person as bytes that cannot be bent: headers are cleaned first and re-read afterwards."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from hashlib import sha256
from urllib.parse import urlsplit

from roadmap.web import mime
from roadmap.web.enclosures import Enclosure, enclosed
from roadmap.web.mime import Stencil, takes
from roadmap.web.rereading import PLAIN_MAILBOX, UnsafeHeader, read_again

# Control characters, Unicode line ends, encoded words: each has been used to smuggle a header (CVE-2024-6923).
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]|=\?.*?\?=")


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is to read, in one language. ``key`` says what it is; one key is never written down twice.

    ``values`` take the places that are kept in the text and the HTML, each place by itself; ``enclosures`` go with it.
    """

    key: str
    address: str
    language: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str]
    values: Mapping[str, str] = field(default_factory=dict)
    enclosures: tuple[Enclosure, ...] = ()


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


def compose(
    letter: Letter, *, sender: str, secret: str, public_url: str, at: datetime, stencil: Stencil | None = None
) -> ComposedLetter:
    """The letter as MIME bytes. Raises ``UnsafeHeader`` rather than send something else than was meant.

    ``stencil`` is what an earlier letter with the same text, HTML and places was written with.
    """
    if not takes(letter.values.values()):
        raise UnsafeHeader("an address to be put in is too long, or has letters that no address has")
    message_id = _message_id(letter.key, secret, _host(public_url))
    try:
        stencil = stencil or stencil_of(letter, secret)
        values = [value.encode("ascii") for value in letter.values.values()]
        headers = _headers(letter, message_id, sender, stencil.boundary, at)
        content = mime.head(headers) + stencil.body(values)
    except UnicodeEncodeError as error:
        raise UnsafeHeader(f"cannot be written in a mail: {error.object[error.start : error.end]!r}") from error
    read_again(content, headers, stencil, values)
    if letter.enclosures:
        content = enclosed(content, letter.enclosures, f"={_secret_word('files', letter.key, secret)}=")
    return ComposedLetter(letter.key, letter.address, letter.language, letter.subject, message_id, content)


def stencil_of(letter: Letter, secret: str) -> Stencil:
    """What this letter is written with, and others that differ from it in their values and headers alone."""
    # It follows from the key, so that the same letter has the same bytes, and nobody can know it who writes a text.
    boundary = f"={_secret_word('boundary', letter.key, secret)}="
    return Stencil(letter.text, letter.html, boundary, list(letter.values))


def _headers(letter: Letter, message_id: str, sender: str, boundary: str, at: datetime) -> dict[str, str]:
    return {
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


@lru_cache(maxsize=8)
def _host(public_url: str) -> str:
    return urlsplit(public_url).hostname or "localhost"


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
    if PLAIN_MAILBOX.fullmatch(clean(value)):
        return value
    try:
        address = Address(addr_spec=clean(value))
    except (HeaderParseError, ValueError, IndexError) as error:
        raise UnsafeHeader(f"not one mail address: {value!r}") from error
    # What is written into the mail is what the relay is told: a comment, which reading takes away, is refused too.
    if not (address.username and address.domain and value.isascii() and address.addr_spec == value):
        raise UnsafeHeader(f"not one mail address: {value!r}")
    return address.addr_spec


def _message_id(key: str, secret: str, host: str) -> str:
    return f"<{_secret_word('message-id', key, secret)}@{host}>"


def _secret_word(purpose: str, key: str, secret: str) -> str:
    return hmac.digest(secret.encode(), f"{purpose}:{key}".encode(), "sha256").hex()[:32]
