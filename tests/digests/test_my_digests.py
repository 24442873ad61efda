"""Somebody who signed in decides what he is mailed; what is wrong is said beside the field, and nothing is kept."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from roadmap.domain.choices import Rhythm
from roadmap.store.accounts import open_account
from roadmap.store.mail.choices import MailSettingsRow, SubscriptionRow
from roadmap.store.people import PersonRow
from tests.digests.conftest import Planning, database_of
from tests.digests.people import Ministry, form_on, in_days, ministry, problems_in, sent

MINE = "/my/digests"


@pytest.fixture
def house(app: Flask, planning: Planning) -> Ministry:
    return ministry(app, planning)


@pytest.fixture
def sqlite_house(sqlite_app: Flask) -> Ministry:
    return ministry(sqlite_app, Planning(database_of(sqlite_app)))


def kept(house: Ministry, name: str) -> dict[str, tuple[bool, str | None, str]]:
    rows = [row for row in house.rows(SubscriptionRow) if row.person_id == house.people[name]]
    return {row.kind: (row.active, row.rhythm, row.weekdays) for row in rows}


def test_everything_that_can_be_chosen_is_kept(house: Ministry) -> None:
    owner, mine = house.browser("owner"), f"roadmap_{house.roadmap_id}"
    answer = sent(
        owner,
        MINE,
        {
            f"{mine}-actions": "mornings",
            f"{mine}-overview": "weekdays",
            f"{mine}-weekdays": ["2", "4"],
            f"{mine}-when_quiet": "y",
            "slot": "17:30",
            "language": "ru",
            "paused_until": in_days(5).isoformat(),
            "absent_from": in_days(7).isoformat(),
            "absent_until": in_days(9).isoformat(),
            "substitute": str(house.people["executive"]),
        },
    )
    assert (answer.status_code, answer.location) == (303, MINE)
    assert kept(house, "owner") == {"actions": (True, "mornings", ""), "overview": (True, "weekdays", "24")}
    (row,) = house.rows(MailSettingsRow)
    assert (row.slot, row.paused_until, row.absent_from, row.absent_until, row.substitute_id, row.version) == (
        "17:30",
        in_days(5),
        in_days(7),
        in_days(9),
        house.people["executive"],
        1,
    )
    assert [person.language for person in house.rows(PersonRow) if person.id == house.people["owner"]] == ["ru"]
    again = form_on(owner, MINE).fields
    assert (again["slot"], again[f"{mine}-overview"], again["language"]) == ("17:30", "weekdays", "ru")


def test_what_is_left_as_it_is_stays_the_default_of_the_role(house: Ministry) -> None:
    assert sent(house.browser("executive"), MINE, {"slot": "08:00"}).status_code == 303
    assert kept(house, "executive") == {}


def test_a_stopped_overview_keeps_its_days_for_the_time_it_is_wanted_again(house: Ministry) -> None:
    executive, overview = house.browser("executive"), f"roadmap_{house.roadmap_id}-overview"
    days = f"roadmap_{house.roadmap_id}-weekdays"
    sent(executive, MINE, {overview: "weekdays", days: ["1", "3"]})
    sent(executive, MINE, {overview: "stopped", days: None})
    assert kept(house, "executive") == {"overview": (False, "weekdays", "13")}
    assert "You have stopped these mails." in executive.get(f"{MINE}?lang=en").text


def test_only_what_somebody_can_get_is_offered(house: Ministry) -> None:
    fields = {name: form_on(house.browser(name), MINE).choices for name in ("owner", "executive")}
    inner = f"roadmap_{house.roadmap_id}"
    assert set(fields["owner"][f"{inner}-actions"]) == {Rhythm.CALM, Rhythm.MORNINGS, "stopped"}
    assert f"{inner}-actions" not in fields["executive"]
    assert [label.split(" –")[0] for label in fields["executive"][f"{inner}-scope"].values()] == [
        "the whole road map",
        "only measure 1",
        "only measure 2",
    ]
    assert str(house.people["stranger"]) not in fields["owner"]["substitute"]
    assert str(house.people["owner"]) not in fields["owner"]["substitute"]


def test_an_overview_can_be_kept_to_one_measure(house: Ministry) -> None:
    executive, scope = house.browser("executive"), f"roadmap_{house.roadmap_id}-scope"
    measure = form_on(executive, MINE).choice(scope, "only measure 2")
    sent(executive, MINE, {scope: measure})
    (row,) = house.rows(SubscriptionRow)
    assert (row.scope, f"measure:{row.scope_measure_id}") == ("measure", measure)


WRONG = [
    ({"paused_until": "31.02.2026"}, "No mail until the end of – Enter a date as DD.MM.YYYY"),
    ({"paused_until": "soon"}, "No mail until the end of – Enter a date as DD.MM.YYYY"),
    (
        {"paused_until": in_days(-1).isoformat()},
        "No mail until the end of – This day has passed. Enter a later one, or leave the field empty.",
    ),
    (
        {"paused_until": in_days(367).isoformat()},
        "No mail until the end of – This is more than a year ahead. Enter an earlier day.",
    ),
    (
        {"paused_until": "9999-12-31"},
        "No mail until the end of – This is more than a year ahead. Enter an earlier day.",
    ),
    ({"paused_until": "0000-00-00"}, "No mail until the end of – Enter a date as DD.MM.YYYY"),
    ({"slot": "03:00"}, "Time of day – Choose one of the entries offered."),
    ({"slot": "09:17"}, "Time of day – Choose one of the entries offered."),
    ({"slot": "9" * 10_000}, "Time of day – Choose one of the entries offered."),
    ({"slot": None}, "Time of day – Choose one of the entries offered."),
    ({"slot": ["09:00", "10:00"]}, "Time of day – This was sent more than once."),
    ({"language": "de"}, "Language of pages and mails – Choose one of the entries offered."),
    ({"language": "ru\r\nBcc: x@evil.test"}, "Language of pages and mails – Choose one of the entries offered."),
    ({"absent_until": in_days(3).isoformat()}, "Absent from – Enter the first day as well."),
    ({"absent_from": in_days(3).isoformat()}, "Absent until the end of – Enter the last day as well."),
    (
        {"absent_from": in_days(5).isoformat(), "absent_until": in_days(4).isoformat()},
        "Absent until the end of – The last day lies before the first.",
    ),
    (
        {"absent_from": in_days(1).isoformat(), "absent_until": in_days(4).isoformat()},
        "Who reads your items meanwhile – Choose who reads them.",
    ),
    ({"substitute": "999999"}, "Who reads your items meanwhile – Choose one of the entries offered."),
    ({"substitute": "-1' OR 1=1"}, "Who reads your items meanwhile – Choose one of the entries offered."),
]


@pytest.mark.parametrize(("typed", "problem"), WRONG, ids=[problem for _, problem in WRONG])
def test_a_wrong_value_is_named_and_nothing_is_kept(
    sqlite_house: Ministry, typed: dict[str, object], problem: str
) -> None:
    answer = sent(sqlite_house.browser("owner"), MINE, typed)
    assert answer.status_code == 422
    assert problem in problems_in(answer)
    assert sqlite_house.rows(MailSettingsRow) == sqlite_house.rows(SubscriptionRow) == []


@pytest.mark.parametrize("code", ["kk", "ru", "en"])
def test_a_wrong_value_is_shown_again_in_every_language(sqlite_house: Ministry, code: str) -> None:
    owner = sqlite_house.browser("owner")
    data = form_on(owner, MINE).fields | {"paused_until": "31.02.2026"}
    answer = owner.post(f"{MINE}?lang={code}", data=data)
    assert answer.status_code == 422
    assert f'<html lang="{code}">' in answer.text
    assert 'value="31.02.2026"' in answer.text
    assert len(problems_in(answer)) == 1


@pytest.mark.parametrize("name", ["actions", "overview", "weekdays", "scope"])
@pytest.mark.parametrize("value", ["never", "", "measure:999999", "weekdaysx", "٣"])
def test_a_choice_that_was_not_offered_is_refused(sqlite_house: Ministry, name: str, value: str) -> None:
    answer = sent(sqlite_house.browser("owner"), MINE, {f"roadmap_{sqlite_house.roadmap_id}-{name}": value})
    assert answer.status_code == 422
    assert any(problem.endswith("Choose one of the entries offered.") for problem in problems_in(answer))


def test_chosen_days_are_at_least_one(sqlite_house: Ministry) -> None:
    answer = sent(sqlite_house.browser("owner"), MINE, {f"roadmap_{sqlite_house.roadmap_id}-overview": "weekdays"})
    assert (answer.status_code, problems_in(answer)) == (422, ["Days of the week – Choose at least one day."])


def test_two_windows_do_not_overwrite_each_other(house: Ministry) -> None:
    owner = house.browser("owner")
    old = form_on(owner, MINE).fields
    sent(owner, MINE, {"slot": "08:00"})
    answer = owner.post(f"{MINE}?lang=en", data=old | {"slot": "10:00"})
    assert answer.status_code == 409
    assert "Nothing of yours has been kept yet." in answer.text
    assert [cell in answer.text for cell in (">08:00<", ">10:00<")] == [True, True]
    assert [row.slot for row in house.rows(MailSettingsRow)] == ["08:00"]


def test_after_seeing_both_the_same_form_can_be_sent_again(house: Ministry) -> None:
    owner = house.browser("owner")
    old = form_on(owner, MINE).fields
    sent(owner, MINE, {"slot": "08:00"})
    crossed = owner.post(MINE, data=old | {"slot": "10:00"}).text
    seen = crossed.split('name="seen" type="hidden" value="')[1].split('"')[0]
    assert owner.post(MINE, data=old | {"slot": "10:00", "seen": seen}).status_code == 303
    assert [(row.slot, row.version) for row in house.rows(MailSettingsRow)] == [("10:00", 2)]


@pytest.mark.parametrize("seen", ["", "0", "x" * 10_000, None])
def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(sqlite_house: Ministry, seen: str | None) -> None:
    assert sent(sqlite_house.browser("owner"), MINE, {"seen": seen}).status_code == 409
    assert sqlite_house.rows(MailSettingsRow) == []


def test_the_next_overview_is_named_by_its_day(house: Ministry) -> None:
    executive = house.browser("executive")
    sent(executive, MINE, {f"roadmap_{house.roadmap_id}-overview": "monthly", "slot": "07:30"})
    page = executive.get(f"{MINE}?lang=en").text
    assert "Your next overview: " in page
    assert ", 07:30." in page


def test_whoever_has_no_part_in_any_road_map_is_told_so(house: Ministry, planning: Planning) -> None:
    with planning.again() as it:
        house.people["newcomer"] = it.person("newcomer").id
        open_account(it.session, house.people["newcomer"], "none that fits", datetime.now(UTC))
    newcomer = house.browser("newcomer")
    assert "You have no part in any road map" in newcomer.get(f"{MINE}?lang=en").text
    assert sent(newcomer, MINE, {"slot": "10:00"}).status_code == 303


def test_a_pause_that_is_over_is_no_longer_shown(house: Ministry, planning: Planning) -> None:
    with planning.again() as it:
        row = MailSettingsRow(person_id=house.people["owner"], slot="09:00", paused_until=date(2026, 1, 1), version=1)
        row.changed_at = datetime(2026, 1, 1, tzinfo=UTC)
        it.session.add(row)
    assert form_on(house.browser("owner"), MINE).fields["paused_until"] == ""
