"""A mail's bytes as a page shows them: the headers that matter, and the text, which is complete in itself."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import SMTP

from flask import Response

_HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "Content-Language", "List-Id", "Auto-Submitted")
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class ReadMail:
    """What was read."""

    headers: tuple[tuple[str, str], ...]
    subject: str
    text: str


def read(mime: bytes) -> ReadMail:
    """The mail as a stranger's program would show it without its HTML."""
    message = message_from_bytes(mime, policy=SMTP)
    body = message.get_body(("plain",))
    headers = tuple((name, str(message[name])) for name in _HEADERS if name in message)
    text = str(body.get_content()).replace("\r\n", "\n") if body else ""
    return ReadMail(headers, str(message["Subject"] or ""), text)


def as_file(mime: bytes, name: str) -> Response:
    """The very bytes, to be opened by a mail program and never by the browser."""
    response = Response(mime, mimetype="message/rfc822")
    response.headers["Content-Disposition"] = f'attachment; filename="{_NOT_IN_A_NAME.sub("-", name.lower())}.eml"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
