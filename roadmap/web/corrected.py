"""A line that somebody wants to correct, with everything that the page about it is made from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from roadmap.domain.amendments import PlanLine
from roadmap.domain.corrections import statements_in
from roadmap.domain.facts import AdoptionFact, EvidenceFact
from roadmap.domain.ledger import Line, Statement
from roadmap.domain.measures import MeasureState
from roadmap.domain.plan import Roadmap
from roadmap.domain.restated_plan import following
from roadmap.store.ledger import last_line_of
from roadmap.store.ledger_reading import lines_of, own_lines_of
from roadmap.store.plan_correcting import speaks_of_plan
from roadmap.store.plan_history import lines_about_plan
from roadmap.store.portfolio import measure_on
from roadmap.web.roadmaps import address
from roadmap.web.sessions import reading, today


@dataclass(frozen=True, slots=True)
class Corrected:
    """A line that somebody wants to correct, all lines about its measure, and the measure as it stands today.

    Without a measure the line is about the road map itself. ``plan`` are all lines about the plan, if it is one.
    """

    roadmap: Roadmap
    measure: MeasureState | None
    line: Line
    lines: list[Line]
    last_line: int
    author_id: int
    plan: Sequence[PlanLine] = ()

    @property
    def said(self) -> list[Statement]:
        """What the line says and the form asks about; what goes with an adoption follows it."""
        said = statements_in(self.line)
        adoption = [each for each in said if isinstance(each.fact, AdoptionFact)]
        return adoption or said

    @property
    def is_adoption(self) -> bool:
        """Whether it is the line of an adoption, which speaks about the day of its act."""
        return any(isinstance(each.fact, AdoptionFact) for each in self.said)

    @property
    def about(self) -> set[int | None]:
        """The numbers (ids) of the milestones that the line is about; ``None`` among them if of the measure itself."""
        return {said.milestone_id for said in self.said}

    @property
    def href(self) -> str:
        """Where the line stands in the history."""
        return self.history(self.line.seq)

    def history(self, seq: int) -> str:
        """Where a line about the same thing stands in the history."""
        if self.measure is None:
            return address("oversight.sources", _anchor=f"line-{seq}")
        return address("oversight.measure", number=self.measure.measure.number, _anchor=f"line-{seq}")

    def whole(self, right: Sequence[Statement]) -> list[Statement]:
        """What the correcting line says, besides the reason: with what goes with an adoption, and a document's line."""
        beside = [
            each
            for said in right
            if isinstance(said.fact, AdoptionFact)
            for each in following(statements_in(self.line), said.fact)
        ]
        return [*(self._known_as_before(each) for each in right), *beside]

    def _known_as_before(self, said: Statement) -> Statement:
        fact = said.fact
        if not isinstance(fact, EvidenceFact):
            return said
        return replace(said, fact=replace(fact, first=fact.first or self.line.seq))


def corrected_line(roadmap: Roadmap, number: str | None, seq: int, author_id: int) -> Corrected | None:
    """The line with this number about this measure, or about the road map itself; ``None`` if there is none."""
    day = today(roadmap.timezone)
    measure = measure_on(reading(), roadmap, number, day) if number is not None else None
    if number is not None and measure is None:
        return None
    lines = _lines(roadmap, measure, day)
    line = next((each for each in lines if each.seq == seq), None)
    if line is None:
        return None
    last = last_line_of(reading(), measure.measure.id if measure else None, roadmap.id)
    plan = lines_about_plan(reading(), roadmap.id) if speaks_of_plan(line) else ()
    return Corrected(roadmap, measure, line, lines, last, author_id, plan)


def _lines(roadmap: Roadmap, measure: MeasureState | None, day: date) -> list[Line]:
    if measure is None:
        return own_lines_of(reading(), roadmap.id, day)
    return lines_of(reading(), measure.measure.id, day, None)
