"""Reads mails for people: decoded subject, addresses, date, text and HTML, however broken they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import Message
from email.parser import BytesParser

from roadmap.mailbox.folder import Envelope, Folder

# The old policy takes a mail apart without judging it; the newer one raises on some that are broken.
_PARSER = BytesParser(policy=policy.compat32)


@dataclass(frozen=True)
class Attachment:
    """A part that is neither the text nor the HTML; size in bytes."""

    name: str
    kind: str
    size: int


@dataclass(frozen=True)
class Letter:
    """One mail; every string is decoded and safe to print, `text` and `html` are None where there is no such part."""

    id: str
    arrived_at: datetime
    envelope: Envelope
    subject: str
    sender: str
    to: str
    date: str
    language: str
    text: str | None
    html: str | None
    attachments: tuple[Attachment, ...]
    headers: tuple[tuple[str, str], ...]


def letters_of(folder: Folder, ids: list[str]) -> list[Letter]:
    """The letters of these ids in the same order, without those that were taken away meanwhile."""
    found = (letter_of(folder, letter_id) for letter_id in ids)
    return [letter for letter in found if letter is not None]


def letter_of(folder: Folder, letter_id: str) -> Letter | None:
    """The letter of this id, or None when there is none."""
    content = folder.content(letter_id)
    if content is None:
        return None
    message = _PARSER.parsebytes(content)
    headers = tuple((name, _header(name, raw)) for name, raw in message.raw_items())
    first = {name.lower(): value for name, value in reversed(headers)}
    return Letter(
        id=letter_id,
        arrived_at=_arrived_at(letter_id),
        envelope=folder.envelope(letter_id),
        subject=first.get("subject", ""),
        sender=first.get("from", ""),
        to=first.get("to", ""),
        date=first.get("date", ""),
        language=first.get("content-language", ""),
        text=_body(message, "text/plain"),
        html=_body(message, "text/html"),
        attachments=tuple(_attachments(message)),
        headers=headers,
    )


def _arrived_at(letter_id: str) -> datetime:
    seconds = letter_id.partition(".")[0]
    return datetime.fromtimestamp(int(seconds) if seconds.isdecimal() else 0, UTC)


def _header(name: str, raw: str) -> str:
    try:
        value = str(policy.default.header_fetch_parse(name, raw))
    except Exception:  # The standard library's header parser raises anything at all on a broken header; show it raw.
        value = raw
    return _readable(value)


def _readable(value: str) -> str:
    # Bytes outside ASCII reach us as surrogates: as UTF-8 they are letters, anything else becomes the replacement mark.
    return " ".join(value.encode("utf-8", "surrogateescape").decode("utf-8", "replace").splitlines())


def _leaves(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if not part.is_multipart())


def _is_body(part: Message) -> bool:
    return part.get_content_disposition() != "attachment" and part.get_filename() is None


def _body(message: Message, kind: str) -> str | None:
    part = next((part for part in _leaves(message) if part.get_content_type() == kind and _is_body(part)), None)
    return None if part is None else _decoded(part)


def _decoded(part: Message) -> str:
    content = _bytes_of(part)
    try:
        text = content.decode(part.get_content_charset() or "utf-8", "replace")
    except (LookupError, ValueError):  # No such charset; most mails today are UTF-8.
        text = content.decode("utf-8", "replace")
    return text.replace("\r\n", "\n")


def _bytes_of(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _attachments(message: Message) -> Iterator[Attachment]:
    shown = {"text/plain", "text/html"}
    for part in _leaves(message):
        if _is_body(part) and part.get_content_type() in shown:
            continue
        name = _header("Subject", part.get_filename() or "")
        yield Attachment(name, part.get_content_type(), len(_bytes_of(part)))
