"""What a typed text may be made of: letters, signs and line breaks, and nothing that hides or forges something."""

import re
from dataclasses import dataclass
from unicodedata import category

# Marks that turn the direction of writing can make a text read otherwise than it is (Trojan Source, CVE-2021-42574);
# the two separators end a line where no line break is seen.
_FORBIDDEN = frozenset("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
# An encoded word (RFC 2047) in a text that reaches a mail's header may be unpacked into a line break.
_ENCODED_WORD = re.compile(r"=\?[^?\s]+\?[BbQq]\?")


@dataclass(frozen=True, slots=True)
class Misplaced:
    """Where a character stands that is not allowed; both count from 1."""

    line: int
    position: int


def misplaced_in(text: str, *, one_line: bool) -> Misplaced | None:
    """The first character that may not stand in a text, if there is one; ``one_line`` forbids line breaks as well."""
    found = next((at for at, character in enumerate(text) if _forbidden(character, one_line)), None)
    if one_line and (encoded := _ENCODED_WORD.search(text)):
        found = encoded.start() if found is None else min(found, encoded.start())
    if found is None:
        return None
    before = text[:found]
    return Misplaced(before.count("\n") + 1, found - (before.rfind("\n") + 1) + 1)


def says_something(text: str | None) -> bool:
    """Whether there is a letter or a figure in it: a dash or a dot is no account of anything."""
    return any(character.isalnum() for character in text or "")


def _forbidden(character: str, one_line: bool) -> bool:
    if character == "\n":
        return one_line
    return character in _FORBIDDEN or category(character) in ("Cc", "Cs")
