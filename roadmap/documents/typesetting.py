"""Setting a document in type: a template, what it says as data, and out comes a tagged PDF.

What people typed comes as data and is never read as markup. The template cannot read a file or the network, sees no
font but those inside the typesetter, and no clock: the same data always give the same bytes.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "documents"
# Of the accessible PDF: reading order, headings, tables, languages, a title (ISO 14289-1).
_STANDARD: Literal["ua-1"] = "ua-1"
_PIXELS = 110.0
_KEPT = 16
_turn = Lock()


class NotTypeset(Exception):
    """A document could not be set in type."""


class Typeset:
    """A document's data, ready to be set in type. ``checksum`` is the same as long as the PDF would be."""

    def __init__(self, template: str, data: Mapping[str, Any]) -> None:
        self._template = template
        self._data = json.dumps(data, ensure_ascii=False, sort_keys=True)
        source = f"{_typesetter()}\0{_source(template)!r}\0{self._data}"
        self.checksum = sha256(source.encode()).hexdigest()

    def pdf(self) -> bytes:
        """The document. Raises ``NotTypeset``."""
        return _pdf(self._template, self._data)


@lru_cache
def _typesetter() -> str:
    return version("typst")


@lru_cache
def _source(template: str) -> bytes:
    return (TEMPLATES / template).read_bytes()


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


@lru_cache(maxsize=_KEPT)
def _pdf(template: str, data: str) -> bytes:
    return set_in_type(TEMPLATES / template, data)


def set_in_type(template: Path, data: str, form: Literal["pdf", "png"] = "pdf") -> bytes:
    """One document, or a picture of its page for whoever wants to look at it. Raises ``NotTypeset``."""
    # One at a time: it takes milliseconds, and a crowd must not take all the memory.
    with _turn:
        try:
            return typst.compile(
                template,
                root=template.parent,
                font_paths=_fonts(),
                ignore_system_fonts=True,
                format=form,
                ppi=_PIXELS,
                sys_inputs={"data": data},
                pdf_standards=_STANDARD if form == "pdf" else None,
            )
        except BaseException as problem:
            # What the typesetter does when it gives up is not an Exception, and its class cannot be imported.
            if isinstance(problem, Exception) or type(problem).__name__ == "PanicException":
                raise NotTypeset(str(problem)) from problem
            raise
