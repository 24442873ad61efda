"""Addresses off the site, hosts that are not ours, and forms that are stale or somebody else's: in three languages."""

import re
from collections.abc import Iterator

import pytest
from flask import request
from flask.testing import FlaskClient
from sqlalchemy import func, select

from config import Config
from roadmap.access.reader import SESSION_KEY
from roadmap.app import create_app
from roadmap.store.ledger import LineRow
from tests.access.test_signing_in import OFF_THE_SITE
from tests.builders.house import House, house_on
from tests.builders.people import SECRET

LANGUAGES = ("kk", "ru", "en")
TYPED = "Техникалық тапсырма келісуге жіберілді, жауап күтілуде."
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
PRODUCTION = {
    "ROADMAP_ENV": "production",
    "SECRET_KEY": SECRET,
    "PUBLIC_URL": "https://roadmap.example",
    "SMTP_URL": "smtp://127.0.0.1:25",
    "MAIL_FROM": "roadmap@roadmap.example",
}


@pytest.fixture
def house(sqlite_url: str) -> Iterator[House]:
    house = house_on(sqlite_url)
    house.app.config["WTF_CSRF_ENABLED"] = True
    house.person("Aigul", ("coordinator", house.measures[0]), ("controller", None))
    house.person("Bolat", ("controller", None))
    yield house
    house.close()


@pytest.fixture
def outside(sqlite_url: str) -> Iterator[FlaskClient]:
    """Nobody yet, before the program as it runs for real."""
    app = create_app(Config.from_environment({**PRODUCTION, "DATABASE_URL": sqlite_url}), {"TESTING": True})
    yield app.test_client()
    app.extensions["roadmap.database"].engine.dispose()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wanted", OFF_THE_SITE)
def test_no_form_of_the_sign_in_leads_off_the_site(house: House, wanted: str, language: str) -> None:
    page = house.browser().get("/sign-in", query_string={"next": wanted, "lang": language})
    assert page.status_code == 200
    assert "evil" not in re.sub(r'hreflang.*|href="/sign-in\?[^"]*"', "", page.text)


@pytest.mark.parametrize(
    "host", ["evil.test", "evil.test:443", "roadmap.example.evil.test", "roadmap.example@evil.test", "", "["]
)
def test_a_host_that_is_not_ours_is_refused_and_named_nowhere(outside: FlaskClient, host: str) -> None:
    answer = outside.get("/sign-in", headers={"Host": host}, base_url="https://roadmap.example")
    assert answer.status_code == 400
    assert "evil" not in answer.text + str(answer.headers)


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL"])
def test_what_a_proxy_might_say_of_the_host_is_not_heeded(outside: FlaskClient, header: str) -> None:
    answer = outside.get("/my", headers={header: "host=evil.test"}, base_url="https://roadmap.example")
    assert answer.status_code == 302
    assert "evil" not in answer.headers["Location"]


@pytest.mark.parametrize(("proxies", "counted"), [("0", "10.0.0.9"), ("1", "2.2.2.2"), ("2", "1.1.1.1")])
def test_the_network_address_is_believed_of_as_many_proxies_as_are_set(
    sqlite_url: str, proxies: str, counted: str
) -> None:
    settings = {**PRODUCTION, "DATABASE_URL": sqlite_url, "TRUSTED_PROXIES": proxies}
    app = create_app(Config.from_environment(settings), {"TESTING": True})
    app.add_url_rule("/whence", "whence", lambda: f"{request.remote_addr} {request.host}")
    said = {"X-Forwarded-For": "1.1.1.1, 2.2.2.2", "X-Forwarded-Host": "evil.test", "X-Forwarded-Prefix": "/evil"}
    answer = app.test_client().get(
        "/whence", headers=said, base_url="https://roadmap.example", environ_base={"REMOTE_ADDR": "10.0.0.9"}
    )
    assert answer.text == f"{counted} roadmap.example"
    app.extensions["roadmap.database"].engine.dispose()


def lines(house: House) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(LineRow)) or 0


def token_for(browser: FlaskClient, address: str) -> str:
    found = TOKEN.search(browser.get(address).text)
    assert found
    return found[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["none", "stale", "somebody else's", "nonsense"])
def test_a_form_with_a_wrong_token_saves_nothing_and_keeps_what_was_typed(
    house: House, kind: str, language: str
) -> None:
    mine, theirs = house.browser("Aigul"), house.browser("Bolat")
    tokens = {"none": "", "nonsense": "x.y.z", "somebody else's": token_for(theirs, "/days")}
    if kind == "stale":
        tokens[kind] = token_for(mine, "/days")
        with mine.session_transaction() as cookie:
            kept = cookie[SESSION_KEY]
            cookie.clear()
            cookie[SESSION_KEY] = kept
    before = lines(house)
    for address, field in (
        ("/days", "reason_kk"),
        ("/measures/1/report", "done_kk"),
        ("/people/posts/new", "title_kk"),
    ):
        answer = mine.post(f"{address}?lang={language}", data={"csrf_token": tokens[kind], field: TYPED})
        assert answer.status_code == 400, address
        assert TYPED in answer.text, address
        assert f'<html lang="{language}">' in answer.text
    assert "This page has expired" in mine.post("/days?lang=en", data={"csrf_token": tokens[kind]}).text
    assert lines(house) == before


@pytest.mark.parametrize("field", ["password", "old_password", "again"])
def test_a_password_is_not_shown_again_whatever_went_wrong(house: House, field: str) -> None:
    secret = "a long enough secret of mine"
    answer = house.browser("Aigul").post("/my/password?lang=en", data={field: secret})
    assert answer.status_code == 400
    assert secret not in answer.text
