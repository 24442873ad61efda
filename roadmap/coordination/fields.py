"""Tidying what was typed into a text."""

from unicodedata import normalize


def tidied(typed: str | None) -> str:
    """A text with one kind of line break, no tabs and no white at its ends; letters composed, so that equals match."""
    plain = (typed or "").replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return normalize("NFC", plain).strip()
