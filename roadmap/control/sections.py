"""What lies on the control desk, section by section, in the order in which it is to be dealt with."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from roadmap.control.plan import Gap, PlanRow, plan_rows
from roadmap.domain.extensions import ExtensionRequest, pending_requests
from roadmap.domain.health import OFF_CONTROL, ControlStatus
from roadmap.domain.ledger import Entry
from roadmap.domain.measures import Contradiction, MeasureState
from roadmap.domain.portfolio import AskedOf, ItemState, Portfolio

SHOWN = 20
"""So many of a section are on the page that shows all sections."""

T = TypeVar("T")
_URGENCY = tuple(Contradiction)


@dataclass(frozen=True, slots=True)
class Section(Generic[T]):
    """A part of the desk; ``whole``: every item of it is shown, however many there are."""

    name: str
    items: list[T]
    whole: bool

    @property
    def shown(self) -> list[T]:
        """The most urgent ones."""
        return self.items if self.whole else self.items[:SHOWN]

    @property
    def left_out(self) -> int:
        """How many more there are."""
        return len(self.items) - len(self.shown)


@dataclass(frozen=True, slots=True)
class Desk:
    """Every section."""

    waiting: Section[ItemState]
    extensions: Section[ExtensionRequest]
    asks: Section[AskedOf]
    returned: Section[ItemState]
    silent: Section[MeasureState]
    contradictions: Section[MeasureState]
    missing: Section[PlanRow]

    @property
    def authors(self) -> set[int]:
        """The numbers of the persons who reported or asked for what is shown."""
        spoken = [item.state.progress for item in self.waiting.shown]
        asked = [each.asked for each in self.extensions.shown]
        entries = [*spoken, *asked, *(item.ask.entry for item in self.asks.shown)]
        return {entry.author_id for entry in entries if entry and entry.author_id}


def desk_of(portfolio: Portfolio, whole: str | None = None) -> Desk:
    """Sorts what needs a decision, or a word; ``whole`` is the name of the section of which all is shown."""
    items = portfolio.items
    waiting = [item for item in items if item.state.control is ControlStatus.REPORTED_DONE]
    returned = [item for item in items if item.state.control is ControlStatus.RETURNED]
    contradicting = [measure for measure in portfolio.measures if measure.contradictions]

    def section(name: str, found: list[T]) -> Section[T]:
        return Section(name, found, whole == name)

    return Desk(
        waiting=section("waiting", sorted(waiting, key=lambda item: _order(item.state.progress))),
        extensions=section("extensions", sorted(_extensions(portfolio), key=_how_soon)),
        asks=section("asks", portfolio.decisions_needed),
        returned=section("returned", sorted(returned, key=lambda item: _order(item.state.verdict))),
        silent=section("silent", portfolio.not_reported),
        contradictions=section("contradictions", sorted(contradicting, key=_worst)),
        missing=section("missing", _missing(portfolio)),
    )


def _order(entry: Entry[T] | None) -> tuple[int, int]:  # type: ignore[type-var]
    """The longest waiting first."""
    return (entry.effective_on.toordinal(), entry.seq) if entry else (0, 0)


def _extensions(portfolio: Portfolio) -> list[ExtensionRequest]:
    return [each for each in pending_requests(portfolio) if each.measure.control not in OFF_CONTROL]


def _how_soon(each: ExtensionRequest) -> tuple[int, int]:
    """What expires first comes first: after that day there is nothing left to extend."""
    last = each.dates.last_day
    return (last.toordinal() if last else 0, each.asked.seq)


def _worst(measure: MeasureState) -> int:
    return min(_URGENCY.index(each) for each in measure.contradictions)


def _missing(portfolio: Portfolio) -> list[PlanRow]:
    """What nobody answers for first, then what has no date."""
    rows = [row for row in plan_rows(portfolio) if Gap.RESPONSIBLE in row.gaps or Gap.DATE in row.gaps]
    tracked = [row for row in rows if row.measure.control not in OFF_CONTROL]
    return sorted(tracked, key=lambda row: Gap.RESPONSIBLE not in row.gaps)
