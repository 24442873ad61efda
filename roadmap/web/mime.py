"""A mail as bytes: headers in ASCII, and a text and an HTML part that any relay carries unchanged.

Written out here rather than by the standard library's ``EmailMessage``, which takes ten times as long and encodes an
address of 76 or more characters in a header, where nobody can follow it any more. What is written is read again before
it counts (``rereading``).
"""

import re
from base64 import b64encode
from binascii import b2a_qp
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
# RFC 2045, 6.7: a line end that does not count.
_SOFT_END = b"=\r\n"
# What may be put into a place without another look at it: it is long enough for every address that is made here.
_LONGEST_VALUE = 300
_VALUE = re.compile(rf"[!-~]{{1,{_LONGEST_VALUE}}}")
_KINDS = ("plain", "html")


@dataclass(frozen=True, slots=True)
class Part:
    """The text or the HTML of a mail, encoded but for its places.

    ``plain`` are the pieces between the places, ``pieces`` the same as they stand in the mail; in base 64 they are
    encoded last. ``order`` says which value comes behind each piece but the last.
    """

    head: bytes
    encoding: str
    plain: tuple[bytes, ...]
    pieces: tuple[bytes, ...]
    order: tuple[int, ...]

    def meant(self, values: Sequence[bytes]) -> bytes:
        """What a reader is to see, once every place is taken by its value."""
        return b"".join(_woven(self.plain, values, self.order))

    def encoded(self, values: Sequence[bytes], quoted: Sequence[bytes]) -> bytes:
        """The same as it stands in the mail; ``quoted`` are the values as they stand in a quoted-printable part."""
        if self.encoding == "base64":
            return _base64(self.meant(values))
        return b"".join(_woven(self.pieces, quoted if self.encoding == "quoted-printable" else values, self.order))


def _woven(pieces: Sequence[bytes], values: Sequence[bytes], order: Sequence[int]) -> Iterator[bytes]:
    for piece, number in zip(pieces, order, strict=False):
        yield piece
        yield values[number]
    yield pieces[-1]


class Stencil:
    """The body of a mail, with places for what differs from reader to reader. All the rest is encoded once.

    The places stand in the text and in the HTML, and nowhere else; ``boundary`` is no line of either.
    """

    def __init__(self, text: str, html: str, boundary: str, places: Sequence[str] = ()) -> None:
        self.boundary = boundary
        self.parts = tuple(_part(kind, content, places) for kind, content in zip(_KINDS, (text, html), strict=True))
        # Whether a mail with this body was read by the standard library.
        self.known = False

    def body(self, values: Sequence[bytes] = ()) -> bytes:
        """The body with every place taken; ``takes`` says which values may be put in."""
        mark = b"\r\n--" + self.boundary.encode()
        quoted = [_quoted(value) for value in values]
        text, html = (part.head + part.encoded(values, quoted) for part in self.parts)
        return b"".join((mark, b"\r\n", text, mark, b"\r\n", html, mark, b"--\r\n"))


def takes(values: Iterable[str]) -> bool:
    """Whether these values may be put into places: visible ASCII, and not too long for a line."""
    return all(map(_VALUE.fullmatch, values))


def content_headers(boundary: str) -> dict[str, str]:
    """The headers that say how to read the two parts."""
    return {"MIME-Version": "1.0", "Content-Type": f'multipart/alternative; boundary="{boundary}"'}


def head(headers: Mapping[str, str]) -> bytes:
    """The header lines. They are in ASCII, and folded where they have to be."""
    return "".join([f"{name}: {value}\r\n" for name, value in headers.items()]).encode("ascii")


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


def _part(kind: str, content: str, places: Sequence[str]) -> Part:
    written = normal(content)
    found = re.split(f"({'|'.join(map(re.escape, places))})", written) if places else [written]
    plain = [piece.encode() for piece in found[::2]]
    order = [places.index(place) for place in found[1::2]]
    encoding = _encoding(written, len(order))
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    pieces = _quoted_pieces(plain) if encoding == "quoted-printable" else plain
    return Part(head.encode(), encoding, tuple(plain), tuple(pieces), tuple(order))


def _encoding(content: str, places: int) -> str:
    """Plain where it can be, quoted where most of it can be read so, else base 64."""
    longest = max(map(len, content.split("\r\n"))) + places * _LONGEST_VALUE
    if longest <= _LONGEST_LINE and _PRINTABLE.fullmatch(content):
        return "7bit"
    data = content.encode()
    # Three characters for each byte that is quoted, against four for three of any.
    return "quoted-printable" if 6 * len(data.translate(None, _ASCII)) < len(data) else "base64"


def _quoted_pieces(plain: Sequence[bytes]) -> list[bytes]:
    """Each piece by itself; what a place is taken by stands on lines of its own, whose ends do not count."""
    first, *others = plain
    pieces = [_quoted(first)] + [
        # What is in a place ends its line itself, or the text does.
        (b"" if piece.startswith(b"\r\n") else _SOFT_END) + _quoted(piece)
        for piece in others
    ]
    return [piece if piece.endswith(b"\n") else piece + _SOFT_END for piece in pieces[:-1]] + pieces[-1:]


def _quoted(piece: bytes) -> bytes:
    """Quoted-printable with room for a soft line end.

    A line end before it, which says of which kind they are, and a letter behind it are taken away again.
    """
    return b2a_qp(b"\r\n" + piece + b"~")[2:-1]


def _base64(data: bytes) -> bytes:
    encoded = b64encode(data)
    return b"\r\n".join([encoded[at : at + _BASE64_LINE] for at in range(0, len(encoded), _BASE64_LINE)]) + b"\r\n"
