"""Which measures of the overview are shown and in what order, as the address asks for it.

Every choice is in the address, so that it can be kept, sent and printed. What the address asks for and there is not is
left out without a word: an old link must go on working after a measure, a body or a person is gone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from flask_babel import LazyString, lazy_gettext

from roadmap.domain.facts import Confidence
from roadmap.domain.health import ControlStatus
from roadmap.domain.measures import MeasureState
from roadmap.domain.people import Organisation, Person
from roadmap.domain.selection import Filter, Order, Page, organisations_of, persons_of
from roadmap.web.status_words import CONFIDENCE, CONTROL

# As many as fit on a screen as cards; more become a table.
CARDS = 9
# Of a section's rows, as many as are shown unless all are asked for.
ROWS = 50
_LONGEST = 200
_HIGHEST = 2**31 - 1

ORDERS: dict[Order, LazyString] = {
    Order.PLAN: lazy_gettext("The plan's order"),
    Order.CONTROL: lazy_gettext("Status"),
    Order.CONFIDENCE: lazy_gettext("Confidence"),
    Order.NEXT: lazy_gettext("Next date"),
    Order.SLIP: lazy_gettext("Largest slip"),
    Order.REPORT: lazy_gettext("Oldest report"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. ``whole`` names the sections that are to be shown to their last row."""

    filter: Filter
    order: Order = Order.PLAN
    page: int = 1
    whole: frozenset[str] = frozenset()

    @property
    def arguments(self) -> dict[str, str | int | None]:
        """The same as arguments of an address, without the page."""
        wanted = self.filter
        return {
            "q": wanted.text or None,
            "organisation": wanted.organisation,
            "control": wanted.control.value if wanted.control else None,
            "confidence": wanted.confidence.value if wanted.confidence else None,
            "person": wanted.person_id,
            "sort": self.order.value if self.order is not Order.PLAN else None,
        }


ASKED_NOTHING = Asked(Filter())


@dataclass(frozen=True, slots=True)
class Choices:
    """The bodies and persons that the measures name, each once, by name."""

    organisations: list[Organisation]
    persons: list[Person]


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for, the page of it, and of how many measures it was chosen."""

    asked: Asked
    page: Page
    all: int
    choices: Choices

    @property
    def as_table(self) -> bool:
        """Whether the road map is too long for cards. A filter does not change the form of the page."""
        return self.all > CARDS


def asked_in(arguments: Mapping[str, str], *, by_person: bool) -> Asked:
    """Reads the address. ``by_person``: whether the reader may see who answers for what."""
    person = arguments.get("person", "") if by_person else ""
    page = arguments.get("page", "")
    return Asked(
        Filter(
            text=arguments.get("q", "").strip()[:_LONGEST],
            organisation=arguments.get("organisation") or None,
            control=_member(ControlStatus, arguments.get("control")),
            confidence=_member(Confidence, arguments.get("confidence")),
            person_id=_number(person),
        ),
        _member(Order, arguments.get("sort")) or Order.PLAN,
        _number(page) or 1,
        frozenset((arguments.get("all") or "").split(",")),
    )


Member = TypeVar("Member", bound=StrEnum)


def _member(kind: type[Member], value: str | None) -> Member | None:
    return kind(value) if value in {each.value for each in kind} else None


def _number(value: str) -> int | None:
    short = value.isascii() and value.isdecimal() and len(value) <= len(str(_HIGHEST))
    return min(int(value), _HIGHEST) if short else None


def choices_in(measures: Sequence[MeasureState]) -> Choices:
    """What can be filtered by."""
    bodies = {each.id: each for state in measures for each in organisations_of(state)}
    persons = {each.id: each for state in measures for each in persons_of(state)}
    return Choices(
        sorted(bodies.values(), key=lambda body: body.code), sorted(persons.values(), key=lambda person: person.name)
    )


def selection_words() -> dict[str, object]:
    """What the template of the selection says."""
    return {"orders": ORDERS, "control_words": CONTROL, "confidence_words": CONFIDENCE, "rows_shown": ROWS}
