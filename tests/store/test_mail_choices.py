"""What people chose about their mail is kept once, whoever else chooses at the same moment."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest

from roadmap.database import Database
from roadmap.domain.choices import DEFAULT_CHOICE, Choice, MailSettings, Rhythm, Scope
from roadmap.domain.interests import MailKind
from roadmap.store.mail.choices import (
    choices_of,
    choices_of_person,
    choose,
    keep_settings,
    settings_of,
    start_or_stop,
)
from tests.builders.recipients import Plan, plan

AT = datetime(2026, 11, 20, 6, tzinfo=UTC)


@pytest.fixture
def it(database_url: str) -> Iterator[Plan]:
    database = Database(database_url)
    with database.writing() as session:
        found = plan(session)
        found.measure("1")
        found.person("anna")
        yield found
    database.engine.dispose()


def test_a_choice_is_read_as_it_was_made(it: Plan) -> None:
    anna, roadmap = it.people["anna"].id, it.roadmap.id
    chosen = Choice(True, Rhythm.WEEKDAYS, frozenset({1, 4}), Scope.MEASURE, it.measures["1"].id, when_quiet=True)
    for choice in (DEFAULT_CHOICE, chosen, chosen):
        choose(it.session, anna, roadmap, MailKind.OVERVIEW, choice, AT)
    assert choices_of(it.session, roadmap) == {(anna, MailKind.OVERVIEW): chosen}
    assert choices_of_person(it.session, anna) == {(roadmap, MailKind.OVERVIEW): chosen}


def test_stopping_a_mail_keeps_how_it_was_wanted(it: Plan) -> None:
    anna, roadmap = it.people["anna"].id, it.roadmap.id
    choose(it.session, anna, roadmap, MailKind.OVERVIEW, Choice(rhythm=Rhythm.MONTHLY), AT)
    start_or_stop(it.session, anna, roadmap, MailKind.OVERVIEW, False, AT)
    start_or_stop(it.session, anna, roadmap, MailKind.ACTIONS, False, AT)
    assert choices_of_person(it.session, anna) == {
        (roadmap, MailKind.OVERVIEW): Choice(active=False, rhythm=Rhythm.MONTHLY),
        (roadmap, MailKind.ACTIONS): Choice(active=False),
    }


def test_settings_that_somebody_else_changed_meanwhile_are_not_overwritten(it: Plan) -> None:
    anna = it.people["anna"].id
    assert settings_of(it.session) == {}
    assert keep_settings(it.session, anna, MailSettings(slot=time(8, 30)), AT)
    assert not keep_settings(it.session, anna, MailSettings(paused_until=date(2026, 12, 1)), AT)
    found = settings_of(it.session, [anna])[anna]
    assert found == MailSettings(slot=time(8, 30), version=1)
    assert keep_settings(it.session, anna, MailSettings(absent_from=date(2026, 12, 1), version=1), AT)
    assert not keep_settings(it.session, anna, found, AT)
    it.session.expire_all()
    assert settings_of(it.session)[anna] == MailSettings(absent_from=date(2026, 12, 1), version=2)


@pytest.mark.parametrize("slot", [time(6, 30), time(18, 30), time(9, 15), time(9, 0, 1)])
def test_a_time_of_day_outside_the_half_hours_cannot_be_kept(it: Plan, slot: time) -> None:
    with pytest.raises(ValueError, match="mail cannot be had at"):
        keep_settings(it.session, it.people["anna"].id, MailSettings(slot=slot), AT)
