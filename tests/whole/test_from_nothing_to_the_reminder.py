"""From an empty database to the reminder in the mailbox, over commands, pages and mails, without the demonstration.

Milestone 2.5 is approved for Friday 28 October 2022. In the calendar that ships, Saturday the 22nd is worked instead of
Monday the 24th, and Tuesday the 25th is Republic Day. So the working days before the 28th are Thursday the 27th (1),
Wednesday the 26th (2) and Saturday the 22nd (3). Without the transfer the third would be Monday, without the holiday
Tuesday.
"""

import re
from collections.abc import Mapping

import pytest
from flask import Flask

from tests.digests.relay import Sink
from tests.whole.conftest import Told
from tests.whole.visitor import Visitor

PASSWORD = "nine wild geese over Astana"
# Each reads another language. The second and the third report on other measures, so that milestone 2.5 is all that
# either of them has to do with measure 2.
REMINDED = {
    "boris@people.test": ("Борис", "ru", "2", "осталось 3 рабочих дня"),
    "galym@people.test": ("Ғалым", "kk", "1", "3 жұмыс күні қалды"),
    "dana@people.test": ("Dana", "en", "3", "3 working days left"),
}
CONTROLLER = "igor@people.test"
SENDING_ONLY = ("digests", "tick", "--at", "2022-10-02T09:00")  # A Sunday, on which no digest is planned.


def link_in(text: str) -> str:
    (link,) = re.findall(r"http://roadmap\.test/invitation/\S+", text)
    return str(link)


class Beginning:
    """An installation at its first hour."""

    def __init__(self, app: Flask, told: Told, sink: Sink) -> None:
        self.app, self.told, self.sink = app, told, sink

    def visitor(self) -> Visitor:
        return Visitor(self.app.test_client())

    def accepted(self, link: str) -> Visitor:
        """Whoever the link was made for, with a password and signed in."""
        visitor = self.visitor().open(link)
        return visitor.send(visitor.form("password"), {"password": PASSWORD, "again": PASSWORD})

    def invite(self, administrator: Visitor, email: str, **chosen: str) -> None:
        form = administrator.open("/accounts").form("email")
        if "measure" in chosen:
            chosen["measure"] = form.choice("measure", f"{chosen['measure']}. ")
        administrator.send(form, {"email": email, **chosen})
        assert email in administrator.page.text

    def invited(self, email: str) -> Visitor:
        return self.accepted(link_in(self.sink.text_to(email)))

    def people(self) -> dict[str, Visitor]:
        """The controller and the coordinators, each by the link in a mail of his own."""
        administrator = self.accepted(self.told("admin", "create", "admin@people.test", "Бота"))
        self.invite(administrator, CONTROLLER, name="Игорь", language="ru", role="controller")
        for email, (name, language, measure, _words) in REMINDED.items():
            self.invite(administrator, email, name=name, language=language, role="coordinator", measure=measure)
        assert self.told(*SENDING_ONLY) == "planned=0 sent=4 failed=0"
        people = {email: self.invited(email) for email in self.sink.recipients}
        self.sink.taken.clear()
        return people


@pytest.fixture
def beginning(whole: Flask, told: Told, sink: Sink) -> Beginning:
    assert told("seed").startswith("added 3")
    return Beginning(whole, told, sink)


def set_owner_and_date(controller: Visitor) -> None:
    form = controller.open("/plan/2/2.5").form("basis_number")
    typed: Mapping[str, str] = {
        "person": form.choice("person", "Ғалым"),
        "contact": form.choice("contact", "Dana"),
        "kind": "day",
        "on": "2022-10-28",
        "basis_number": "15-p",
        "basis_date": "2022-09-30",
        "decided_by": "Deputy Prime Minister",
    }
    controller.send(form, typed)
    assert "28.10.2022" in controller.page.text


def report(coordinator: Visitor) -> None:
    form = coordinator.open("/measures/2/report").form("confidence")
    forecast = next(name for name in form.fields if name.endswith("forecast_on"))
    typed = {"confidence": "on_track", "done_ru": "Работа начата.", "next_step_ru": "Согласование."}
    coordinator.send(form, {**typed, forecast: "2022-10-20"}, ("action", "send"))
    assert "Работа начата." in coordinator.page.text
    assert re.search(r"/measures/2/reports/\d+$", coordinator.page.request.path)


def test_the_reminder_arrives_on_the_right_working_morning_in_each_ones_language(
    beginning: Beginning, told: Told, sink: Sink
) -> None:
    people = beginning.people()
    set_owner_and_date(people[CONTROLLER])
    report(people["boris@people.test"])

    mornings = {day: written_to(told, sink, f"2022-10-{day}T09:00") for day in range(20, 29)}
    everybody = sorted(REMINDED)
    assert mornings == {
        20: [],  # Thursday: five working days left.
        21: ["boris@people.test"],  # Friday: four. His forecast passed yesterday, and he has not said what came of it.
        22: everybody,  # The Saturday that is worked: three.
        23: [],  # Sunday.
        24: [],  # The Monday off in its place.
        25: [],  # Republic Day.
        # The week's first working day, so the overview, and the passed forecast once more; two left, so nobody else.
        26: ["boris@people.test", CONTROLLER],
        27: everybody,  # One.
        28: everybody,  # The last day.
    }


def written_to(told: Told, sink: Sink, at: str) -> list[str]:
    """Who is written to at nine; a second clock at ten finds nothing left to do."""
    sink.taken.clear()
    told("digests", "tick", "--at", at)
    assert told("digests", "tick", "--at", at.replace("09:", "10:")) == "planned=0 sent=0 failed=0"
    if at == "2022-10-22T09:00":
        for email, (_name, language, _measure, words) in REMINDED.items():
            assert sink.mail_to(email)["Content-Language"] == language
            (line,) = [line for line in sink.text_to(email).splitlines() if " 2.5 " in line]
            assert line.endswith(words)
    return sink.recipients
