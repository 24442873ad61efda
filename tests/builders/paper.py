"""Reading a PDF as somebody would who has nothing but the file."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader

# Where a long word may be broken, and which kind of blank there is, changes nothing of what is said.
_BLANKS = re.compile(r"[\s\u00a0]+")


def pages_of(content: bytes) -> int:
    """How many pages it has."""
    return len(PdfReader(BytesIO(content)).pages)


def text_of(content: bytes) -> str:
    """What it says, on one line."""
    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return _BLANKS.sub(" ", said.replace("\u200b", "")).strip()


def catalogue_of(content: bytes) -> Any:
    """What the file says about itself."""
    return PdfReader(BytesIO(content)).trailer["/Root"]


def metadata_of(content: bytes) -> str:
    """The same for programs, in XML."""
    return str(catalogue_of(content)["/Metadata"].get_data().decode())


def fonts_of(content: bytes) -> Iterator[Any]:
    """The fonts of its pages."""
    for page in PdfReader(BytesIO(content)).pages:
        for font in page["/Resources"]["/Font"].values():
            yield font.get_object()
