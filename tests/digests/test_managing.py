"""Whoever has no account decides through a signed link, about his own mail and nobody else's."""

import pytest
from flask import Flask

from roadmap.digests.links import Links, Stop, manage_token, managed_person, token_of
from roadmap.domain.interests import MailKind
from roadmap.store.mail.choices import MailSettingsRow, SubscriptionRow
from roadmap.store.people import PersonRow
from tests.digests.conftest import KEY, Planning
from tests.digests.people import Ministry, form_on, in_days, ministry, problems_in, sent


@pytest.fixture
def house(app: Flask, planning: Planning) -> Ministry:
    return ministry(app, planning)


def path_of(house: Ministry, name: str = "reader") -> str:
    return f"/mail/{manage_token(house.people[name], KEY)}"


def test_the_link_carries_the_person_and_nothing_else() -> None:
    assert Links("https://roadmap.test", KEY, "labour").manage(7).startswith("https://roadmap.test/mail/")
    assert managed_person(manage_token(7, KEY), KEY) == 7
    assert managed_person(manage_token(7, KEY), KEY + "x") is None
    assert managed_person(token_of(Stop(7, {1: frozenset(MailKind)}), KEY), KEY) is None


def test_looking_changes_nothing_and_shows_nobody_elses_data(house: Ministry) -> None:
    visitor = house.browser()
    for _ in range(50):
        answer = visitor.get(path_of(house))
        assert answer.status_code == visitor.head(path_of(house)).status_code == 200
    assert house.rows(SubscriptionRow) == house.rows(MailSettingsRow) == []
    assert not any(name in answer.text for name in ("Owner", "Executive", "@roadmap.test"))
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_rhythm_time_language_and_pause_are_kept(house: Ministry) -> None:
    inner = f"roadmap_{house.roadmap_id}"
    answer = sent(
        house.browser(),
        path_of(house),
        {
            f"{inner}-overview": "monthly",
            "slot": "16:00",
            "language": "kk",
            "paused_until": in_days(3).strftime("%d.%m.%Y"),
        },
    )
    assert answer.status_code == 200
    assert "Your choices are kept." in answer.text
    (settings,), (choice,) = house.rows(MailSettingsRow), house.rows(SubscriptionRow)
    assert (settings.slot, settings.paused_until, choice.rhythm) == ("16:00", in_days(3), "monthly")
    assert [row.language for row in house.rows(PersonRow) if row.id == house.people["reader"]] == ["kk"]


def test_everything_can_be_stopped_at_once(house: Ministry) -> None:
    visitor = house.browser()
    token = form_on(visitor, path_of(house)).fields["csrf_token"]
    for _ in range(2):
        answer = visitor.post(f"{path_of(house)}?lang=en", data={"csrf_token": token, "do": "stop"})
        assert "You will not get these mails any more." in answer.text
    assert [(row.kind, row.active) for row in house.rows(SubscriptionRow)] == [("overview", False)]


def test_without_the_token_of_the_form_nothing_is_kept(house: Ministry) -> None:
    assert house.browser().post(path_of(house), data={"do": "stop"}).status_code == 400
    assert house.rows(SubscriptionRow) == []


def test_over_tls_the_form_is_taken_with_the_referrer_that_a_browser_then_sends(house: Ministry) -> None:
    visitor, base = house.browser(), "https://roadmap.test"
    page = visitor.get(path_of(house), base_url=base)
    token = page.text.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    data = {"csrf_token": token, "do": "stop"}
    answer = visitor.post(path_of(house), base_url=base, data=data, headers={"Referer": f"{base}/"})
    assert answer.status_code == 200
    assert page.headers["Referrer-Policy"] == "strict-origin"


def test_absence_and_scope_are_for_people_who_sign_in(house: Ministry) -> None:
    fields = form_on(house.browser(), path_of(house))
    assert not {"substitute", "absent_from", f"roadmap_{house.roadmap_id}-scope"} & (
        fields.fields.keys() | fields.choices.keys()
    )
    forged = {"substitute": str(house.people["owner"]), "absent_from": in_days(1), "absent_until": in_days(2)}
    assert sent(house.browser(), path_of(house), forged).status_code == 200
    assert [(row.substitute_id, row.absent_from) for row in house.rows(MailSettingsRow)] == [(None, None)]


def test_a_wrong_value_is_said_here_too(house: Ministry) -> None:
    answer = sent(house.browser(), path_of(house), {"paused_until": in_days(-3).isoformat(), "slot": "25:00"})
    assert answer.status_code == 422
    assert len(problems_in(answer)) == 2
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_what_was_changed_meanwhile_by_another_link_is_shown_first(house: Ministry) -> None:
    visitor = house.browser()
    old = form_on(visitor, path_of(house)).fields
    unsubscribe = token_of(Stop(house.people["reader"], {house.roadmap_id: frozenset({MailKind.OVERVIEW})}), KEY)
    visitor.post(f"/unsubscribe/{unsubscribe}")
    answer = visitor.post(f"{path_of(house)}?lang=en", data=old | {"slot": "10:00"})
    assert answer.status_code == 409
    assert "Nothing of yours has been kept yet." in answer.text
    assert [row.active for row in house.rows(SubscriptionRow)] == [False]


def test_whoever_has_an_account_is_led_to_his_own_page(house: Ministry) -> None:
    answer = house.browser().get(path_of(house, "owner"))
    assert (answer.status_code, answer.location) == (302, "/my/digests")


def test_a_link_that_was_not_made_here_leads_nowhere(house: Ministry) -> None:
    token = path_of(house)
    for path in (token[:-1], token + "x", "/mail/x", "/mail/" + "x" * 10_000, f"/mail/{manage_token(9999, KEY)}"):
        assert house.browser().get(path).status_code == 404
