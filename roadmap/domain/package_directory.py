"""The directory of a container (ZIP), judged by what it declares before anything is unpacked."""

import struct
from os import SEEK_END
from stat import S_ISLNK
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipInfo

from roadmap.domain.objections import Objection

MOST_ENTRIES = 10_000
MOST_UNPACKED = 50 * 1024 * 1024
MOST_RATIO = 200
"""How many times its packed size a container may unpack to; office files stay below 50."""

_LONGEST_DIRECTORY = 1024 * 1024
_END, _END_LENGTH, _LONGEST_REMARK = b"PK\x05\x06", 22, 65535
_LOCATOR_64, _LOCATOR_64_LENGTH = b"PK\x06\x07", 20
_ENCRYPTED = 0x1


def entries_declared(file: BinaryIO) -> int:
    """How many entries the end record names. ``BadZipFile`` if the file is not one whole container and nothing else.

    The directory must reach up to the end record: what stands before or behind it could be read otherwise elsewhere.
    """
    size = file.seek(0, SEEK_END)
    start = max(size - _END_LENGTH - _LONGEST_REMARK, 0)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_LENGTH:
        raise BadZipFile("no end record")
    _, disk, first_disk, here, total, length, offset, remark = struct.unpack("<4s4H2LH", tail[at : at + _END_LENGTH])
    whole = at + _END_LENGTH + remark == len(tail) and offset + length == start + at
    large = tail[max(at - _LOCATOR_64_LENGTH, 0) : at].startswith(_LOCATOR_64)
    if disk or first_disk or here != total or not whole or large:
        raise BadZipFile("not one whole container")
    return int(total) if length <= _LONGEST_DIRECTORY else MOST_ENTRIES + 1


def objection_to_entries(entries: list[ZipInfo], field: str) -> Objection | None:
    """What speaks against a container because of its directory; ``None`` if nothing does."""
    if len({entry.filename for entry in entries}) < len(entries) or any(map(_is_trick, entries)):
        return Objection(field, "tricks")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1024):
        return Objection(field, "unpacks", {"limit": MOST_UNPACKED // 1024 // 1024})
    return None


def _is_trick(entry: ZipInfo) -> bool:
    """Whether it leads out of the container, is a link, or is packed as no office program packs."""
    name = entry.orig_filename
    leads_out = name.startswith("/") or ".." in name.split("/") or any(sign in name for sign in "\\:\0")
    odd = entry.flag_bits & _ENCRYPTED or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED)
    return leads_out or bool(odd) or S_ISLNK(entry.external_attr >> 16)
