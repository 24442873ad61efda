"""A further row of a grid: what speaks against it, and the milestones that it brings into the plan."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from roadmap.domain.grids import Grid
from roadmap.domain.objections import Objection
from roadmap.domain.plan import ClauseLink, Relation
from roadmap.domain.planning import LONGEST_TITLE, ProposedMilestone, next_number, text_objections
from roadmap.domain.text import LANGUAGES, LocalizedText

# A step's name follows the row's in the title of a milestone, and both have to fit.
LONGEST_ROW = LONGEST_TITLE // 2
MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """A system, a country: for which clauses it counts, and the places of the steps that apply to it."""

    title: LocalizedText
    clauses: tuple[str, ...]
    steps: tuple[int, ...]


def objections_to_row(proposed: ProposedRow, grid: Grid, codes: Collection[str]) -> list[Objection]:
    """What is wrong with a further row; ``codes`` are those of the measure's clauses."""
    return list(_objections(proposed, grid, codes))


def _objections(proposed: ProposedRow, grid: Grid, codes: Collection[str]) -> Iterator[Objection]:
    yield from text_objections("title", proposed.title, LONGEST_ROW, required=True, one_line=True)
    if proposed.title in [row.title for row in grid.rows]:
        yield Objection("title", "taken")
    if len(grid.rows) >= MOST_ROWS:
        yield Objection("title", "too_many_rows", {"limit": MOST_ROWS})
    if codes and not proposed.clauses:
        yield Objection("clauses", "nothing_chosen")
    if not set(proposed.clauses) <= set(codes):
        yield Objection("clauses", "unknown")
    if not proposed.steps:
        yield Objection("steps", "nothing_chosen")
    elif not set(proposed.steps) <= set(range(len(grid.steps))):
        yield Objection("steps", "unknown")


def milestones_of_row(
    proposed: ProposedRow, grid: Grid, numbers: Collection[str], measure: str
) -> list[tuple[int, ProposedMilestone]]:
    """A milestone for each of its steps, with the step's place: without all of them a clause is not complete."""
    taken, found = list(numbers), []
    links = tuple(ClauseLink(code, Relation.COMPLETES) for code in proposed.clauses)
    for place in sorted(set(proposed.steps)):
        number = next_number(taken, measure)
        taken.append(number)
        found.append((place, ProposedMilestone(number, _title(proposed.title, grid.steps[place]), links=links)))
    return found


def _title(row: LocalizedText, step: LocalizedText) -> LocalizedText:
    """In every language that both have; where they share none, in what stands in for it."""
    shared: Sequence[str] = [code for code in LANGUAGES if getattr(row, code) and getattr(step, code)]
    codes = shared or [code for code in LANGUAGES if getattr(row, code)]
    return LocalizedText(**{code: f"{getattr(row, code)}: {step.within(code)}" for code in codes})
