"""Whether a file is what its name says, judged by its content: the first bytes, the container, the picture's size."""

from collections.abc import Callable
from os import SEEK_END
from typing import BinaryIO

from roadmap.domain.file_kinds import FileKind
from roadmap.domain.objections import Objection
from roadmap.domain.office_files import CONTAINER, objection_to_office_file
from roadmap.domain.picture_files import JPEG, MOST_PIXELS, PNG, Size, jpeg_size, png_size

_BEGINNINGS = {
    FileKind.PDF: b"%PDF-",
    FileKind.DOCX: CONTAINER,
    FileKind.XLSX: CONTAINER,
    FileKind.PNG: PNG,
    FileKind.JPG: JPEG,
}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MAIN_PARTS = {
    FileKind.DOCX: f"{_OFFICE}.wordprocessingml.document.main+xml",
    FileKind.XLSX: f"{_OFFICE}.spreadsheetml.sheet.main+xml",
}
_PICTURES: dict[FileKind, Callable[[BinaryIO], Size | None]] = {FileKind.PNG: png_size, FileKind.JPG: jpeg_size}
# Word and Excel before 2007, and what they make of a file that is kept under a password.
_COMPOUND = b"\xd0\xcf\x11\xe0"
_PDF_END = 2048


def objection_to_content(file: BinaryIO, kind: FileKind, ending: str, field: str = "file") -> Objection | None:
    """What speaks against keeping the file as one of this ``kind``; ``None`` if nothing does.

    ``ending`` is the one its name has. Nothing is written, and no more is unpacked than a few kilobytes at a time.
    """
    file.seek(0)
    beginning = file.read(8)
    if not beginning:
        return Objection(field, "empty_file")
    if kind in _MAIN_PARTS and beginning.startswith(_COMPOUND):
        return Objection(field, "old_or_locked")
    if not beginning.startswith(_BEGINNINGS[kind]):
        return Objection(field, "not_that_kind", {"ending": ending})
    if kind in _MAIN_PARTS:
        return objection_to_office_file(file, _MAIN_PARTS[kind], field, ending)
    if kind in _PICTURES:
        return _objection_to_picture(_PICTURES[kind](file), field, ending)
    return None if _ends_as_pdf(file) else Objection(field, "damaged", {"ending": ending})


def _objection_to_picture(size: Size | None, field: str, ending: str) -> Objection | None:
    if size is None or not all(size):
        return Objection(field, "damaged", {"ending": ending})
    if size[0] * size[1] > MOST_PIXELS:
        return Objection(field, "too_many_pixels", {"limit": MOST_PIXELS // 1_000_000})
    return None


def _ends_as_pdf(file: BinaryIO) -> bool:
    """A PDF that was cut off on its way has no end mark (ISO 32000-1, 7.5.5)."""
    size = file.seek(0, SEEK_END)
    file.seek(max(size - _PDF_END, 0))
    return b"%%EOF" in file.read()
