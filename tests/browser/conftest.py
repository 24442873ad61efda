"""Browsers and servers: one server for whoever only looks, and one of its own for each test that writes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import URL

from tests.browser.site import PASSWORD, Site, served, with_demonstration
from tests.conftest import KINDS
from tests.services import databases

SignedIn = Callable[..., Page]


@pytest.fixture(scope="session")
def sqlite_demonstration(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the demonstration that nobody writes to."""
    folder = tmp_path_factory.mktemp("demonstration")
    address = databases.copy_of_sqlite(sqlite_template, folder)
    with_demonstration(address)
    return Path(address.removeprefix("sqlite:///"))


@pytest.fixture(scope="session")
def postgresql_demonstration(postgresql_server: URL, postgresql_template: URL) -> Iterator[URL]:
    """The same on PostgreSQL."""
    with databases.new_postgresql(postgresql_server, template=str(postgresql_template.database)) as url:
        with_demonstration(databases.in_full(url))
        yield url


@pytest.fixture(scope="session")
def site(sqlite_demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server for whoever only looks."""
    with served(databases.copy_of_sqlite(sqlite_demonstration, tmp_path_factory.mktemp("site"))) as running:
        yield running


@pytest.fixture
def own_sqlite_site(sqlite_demonstration: Path, tmp_path: Path) -> Iterator[Site]:
    """A server for one test, which may write."""
    with served(databases.copy_of_sqlite(sqlite_demonstration, tmp_path)) as running:
        yield running


@pytest.fixture
def own_postgresql_site(postgresql_server: URL, postgresql_demonstration: URL) -> Iterator[Site]:
    """The same on PostgreSQL."""
    template = str(postgresql_demonstration.database)
    with databases.new_postgresql(postgresql_server, template) as url, served(databases.in_full(url)) as running:
        yield running


@pytest.fixture(params=KINDS)
def own_site(request: pytest.FixtureRequest) -> Site:
    """A server for one test, which may write; the test runs once on each kind of database."""
    running: Site = request.getfixturevalue(f"own_{request.param}_site")
    return running


@pytest.fixture
def complaints() -> list[str]:
    """What browsers complained about: a breach of the policy, a broken script, a page that was not sent as expected."""
    return []


@pytest.fixture
def opened(browser: Browser, complaints: list[str]) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser of its own, closed afterwards; what it complains about is kept."""
    contexts: list[BrowserContext] = []

    def open_one(**settings: Any) -> BrowserContext:
        context = browser.new_context(**settings)
        context.set_default_timeout(20_000)
        context.on("console", lambda message: _keep(complaints, message.text))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()


def _keep(complaints: list[str], text: str) -> None:
    # A browser also writes down every answer that is not 200, which some pages are on purpose.
    if not text.startswith("Failed to load resource: the server responded with a status of 4"):
        complaints.append(text)


@pytest.fixture
def signed_in(opened: Callable[..., BrowserContext]) -> SignedIn:
    """Signs somebody of the demonstration in, in a browser of his own."""

    def sign_in(site: Site, who: str, **settings: Any) -> Page:
        page = opened(**settings).new_page()
        page.goto(f"{site.address}/sign-in")
        page.fill("[name=email]", f"{who}@roadmap.test")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda address: "/sign-in" not in address)
        return page

    return sign_in
