"""A co-executor's coordinator corrects what he said, and only of the milestones that he has."""

import pytest
from sqlalchemy import delete

from roadmap.domain.facts import Progress, ProgressFact
from roadmap.domain.ledger import Facet, Statement
from roadmap.store.people import GrantRow
from tests.builders.house import House
from tests.coordination.test_correcting import FRIDAY, REPORT, form, page_of


def give(house: House, *places: int) -> None:
    """Dana reports on these milestones of the first measure, and on nothing else any more."""
    if "Dana" not in house.people:
        house.person("Dana")
    with house.database.writing() as session:
        person = house.people["Dana"]
        session.execute(delete(GrantRow).where(GrantRow.person_id == person))
        session.add_all(
            GrantRow(
                person_id=person,
                role="coordinator",
                roadmap_id=house.roadmap_id,
                measure_id=house.measures[0],
                milestone_id=house.milestones[0][place],
            )
            for place in places
        )
        session.commit()


def started(house: House, place: int) -> Statement:
    return Statement(Facet.PROGRESS, ProgressFact(Progress.IN_PROGRESS), house.milestones[0][place])


def test_he_corrects_what_he_said_of_the_milestones_he_has(house: House) -> None:
    give(house, 0, 1)
    seq = house.say(house.measures[0], started(house, 0), started(house, 1), author="Dana", on=FRIDAY)
    sent = form(house, seq, "Dana", **{"entry_0-state": "not_started"})
    assert house.browser("Dana").post(page_of(seq), data=sent).status_code == 303


@pytest.mark.parametrize("of_measure", [False, True])
def test_he_corrects_nothing_of_what_is_no_longer_his(house: House, of_measure: bool) -> None:
    give(house, 0, 1)
    more = Statement(Facet.REPORT, REPORT) if of_measure else started(house, 1)
    seq = house.say(house.measures[0], started(house, 0), more, author="Dana", on=FRIDAY)
    give(house, 0)
    assert house.browser("Dana").get(page_of(seq)).status_code == 403
    assert house.browser("Dana").post(page_of(seq), data={"reason": "Wrong"}).status_code == 403
    assert house.last_line(house.measures[0]) == seq
