"""What is a reason for a mail: a day that comes near always, what merely stands only when it is new, or once a week."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from roadmap.domain.choices import Rhythm
from roadmap.domain.digest import LINES, Digest, compose
from roadmap.domain.interests import Interest
from roadmap.domain.items import Reminded, Why
from roadmap.domain.parts import Morning
from roadmap.domain.portfolio import Portfolio
from roadmap.domain.reminders import Handed, Told, reminded_on
from tests.builders.editions import BOSS, MONDAY, REAL, edition_with, measure_with

TUESDAY = MONDAY + timedelta(days=1)
OVERDUE = Reminded(1, 1, 1, Why.OVERDUE)


def morning(day: date = TUESDAY) -> Morning:
    """The morning of the built edition, dated anew: what the items say stays what they said on Monday."""
    found = edition_with(REAL).mornings[1]
    return replace(found, portfolio=replace(found.portfolio, day=day), before=None)


def told(*days: date, why: Why = Why.OVERDUE, sent: bool = True) -> Told:
    on = frozenset(days)
    return {replace(OVERDUE, why=why): Handed(on, frozenset()) if sent else Handed(frozenset(), on)}


def read(known: Told, day: date = TUESDAY, **values: object) -> Digest | None:
    held = {"milestones": frozenset({1})} | values
    return compose({1: morning(day)}, [Interest(7, 1, **held)], known)  # type: ignore[arg-type]


def test_what_became_overdue_is_told_on_the_morning_it_is_true() -> None:
    assert read({})


@pytest.mark.parametrize("sent", [True, False])
def test_what_stands_is_not_told_again_within_a_week_sent_or_still_on_its_way(sent: bool) -> None:
    assert read(told(TUESDAY - timedelta(days=6), sent=sent)) is None
    assert read(told(TUESDAY - timedelta(days=1), sent=sent)) is None


def test_what_stands_is_told_again_after_a_week() -> None:
    assert read(told(TUESDAY - timedelta(days=7)))


def test_what_stands_is_told_on_the_first_working_day_of_the_week_whatever_was_told_before() -> None:
    assert read(told(MONDAY - timedelta(days=3)), MONDAY)


def test_the_same_item_is_told_at_once_for_another_reason() -> None:
    assert read(told(TUESDAY - timedelta(days=1), why=Why.DUE))


def test_whoever_chose_every_morning_is_told_every_morning() -> None:
    assert read(told(TUESDAY - timedelta(days=1)), rhythm=Rhythm.MORNINGS)


def test_a_mail_for_one_reason_brings_everything_that_waits() -> None:
    digest = read(told(TUESDAY - timedelta(days=1)), milestones=frozenset({1, 3}))
    assert digest
    assert [item.key[1] for item in digest.parts[0].actions] == [1, 3]
    assert set(digest.reminds) == {OVERDUE, Reminded(1, 1, 3, Why.DUE)}


def test_what_a_mail_has_no_room_to_name_is_not_a_reason_for_one_every_morning() -> None:
    measure = measure_with(REAL)
    late = measure.milestones[0]
    many = tuple(replace(late, milestone=replace(late.milestone, id=100 + n)) for n in range(LINES + 5))
    found = morning()
    portfolio = Portfolio(
        found.portfolio.roadmap, TUESDAY, None, (replace(measure, milestones=many),), found.portfolio.calendar
    )
    interest = Interest(7, 1, milestones=frozenset(step.milestone.id for step in many))
    first = compose({1: Morning(portfolio, False)}, [interest])
    assert first
    assert len(first.reminds) == LINES
    known = {each: Handed(frozenset({MONDAY})) for each in first.reminds}
    assert compose({1: Morning(portfolio, False)}, [interest], known) is None


def test_a_reader_is_told_on_which_days_he_was_reminded() -> None:
    item = morning().items.of_milestone[1]
    known = told(date(2026, 11, 3)) | told(date(2026, 11, 10), why=Why.DUE) | told(TUESDAY, why=Why.ESCALATED)
    assert reminded_on(known, 1, item, TUESDAY) == (date(2026, 11, 3), date(2026, 11, 10))
    assert reminded_on(told(date(2026, 11, 3), sent=False), 1, item, TUESDAY) == ()


def test_each_reads_what_waits_for_him() -> None:
    def whys(**values: object) -> list[Why]:
        digest = compose({1: morning(MONDAY)}, [Interest(7, 1, **values)])  # type: ignore[arg-type]
        return [item.why for item in digest.parts[0].actions] if digest else []

    assert whys(milestones=frozenset({1, 2, 3, 4, 5})) == [Why.OVERDUE, Why.RETURNED, Why.DUE, Why.FORECAST_PASSED]
    assert whys(measures=frozenset({1})) == [Why.STALE]
    assert whys(controls=True) == [Why.TO_CONFIRM]
    assert whys(posts=frozenset({BOSS})) == [Why.ASKED]
    assert whys(posts=frozenset({12345})) == []


def test_whoever_stopped_reminders_is_told_of_a_last_day_and_of_nothing_that_merely_stands() -> None:
    digest = read(
        {}, MONDAY, milestones=frozenset({1, 2, 3, 5}), controls=True, posts=frozenset({BOSS}), last_day_only=True
    )
    assert digest
    assert [item.key[1] for item in digest.parts[0].actions] == [3]
    assert digest.parts[0].escalated == ()


def test_an_ask_addressed_to_the_reader_is_not_repeated_among_the_decisions_and_counts_as_one() -> None:
    found = morning(MONDAY)
    digest = compose({1: found}, [Interest(7, 1, posts=frozenset({BOSS}), overview=True)])
    assert digest
    assert [asked.ask.entry.seq for asked in digest.parts[0].decisions] == [6]
    assert digest.counts.decisions == 2


def test_a_quiet_overview_comes_only_to_those_who_chose_it() -> None:
    found = morning(MONDAY)
    (busy,) = found.portfolio.measures
    calm = replace(busy, milestones=(), asks=(), contradictions=(), confidence=busy.confidence.ON_TRACK)
    still = Morning(replace(found.portfolio, measures=(calm,)), True)
    assert compose({1: still}, [Interest(7, 1, overview=True)]) is None
    digest = compose({1: still}, [Interest(7, 1, overview=True, when_quiet=True)])
    assert digest
    assert digest.quiet
    assert digest.reminds == ()


def test_an_overview_of_some_measures_says_nothing_of_the_others() -> None:
    assert compose({1: morning(MONDAY)}, [Interest(7, 1, overview=True, within=frozenset({2}))]) is None
    digest = compose({1: morning(MONDAY)}, [Interest(7, 1, overview=True, within=frozenset({1}))])
    assert digest
    assert digest.parts[0].scoped == ("1",)
