"""Who answers where a line names a post: whoever holds it on the day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from roadmap.domain.holdings import Holding, HoldingChange, answers_for, known_holdings

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


MOMENTS = [datetime(2026, 11, day, 9, 0, tzinfo=UTC) for day in (2, 9, 16, 20)]


def entered(holding: Holding, at: datetime) -> Holding:
    return replace(holding, entered_at=at)


def test_a_holding_is_not_known_before_it_was_entered() -> None:
    anna = entered(held(ANNA), MOMENTS[1])
    assert known_holdings([anna], [], MOMENTS[0]) == []
    assert known_holdings([anna], [], MOMENTS[1]) == [anna]


def test_a_holding_is_known_as_it_stood_before_whatever_was_changed_later() -> None:
    first, second, today = (entered(held(ANNA, last=on), MOMENTS[0]) for on in (None, AFTER, BEFORE))
    changes = [HoldingChange(first, MOMENTS[1]), HoldingChange(second, MOMENTS[2])]
    known = [known_holdings([today], changes, at)[0].last_on for at in MOMENTS]
    assert known == [None, AFTER, BEFORE, BEFORE]


def test_a_holding_that_was_taken_back_is_known_until_then() -> None:
    gone = entered(held(BOLAT, AFTER), MOMENTS[0])
    changes = [HoldingChange(gone, MOMENTS[2])]
    assert [len(known_holdings([], changes, at)) for at in MOMENTS] == [1, 1, 0, 0]
