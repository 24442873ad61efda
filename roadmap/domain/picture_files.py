"""How large a picture would be if it were unpacked, read from its header alone: nothing is decoded."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
MOST_PIXELS = 100_000_000
"""A sheet of A2 at 600 dots an inch; more is a picture made to exhaust whoever opens it."""

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))
_MOST_PARTS = 100_000
Size = tuple[int, int]


def png_size(file: BinaryIO) -> Size | None:
    """Width and height of a whole PNG (ISO/IEC 15948); ``None`` if it is damaged."""
    file.seek(0)
    if file.read(8) != PNG:
        return None
    size: Size | None = None
    for position, (kind, length) in enumerate(_png_chunks(file)):
        if position == 0:
            if (kind, length) != (b"IHDR", 13):
                return None
            header = file.read(8)
            if len(header) < 8:
                return None
            size = struct.unpack(">2L", header)
        if kind == b"IEND":
            return size
    return None


def _png_chunks(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Kind and length of each chunk, the file standing at its content; ends where the file is cut off."""
    for _ in range(_MOST_PARTS):
        head = file.read(8)
        if len(head) < 8:
            return
        length, kind = struct.unpack(">L4s", head)
        start = file.tell()
        yield kind, length
        file.seek(start + length)
        if len(file.read(4)) < 4:
            return


def jpeg_size(file: BinaryIO) -> Size | None:
    """Width and height of a JPEG (ITU-T T.81), from its first frame; ``None`` if there is none."""
    file.seek(0)
    if file.read(2) != JPEG[:2]:
        return None
    for _ in range(_MOST_PARTS):
        marker = _marker(file)
        if marker is None or marker == 0xD9:
            return None
        if marker in _ALONE:
            continue
        head = file.read(2)
        if len(head) < 2 or (length := int.from_bytes(head, "big")) < 2:
            return None
        if marker in _FRAMES:
            frame = file.read(5)
            return struct.unpack(">xHH", frame)[::-1] if len(frame) == 5 else None
        file.seek(length - 2, 1)
    return None


def _marker(file: BinaryIO) -> int | None:
    """The next marker's code; before it there may be filling."""
    if file.read(1) != b"\xff":
        return None
    for _ in range(_MOST_PARTS):
        code = file.read(1)
        if code != b"\xff":
            return code[0] if code else None
    return None
