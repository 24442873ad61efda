"""What is missing or impossible in a deadline as somebody filled it in, notation by notation."""

from datetime import date

from roadmap.domain.days import FIRST_YEAR, LAST_YEAR, within_calendar
from roadmap.domain.deadlines import RECURRING, Details, deadline_of
from roadmap.domain.objections import Objection
from roadmap.domain.plan import Deadline, DeadlineKind, TermUnit
from roadmap.domain.text import LocalizedText

LONGEST_TERM = {TermUnit.DAYS: 3660, TermUnit.MONTHS: 120}


def objections_to_notation(kind: DeadlineKind | None, day: date | None, details: Details) -> list[Objection]:
    """What stands against a notation; fields are those of the form: ``kind``, ``on`` and the details' names."""
    if kind is None:
        return [Objection("kind", "required")]
    if kind is DeadlineKind.PERMANENT:
        return []
    found = _day(kind, day)
    if kind is DeadlineKind.TERM:
        found += _term(details)
    if kind is DeadlineKind.RANGE:
        found += _range(day, details.first_year)
    if kind in RECURRING:
        found += _recurring(kind, details)
    return found


def deadline_meant(
    kind: DeadlineKind | None, day: date | None, wording: LocalizedText, details: Details
) -> Deadline | None:
    """The deadline that is meant, if enough is there to say and nothing in it is impossible."""
    if kind is None or objections_to_notation(kind, day, details):
        return None
    return deadline_of(kind, day, wording, details)


def _day(kind: DeadlineKind, day: date | None) -> list[Objection]:
    if day is None:
        # The act of a term may still be to come.
        return [] if kind is DeadlineKind.TERM else [Objection("on", "required")]
    if not within_calendar(day):
        return [Objection("on", "year", {"first": FIRST_YEAR, "last": LAST_YEAR})]
    return []


def _term(details: Details) -> list[Objection]:
    found = [] if details.unit else [Objection("unit", "required")]
    if details.amount is None:
        return [*found, Objection("amount", "required")]
    return found + _between("amount", details.amount, 1, LONGEST_TERM[details.unit or TermUnit.DAYS])


def _range(day: date | None, first_year: int | None) -> list[Objection]:
    if first_year is None:
        return [Objection("first_year", "required")]
    if not FIRST_YEAR <= first_year <= LAST_YEAR:
        return [Objection("first_year", "year", {"first": FIRST_YEAR, "last": LAST_YEAR})]
    if day and first_year >= day.year:
        return [Objection("first_year", "before_year", {"year": day.year})]
    return []


def _recurring(kind: DeadlineKind, details: Details) -> list[Objection]:
    if details.by_day is None:
        return [Objection("by_day", "required")] if details.by_month else []
    if kind is DeadlineKind.WEEKLY:
        return _between("by_day", details.by_day, 1, 7)
    if kind is DeadlineKind.YEARLY and details.by_month is None:
        return [Objection("by_month", "required")]
    if kind is DeadlineKind.YEARLY and details.by_month is not None and not 1 <= details.by_month <= 12:
        return [Objection("by_month", "between", {"first": 1, "last": 12})]
    return _between("by_day", details.by_day, 1, _longest(kind, details.by_month))


def _longest(kind: DeadlineKind, month: int | None) -> int:
    """How many days the month may have that a deadline falls in; 29 February is there only in leap years."""
    if kind is not DeadlineKind.YEARLY or month is None:
        return 31
    return {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)


def _between(field: str, number: int, first: int, last: int) -> list[Objection]:
    return [] if first <= number <= last else [Objection(field, "between", {"first": first, "last": last})]
