"""Whatever is typed as a name or an address, the fault is named and nobody is written to."""

import pytest
from flask import Flask

from roadmap.store.mail.opt_ins import OptInRow
from roadmap.store.mail.outbox import DeliveryRow
from tests.digests.conftest import Planning, database_of
from tests.digests.people import Ministry, form_on, ministry, problems_in, sent

NO_NAME = "Name – Enter the name."
BAD_NAME = "Name – The name contains a character that cannot be used."
NO_ADDRESS = "Mail address – Enter the mail address."
BAD_CHARACTER = "Mail address – The mail address contains a character that cannot be used."
ALONE = "Mail address – Enter the mail address alone, without a name."
ONE_ONLY = "Mail address – Enter one mail address only: a mail goes to one person."
NOT_ONE = "Mail address – Enter one mail address, such as name@ministry.example."
NOT_OFFERED = "Language of pages and mails – Choose one of the entries offered."
TWICE = "This was sent more than once."
GOOD = {"name": "Anna Demo", "email": "anna@people.test", "language": "ru"}
WRONG = [
    ("name", "", NO_NAME),
    ("name", "   ", NO_NAME),
    ("name", None, NO_NAME),
    ("name", "Anna\r\nBcc: x@evil.test", BAD_NAME),
    ("name", "Anna\u2028Demo", BAD_NAME),
    ("name", "Anna\x85Demo", BAD_NAME),
    ("name", "Anna\x0bDemo", BAD_NAME),
    ("name", "Anna \u202etset.live", BAD_NAME),
    ("name", "Anna\u2066Demo", BAD_NAME),
    ("name", "Anna\u200bDemo", BAD_NAME),
    ("name", "А" * 201, "Name – At most 200 characters"),
    ("name", "x" * 10_000, "Name – At most 200 characters"),
    ("name", ["Anna", "Demo"], f"Name – {TWICE}"),
    ("email", "", NO_ADDRESS),
    ("email", None, NO_ADDRESS),
    ("email", "anna", NOT_ONE),
    ("email", "anna@", NOT_ONE),
    ("email", "@people.test", NOT_ONE),
    ("email", "anna@people..test", NOT_ONE),
    ("email", "anna@people.test.", NOT_ONE),
    ("email", "anna@[127.0.0.1]", NOT_ONE),
    ("email", "анна@people.test", NOT_ONE),
    ("email", '"an na"@people.test', NOT_ONE),
    ("email", "=?UTF-8?Q?=0A?=@people.test", NOT_ONE),
    ("email", f"{'a' * 255}@people.test", NOT_ONE),
    ("email", f"{'a' * 10_000}@people.test", NOT_ONE),
    ("email", "a@people.test,b@people.test", ONE_ONLY),
    ("email", "a@people.test; b@people.test", ONE_ONLY),
    ("email", "Anna <anna@people.test>", ALONE),
    ("email", "anna@people.test\r\nBcc: x@evil.test", BAD_CHARACTER),
    ("email", "anna@people.test\u2028x", BAD_CHARACTER),
    ("email", "anna\u202e@people.test", BAD_CHARACTER),
    ("email", ["a@people.test", "b@people.test"], f"Mail address – {TWICE}"),
    ("language", "de", NOT_OFFERED),
    ("language", None, NOT_OFFERED),
    ("language", "ru\r\nX: y", NOT_OFFERED),
    ("language", ["ru", "kk"], f"Language of pages and mails – {TWICE}"),
]


@pytest.fixture
def house(sqlite_app: Flask) -> Ministry:
    return ministry(sqlite_app, Planning(database_of(sqlite_app)))


@pytest.mark.parametrize(("path", "who"), [("/subscribe", None), ("/recipients", "controller")])
def test_every_wrong_value_is_named_and_nobody_is_asked(house: Ministry, path: str, who: str | None) -> None:
    browser = house.browser(who)
    found = {}
    for field, typed, problem in WRONG:
        answer = sent(browser, path, GOOD | {field: typed}, "email")
        assert answer.status_code == 422, (field, typed)
        if problems_in(answer) != [problem]:
            found[f"{field}: {typed!r:.60}"] = problems_in(answer)
    assert found == {}
    assert house.rows(OptInRow) == house.rows(DeliveryRow) == []


@pytest.mark.parametrize("code", ["kk", "ru", "en"])
def test_what_was_typed_is_shown_again_in_every_language(house: Ministry, code: str) -> None:
    visitor = house.browser()
    data = form_on(visitor, "/subscribe", "email").fields | GOOD | {"email": 'anna"><b>'}
    answer = visitor.post(f"/subscribe?lang={code}", data=data)
    assert (answer.status_code, len(problems_in(answer))) == (422, 1)
    assert f'<html lang="{code}">' in answer.text
    assert 'value="anna&#34;&gt;&lt;b&gt;"' in answer.text
    assert 'value="Anna Demo"' in answer.text


def test_a_zero_byte_is_refused_before_anything_looks_at_it(house: Ministry) -> None:
    assert sent(house.browser(), "/subscribe", GOOD | {"name": "Anna\0"}, "email").status_code == 422
    assert house.rows(OptInRow) == []


def test_nothing_that_was_typed_is_in_the_mail_but_the_address(house: Ministry) -> None:
    words = "Buy cheap things at evil.test =?UTF-8?Q?=0A?= <b>"
    assert sent(house.browser(), "/subscribe", GOOD | {"name": words}, "email").status_code == 200
    (mail,) = house.rows(DeliveryRow)
    assert "evil" not in mail.subject
    assert b"evil" not in mail.mime


def test_without_public_progress_nobody_can_ask(house: Ministry) -> None:
    house.app.config["PUBLIC_PROGRESS"] = False
    assert house.browser().get("/subscribe").status_code == 404
    assert house.browser("controller").get("/subscribe").status_code == 404
