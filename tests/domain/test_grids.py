"""Milestones in rows and steps: what of a row, a step and a clause is complete, and whose turn it is."""

from dataclasses import replace
from datetime import UTC, date, datetime

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.facts import Document, Fact, Progress, ProgressFact, Verdict, VerdictFact
from roadmap.domain.grid_planning import ProposedRow, milestones_of_row, objections_to_row
from roadmap.domain.grids import Grid, GridKind, GridRow, GridState, judge_grid
from roadmap.domain.health import judge_milestone
from roadmap.domain.ledger import Act, Entry, Facet
from roadmap.domain.measures import MeasureState, judge_measure
from roadmap.domain.people import Responsible
from roadmap.domain.plan import Clause, ClauseLink, Holder, Measure, Milestone, Origin, Relation
from roadmap.domain.text import NO_TEXT, LocalizedText
from roadmap.store.ledger_reading import record_of

DAY = date(2026, 11, 23)


def text(words: str) -> LocalizedText:
    return LocalizedText(en=words)


def step(number: int, clause: str, relation: Relation = Relation.COMPLETES, holder: Holder = Holder.US) -> Milestone:
    """A milestone whose id is its number."""
    beyond = relation is Relation.BEYOND
    title, whom = text(f"Step {number}"), text("Korean side") if holder is Holder.COUNTERPARTY else NO_TEXT
    links = (ClauseLink(clause, relation),)
    return Milestone(number, f"2.{number}", title, NO_TEXT, 1, holder, whom, Origin.PROPOSED, beyond, links)


def measure(milestones: list[Milestone], done: dict[int, Verdict]) -> MeasureState:
    """A measure of which the milestones named were done on 3 November, and the verdicts given on that day."""
    on = date(2026, 11, 3)
    said: list[tuple[int, Facet, Fact]] = []
    for number, verdict in done.items():
        said.append(
            (number, Facet.PROGRESS, ProgressFact(Progress.REPORTED_DONE, actual_on=on, document=Document("1", on)))
        )
        said.append((number, Facet.VERDICT, VerdictFact(verdict)))
    at = datetime(2026, 11, 3, tzinfo=UTC)
    record = record_of(
        [
            Entry(seq, Act.DECISION, 9, number, facet, on, at, None, fact)
            for seq, (number, facet, fact) in enumerate(said, 1)
        ]
    )
    days = WorkingCalendar()
    states = tuple(judge_milestone(m, record.of_milestone(m.id), Responsible(), DAY, days) for m in milestones)
    codes = sorted({link.clause_code for each in milestones for link in each.links})
    clauses = tuple(Clause(code, text(code)) for code in codes)
    plan = Measure(
        9, "2", text("M"), NO_TEXT, NO_TEXT, None, NO_TEXT, NO_TEXT, Origin.LETTER, (), clauses, tuple(milestones)
    )
    return judge_measure(plan, record, states, Responsible(), DAY, days)


SYSTEMS = [step(1, "2c"), step(2, "2c"), step(3, "2d"), step(4, "2d"), step(9, "2c", Relation.LEADS_TO)]
MATRIX = Grid(
    1,
    9,
    "integrations",
    GridKind.MATRIX,
    text("Integration"),
    text("System"),
    (text("built"), text("data flowing")),
    (
        GridRow(1, text("Kazakh register"), ("2c",), {0: 1, 1: 2}),
        GridRow(2, text("Foreign register"), ("2d",), {0: 3, 1: 4}),
    ),
    list_milestone_id=9,
)


def matrix(done: dict[int, Verdict], grid: Grid = MATRIX) -> tuple[MeasureState, GridState]:
    state = measure(SYSTEMS, done)
    return state, judge_grid(grid, state, DAY)


def confirmed(*numbers: int) -> dict[int, Verdict]:
    return dict.fromkeys(numbers, Verdict.CONFIRMED)


def test_integrating_only_the_systems_on_kazakh_migrants_leaves_2d_open() -> None:
    state, grid = matrix(confirmed(9, 1, 2))
    assert {each.clause.code: each.complete for each in state.clauses} == {"2c": True, "2d": False}
    assert {code: (tally.done, tally.total) for code, tally in grid.clauses.items()} == {"2c": (1, 1), "2d": (0, 1)}
    assert (grid.rows_complete.done, grid.rows_complete.total) == (1, 2)
    assert [(tally.done, tally.total) for tally in grid.steps] == [(1, 2), (1, 2)]
    assert not grid.within.complete


def test_until_the_list_is_approved_the_rows_are_not_counted() -> None:
    _, before = matrix(confirmed(1, 2))
    assert (before.list_approved, before.counted) == (False, False)
    _, after = matrix(confirmed(1, 2, 9))
    assert (after.list_approved, after.counted) == (True, True)


def test_what_is_reported_and_not_confirmed_is_not_done() -> None:
    _, grid = matrix({1: Verdict.CONFIRMED, 2: Verdict.RETURNED})
    assert [row.complete for row in grid.rows] == [False, False]
    assert (grid.rows[0].within.done, grid.rows[0].within.total) == (1, 2)


