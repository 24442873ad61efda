"""Who answers where a line names a post: whoever holds it on the day."""

from datetime import date, timedelta

import pytest

from roadmap.domain.holdings import Holding, answers_for

POST, ANNA, BOLAT, DANA = 1, 10, 20, 30
DAY = date(2026, 11, 23)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def held(person: int, first: date | None = None, last: date | None = None, **more: object) -> Holding:
    return Holding(person, POST, person, first, last, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("holdings", "answers"),
    [
        ([], None),
        ([held(ANNA)], ANNA),
        ([held(ANNA, DAY, DAY)], ANNA),
        ([held(ANNA, AFTER)], None),
        ([held(ANNA, None, BEFORE)], None),
        ([held(ANNA, None, BEFORE), held(BOLAT, DAY)], BOLAT),
        ([held(ANNA), held(BOLAT, acting=True)], BOLAT),
        ([held(ANNA), Holding(2, POST + 1, BOLAT)], ANNA),
    ],
)
def test_of_a_post_alone_whoever_holds_it_on_the_day_answers(holdings: list[Holding], answers: int | None) -> None:
    assert answers_for(POST, None, holdings, DAY) == answers


def test_whoever_is_named_answers_until_he_is_known_to_have_left_the_post() -> None:
    assert answers_for(POST, ANNA, [], DAY) == ANNA
    assert answers_for(POST, ANNA, [held(BOLAT)], DAY) == ANNA
    assert answers_for(POST, ANNA, [held(ANNA), held(BOLAT, acting=True)], DAY) == ANNA
    left = [held(ANNA, None, BEFORE), held(DANA, DAY)]
    assert answers_for(POST, ANNA, left, DAY) == DANA
    assert answers_for(POST, ANNA, left, BEFORE) == ANNA
    assert answers_for(POST, ANNA, [held(ANNA, None, BEFORE)], DAY) is None


def test_two_holdings_overlap_if_they_share_a_day() -> None:
    assert held(ANNA).overlaps(held(BOLAT))
    assert held(ANNA, None, DAY).overlaps(held(BOLAT, DAY))
    assert not held(ANNA, None, BEFORE).overlaps(held(BOLAT, DAY))
    assert not held(ANNA, AFTER).overlaps(held(BOLAT, DAY, DAY))
