"""Which files may be put into the record, and under which name they are shown."""

import re
from enum import StrEnum
from unicodedata import category, normalize

from roadmap.domain.objections import Objection

LONGEST_NAME = 120
"""Characters, the ending included: in Cyrillic still less than the 255 bytes that file systems take."""

_REVERSING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Windows takes these for devices, whatever the ending is, and the rest for no part of a name.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_UNUSABLE = re.compile(r'[<>:"|?*]')


class FileKind(StrEnum):
    """A kind of file, named by its ending."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PNG = "png"
    JPG = "jpg"

    @property
    def media_type(self) -> str:
        """The media type (RFC 6838) under which it is served."""
        return _MEDIA_TYPES[self]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileKind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileKind.PNG: "image/png",
    FileKind.JPG: "image/jpeg",
}
_ENDINGS = {kind.value: kind for kind in FileKind} | {"jpeg": FileKind.JPG}


def objection_to_name(name: str, field: str = "file") -> Objection | None:
    """What speaks against a file because of its name alone; ``None`` if nothing does."""
    if "\0" in name or any(character in _REVERSING for character in name):
        return Objection(field, "deceptive_name")
    if kind_by(shown_name(name)) is None:
        return Objection(field, "unknown_kind")
    return None


def kind_by(name: str) -> FileKind | None:
    """The kind that a name's ending stands for; ``None`` for every kind that is not kept."""
    stem, dot, ending = name.rpartition(".")
    return _ENDINGS.get(ending.lower()) if stem and dot else None


def shown_name(name: str) -> str:
    """The name without folders and without what a file system or a reader could trip over.

    Its ending stays; a name of which nothing else is left begins with "_".
    """
    last = re.split(r"[/\\]", normalize("NFC", name))[-1]
    visible = "".join(character for character in last if category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    plain = " ".join(_UNUSABLE.sub("_", visible).split()).lstrip(". ").rstrip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        stem, ending = plain, ""
    if not stem.strip() or _DEVICE.fullmatch(stem.partition(".")[0].strip()):
        stem = f"_{stem.strip()}"
    room = LONGEST_NAME - len(ending) - len(dot)
    return f"{stem[: max(room, 1)].rstrip()}{dot}{ending}"[:LONGEST_NAME]
