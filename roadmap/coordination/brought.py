"""Files that come with a form: what of them is shown again, and what speaks against one."""

from hashlib import file_digest
from io import BytesIO
from typing import BinaryIO, cast

from flask import request
from werkzeug.datastructures import FileStorage

from roadmap.domain.file_content import objection_to_content
from roadmap.domain.file_kinds import kind_by, objection_to_name, shown_name
from roadmap.domain.objections import Objection
from roadmap.web.uploads import MEGABYTE, most_megabytes

FILES_AT_ONCE = 4
"""So many of the largest files come with one report; more milestones than that are seldom done on one day."""

FILE, NAME = "document_file", "file_name"
"""The field of a file, and the one that keeps its name when the form is shown again: no browser keeps the file."""


def sent_fields() -> dict[str, str]:
    """What was typed into the form that was sent, and of every file its name."""
    names = {
        field.removesuffix(FILE) + NAME: shown_name(file.filename)
        for field, file in request.files.items()
        if field.endswith(FILE) and file.filename
    }
    return request.form.to_dict() | names


def file_came() -> bool:
    """Whether a file came with the form, or was meant to when the form was sent before."""
    return any(file.filename for file in request.files.values()) or any(
        text for name, text in request.form.items() if name.endswith(f"-{NAME}")
    )


def content_of(file: FileStorage) -> BinaryIO:
    """What is in the file."""
    return cast(BinaryIO, file.stream)


def size_of(file: FileStorage) -> int:
    """How long it is, in bytes."""
    return content_of(file).seek(0, 2)


def is_too_large(file: FileStorage) -> bool:
    """Whether it is longer than files may be."""
    return size_of(file) > most_megabytes() * MEGABYTE


def checksum_of(file: FileStorage) -> str:
    """SHA-256 of what is in it, hexadecimal."""
    file.stream.seek(0)
    return file_digest(cast(BytesIO, file.stream), "sha256").hexdigest()


def objection_to_file(file: FileStorage, field: str) -> Objection | None:
    """What speaks against keeping the file, said of this field."""
    found = _objection_to(file)
    return Objection(field, found.code, found.values) if found else None


def _objection_to(file: FileStorage) -> Objection | None:
    name = file.filename or ""
    if found := objection_to_name(name):
        return found
    if is_too_large(file):
        return Objection("file", "too_large", {"size": size_of(file), "limit": most_megabytes()})
    kind = kind_by(shown_name(name))
    ending = shown_name(name).rpartition(".")[2]
    return objection_to_content(content_of(file), kind, ending) if kind else None
