"""Addresses that differ from reader to reader. A sheet that many readers share keeps a place for each of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_hex

# Nobody can put it into a text, since nobody knows it; it never leaves the process.
_MARK = token_hex(16)

ForPerson = Callable[[int], str]
"""Makes an address for the person with this number."""


@dataclass(slots=True)
class Places:
    """The places of one sheet, in the order in which they were kept."""

    kept: list[tuple[str, ForPerson]] = field(default_factory=list)

    def keep(self, address: ForPerson) -> str:
        """What stands in the sheet until ``address`` is known."""
        place = f"https://{_MARK}.invalid/{len(self.kept)}/"
        self.kept.append((place, address))
        return place


def filled_in(text: str, addresses: list[tuple[str, str]]) -> str:
    """The text with every place taken by its address."""
    for place, address in addresses:
        text = text.replace(place, address)
    return text
