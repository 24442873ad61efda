"""What the pages write about an adopted plan is what an earlier day's plan is read back from."""

from datetime import timedelta
from typing import Any

from roadmap.domain.plan import Measure, Origin, Stage
from tests.control.conftest import TODAY, House
from tests.control.planning.pages import send

ADOPTED_ON = TODAY - timedelta(days=10)
BASIS: dict[str, Any] = {"basis_number": "812", "basis_date": TODAY.isoformat(), "reason": "Reworded"}


def measure_on(house: House, days_ago: int) -> Measure:
    found = house.portfolio(TODAY - timedelta(days=days_ago)).measure("1")
    assert found is not None
    return found.measure


def test_every_earlier_day_shows_the_plan_of_that_day(house: House) -> None:
    client, measure = house.client("controller"), house.built.measures["1"]
    milestone = f"/plan/milestones/{house.built.milestones['1.1']}"
    act = {"title__ru": "Постановление", "number": "735", "dated_on": ADOPTED_ON.isoformat()}
    assert send(client, "/plan/adoption", **act).status_code == 303
    others = {"executors__1__organisation": "MIN-other", "executors__1__place": "2", "lead": "1"}
    changed = [
        send(client, milestone, title__en="Reworded", weight="30", links__0__relation="leads_to", **BASIS),
        send(client, f"/plan/measures/{measure}/executors", **others, **BASIS),
        send(client, f"/plan/measures/{measure}/clauses/new", text__en="A part more", **BASIS),
        send(client, f"/plan/measures/{measure}/milestones/new", title__en="A step more", **BASIS),
    ]
    assert [answer.status_code for answer in changed] == [303] * 4
    today, before, draft = (measure_on(house, days) for days in (0, 1, 11))
    assert (today.milestones[0].title.en, today.milestones[0].weight) == ("Reworded", 30)
    assert (before.milestones[0].title.en, before.milestones[0].weight) == ("Step 1.1", 10)
    assert before.milestones[0].completes("1a")
    assert [each.organisation.code for each in today.executors] == ["MIN-other", "MIN-first"]
    assert [each.organisation.code for each in before.executors] == ["MIN-first"]
    assert [len(each.clauses) for each in (today, before, draft)] == [2, 1, 1]
    assert [len(each.milestones) for each in (today, before, draft)] == [4, 3, 3]
    assert [each.milestones[0].origin for each in (before, draft)] == [Origin.ADOPTED, Origin.PROPOSED]


def test_the_stage_of_every_day_is_that_days(house: House) -> None:
    client = house.client("controller")
    act = {"title__ru": "Постановление", "number": "735", "dated_on": ADOPTED_ON.isoformat()}
    send(client, "/plan/adoption", **act)
    send(client, f"/plan/milestones/{house.built.milestones['1.1']}", title__en="Reworded", **BASIS)
    stages = [house.portfolio(TODAY - timedelta(days=days)).roadmap.stage for days in (0, 1, 11)]
    assert stages == [Stage.AMENDED, Stage.ADOPTED, Stage.BEING_DEVELOPED]
