"""The one sentence of a report that stands on the executive's page, and in the preview of it."""

import re

from roadmap.domain.text import LocalizedText, ShownText
from roadmap.web.locale import shown

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[\W\d_]*[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])")
_ENOUGH = 160


def first_sentence(text: LocalizedText) -> ShownText | None:
    """The first sentence for the current reader, shortened at a word when it is very long; ``None`` of no text."""
    whole = shown(text)
    if whole is None:
        return None
    sentence = _SENTENCE_END.split(" ".join(whole.text.split()), maxsplit=1)[0]
    if len(sentence) > _ENOUGH:
        sentence = sentence[:_ENOUGH].rsplit(" ", 1)[0] + "…"
    return ShownText(sentence, whole.language, whole.fell_back)