def test_in_a_matrix_a_step_without_a_milestone_is_open_and_one_that_does_not_apply_is_not() -> None:
    missing = replace(MATRIX, rows=(GridRow(1, text("A"), ("2c",), {0: 1}),))
    assert not matrix(confirmed(1), missing)[1].rows[0].complete
    apart = replace(MATRIX, rows=(GridRow(1, text("A"), ("2c",), {0: 1, 1: None}),))
    assert matrix(confirmed(1), apart)[1].rows[0].complete


def test_a_row_of_excluded_milestones_is_not_complete_and_one_removed_from_control_stays_open() -> None:
    _, grid = matrix({1: Verdict.EXCLUDED, 2: Verdict.EXCLUDED, 3: Verdict.CONFIRMED, 4: Verdict.REMOVED})
    assert [row.complete for row in grid.rows] == [False, False]
    assert (grid.rows_complete.done, grid.rows_complete.total) == (0, 1)


def test_a_row_whose_milestones_came_into_the_plan_later_is_not_there_yet() -> None:
    state = measure(SYSTEMS[:2], {})
    assert [row.row.title for row in judge_grid(MATRIX, state, DAY).rows] == [text("Kazakh register")]


def test_a_grid_without_rows_is_not_complete() -> None:
    _, grid = matrix({}, replace(MATRIX, rows=()))
    assert not grid.within.complete
    assert not grid.rows_complete.complete


COUNTRIES = [
    step(2, "3a", Relation.LEADS_TO),
    step(3, "3a"),
    step(8, "3a", Relation.BEYOND, Holder.COUNTERPARTY),
    step(5, "3b"),
    step(7, "3c"),
]
TRACK = Grid(
    2,
    9,
    "countries",
    GridKind.TRACK,
    text("Countries"),
    text("Country"),
    (text("prepared"), text("drafted"), text("signed")),
    (
        GridRow(1, text("Korea"), ("3a",), {0: 2, 1: 3, 2: 8}),
        GridRow(2, text("UAE"), ("3b",), {1: 5}),
        GridRow(3, text("Others"), ("3c",), {1: 7}),
    ),
)


def test_completing_only_3_3_completes_3a_and_leaves_everything_else_open() -> None:
    state = measure(COUNTRIES, confirmed(3))
    assert {each.clause.code: each.complete for each in state.clauses} == {"3a": True, "3b": False, "3c": False}
    assert (state.beyond.confirmed, state.beyond.total) == (0, 1)
    grid = judge_grid(TRACK, state, DAY)
    assert (grid.beyond.done, grid.beyond.total) == (0, 1)
    assert [row.complete for row in grid.rows] == [False, False, False]
    assert not grid.within.complete


def test_on_a_track_a_step_that_the_plan_does_not_have_is_not_missing() -> None:
    grid = judge_grid(TRACK, measure(COUNTRIES, confirmed(5)), DAY)
    assert [row.complete for row in grid.rows] == [False, True, False]


def test_whose_turn_it_is_and_since_when_the_step_before_was_done() -> None:
    korea = judge_grid(TRACK, measure(COUNTRIES, confirmed(2, 3)), DAY).rows[0]
    assert korea.turn is not None
    assert (korea.turn.state.milestone.number, korea.turn.ours) == ("2.8", False)
    assert (korea.turn.since, korea.turn.days) == (date(2026, 11, 3), 20)
    first = judge_grid(TRACK, measure(COUNTRIES, {}), DAY).rows[0]
    assert first.turn is not None
    assert (first.turn.ours, first.turn.since) == (True, None)


def test_a_further_row_brings_a_milestone_for_each_step_that_completes_its_clauses() -> None:
    proposed = ProposedRow(LocalizedText(kk="Тізілім", en="Register"), ("2d",), (0, 1))
    found = milestones_of_row(proposed, MATRIX, ["2.1", "2.9"], "2")
    assert [(place, each.number, each.title.en) for place, each in found] == [
        (0, "2.10", "Register: built"),
        (1, "2.11", "Register: data flowing"),
    ]
    assert all(each.links == (ClauseLink("2d", Relation.COMPLETES),) for _, each in found)


def test_a_further_row_has_a_name_of_its_own_a_clause_and_a_step() -> None:
    def codes(title: str, clauses: tuple[str, ...], steps: tuple[int, ...]) -> list[tuple[str, str]]:
        found = objections_to_row(ProposedRow(text(title), clauses, steps), MATRIX, ["2c", "2d"])
        return [(each.field, each.code) for each in found]

    assert codes("Border", ("2d",), (0,)) == []
    assert codes("", (), ()) == [("title", "one_language"), ("clauses", "nothing_chosen"), ("steps", "nothing_chosen")]
    assert codes("Kazakh register", ("9z",), (7,)) == [("title", "taken"), ("clauses", "unknown"), ("steps", "unknown")]
