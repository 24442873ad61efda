"""Finding text as a reader means it: neither capitals nor look-alikes of the other alphabet make a difference."""

from roadmap.domain.text import LocalizedText

# Letters that look the same, as capitals or as small ones, and are typed for each other (domain notes §3.9).
_LOOK_ALIKES = str.maketrans("abcehikmoptxy", "авсенікмортху")


def folded(text: str) -> str:
    """The text with nothing in it that a reader would not distinguish by eye."""
    return " ".join(text.casefold().split()).translate(_LOOK_ALIKES)


def says(text: LocalizedText, sought: str) -> bool:
    """Whether the text says it in any of its languages. ``sought`` is folded already."""
    return any(sought in folded(words) for words in text.as_dict().values())
