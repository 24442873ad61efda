"""The page of a request costs the same however many items its line asks for, and whichever of them it is about."""

from datetime import date

import pytest

from roadmap.domain.facts import ExtensionFact
from roadmap.domain.ledger import Facet, Statement
from tests.builders.portfolios import write
from tests.builders.queries import counted
from tests.control.conftest import House


@pytest.mark.parametrize("number", ["1.1", "1.2", "1.3"])
def test_a_request_costs_as_many_queries_alone_as_among_others(house: House, number: str) -> None:
    cost = {}
    for asked in ([number], ["1.1", "1.2", "1.3"]):
        fact = ExtensionFact(date(2027, 3, 29), "Late")
        said = [Statement(Facet.EXTENSION, fact, house.built.milestones[each]) for each in asked]
        with house.writing() as session:
            seq = write(session, house.built, "1", *said, on=date(2026, 11, 20), by=house.people["coordinator"])
        client = house.client("controller")
        with counted(house.app.extensions["roadmap.database"].engine) as count:
            page = client.get(f"/control/extensions/{seq}/{number}")
        assert (page.status_code, f"Step {number}" in page.text) == (200, True)
        cost[len(asked)] = count.total
    assert cost[3] == cost[1]
    assert client.get(f"/control/extensions/{seq}/9.9").status_code == 404
    assert client.get(f"/control/extensions/{seq}").status_code == 404
