"""What asks for attention on a working morning, and of whom: of its holder, the controlling side, or whom an ask names.

An item is *due* three, one and no working days before its last day. Everything else that needs action stands: it is
true this morning as it was yesterday, and how often a standing item is a reason for a mail is in ``digest``.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from roadmap.domain.health import CLOSED, OFF_CONTROL, ControlStatus, Dates, MilestoneState
from roadmap.domain.measures import Contradiction, MeasureState, OpenAsk
from roadmap.domain.portfolio import Portfolio

REMINDED_BEFORE = (3, 1, 0)
LAST_DAY = 0


class Why(StrEnum):
    """Why an item is in the mail, the most urgent first."""

    ESCALATED = "escalated"
    OVERDUE = "overdue"
    RETURNED = "returned"
    DUE = "due"
    ASKED = "asked"
    FORECAST_PASSED = "forecast_passed"
    TO_CONFIRM = "to_confirm"
    STALE = "stale"
    LATER = "later"


_URGENCY = {why: place for place, why in enumerate(Why)}


@dataclass(frozen=True, slots=True)
class Reminded:
    """What one mail reminds one person of; ``milestone_id`` is ``None`` for a measure as a whole.

    ``last_day``: it is the last reminder before the day passes. Whether the same was said before does not depend on it.
    """

    roadmap_id: int
    measure_id: int
    milestone_id: int | None
    why: Why
    last_day: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Item:
    """A milestone, or a measure as a whole (``milestone`` is ``None`` then), on one morning, and why it is spoken of.

    ``ask`` is the question that waits for an answer. ``last_day`` is the day that counts, and ``days_left`` the working
    days to it, negative when it has passed; both ``None`` when no date is stated. ``made_up_for`` are the working days
    that were left on earlier mornings on which it should have been reminded of, and was not.
    """

    measure: MeasureState
    milestone: MilestoneState | None
    why: Why
    last_day: date | None = None
    days_left: int | None = None
    ask: OpenAsk | None = None
    made_up_for: frozenset[int] = frozenset()

    @property
    def dates(self) -> Dates:
        """The dates of whichever it is."""
        return self.milestone.dates if self.milestone else self.measure.dates

    @property
    def key(self) -> tuple[int, int | None]:
        """The measure's number (id), and the milestone's or ``None``."""
        return (self.measure.measure.id, self.milestone.milestone.id if self.milestone else None)

    @property
    def returned_because(self) -> str:
        """The controlling side's reason, for an item that was returned."""
        verdict = self.milestone.verdict if self.milestone else None
        return verdict.fact.reason if verdict and self.why is Why.RETURNED else ""

    @property
    def needs_action(self) -> bool:
        """Whether its holder is told of it as something to be done; what lies further ahead only comes along."""
        return self.why is not Why.LATER

    @property
    def nears_its_day(self) -> bool:
        """Whether this is one of the mornings on which everybody is reminded before the last day."""
        if self.made_up_for:
            return True
        return self.days_left in REMINDED_BEFORE and self.why in (Why.DUE, Why.ASKED, Why.RETURNED)

    @property
    def on_last_day(self) -> bool:
        """Whether this is the last reminder before it becomes overdue."""
        return self.days_left == LAST_DAY or LAST_DAY in self.made_up_for

    @property
    def urgency(self) -> tuple[int, int, int, tuple[int, int, int]]:
        """Sorts the most urgent first; items of equal urgency stand in a fixed order."""
        left = self.days_left
        measure_id, milestone_id = self.key
        line = self.ask.entry.seq if self.ask else 0
        return (_URGENCY[self.why], int(left is None), left or 0, (measure_id, milestone_id or 0, line))

    def reminder(self, roadmap_id: int) -> Reminded:
        """What is written down about a mail that names this item."""
        return Reminded(roadmap_id, *self.key, self.why, self.on_last_day)


