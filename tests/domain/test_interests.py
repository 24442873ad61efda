"""Who is told of what: roles and names decide, then rhythm, pause, scope, and who stands in for whom."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from roadmap.domain.choices import Choice, MailSettings, Rhythm, Scope
from roadmap.domain.interests import Interest, LastDayOnly, MailKind, interests_in
from roadmap.domain.people import Grant, Organisation, Person, Post, Responsible, Role
from roadmap.domain.text import LocalizedText
from tests.domain.test_digest import ANNA, FRIDAY, MONDAY, measure_state, morning, record

MINISTRY = Organisation(5, "ministry", LocalizedText(en="Ministry"), LocalizedText(en="Ministry"))
POST = Post(3, LocalizedText(en="Vice-minister"), MINISTRY)
BOLAT, DANA, ERLAN = (
    replace(ANNA, id=number, name=name) for number, name in ((8, "Bolat"), (9, "Dana"), (10, "Erlan"))
)
PORTFOLIO = morning(measure_state(1, [record(MONDAY)]), measure_state(2, [record(FRIDAY)])).portfolio
COORDINATOR = frozenset({Grant(Role.COORDINATOR, 1, 1)})
EXECUTIVE = frozenset({Grant(Role.EXECUTIVE, 1)})
RECIPIENT = frozenset({Grant(Role.RECIPIENT, 1)})
PEOPLE = {person.id: person for person in (ANNA, BOLAT, DANA, ERLAN)}


def away(substitute: Person | None, **values: date) -> MailSettings:
    known = {"absent_from": MONDAY, "absent_until": FRIDAY, **values}
    return MailSettings(substitute_id=substitute.id if substitute else None, **known)  # type: ignore[arg-type]


def told(
    settings: dict[int, MailSettings], choices: dict[tuple[int, MailKind], Choice] | None = None
) -> list[Interest]:
    grants = {ANNA.id: COORDINATOR, BOLAT.id: EXECUTIVE, DANA.id: RECIPIENT}
    return interests_in(PORTFOLIO, grants, choices or {}, {}, settings, PEOPLE)


def of(person: Person, found: list[Interest]) -> list[Interest]:
    return [each for each in found if each.person_id == person.id]


def test_while_somebody_is_away_his_substitute_is_told_of_his_items_and_he_of_their_last_day_only() -> None:
    found = told({ANNA.id: away(BOLAT)})
    (own,) = of(ANNA, found)
    assert (own.last_day_only, own.because) == (True, LastDayOnly.AWAY)
    mine, for_anna = of(BOLAT, found)
    assert mine.absent is None
    assert for_anna.absent
    assert (for_anna.absent.name, for_anna.absent.until) == ("Anna", FRIDAY)
    assert (for_anna.measures, for_anna.milestones) == (frozenset({1}), frozenset({101}))
    assert not for_anna.overview


@pytest.mark.parametrize("day", [MONDAY - timedelta(days=1), FRIDAY])
def test_before_and_after_the_absence_everything_is_as_always(day: date) -> None:
    settings = {
        ANNA.id: away(BOLAT, absent_from=day + timedelta(days=1)) if day > MONDAY else away(BOLAT, absent_until=day)
    }
    assert [each.absent for each in told(settings)] == [None] * 3


@pytest.mark.parametrize("substitute", [None, ERLAN, ANNA])
def test_a_substitute_who_may_not_see_the_road_map_is_none(substitute: Person | None) -> None:
    found = told({ANNA.id: away(substitute)})
    assert [each.absent for each in found] == [None] * 3
    assert not of(ANNA, found)[0].last_day_only


def test_whoever_paused_or_stopped_his_own_reminders_cannot_stand_in() -> None:
    paused = told({ANNA.id: away(BOLAT), BOLAT.id: MailSettings(paused_until=MONDAY)})
    stopped = told({ANNA.id: away(BOLAT)}, {(BOLAT.id, MailKind.ACTIONS): Choice(active=False)})
    for found in (paused, stopped):
        assert [each.absent for each in found] == [None] * 3
        assert not of(ANNA, found)[0].last_day_only


def test_a_substitute_who_is_away_himself_is_stood_in_for_by_his_own() -> None:
    found = told({ANNA.id: away(BOLAT), BOLAT.id: away(DANA)})
    assert [each.absent.name for each in of(DANA, found) if each.absent] == ["Anna", "Bolat"]
    assert [each.absent for each in of(BOLAT, found)] == [None]


def test_substitutes_in_a_circle_end_and_everybody_keeps_his_own_mail() -> None:
    found = told({ANNA.id: away(BOLAT), BOLAT.id: away(DANA), DANA.id: away(ANNA)})
    assert [(each.absent, each.last_day_only) for each in found] == [(None, False)] * 3


def test_what_both_hold_the_substitute_is_told_of_once() -> None:
    state = measure_state(1, [record(MONDAY)], responsible=Responsible(None, BOLAT))
    grants = {ANNA.id: COORDINATOR, BOLAT.id: EXECUTIVE}
    found = interests_in(morning(state).portfolio, grants, {}, {}, {ANNA.id: away(BOLAT)}, PEOPLE)
    mine, for_anna = of(BOLAT, found)
    assert (mine.measures, for_anna.measures, for_anna.milestones) == ({1}, set(), set())


def test_a_pause_leaves_the_last_day_of_an_own_item_and_no_overview() -> None:
    found = told({ANNA.id: MailSettings(paused_until=MONDAY), BOLAT.id: MailSettings(paused_until=MONDAY)})
    (anna,), (bolat,) = of(ANNA, found), of(BOLAT, found)
    assert (anna.last_day_only, anna.because, anna.paused_until) == (True, LastDayOnly.PAUSED, MONDAY)
    assert not bolat.overview
    ended = told({BOLAT.id: MailSettings(paused_until=MONDAY - timedelta(days=1))})
    assert of(BOLAT, ended)[0].overview


def test_each_overview_comes_in_its_readers_rhythm_or_on_a_morning_that_makes_up_for_it() -> None:
    monthly = {(BOLAT.id, MailKind.OVERVIEW): Choice(rhythm=Rhythm.MONTHLY)}
    grants = {BOLAT.id: EXECUTIVE, DANA.id: RECIPIENT}
    assert [each.overview for each in interests_in(PORTFOLIO, grants, monthly)] == [False, True]
    late = interests_in(PORTFOLIO, grants, monthly, covers=[date(2026, 11, 2)])
    assert [each.overview for each in late] == [True, True]


def test_an_overview_can_be_of_one_measure_or_of_ones_own_organisation() -> None:
    state = measure_state(2, [record(FRIDAY)], responsible=Responsible(POST))
    portfolio = morning(measure_state(1, [record(MONDAY)]), state).portfolio
    people = {BOLAT.id: replace(BOLAT, post=POST), DANA.id: DANA}
    grants = {BOLAT.id: EXECUTIVE, DANA.id: RECIPIENT}
    for choice, within in (
        (Choice(scope=Scope.MEASURE, measure_id=1), [{1}, {1}]),
        (Choice(scope=Scope.ORGANISATION), [{2}, None]),
        (Choice(), [None, None]),
    ):
        choices = {(number, MailKind.OVERVIEW): choice for number in grants}
        found = interests_in(portfolio, grants, choices, people=people)
        assert [each.within for each in found] == within


def test_whoever_was_given_one_milestone_is_told_of_it_alone() -> None:
    step = PORTFOLIO.measures[0].milestones[0].milestone.id
    (interest,) = interests_in(PORTFOLIO, {BOLAT.id: frozenset({Grant(Role.COORDINATOR, 1, 1, step)})}, {})
    assert interest.milestones == {step}
    assert interest.measures == frozenset()
    assert interest.reports_on == {1}
    (stranger,) = interests_in(PORTFOLIO, {BOLAT.id: frozenset({Grant(Role.COORDINATOR, 1, 1, 999)})}, {})
    assert stranger.milestones == frozenset()


def test_whoever_holds_a_post_and_acts_in_another_is_asked_in_both() -> None:
    (interest,) = interests_in(PORTFOLIO, {}, {}, {BOLAT.id: frozenset({3, 4})})
    assert interest.posts == {3, 4}
