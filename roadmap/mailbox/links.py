"""Makes the addresses in a plain text clickable without trusting a letter of it."""

import re

from markupsafe import Markup, escape

_ADDRESS = re.compile(r"https?://[^\s<>\"'`]+")
_AFTER_AN_ADDRESS = ".,;:!?)]}»\u201d\u2019"
_LINK = Markup('<a href="{0}" target="_blank" rel="noopener noreferrer">{0}</a>')


def linked(text: str) -> Markup:
    """The text as HTML, escaped, its http and https addresses as links; a full stop or bracket after one is text."""
    pieces: list[Markup] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(_AFTER_AN_ADDRESS)
        pieces += [escape(text[end : found.start()]), _LINK.format(address)]
        end = found.start() + len(address)
    return Markup("").join([*pieces, escape(text[end:])])


def opening_outside(html: str) -> str:
    """The HTML of a mail with its links opening a new tab: the frame it is shown in may not go anywhere."""
    base = '<base target="_blank">'
    opened, count = re.subn(r"(?i)(<head(?:\s[^>]*)?>)", lambda head: head.group() + base, html, count=1)
    return opened if count else base + html
