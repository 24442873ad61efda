"""Which measure a number meant on a day: an amendment can give a measure another number, and its old one to another."""

from collections.abc import Iterable
from datetime import date, datetime

from roadmap.domain.amendments import PlanLine, target_of, then
from roadmap.domain.facts import Element


def numbered_then(lines: Iterable[PlanLine], number: str, day: date, known_at: datetime | None) -> int | None:
    """The measure (its id) that an amendment says had this number on the day; ``None`` if none says so."""
    of_measures = [line for line in lines if (target := target_of(line.entry)) and target[0] is Element.MEASURE]
    heard = [line.entry for line in of_measures if line.heard(day, known_at)]
    unheard = [line.entry for line in of_measures if not line.heard(day, known_at)]
    targets = {target for line in of_measures if (target := target_of(line.entry))}
    were = then(heard, unheard, targets).items()
    return next((target[1] for target, was in were if was.there and was.values.get("number") == number), None)
