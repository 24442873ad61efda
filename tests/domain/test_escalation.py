"""An item that stays overdue goes to the next post up, after as many working days as the road map says."""

from dataclasses import replace

import pytest

from roadmap.domain.digest import compose
from roadmap.domain.escalation import above_of, escalations_in
from roadmap.domain.interests import Interest
from roadmap.domain.items import Reminded, Why
from roadmap.domain.parts import Morning
from roadmap.domain.people import Person, Post, Responsible
from roadmap.domain.reminders import Handed
from roadmap.domain.text import LocalizedText
from tests.builders.editions import BOSS, MONDAY, REAL, edition_with

TITLE = LocalizedText(en="Vice-minister")


def morning(after: int | None) -> Morning:
    found = edition_with(REAL).mornings[1]
    roadmap = replace(found.portfolio.roadmap, escalate_after=after)
    return Morning(replace(found.portfolio, roadmap=roadmap), True)


# Milestone 1.1 was due on 2 November, fifteen working days before.
@pytest.mark.parametrize(("after", "escalated"), [(None, []), (16, []), (15, [15]), (5, [15]), (0, [15])])
def test_an_item_is_escalated_after_the_set_number_of_working_days(after: int | None, escalated: list[int]) -> None:
    found = morning(after)
    assert [each.days_overdue for each in found.escalations.get(BOSS, [])] == escalated


def test_what_is_only_returned_or_near_is_not_escalated() -> None:
    assert [each.item.key for each in morning(1).escalations[BOSS]] == [(1, 1)]


def test_where_no_post_is_above_nobody_is_told() -> None:
    assert above_of(Responsible()) is None
    assert above_of(Responsible(Post(1, TITLE))) is None
    assert above_of(Responsible(Post(1, TITLE, above_id=1))) is None
    assert above_of(Responsible(None, Person(1, "Anna", None, "en", Post(1, TITLE, above_id=2)))) == 2
    assert escalations_in(morning(1).portfolio.roadmap, []) == {}


def test_the_holder_of_the_post_above_is_written_to_and_not_again_the_next_morning() -> None:
    found, interest = morning(5), [Interest(9, 1, posts=frozenset({BOSS}))]
    first = compose({1: found}, interest)
    assert first
    assert first.counts.escalated == 1
    assert Reminded(1, 1, 1, Why.ESCALATED) in first.reminds
    tuesday = Morning(replace(found.portfolio, day=MONDAY.replace(day=24)), True)
    known = {each: Handed(frozenset({MONDAY})) for each in first.reminds}
    assert compose({1: tuesday}, interest, known) is None


def test_whoever_holds_the_item_himself_reads_it_once() -> None:
    digest = compose({1: morning(5)}, [Interest(9, 1, milestones=frozenset({1}), posts=frozenset({BOSS}))])
    assert digest
    assert digest.parts[0].escalated == ()
    assert digest.counts.overdue == 1
