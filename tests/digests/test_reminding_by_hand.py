"""The controlling side reminds by hand: whom, about what, once a day, and who may."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from roadmap.access.sessions import SESSION_KEY
from roadmap.access.tokens import fingerprint
from roadmap.digests.office import Office
from roadmap.digests.planning import plan
from roadmap.domain.choices import Choice
from roadmap.domain.facts import Confidence, Progress, Verdict
from roadmap.domain.interests import MailKind
from roadmap.domain.people import Role
from roadmap.store.accounts import open_account
from roadmap.store.links import spend
from roadmap.store.mail.choices import choose
from roadmap.store.mail.leases import moment_of
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.mail.reminders import ReminderRow
from tests.builders.people import sign_in_row
from tests.digests.conftest import KEY, Planning, database_of

AT_TEN = datetime(2026, 11, 23, 5, tzinfo=UTC)
SITE = "https://roadmap.test"
PAGE, PREVIEW = "/control/reminders", "/control/reminders/preview"


@dataclass
class Control:
    """The road map of the tests, and browsers in which somebody is signed in."""

    app: Flask
    ids: dict[str, int]
    codes: dict[str, str]
    roadmap_id: int

    def browser(self, name: str = "igor") -> FlaskClient:
        client = self.app.test_client()
        with database_of(self.app).writing() as session:
            token = sign_in_row(session, self.ids[name])
            session.commit()
        with client.session_transaction(base_url=SITE) as cookie:
            cookie[SESSION_KEY] = token
        return client

    def get(self, path: str, name: str = "igor", **query: list[str]) -> str:
        answer = self.browser(name).get(path, query_string=query, base_url=SITE, follow_redirects=True)
        assert answer.status_code == 200
        return answer.text

    def send(self, *items: str) -> str:
        sent = {"item": [self.codes.get(item, item) for item in items]}
        answer = self.browser().post(PAGE, data=sent, base_url=SITE, follow_redirects=True)
        assert answer.status_code == 200, answer.status
        return answer.text

    def mails(self) -> dict[str, EmailMessage]:
        with database_of(self.app).reading() as session:
            rows = session.scalars(select(DeliveryRow).where(DeliveryRow.kind == "reminder").order_by(DeliveryRow.id))
            return {row.address.split("@")[0]: message_from_bytes(row.mime, policy=SMTP) for row in rows}  # type: ignore[misc]


@pytest.fixture
def control(app: Flask, planning: Planning) -> Iterator[Control]:
    """One item overdue, one returned, one due tomorrow, one far ahead, one without anybody; two controllers."""
    app.config["WTF_CSRF_ENABLED"] = False
    with time_machine.travel(AT_TEN, tick=False):
        with planning() as it:
            it.measure("1")
            days = {
                "1.1": date(2026, 11, 16),
                "1.2": date(2026, 11, 30),
                "1.3": date(2026, 11, 24),
                "1.4": date(2027, 3, 1),
            }
            for number, due in days.items():
                it.milestone(number, due=due)
            it.measure("2")
            it.milestone("2.1", due=date(2026, 11, 24))
            for name, language in (("igor", "en"), ("bota", "ru"), ("ainur", "kk"), ("holder", "en"), ("chief", "en")):
                it.person(name, language)
            for row in it.people.values():
                open_account(it.session, row.id, None, AT_TEN)
            it.grant("igor", Role.CONTROLLER)
            it.grant("bota", Role.CONTROLLER)
            it.grant("chief", Role.EXECUTIVE)
            it.grant("ainur", Role.COORDINATOR, "1")
            it.owner("1.1", "holder")
            it.progress("1.2", Progress.REPORTED_DONE, date(2026, 11, 2), actual_on=date(2026, 11, 2))
            it.decide("1.2", Verdict.RETURNED, date(2026, 11, 9), "the annex is missing")
            it.report("1", Confidence.ON_TRACK, date(2026, 11, 2))
            codes = {number: f"{row.measure_id}:{row.id}" for number, row in it.milestones.items()}
            ids = {name: row.id for name, row in it.people.items()}
        yield Control(app, ids, codes, it.roadmap.id)


def test_the_page_lists_what_is_open_with_whom_it_lies(control: Control) -> None:
    page = control.get(PAGE)
    assert all(f'value="{control.codes[number]}"' in page for number in ("1.1", "1.2", "1.3", "2.1"))
    assert f'value="{control.codes["1.4"]}"' not in page
    for words in ("Ainur", "Holder", "never reminded", "the annex is missing", "Nobody else to remind"):
        assert words in page
    # Of measure 2 nobody can be reminded.
    assert re.search(rf'value="{control.codes["2.1"]}"[^>]*disabled', page)


def test_the_preview_names_everybody_and_sends_nothing(control: Control) -> None:
    page = control.get(PREVIEW, item=[control.codes["1.1"], control.codes["1.3"]])
    for words in ("Holder", "holder@roadmap.test", "Ainur", "goes to 2 persons", "Milestone 1.3"):
        assert words in page
    assert control.mails() == {}


def test_each_person_gets_one_mail_about_the_chosen_items_alone_in_his_own_language(control: Control) -> None:
    assert "2 reminders go out now" in control.send("1.1", "1.3")
    mails = control.mails()
    assert sorted(mails) == ["ainur", "holder"]
    assert mails["ainur"]["Content-Language"] == "kk"
    holder = mails["holder"]
    assert holder["Subject"] == "Reminder: 1 overdue (23 Nov 2026)"
    text = holder.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "The controlling side reminds you: Igor" in text
    assert "Milestone 1.1" in text
    assert "Milestone 1.2" not in text
    both = mails["ainur"].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Milestone 1.1" in both
    assert "Milestone 1.3" in both
    assert "/report/" in both


def test_the_delivery_and_what_it_reminds_of_are_written_down(control: Control) -> None:
    with database_of(control.app).reading() as session:
        began = moment_of(session)
    control.send("1.1")
    with database_of(control.app).reading() as session:
        ended = moment_of(session)
        row = session.scalars(select(DeliveryRow).where(DeliveryRow.person_id == control.ids["holder"])).one()
        reminded = session.scalars(select(ReminderRow).where(ReminderRow.delivery_id == row.id)).one()
    assert (row.kind, row.state, row.on) == ("reminder", "queued", date(2026, 11, 23))
    # By the senders' clock, whatever the program's own says.
    assert row.expires_at is not None
    assert began <= row.expires_at - timedelta(days=1) <= ended
    assert reminded.once_key == f"now:2026-11-23:{control.ids['holder']}:{control.codes['1.1']}"


def test_a_double_press_sends_once_and_says_who_was_reminded_already(control: Control) -> None:
    control.send("1.1")
    again = control.send("1.1")
    assert "Reminded today already, and not once more: Ainur, Holder" in again
    assert "go out now" not in again
    assert len(control.mails()) == 2
    assert "Reminded today already" in control.get(PREVIEW, item=[control.codes["1.1"]])


def test_a_further_item_is_sent_without_the_one_of_this_morning(control: Control) -> None:
    control.send("1.1")
    control.send("1.1", "1.3")
    with database_of(control.app).reading() as session:
        rows = session.scalars(select(DeliveryRow).where(DeliveryRow.person_id == control.ids["ainur"])).all()
    texts = [message_from_bytes(row.mime, policy=SMTP).get_body(("plain",)).get_content() for row in rows]  # type: ignore[attr-defined]
    assert ["Milestone 1.1" in text for text in texts] == [True, False]


def test_on_the_next_day_it_may_be_sent_again(control: Control) -> None:
    control.send("1.1")
    with time_machine.travel(AT_TEN + timedelta(days=1), tick=False):
        assert "2 reminders go out now" in control.send("1.1")


@pytest.mark.parametrize("state", ["failed", "expired", "suppressed"])
def test_what_reminded_nobody_may_be_sent_anew_on_the_same_day(control: Control, state: str) -> None:
    control.send("1.1")
    for _ in range(2):
        with database_of(control.app).writing() as session:
            mine = DeliveryRow.person_id == control.ids["holder"]
            session.execute(update(DeliveryRow).where(mine).values(state=state))
            session.commit()
        page = control.send("1.1")
        assert "1 reminder goes out now" in page
        assert "Reminded today already, and not once more: Ainur" in page
    assert "Reminded today already, and not once more: Ainur, Holder" in control.send("1.1")


@pytest.mark.parametrize("state", ["sent", "leased", "handing", "in_doubt", "held"])
def test_what_reminded_or_still_may_is_not_sent_anew(control: Control, state: str) -> None:
    control.send("1.1")
    with database_of(control.app).writing() as session:
        session.execute(update(DeliveryRow).values(state=state))
        session.commit()
    assert "go out now" not in control.send("1.1")
    assert len(control.mails()) == 2


def test_the_link_of_a_reminder_opens_the_form_although_that_of_the_morning_is_spent(
    control: Control, planning: Planning
) -> None:
    office = Office("roadmap@roadmap.test", KEY, SITE)
    with control.app.app_context():
        plan(database_of(control.app), office, now=lambda: AT_TEN)
    (morning,) = links_to(control, "ainur")
    with database_of(control.app).writing() as session:
        key, line = fingerprint(morning.removeprefix("/report/")), 1
        assert spend(session, key, "report", control.ids["ainur"], control.roadmap_id, line, AT_TEN)
        session.commit()
    with planning.again() as it:
        it.decide("1.1", Verdict.RETURNED, date(2026, 11, 23), "the letter is missing")
    control.send("1.1")
    control.send("1.2")
    links = links_to(control, "ainur")
    assert len(set(links)) == 3
    with time_machine.travel(AT_TEN + timedelta(minutes=30), tick=False):
        pages = [control.app.test_client().get(each, base_url=SITE) for each in links]
    assert [page.status_code for page in pages] == [410, 200, 200]


def links_to(control: Control, name: str) -> list[str]:
    """The paths of the report links in all mails to somebody, the first first."""
    with database_of(control.app).reading() as session:
        mine = DeliveryRow.person_id == control.ids[name]
        mails = session.scalars(select(DeliveryRow.mime).where(mine).order_by(DeliveryRow.id)).all()
    texts = [message_from_bytes(mime, policy=SMTP).get_body(("plain",)).get_content() for mime in mails]  # type: ignore[attr-defined]
    return [each for text in texts for each in re.findall(rf"{SITE}(/report/\S+)", text)]


def test_another_controller_is_reminded_of_what_waits_for_confirmation_but_not_oneself(
    control: Control, planning: Planning
) -> None:
    with planning.again() as it:
        it.progress("1.3", Progress.REPORTED_DONE, date(2026, 11, 20), actual_on=date(2026, 11, 20))
    control.send("1.3")
    assert sorted(control.mails()) == ["bota"]


def test_who_stopped_the_reminders_is_reminded_by_a_person_all_the_same(control: Control) -> None:
    with database_of(control.app).writing() as session:
        stopped = Choice(active=False)
        choose(session, control.ids["holder"], control.roadmap_id, MailKind.ACTIONS, stopped, AT_TEN)
        session.commit()
    assert "2 reminders go out now" in control.send("1.1")


@pytest.mark.parametrize("items", [[], ["999:999"], ["nonsense"], ["1.4"], ["2.1"], ["x" * 50] * 600])
def test_nothing_that_can_be_sent_sends_nothing(control: Control, items: list[str]) -> None:
    assert "Nothing was chosen of which anybody could be reminded" in control.send(*items)
    assert control.mails() == {}


@pytest.mark.parametrize("name", ["ainur", "chief", "holder"])
def test_only_the_controlling_side_may(control: Control, name: str) -> None:
    browser = control.browser(name)
    refused = {404} if name == "holder" else {403}
    for method, path in (("GET", PAGE), ("GET", PREVIEW), ("POST", PAGE), ("GET", "/control/escalation")):
        assert browser.open(path, method=method, base_url=SITE).status_code in refused
