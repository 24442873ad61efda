"""Mail is stopped by a button or by one click in the mail reader, never by looking at a link."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from roadmap.digests.links import Stop, stop_of, token_of
from roadmap.domain.interests import MailKind
from roadmap.domain.people import Role
from roadmap.store.mail.choices import SubscriptionRow
from tests.digests.conftest import KEY, Planning, Turn, database_of
from tests.digests.relay import Sink

MONDAY, TUESDAY = "2026-11-23T09:00", "2026-11-24T09:00"
Tick = Callable[..., Turn]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


@pytest.fixture
def path(planning: Planning, tick: Tick, sink: Sink) -> str:
    """The unsubscribe address of an executive's overview, as his mail carries it."""
    with planning() as it:
        it.measure("1")
        it.milestone("1.1", due=date(2026, 11, 25))
        it.person("anna")
        it.grant("anna", Role.EXECUTIVE)
        it.person("owner", "ru")
        it.owner("1.1", "owner")
    tick(MONDAY)
    return path_in(sink, "anna@roadmap.test")


def path_in(sink: Sink, address: str) -> str:
    header = sink.mail_to(address)["List-Unsubscribe"]
    found = re.fullmatch(r"<https://roadmap\.test(/unsubscribe/[\w.-]+)>", header)
    assert found, header
    return found[1]


def choices(app: Flask) -> list[tuple[str, bool]]:
    with database_of(app).reading() as session:
        return [(row.kind, row.active) for row in session.scalars(select(SubscriptionRow))]


def test_the_header_and_the_text_carry_the_same_link(path: str, sink: Sink) -> None:
    assert f"https://roadmap.test{path}\n" in sink.text_to("anna@roadmap.test")
    assert sink.mail_to("anna@roadmap.test")["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_hundred_visits_change_nothing(app: Flask, client: FlaskClient, path: str) -> None:
    for _ in range(100):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert choices(app) == []


def test_one_click_without_cookies_stops_the_mail_and_again_changes_nothing(
    app: Flask, client: FlaskClient, path: str, tick: Tick, sink: Sink
) -> None:
    for _ in range(2):
        response = client.post(path, data={"List-Unsubscribe": "One-Click"})
        assert (response.status_code, response.headers.get("Location")) == (200, None)
        assert choices(app) == [("overview", False)]
    sink.taken.clear()
    tick("2026-11-30T09:00")
    assert "anna@roadmap.test" not in sink.recipients


def test_one_click_as_a_multipart_form_is_taken_too(app: Flask, client: FlaskClient, path: str) -> None:
    data = {"List-Unsubscribe": "One-Click"}
    assert client.post(path, data=data, content_type="multipart/form-data").status_code == 200
    assert choices(app) == [("overview", False)]


def test_the_page_says_what_was_stopped_and_lets_it_be_resumed(app: Flask, client: FlaskClient, path: str) -> None:
    assert "Stop these mails" in client.get(path).text
    stopped = client.post(path, data={"do": "stop"}).text
    assert "You will not get these mails any more." in stopped
    assert "Weekly overview" in stopped
    assert "Labour migration" in stopped
    resumed = client.post(path, data={"do": "resume"}).text
    assert "You will get these mails again." in resumed
    assert choices(app) == [("overview", True)]


def test_the_page_is_in_the_language_of_whoever_owns_the_link(
    client: FlaskClient, path: str, tick: Tick, sink: Sink
) -> None:
    tick(TUESDAY)
    owners = path_in(sink, "owner@roadmap.test")
    english = {"Accept-Language": "en"}
    assert '<html lang="ru">' in client.get(owners, headers=english).text
    assert '<html lang="en">' in client.get(f"{owners}?lang=en", headers=english).text


def test_whoever_answers_for_an_item_is_told_why_one_reminder_stays(
    client: FlaskClient, path: str, tick: Tick, sink: Sink
) -> None:
    tick(TUESDAY)
    owners = path_in(sink, "owner@roadmap.test")
    assert "One reminder cannot be stopped" in client.get(f"{owners}?lang=en").text
    assert "One reminder cannot be stopped" not in client.get(path).text
    client.post(owners)
    sink.taken.clear()
    tick("2026-11-25T09:00")
    assert sink.recipients == ["owner@roadmap.test"]


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: t + "x", lambda t: "x" + t, lambda _: "x"])
def test_a_link_that_was_not_made_here_leads_nowhere(
    app: Flask, client: FlaskClient, path: str, spoil: Callable[[str], str]
) -> None:
    token = spoil(path.rsplit("/", 1)[1])
    for response in (client.get(f"/unsubscribe/{token}"), client.post(f"/unsubscribe/{token}")):
        assert response.status_code == 404
    assert choices(app) == []


def test_a_token_is_read_back_as_it_was_made() -> None:
    stop = Stop(12, {1: frozenset({MailKind.ACTIONS}), 20: frozenset(MailKind)})
    assert stop_of(token_of(stop, KEY), KEY) == stop
    assert stop_of(token_of(stop, KEY), "another key of the same installation") is None


def test_mail_can_come_less_often_instead(app: Flask, client: FlaskClient, path: str) -> None:
    assert "Less often" in client.get(path).text
    for _ in range(2):
        answer = client.post(path, data={"do": "less"})
        assert "You will get these mails less often." in answer.text
        assert "monthly" in answer.text
    with database_of(app).reading() as session:
        assert [(row.kind, row.active, row.rhythm) for row in session.scalars(select(SubscriptionRow))] == [
            ("overview", True, "monthly")
        ]
    assert "Less often" not in client.get(path).text


def test_stopping_keeps_what_else_was_chosen(app: Flask, client: FlaskClient, path: str) -> None:
    for wanted in ("less", "stop", "resume"):
        client.post(path, data={"do": wanted})
    with database_of(app).reading() as session:
        assert [(row.active, row.rhythm) for row in session.scalars(select(SubscriptionRow))] == [(True, "monthly")]


def test_the_page_leads_to_all_other_choices_and_tells_nobody_its_address(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    link = re.search(r'href="(/mail/[\w.-]+)"', answer.text)
    assert link
    assert client.get(link[1]).status_code == 200
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("data", [{"do": ["resume", "stop"]}, {"do": "x" * 10_000}, {"List-Unsubscribe": "no"}, {}])
def test_whatever_is_sent_a_post_either_stops_or_does_what_it_says(
    app: Flask, client: FlaskClient, path: str, data: dict[str, object]
) -> None:
    assert client.post(path, data=data).status_code == 200
    assert choices(app) == [("overview", data.get("do") == ["resume", "stop"])]
