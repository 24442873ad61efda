"""The operator sees what became of every mail, and decides where the program does not guess."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from roadmap.access.reader import SESSION_KEY
from roadmap.access.tokens import fingerprint
from roadmap.domain.people import Role
from roadmap.store.accounts import open_account
from roadmap.store.mail import gate, suppressions
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.people import grant
from roadmap.store.sign_ins import begin_sign_in
from tests.builders.queries import counted
from tests.digests.conftest import Planning, Turn, database_of
from tests.digests.relay import Sink

MONDAY = "2026-11-23T09:00"
Tick = Callable[..., Turn]


@pytest.fixture
def written(planning: Planning, tick: Tick) -> None:
    """Three executives and an operator; a mail to each of the three."""
    with planning() as it:
        it.measure("1")
        it.milestone("1.1", due=date(2026, 11, 25))
        for name in ("anna", "bolat", "dina"):
            it.person(name)
            it.grant(name, Role.EXECUTIVE)
        operator = it.person("operator")
        grant(it.session, operator.id, Role.ADMINISTRATOR)
        open_account(it.session, operator.id, None, datetime.now(UTC))
        begin_sign_in(
            it.session, operator.id, fingerprint("token"), datetime.now(UTC), datetime.now(UTC) + timedelta(hours=12)
        )
    tick(MONDAY)


@pytest.fixture
def operator(app: Flask, written: None) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    with client.session_transaction() as session:
        session[SESSION_KEY] = "token"
    return client


def put(app: Flask, state: str, *, words: str = "", which: int = 1) -> int:
    """Brings one delivery into a state; answers its number."""
    with database_of(app).writing() as session:
        number = session.scalars(select(DeliveryRow.id).order_by(DeliveryRow.id).offset(which - 1).limit(1)).one()
        changed = {"state": state, "relay_reply": words or None, "state_changed_at": datetime.now(UTC)}
        session.execute(update(DeliveryRow).where(DeliveryRow.id == number).values(changed))
        session.commit()
    return number


def state_of(app: Flask, number: int) -> str:
    with database_of(app).reading() as session:
        return session.scalars(select(DeliveryRow.state).where(DeliveryRow.id == number)).one()


def test_the_states_on_the_page_add_up_to_what_was_written_down(app: Flask, operator: FlaskClient) -> None:
    put(app, "failed", words="552 too large")
    page = operator.get("/outgoing?lang=en").text
    assert "552 too large" in page
    with database_of(app).reading() as session:
        total = session.scalar(select(func.count()).select_from(DeliveryRow))
    sums = page.split("Written down in all")[1].split("</tr>")[0]
    assert f'<div class="cell-body">{total}</div>' in sums
    assert "Next edition" in page


@pytest.mark.parametrize(
    ("before", "act", "after"),
    [
        ("in_doubt", "arrived", "sent"),
        ("in_doubt", "again", "queued"),
        ("in_doubt", "expire", "expired"),
        ("queued", "keep", "held"),
        ("queued", "expire", "expired"),
        ("failed", "retry", "queued"),
        ("held", "release", "queued"),
        ("held", "expire", "expired"),
    ],
)
def test_an_operator_decides_about_one_delivery(
    app: Flask, operator: FlaskClient, before: str, act: str, after: str
) -> None:
    number = put(app, before)
    answer = operator.post(f"/outgoing/{number}/{act}", follow_redirects=True)
    assert f"Delivery {number}: done." in answer.text
    assert state_of(app, number) == after
    again = operator.post(f"/outgoing/{number}/{act}", follow_redirects=True)
    assert "that cannot be done any more; nothing was changed" in again.text
    assert state_of(app, number) == after


def test_what_is_sent_cannot_be_sent_again_by_hand(app: Flask, operator: FlaskClient) -> None:
    number = put(app, "sent")
    for act in ("retry", "keep", "arrived", "again", "release", "expire"):
        operator.post(f"/outgoing/{number}/{act}")
    assert state_of(app, number) == "sent"


def test_every_step_of_a_delivery_is_told(app: Flask, operator: FlaskClient) -> None:
    number = put(app, "in_doubt", words="the sender ended before the relay answered")
    operator.post(f"/outgoing/{number}/arrived")
    steps = operator.get(f"/outgoing/{number}?lang=en").text.split("Every step")[-1]
    for words in ("Waiting", "Being prepared", "Sent", "In doubt", "Decided by hand: it arrived"):
        assert words in steps


def test_what_a_mail_says_is_its_reader_s_alone(app: Flask, operator: FlaskClient) -> None:
    page = operator.get("/outgoing/1?lang=en").text
    assert "Milestone 1.1" not in page
    assert "/unsubscribe/" not in page


def test_held_mail_waits_and_goes_out_after_the_release(
    app: Flask, operator: FlaskClient, tick: Tick, sink: Sink
) -> None:
    assert operator.post("/outgoing/hold", data={"reason": "The relay is being moved"}).status_code == 303
    page = operator.get("/outgoing?lang=en").text
    assert "All mail is held since" in page
    assert "The relay is being moved" in page
    operator.post("/outgoing/test", data={"address": "it@roadmap.test"})
    tick(MONDAY)
    assert "it@roadmap.test" not in sink.recipients
    operator.post("/outgoing/release")
    tick(MONDAY)
    assert "it@roadmap.test" in sink.recipients


def test_a_test_mail_is_in_the_operator_s_language_and_can_be_sent_twice(
    operator: FlaskClient, tick: Tick, sink: Sink
) -> None:
    for _ in range(2):
        assert operator.post("/outgoing/test", data={"address": "it@roadmap.test"}).status_code == 303
    tick(MONDAY)
    assert sink.recipients.count("it@roadmap.test") == 2


@pytest.mark.parametrize("address", ["", "nobody", "a@b.test, c@d.test", "a@b.test\r\nBcc: x@y.test", "x" * 5000])
def test_a_test_mail_to_no_address_is_refused_and_what_was_typed_stays(operator: FlaskClient, address: str) -> None:
    answer = operator.post("/outgoing/test?lang=en", data={"address": address})
    assert answer.status_code == 422
    assert "field-error" in answer.text


@pytest.mark.parametrize("reason", ["", "two\nlines", "x" * 301, "\u202eturned"])
def test_holding_needs_a_reason_that_can_be_read(app: Flask, operator: FlaskClient, reason: str) -> None:
    assert operator.post("/outgoing/hold", data={"reason": reason}).status_code == 422
    with database_of(app).reading() as session:
        assert not gate.gate_of(session).held


def test_a_refused_address_is_shown_with_the_relay_s_words_and_written_to_again(
    app: Flask, operator: FlaskClient
) -> None:
    with database_of(app).writing() as session:
        suppressions.suppress(session, "anna@roadmap.test", "550 5.1.1 no such user", datetime.now(UTC))
        session.commit()
    assert "550 5.1.1 no such user" in operator.get("/outgoing").text
    for _ in range(2):
        assert operator.post("/outgoing/lift", data={"address": "anna@roadmap.test"}).status_code == 303
    assert "550 5.1.1 no such user" not in operator.get("/outgoing").text


@pytest.mark.parametrize("path", ["/outgoing/99999", "/outgoing/deliveries?state=lost", "/outgoing/deliveries"])
def test_what_is_not_there_is_not_there(operator: FlaskClient, path: str) -> None:
    assert operator.get(path).status_code == 404


def test_the_list_of_a_state_turns_pages(app: Flask, operator: FlaskClient) -> None:
    page = operator.get("/outgoing/deliveries?state=sent&lang=en").text
    assert page.count("@roadmap.test</a>") == 3
    beyond = operator.get("/outgoing/deliveries?state=sent&page=2&lang=en").text
    assert "There is none." in beyond


def test_the_page_costs_the_same_for_any_number_of_mails(app: Flask, operator: FlaskClient) -> None:
    engine = database_of(app).engine
    with counted(engine) as few:
        operator.get("/outgoing")
    for place in (1, 2, 3):
        put(app, "failed", which=place)
    with counted(engine) as many:
        operator.get("/outgoing")
    assert many.total == few.total


def test_the_command_tells_the_same(app: Flask, operator: FlaskClient) -> None:
    put(app, "in_doubt")
    output = app.test_cli_runner().invoke(args=["digests", "status"]).output
    assert "in_doubt=1" in output
    assert "sent=2" in output
    assert "total=3" in output
    assert "next edition: " in output


def test_mail_is_held_and_released_from_a_terminal(app: Flask, operator: FlaskClient) -> None:
    def run(*words: str) -> str:
        return app.test_cli_runner().invoke(args=["digests", *words], catch_exceptions=False).output

    assert "All mail is held." in run("hold", "The relay is being moved")
    assert "held already" in run("hold", "Again")
    assert "HELD since" in run("status")
    assert "goes out again" in run("release")
    assert "was not held" in run("release")


def test_a_restored_copy_sends_nothing_by_itself(app: Flask, operator: FlaskClient, tick: Tick, sink: Sink) -> None:
    number = put(app, "queued")
    before = len(sink.recipients)
    output = app.test_cli_runner().invoke(args=["digests", "restored"], catch_exceptions=False).output
    assert "and 1 mails that wait" in output
    operator.post("/outgoing/release")
    tick(MONDAY)
    assert state_of(app, number) == "held"
    assert len(sink.recipients) == before


def test_trouble_with_the_relay_is_told_in_the_reader_s_language(app: Flask, operator: FlaskClient) -> None:
    number = put(app, "in_doubt", words="no answer to the end of the message: timed out")
    page = operator.get(f"/outgoing/{number}?lang=ru").text
    assert "Нет ответа на конец письма: timed out" in page
