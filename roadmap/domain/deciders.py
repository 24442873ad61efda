"""Who decides about an item, by what it stems from (domain notes §3.5). The program records, and never grants."""

from dataclasses import dataclass

from roadmap.domain.objections import Objection
from roadmap.domain.text import NO_TEXT, LocalizedText

LONGEST_DECIDER = 500


@dataclass(frozen=True, slots=True)
class Decider:
    """An entry of the table. Until somebody who knows has ``confirmed`` it, it is shown as one to be confirmed."""

    code: str
    stems_from: LocalizedText
    decides: LocalizedText
    confirmed: bool = False
    note: LocalizedText = NO_TEXT
    version: int = 0


def objections_to_decider(stems_from: LocalizedText, decides: LocalizedText, note: LocalizedText) -> list[Objection]:
    """What the item stems from and who decides are said in one language at least."""
    found = []
    if not stems_from:
        found.append(Objection("stems_from_kk", "required"))
    if not decides:
        found.append(Objection("decides_kk", "required"))
    for name, text in (("stems_from", stems_from), ("decides", decides), ("note", note)):
        for code, words in text.as_dict().items():
            if len(words) > LONGEST_DECIDER:
                found.append(Objection(f"{name}_{code}", "too_long", {"limit": LONGEST_DECIDER}))
    return found
