"""Nobody is written to before he said yes, whoever typed his address; and nobody learns whose address is known."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from roadmap.digests.pages.reading_mail import read
from roadmap.domain.people import Role
from roadmap.store.mail.opt_ins import ASKED_IN_A_WINDOW, OptInRow, decide
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.mail.suppressions import suppress, suppressed_addresses
from roadmap.store.people import GrantRow, PersonRow
from roadmap.store.security_log import SecurityEventRow
from tests.digests.conftest import Planning, database_of
from tests.digests.people import Ministry, ministry, sent

LIST, ASK = "/recipients", "/subscribe"
ANNA = {"name": "Anna Demo", "email": "Anna@People.test", "language": "ru"}


@pytest.fixture
def house(public_app: Flask) -> Ministry:
    return ministry(public_app, Planning(database_of(public_app)))


def link_in(house: Ministry, address: str = "anna@people.test") -> str:
    """The path of the link in the last mail to an address."""
    mails = [row for row in house.rows(DeliveryRow) if row.address == address]
    text = read(mails[-1].mime).text
    found = re.search(r"https://roadmap\.test(/subscribe/[\w-]+)\?lang=\w\w\n", text)
    assert found, text
    return found[1]


def recipients(house: Ministry) -> set[str]:
    emails = {row.id: row.email for row in house.rows(PersonRow)}
    return {emails[row.person_id] for row in house.rows(GrantRow) if row.role == Role.RECIPIENT}


def test_an_address_that_the_secretariat_adds_is_asked_first(house: Ministry) -> None:
    answer = sent(house.browser("controller"), LIST, ANNA, "email")
    assert (answer.status_code, answer.location) == (303, LIST)
    (mail,) = house.rows(DeliveryRow)
    assert (mail.kind, mail.person_id, mail.address, mail.language) == ("opt_in", None, "anna@people.test", "ru")
    assert mail.expires_at is not None
    assert "anna@people.test" not in recipients(house)
    assert "asked, has until" in house.browser("controller").get(f"{LIST}?lang=en").text


def test_confirming_makes_the_recipient_once(house: Ministry) -> None:
    sent(house.browser("controller"), LIST, ANNA, "email")
    link, anna = link_in(house), house.browser()
    for _ in range(50):
        assert anna.get(link).status_code == anna.head(link).status_code == 200
    assert "anna@people.test" not in recipients(house)
    form = sent_form(anna, link)
    for _ in range(2):
        answer = anna.post(f"{link}?lang=en", data=form)
        assert answer.status_code == 200
        assert "Your address is confirmed." in answer.text
    assert "anna@people.test" in recipients(house)
    assert [row.name for row in house.rows(PersonRow) if row.email == "anna@people.test"] == ["Anna Demo"]
    assert anna.get(link).status_code == 410


def sent_form(client: object, link: str) -> dict[str, str]:
    page = client.get(link).text  # type: ignore[attr-defined]
    return {"csrf_token": page.split('name="csrf_token" value="')[1].split('"')[0]}


def test_whoever_asks_himself_waits_for_the_secretariat(house: Ministry) -> None:
    visitor = house.browser()
    assert sent(visitor, ASK, ANNA, "email").status_code == 200
    controller = house.browser("controller")
    assert "anna@people.test" not in controller.get(LIST).text
    link = link_in(house)
    assert (
        "as soon as the secretariat has agreed" in visitor.post(f"{link}?lang=en", data=sent_form(visitor, link)).text
    )
    assert "anna@people.test" not in recipients(house)
    page = controller.get(f"{LIST}?lang=en").text
    assert "waits for your answer" in page
    (request,) = house.rows(OptInRow)
    for _ in range(2):
        approve = controller.post(f"{LIST}/requests/{request.id}/approve", data=sent_form(controller, LIST))
        assert approve.status_code == 303
    assert "anna@people.test" in recipients(house)


def test_a_recipients_role_is_in_the_security_log_when_it_comes_and_when_it_goes(house: Ministry) -> None:
    controller, visitor = house.browser("controller"), house.browser()
    sent(controller, LIST, ANNA, "email")
    link = link_in(house)
    visitor.post(link, data=sent_form(visitor, link))
    number = next(row.id for row in house.rows(PersonRow) if row.email == "anna@people.test")
    for _ in range(2):
        controller.post(f"{LIST}/{number}/remove", data=sent_form(controller, LIST))
    told = [(row.kind, row.by_id, row.detail) for row in house.rows(SecurityEventRow) if row.person_id == number]
    said = f'{{"roadmap_id":{house.roadmap_id},"role":"recipient"}}'
    assert told == [(kind, house.people["controller"], said) for kind in ("role_given", "role_taken")]


def test_whoever_is_refused_is_not_written_to(house: Ministry) -> None:
    visitor, controller = house.browser(), house.browser("controller")
    sent(visitor, ASK, ANNA, "email")
    link = link_in(house)
    visitor.post(link, data=sent_form(visitor, link))
    (request,) = house.rows(OptInRow)
    controller.post(f"{LIST}/requests/{request.id}/refuse", data=sent_form(controller, LIST))
    controller.post(f"{LIST}/requests/{request.id}/approve", data=sent_form(controller, LIST))
    assert "anna@people.test" not in recipients(house)
    assert len(house.rows(DeliveryRow)) == 1


def test_a_known_address_gets_the_same_answer_and_keeps_its_name(house: Ministry) -> None:
    answers = []
    for email in ("stranger@roadmap.test", "unknown@roadmap.test"):
        answers.append(sent(house.browser(), ASK, ANNA | {"name": "Somebody Else", "email": email}, "email").text)
    assert answers[0] == answers[1]
    link, visitor = link_in(house, "stranger@roadmap.test"), house.browser()
    visitor.post(link, data=sent_form(visitor, link))
    (first, _second) = house.rows(OptInRow)
    controller = house.browser("controller")
    controller.post(f"{LIST}/requests/{first.id}/approve", data=sent_form(controller, LIST))
    assert "stranger@roadmap.test" in recipients(house)
    assert [row.name for row in house.rows(PersonRow) if row.email == "stranger@roadmap.test"] == ["Stranger"]


def test_nobody_can_fill_a_strangers_mailbox(house: Ministry) -> None:
    for _ in range(5):
        assert sent(house.browser(), ASK, ANNA, "email").status_code == 200
    assert len(house.rows(DeliveryRow)) == len(house.rows(OptInRow)) == 1
    for number in range(ASKED_IN_A_WINDOW + 5):
        assert sent(house.browser(), ASK, ANNA | {"email": f"n{number}@people.test"}, "email").status_code == 200
    assert len(house.rows(DeliveryRow)) == ASKED_IN_A_WINDOW


def test_the_secretariat_is_told_when_an_address_was_asked_just_now(house: Ministry) -> None:
    controller = house.browser("controller")
    sent(controller, LIST, ANNA, "email")
    answer = sent(controller, LIST, ANNA, "email")
    assert answer.status_code == 422
    assert "It can be asked again in 15 minutes." in answer.text


def test_a_later_link_ends_the_earlier_one(house: Ministry) -> None:
    controller = house.browser("controller")
    sent(controller, LIST, ANNA, "email")
    first = link_in(house)
    age(house, timedelta(minutes=20))
    sent(controller, LIST, ANNA, "email")
    second, anna = link_in(house), house.browser()
    assert (anna.get(first).status_code, anna.get(second).status_code) == (410, 200)


def age(house: Ministry, by: timedelta) -> None:
    with database_of(house.app).writing() as session:
        for row in house.rows(OptInRow):
            values = {"asked_at": row.asked_at - by, "expires_at": row.expires_at - by}
            session.execute(update(OptInRow).where(OptInRow.id == row.id).values(**values))
        session.commit()


def test_expired_taken_back_and_unknown_links_look_the_same(house: Ministry) -> None:
    controller, anna = house.browser("controller"), house.browser()
    sent(controller, LIST, ANNA, "email")
    old, form = link_in(house), sent_form(anna, link_in(house))
    age(house, timedelta(days=8))
    answers = [anna.get(f"{link}?lang=en") for link in (old, "/subscribe/nothing", f"{old}x")]
    assert {answer.status_code for answer in answers} == {410}
    assert len({answer.text.replace(old[11:], "").replace("nothing", "").replace("x?", "?") for answer in answers}) == 1
    assert anna.post(old, data=form).status_code == 410
    assert "did not answer" in controller.get(f"{LIST}?lang=en").text
    (request,) = house.rows(OptInRow)
    controller.post(f"{LIST}/requests/{request.id}/withdraw", data=sent_form(controller, LIST))
    assert house.rows(OptInRow) == []
    assert "anna@people.test" not in recipients(house)


@pytest.mark.parametrize("by", ["controller", None])
def test_the_link_of_an_address_whose_holder_left_is_an_expired_one(house: Ministry, by: str | None) -> None:
    sent(house.browser(by), LIST if by else ASK, ANNA | {"email": "stranger@roadmap.test"}, "email")
    path, visitor = link_in(house, "stranger@roadmap.test"), house.browser()
    form = sent_form(visitor, path)
    with database_of(house.app).writing() as session:
        session.execute(update(PersonRow).where(PersonRow.id == house.people["stranger"]).values(active=False))
        session.commit()
    gone = visitor.get("/subscribe/unknown?lang=en").text
    answers = [visitor.get(f"{path}?lang=en"), visitor.post(f"{path}?lang=en", data=form)]
    assert [answer.status_code for answer in answers] == [410] * 2
    assert answers[0].text.replace(path, "/subscribe/unknown") == gone
    assert "stranger@roadmap.test" not in recipients(house)
    assert [row.confirmed_at for row in house.rows(OptInRow)] == [None]


def test_who_left_after_he_confirmed_cannot_be_made_a_recipient_any_more(house: Ministry) -> None:
    sent(house.browser(), ASK, ANNA | {"email": "stranger@roadmap.test"}, "email")
    visitor, path = house.browser(), link_in(house, "stranger@roadmap.test")
    visitor.post(path, data=sent_form(visitor, path))
    with database_of(house.app).writing() as session:
        session.execute(update(PersonRow).where(PersonRow.id == house.people["stranger"]).values(active=False))
        session.commit()
        assert not decide(session, 1, house.roadmap_id, house.people["controller"], True, datetime.now(UTC))
        assert decide(session, 1, house.roadmap_id, house.people["controller"], False, datetime.now(UTC))
    assert "stranger@roadmap.test" not in recipients(house)


def test_a_recipient_is_removed_and_keeps_other_roles(house: Ministry) -> None:
    controller = house.browser("controller")
    controller.post(f"{LIST}/{house.people['reader']}/remove", data=sent_form(controller, LIST))
    controller.post(f"{LIST}/{house.people['executive']}/remove", data=sent_form(controller, LIST))
    assert recipients(house) == {"owner@roadmap.test"}
    assert house.people["executive"] in {row.person_id for row in house.rows(GrantRow)}


def test_an_address_that_the_relay_refused_is_shown_with_its_words_and_can_be_lifted(house: Ministry) -> None:
    with database_of(house.app).writing() as session:
        suppress(session, "reader@roadmap.test", "550 <no> such mailbox", datetime.now(UTC))
        suppress(session, "executive@roadmap.test", "550", datetime.now(UTC))
        session.commit()
    controller = house.browser("controller")
    page = controller.get(f"{LIST}?lang=en").text
    assert "The mail relay refuses this address: 550 &lt;no&gt; such mailbox" in page
    for email in ("reader@roadmap.test", "executive@roadmap.test", "", "x" * 10_000):
        controller.post(f"{LIST}/lift", data=sent_form(controller, LIST) | {"email": email})
    with database_of(house.app).reading() as session:
        # Only an address of this very list is the secretariat's to lift.
        assert [each.address for each in suppressed_addresses(session)] == ["executive@roadmap.test"]


def test_requests_of_another_road_map_cannot_be_answered(house: Ministry) -> None:
    sent(house.browser(), f"/r/other{ASK}", ANNA, "email")
    link, visitor = link_in(house), house.browser()
    visitor.post(link, data=sent_form(visitor, link))
    (request,) = house.rows(OptInRow)
    controller = house.browser("controller")
    controller.post(f"{LIST}/requests/{request.id}/approve", data=sent_form(controller, LIST))
    assert house.rows(OptInRow)[0].approved is None
    assert controller.get(f"/r/other{LIST}").status_code == 403
