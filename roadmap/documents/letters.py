"""Text as a typeset sheet can carry it: only letters that its fonts have, in words that can be broken.

The fonts are those inside the typesetter, so that a sheet looks the same on every machine. They have every letter of
Kazakh, Russian and of languages in Latin letters. A script that runs from right to left would stop the typesetter.
"""

import re
from unicodedata import category, normalize

# What stands for letters that the fonts do not have.
MISSING = "□"
_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x374, 0x377),
    (0x37A, 0x37D),
    (0x386, 0x3CE),
    (0x400, 0x45F),
    (0x490, 0x4C4),
    (0x4C7, 0x4CC),
    (0x4CF, 0x4F9),
    (0x2010, 0x2015),
    (0x2018, 0x2022),
    (0x2026, 0x2026),
    (0x202F, 0x2034),
    (0x2039, 0x203A),
    (0x20AC, 0x20AC),
    (0x20B8, 0x20B8),
    (0x2116, 0x2116),
    (0x2122, 0x2122),
    (0x2190, 0x2199),
    (0x2212, 0x2212),
    (0x2248, 0x2248),
    (0x2260, 0x2265),
    (0x25A0, 0x25CF),
    (0x2713, 0x2717),
)
_PRINTABLE = frozenset(chr(code) for first, last in _RANGES for code in range(first, last + 1))
# No word of the three languages is as long; what is may be broken anywhere, or it would run off the sheet.
_LONG_WORD = re.compile(r"\S{32,}")
_PIECE = 12
_BREAK = "\u200b"


def printable(text: str, longest: int) -> str:
    """The text on one line, at most ``longest`` characters of it, shortened at a word."""
    line = " ".join(_known(text[: 4 * longest]).split())
    if len(line) > longest:
        line = line[: longest - 1]
        line = (line.rsplit(" ", 1)[0] if " " in line[longest // 2 :] else line) + "…"
    return _LONG_WORD.sub(lambda found: _breakable(found.group()), line)


def _known(text: str) -> str:
    letters: list[str] = []
    for letter in normalize("NFC", text):
        if letter in _PRINTABLE:
            letters.append(letter)
        elif letter.isspace() or category(letter) == "Cc":
            letters.append(" ")
        elif category(letter)[0] not in "CM" and letters[-1:] != [MISSING]:
            letters.append(MISSING)
    return "".join(letters)


def _breakable(word: str) -> str:
    return _BREAK.join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))
