"""Reading a composed mail again before it counts: any difference from what was meant stops it.

Every mail is read as bytes and compared with what was meant: its headers, its lines, and both parts decoded. The first
mail of a body that many share is read by the standard library too, as a stranger would, and so is every mail to an
address that could be read in two ways. In the others only the header lines and the values in the places differ from
the first, and each of these is compared.
"""

import re
from binascii import Error, a2b_base64, a2b_qp
from collections.abc import Callable, Mapping, Sequence
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses

from roadmap.web.mime import Stencil

# RFC 5322, 2.1.1.
_LONGEST_LINE = 998
# RFC 5322, 2.2: a name, a colon, and visible words; a line that goes on begins with a blank.
_HEAD = re.compile(rb"(?:[!-9;-~]+: [ -~]*\r\n(?: [ -~]*[!-~][ -~]*\r\n)*)+")
_NAME = re.compile(rb"(?:\A|\r\n)([!-9;-~]+):")
_DECODED: Mapping[str, Callable[[bytes], bytes]] = {"7bit": bytes, "quoted-printable": a2b_qp, "base64": a2b_base64}
_KINDS = ("text/plain", "text/html")
# RFC 5322, 3.4.1, without quotes, comments and numbers in brackets: nobody can read it as anything but one mailbox.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
PLAIN_MAILBOX = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


class UnsafeHeader(ValueError):
    """Something that would go into a header could end it or begin another."""


def read_again(content: bytes, headers: Mapping[str, str], stencil: Stencil, values: Sequence[bytes]) -> None:
    """Raises ``UnsafeHeader`` unless the mail reads as its headers, and its body with these values, were meant."""
    head, _, body = content.partition(b"\r\n\r\n")
    head += b"\r\n"
    names = [name.decode() for name in _NAME.findall(head)]
    if not _HEAD.fullmatch(head) or names != list(headers):
        raise UnsafeHeader(f"the composed mail has other headers than meant: {names}")
    if f"\r\nTo: {headers['To']}\r\n".encode() not in head:
        raise UnsafeHeader("the composed mail is not to exactly one address")
    lines = content.split(b"\r\n")
    # Every CR and every LF belongs to a line end.
    bare = {content.count(b"\r"), content.count(b"\n")} != {len(lines) - 1}
    if bare or max(map(len, lines)) > _LONGEST_LINE:
        raise UnsafeHeader("the composed mail has a line that is too long or ends wrongly")
    _read_parts(b"\r\n" + body, stencil, values)
    if not stencil.known or not PLAIN_MAILBOX.fullmatch(headers["To"]):
        _read_as_a_stranger(content, headers, stencil, values)
        stencil.known = True


def _read_parts(body: bytes, stencil: Stencil, values: Sequence[bytes]) -> None:
    before, *parts = body.split(f"\r\n--{stencil.boundary}".encode())
    if len(parts) != len(stencil.parts) + 1 or before or parts.pop() != b"--\r\n":
        raise UnsafeHeader("the composed mail has other parts than meant")
    for read, part in zip(parts, stencil.parts, strict=True):
        encoded = read.removeprefix(b"\r\n" + part.head)
        if encoded is read or not _says(encoded, part.encoding, part.meant(values)):
            raise UnsafeHeader("the composed mail does not read as it was written")


def _says(encoded: bytes, encoding: str, meant: bytes) -> bool:
    try:
        return _DECODED[encoding](encoded) == meant
    except Error:
        return False


def _read_as_a_stranger(content: bytes, headers: Mapping[str, str], stencil: Stencil, values: Sequence[bytes]) -> None:
    found = _read(content)
    if found.keys() != list(headers):
        raise UnsafeHeader(f"the composed mail has other headers than meant: {found.keys()}")
    if [address for _, address in getaddresses(found.get_all("To", []))] != [headers["To"]]:
        raise UnsafeHeader("the composed mail is not to exactly one address")
    _, *parts, end = content.split(f"\r\n--{found.get_boundary()}".encode())
    if found.get_content_type() != "multipart/alternative" or len(parts) != len(_KINDS) or end != b"--\r\n":
        raise UnsafeHeader("the composed mail has other parts than meant")
    for each, kind, part in zip(parts, _KINDS, stencil.parts, strict=True):
        read = _read(each.removeprefix(b"\r\n"))
        if read.get_content_type() != kind or read.get_payload(decode=True) != part.meant(values):
            raise UnsafeHeader("the composed mail does not read as it was written")


def _read(content: bytes) -> Message:
    """A mail or a part of one. The parser reads line by line, which for a body takes as long as all the rest."""
    head, _, body = content.partition(b"\r\n\r\n")
    found = BytesHeaderParser().parsebytes(head)
    found.set_payload(body.decode("ascii", "surrogateescape"))
    return found
