"""Word and Excel files (ECMA-376): what speaks against one. Little of it is unpacked, and never more than declared."""

import struct
import zlib
from typing import BinaryIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from roadmap.domain.objections import Objection
from roadmap.domain.package_directory import MOST_ENTRIES, entries_declared, objection_to_entries

CONTAINER = b"PK\x03\x04"
_TYPES = "[Content_Types].xml"
_LONGEST_LIST = 4 * 1024 * 1024
_CHUNK = 64 * 1024
_ARCHIVES = (CONTAINER, b"Rar!", b"7z\xbc\xaf")
_ARCHIVE_ENDINGS = ("zip", "7z", "rar", "gz", "tar", "jar", "docx", "docm", "xlsx", "xlsm", "xlsb", "pptx", "pptm")
_LOADED_BY_ITSELF = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument")
_DAMAGED = (BadZipFile, ValueError, RuntimeError, EOFError, OverflowError, struct.error, zlib.error, expat.ExpatError)


class _Refused(Exception):
    """Carries what was found out of the parser."""


def objection_to_office_file(file: BinaryIO, main_type: str, field: str, ending: str) -> Objection | None:
    """What speaks against the file; ``main_type`` is the content type that its main part must have."""
    try:
        if entries_declared(file) > MOST_ENTRIES:
            return Objection(field, "too_many_entries", {"limit": MOST_ENTRIES})
        with ZipFile(file) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                return Objection(field, "too_many_entries", {"limit": MOST_ENTRIES})
            found = objection_to_entries(entries, field)
            code = None if found else _contents(archive, entries, main_type)
    except _DAMAGED:
        found, code = None, "damaged"
    return found or (Objection(field, code, {"ending": ending}) if code else None)


def _contents(archive: ZipFile, entries: list[ZipInfo], main_type: str) -> str | None:
    names = {entry.filename for entry in entries}
    if _TYPES not in names:
        return "not_that_kind"
    try:
        types = {found.get("ContentType", "") for found in _elements(archive, archive.getinfo(_TYPES))}
        if any("macroEnabled" in each or "vbaProject" in each for each in types) or any(map(_is_macro, names)):
            return "macros"
        if main_type not in types:
            return "not_that_kind"
        for entry in entries:
            _look_into(archive, entry)
    except _Refused as refusal:
        return str(refusal)
    return None


def _is_macro(name: str) -> bool:
    return name.rpartition("/")[2].lower().startswith("vbaproject")


def _look_into(archive: ZipFile, entry: ZipInfo) -> None:
    ending = entry.filename.rpartition(".")[2].lower()
    if ending == "rels":
        if any(_loads_by_itself(found) for found in _elements(archive, entry)):
            raise _Refused("external")
    elif ending == "xml":
        _prolog(archive, entry)
    else:
        with archive.open(entry) as part:
            if ending in _ARCHIVE_ENDINGS or part.read(4).startswith(_ARCHIVES):
                raise _Refused("nested")


def _loads_by_itself(relation: dict[str, str]) -> bool:
    """Whether opening the file fetches something from another machine; a template on the author's disk does not."""
    leads = relation.get("Target", "").strip().lower().replace("\\", "/")
    elsewhere = not leads.startswith("file:///") or leads.startswith("file:////")
    by_itself = relation.get("Type", "").endswith(_LOADED_BY_ITSELF)
    return relation.get("TargetMode") == "External" and by_itself and elsewhere


def _parser() -> expat.XMLParserType:
    """A parser that goes no further than to a document type: these have none, and only it can define entities."""
    parser = expat.ParserCreate()

    def refuse(*_said: object) -> None:
        raise _Refused("entities")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _elements(archive: ZipFile, entry: ZipInfo) -> list[dict[str, str]]:
    """The attributes of every element of a short part."""
    if entry.file_size > _LONGEST_LIST:
        raise BadZipFile("a list of parts that is longer than any")
    found: list[dict[str, str]] = []
    parser = _parser()
    parser.StartElementHandler = lambda _name, attributes: found.append(attributes)
    with archive.open(entry) as part:
        parser.Parse(part.read(_LONGEST_LIST), True)
    return found


def _prolog(archive: ZipFile, entry: ZipInfo) -> None:
    """Reads up to the first element, since a document type can only stand before it."""
    begun: list[str] = []
    parser = _parser()
    parser.StartElementHandler = lambda name, _attributes: begun.append(name)
    with archive.open(entry) as part:
        while not begun and (chunk := part.read(_CHUNK)):
            parser.Parse(chunk, False)
