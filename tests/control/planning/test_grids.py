"""A row of a grid comes with its milestones, in a draft and in an adopted plan, and is not there on earlier days."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from roadmap.domain.grids import GridState, judge_grid
from roadmap.domain.text import LocalizedText
from roadmap.store.audit import first_misfit
from roadmap.store.grid_reading import grids_of
from roadmap.store.grids import GridCellRow, GridTableRow
from roadmap.store.ledger import LineRow
from tests.builders.queries import counted
from tests.control.conftest import TODAY, House
from tests.control.planning.pages import send, words_in

ADOPTED_ON = TODAY - timedelta(days=10)
BASIS: dict[str, Any] = {"basis_number": "812", "basis_date": TODAY.isoformat(), "reason": "The list was approved"}


def laid_out(house: House) -> int:
    """An empty grid of measure 1 with two steps, whose list milestone 1.1 approves; its number (id)."""
    with house.writing() as session:
        row = GridTableRow(
            measure_id=house.built.measures["1"],
            code="systems",
            position=0,
            kind="matrix",
            title=LocalizedText(en="Integration"),
            things=LocalizedText(en="System"),
            steps=[{"en": "built"}, {"en": "data flowing"}],
            list_milestone_id=house.built.milestones["1.1"],
        )
        session.add(row)
        session.flush()
        return row.id


@pytest.fixture
def grid(house: House) -> int:
    return laid_out(house)


def address(grid: int) -> str:
    return f"/plan/grids/{grid}/rows/new"


def state(house: House, days_ago: int = 0) -> GridState:
    day = TODAY - timedelta(days=days_ago)
    measure = house.portfolio(day).measure("1")
    assert measure is not None
    with house.database.reading() as session:
        return judge_grid(grids_of(session, house.built.id)[measure.measure.id][0], measure, day)


def test_a_row_of_a_draft_brings_its_milestones_and_says_that_the_list_is_not_approved(house: House, grid: int) -> None:
    client = house.client("controller")
    assert "List not approved" in client.get("/measures/1").text
    answer = send(client, address(grid), title__en="Register", clauses=["1a"])
    assert answer.status_code == 303
    found = state(house)
    assert [(row.row.title.en, row.within.total) for row in found.rows] == [("Register", 2)]
    assert found.list_approved is False
    titles = [cell.state.milestone.title.en for cell in found.rows[0].cells if cell.state]
    assert titles == ["Register: built", "Register: data flowing"]
    page = words_in(client.get("/measures/1").text)
    assert "The rows below are proposed" in page
    assert "0 of 2" in page
    assert "Integration: list not approved" in words_in(client.get("/").text)


def test_the_same_form_sent_twice_brings_one_row_and_a_second_of_its_name_is_refused(house: House, grid: int) -> None:
    client = house.client("controller")
    typed = {"title-en": "Register", "clauses": ["1a"], "steps": ["0"], "version": "1", "operation_key": "k" * 20}
    assert [client.post(address(grid), data=typed).status_code for _ in range(2)] == [303, 303]
    again = client.post(address(grid), data=typed | {"operation_key": "l" * 20})
    assert again.status_code == 422
    assert "in use already" in again.text
    found = state(house).rows
    assert len(found) == 1
    # The step that was left out does not apply.
    assert [(cell.state is None, cell.applies) for cell in found[0].cells] == [(False, True), (True, False)]


def test_what_is_missing_is_said_beside_its_field(house: House, grid: int) -> None:
    answer = send(house.client("controller"), address(grid), title__en=" ", clauses=[], steps=[])
    assert answer.status_code == 422
    assert "Fill in at least one language" in answer.text
    assert answer.text.count("Choose at least one") >= 2


def test_into_an_adopted_plan_a_row_comes_by_amendments_and_earlier_days_do_not_have_it(
    house: House, grid: int
) -> None:
    client = house.client("controller")
    act = {"title__ru": "Постановление", "number": "735", "dated_on": ADOPTED_ON.isoformat()}
    assert send(client, "/plan/adoption", **act).status_code == 303
    assert send(client, address(grid), title__en="Register", clauses=["1a"]).status_code == 422
    assert send(client, address(grid), title__en="Register", clauses=["1a"], **BASIS).status_code == 303
    assert [len(state(house, days).rows) for days in (0, 1)] == [1, 0]
    with house.database.reading() as session:
        assert first_misfit(session, house.built.id) is None
        lines = session.scalars(select(LineRow.seq).where(LineRow.measure_id == house.built.measures["1"])).all()
    # The measure was adopted in one, and each milestone came in one of its own.
    assert len(lines) == 3
    row = state(house).rows[0].row.id
    answer = client.post(f"/plan/grid-rows/{row}/remove", follow_redirects=True)
    assert "Nothing is removed from an adopted plan" in answer.text
    assert len(state(house).rows) == 1


def test_a_row_is_taken_out_of_a_draft_and_a_removed_milestone_takes_its_cell_along(house: House, grid: int) -> None:
    client = house.client("controller")
    send(client, address(grid), title__en="Register", clauses=["1a"])
    cell = state(house).rows[0].cells[0].state
    assert cell is not None
    assert client.post(f"/plan/milestones/{cell.milestone.id}/remove", data={"version": "2"}).status_code == 303
    with house.database.reading() as session:
        assert len(session.scalars(select(GridCellRow.step)).all()) in (1, 2)
    row = state(house).rows[0].row.id
    assert client.post(f"/plan/grid-rows/{row}/remove").status_code == 303
    assert state(house).rows == ()
    assert client.post(f"/plan/grid-rows/{row}/remove").status_code == 404


def test_three_rows_cost_as_many_queries_as_one(house: House, grid: int) -> None:
    client, costs = house.client("executive"), []
    for number in range(3):
        typed = {"title-en": f"System {number}", "clauses": ["1a"], "steps": ["0", "1"], "version": "1"}
        assert house.client("controller").post(address(grid), data=typed).status_code == 303
        engine = house.app.extensions["roadmap.database"].engine
        for page in ("/", "/measures/1"):
            client.get(page)
            with counted(engine) as count:
                assert client.get(page).status_code == 200
            costs.append((page, count.total))
    assert len(set(costs)) == 2, costs