@dataclass(frozen=True, slots=True)
class Items:
    """Everything on one morning, by whom it waits for; each list has the most urgent first.

    ``of_milestone`` and ``of_measure`` are by number (id), ``asked_of`` by the number of a post.
    """

    of_milestone: Mapping[int, Item] = field(default_factory=dict)
    of_measure: Mapping[int, list[Item]] = field(default_factory=dict)
    to_confirm: list[Item] = field(default_factory=list)
    asked_of: Mapping[int, list[Item]] = field(default_factory=dict)

    @property
    def dated(self) -> list[Item]:
        """Milestones and measures that wait for their holders, except for mere silence; the most urgent first.

        "Permanent" and "not stated" are never due. What was taken off control, with its measure or alone, is not there.
        """
        own = [item for items in self.of_measure.values() for item in items if item.why is not Why.STALE]
        return sorted([*self.of_milestone.values(), *own], key=lambda item: item.urgency)


def all_items(portfolio: Portfolio, covers: Collection[date] = ()) -> Items:
    """Everything that waits for somebody on the portfolio's day; ``covers`` are earlier mornings it makes up for."""
    of_milestone: dict[int, Item] = {}
    of_measure: dict[int, list[Item]] = defaultdict(list)
    to_confirm: list[Item] = []
    asked_of: dict[int, list[Item]] = defaultdict(list)
    for measure in portfolio.measures:
        if measure.control in OFF_CONTROL:
            continue
        for milestone in measure.milestones:
            if item := _of_milestone(measure, milestone):
                of_milestone[milestone.milestone.id] = item
            elif milestone.control is ControlStatus.REPORTED_DONE:
                to_confirm.append(Item(measure, milestone, Why.TO_CONFIRM))
        of_measure[measure.measure.id] += _of_measure(measure)
        for ask in measure.asks:
            if ask.entry.fact.post_id is not None:
                asked_of[ask.entry.fact.post_id].append(_asked(portfolio, measure, ask))
    if covers:
        of_milestone = {number: _made_up_for(item, covers, portfolio) for number, item in of_milestone.items()}
        for items in (*of_measure.values(), *asked_of.values()):
            items[:] = [_made_up_for(item, covers, portfolio) for item in items]
    for items in (to_confirm, *of_measure.values(), *asked_of.values()):
        items.sort(key=lambda item: item.urgency)
    return Items(of_milestone, of_measure, to_confirm, asked_of)


def _of_milestone(measure: MeasureState, milestone: MilestoneState) -> Item | None:
    if not milestone.open_for_work:
        return None
    why = Why.RETURNED if milestone.control is ControlStatus.RETURNED else _why_by_date(milestone.dates)
    if milestone.forecast_passed and why in (None, Why.LATER):
        why = Why.FORECAST_PASSED
    return _dated(measure, milestone, why, milestone.dates) if why else None


def _of_measure(measure: MeasureState) -> Iterator[Item]:
    """A measure's own date, and a last report that is too old; the two are different questions to its holder."""
    why = _why_by_date(measure.dates)
    if why and measure.control not in CLOSED | {ControlStatus.REPORTED_DONE}:
        yield _dated(measure, None, why, measure.dates)
    if Contradiction.SILENT in measure.contradictions:
        yield Item(measure, None, Why.STALE)


def _dated(measure: MeasureState, milestone: MilestoneState | None, why: Why, dates: Dates) -> Item:
    return Item(measure, milestone, why, dates.last_day, dates.working_days_left)


def _made_up_for(item: Item, covers: Collection[date], portfolio: Portfolio) -> Item:
    """The same, with the reminders that were missed on earlier mornings."""
    if item.last_day is None:
        return item
    left = {portfolio.calendar.between(morning, item.last_day) for morning in covers} & set(REMINDED_BEFORE)
    why = Why.DUE if left and item.why is Why.LATER else item.why
    return replace(item, why=why, made_up_for=frozenset(left))


def _asked(portfolio: Portfolio, measure: MeasureState, ask: OpenAsk) -> Item:
    by = ask.entry.fact.by
    return Item(measure, None, Why.ASKED, by, portfolio.calendar.between(portfolio.day, by), ask)


def _why_by_date(dates: Dates) -> Why | None:
    left = dates.working_days_left
    if left is None:
        return None
    if left < 0:
        return Why.OVERDUE
    return Why.DUE if left in REMINDED_BEFORE else Why.LATER
