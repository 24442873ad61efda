"""Files that go with a mail: a multipart/mixed around the mail as it was composed and read again without them."""

import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from roadmap.web.rereading import UnsafeHeader

# RFC 2045, 6.8.
_LINE = 76
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_KIND = re.compile(r"[a-z]+/[a-z0-9.+-]+")
_CONTENT_TYPE = re.compile(rb"^Content-Type: (multipart/alternative; [ -~]+)\r\n", re.MULTILINE)


@dataclass(frozen=True)
class Enclosure:
    """A file under a plain name. Many mails can carry the same one; it is encoded once."""

    name: str
    kind: str
    content: bytes

    @cached_property
    def part(self) -> bytes:
        """The part of the mail: its headers, and the file in base 64. Raises ``UnsafeHeader`` of another name."""
        if not (_NAME.fullmatch(self.name) and _KIND.fullmatch(self.kind)):
            raise UnsafeHeader(f"not a plain name of a file: {self.name!r}")
        head = (
            f'Content-Type: {self.kind}; name="{self.name}"\r\n'
            "Content-Transfer-Encoding: base64\r\n"
            f'Content-Disposition: attachment; filename="{self.name}"\r\n\r\n'
        )
        data = b64encode(self.content)
        lines = (data[at : at + _LINE] for at in range(0, len(data), _LINE))
        return head.encode("ascii") + b"\r\n".join(lines)


def enclosed(mail: bytes, enclosures: Sequence[Enclosure], boundary: str) -> bytes:
    """The mail with the files behind what it says. Raises ``UnsafeHeader`` if it would read otherwise.

    ``mail`` is a multipart/alternative that was read again; ``boundary`` is no line of it.
    """
    head, _, body = mail.partition(b"\r\n\r\n")
    head += b"\r\n"
    found = _CONTENT_TYPE.search(head)
    mark = f"\r\n--{boundary}".encode("ascii")
    if found is None or mark in mail:
        raise UnsafeHeader("a mail of this form takes no files")
    outer = head.replace(found.group(), f'Content-Type: multipart/mixed; boundary="{boundary}"\r\n'.encode())
    inner = b"Content-Type: " + found.group(1) + b"\r\n\r\n" + body
    parts = [inner, *(each.part for each in enclosures)]
    written = outer + b"".join(mark + b"\r\n" + part for part in parts) + mark + b"--\r\n"
    _read_again(written, parts, enclosures, mark)
    return written


def _read_again(written: bytes, parts: Sequence[bytes], enclosures: Sequence[Enclosure], mark: bytes) -> None:
    _, *read, end = written.split(mark)
    if [each.removeprefix(b"\r\n") for each in read] != list(parts) or end != b"--\r\n":
        raise UnsafeHeader("the composed mail has other parts than meant")
    for part, enclosure in zip(read[1:], enclosures, strict=True):
        if b64decode(part.partition(b"\r\n\r\n")[2]) != enclosure.content:
            raise UnsafeHeader("a file in the composed mail does not read as it was written")
