"""A mail as bytes: headers in ASCII, and a text and an HTML part that any relay carries unchanged.

Written out here rather than by the standard library's ``EmailMessage``, which takes ten times as long and encodes an
address of 76 or more characters in a header, where nobody can follow it any more. What is written is read again with
the standard library before it counts (``letters``).
"""

import re
from base64 import b64encode
from binascii import b2a_qp
from collections.abc import Iterable, Mapping
from functools import lru_cache

# RFC 5322, 2.1.1, less room for what a relay may put in.
_LONGEST_LINE = 900
_LINE_END = re.compile("\r\n|\r|\n")
_PRINTABLE = re.compile(r"[\t\r\n\x20-\x7e]*")
# RFC 2047: an encoded word has at most 75 characters; three quarters of what the frame leaves, in whole bytes.
_WORD_BYTES = 45
_ASCII = bytes(range(0x80))
# RFC 2045, 6.8.
_BASE64_LINE = 76


def mail(headers: Mapping[str, str], text: str, html: str, boundary: str) -> bytes:
    """The whole mail. ``headers`` are in ASCII and folded where they have to be; the boundary is no line of a part."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    mark = f"\r\n--{boundary}".encode()
    parts = (mark + b"\r\n" + _part(kind, content) for kind, content in (("plain", text), ("html", html)))
    return b"".join((lines.encode("ascii"), *parts, mark, b"--\r\n"))


def content_headers(boundary: str) -> dict[str, str]:
    """The headers that say how to read the two parts."""
    return {"MIME-Version": "1.0", "Content-Type": f'multipart/alternative; boundary="{boundary}"'}


@lru_cache(maxsize=256)
def unstructured(value: str) -> str:
    """A header's words: as they are while they are plain and short, else as encoded words, a line each."""
    if value.isascii() and len(value) <= _LONGEST_LINE:
        return value
    return "\r\n ".join(f"=?utf-8?b?{b64encode(word).decode()}?=" for word in _chunks(value))


def _chunks(value: str) -> Iterable[bytes]:
    """Pieces of at most ``_WORD_BYTES`` that end between characters."""
    chunk = b""
    for character in value:
        encoded = character.encode()
        if len(chunk) + len(encoded) > _WORD_BYTES:
            yield chunk
            chunk = b""
        chunk += encoded
    yield chunk


def normal(text: str) -> str:
    """The text with the line ends of a mail, and one at its end."""
    lines = _LINE_END.sub("\r\n", text) if "\r" in text else text.replace("\n", "\r\n")
    return lines if lines.endswith("\r\n") else f"{lines}\r\n"


def _part(kind: str, content: str) -> bytes:
    encoding, body = _encoded(normal(content))
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode() + body


def _encoded(content: str) -> tuple[str, bytes]:
    """Plain where it can be, quoted where most of it can be read so, else in base 64."""
    data = content.encode()
    if _PRINTABLE.fullmatch(content) and max(map(len, content.split("\r\n"))) <= _LONGEST_LINE:
        return "7bit", data
    # Three characters for each byte that is quoted, against four for three of any.
    if 6 * len(data.translate(None, _ASCII)) < len(data):
        return "quoted-printable", b2a_qp(data)
    encoded = b64encode(data)
    lines = (encoded[start : start + _BASE64_LINE] for start in range(0, len(encoded), _BASE64_LINE))
    return "base64", b"\r\n".join(lines) + b"\r\n"
