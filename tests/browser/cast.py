"""People in a story: each has a browser without scripts, fills in forms by their fields' names, and reads pages."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from roadmap.database import Database
from roadmap.store.mail.outbox import DeliveryRow
from tests.browser.site import Site

PASSWORD = "a harbour full of ships"


@dataclass
class Somebody:
    """One of the story's people, and the page before him."""

    page: Page
    site: Site

    def open(self, path: str) -> "Somebody":
        """Goes to a page, which has to be there."""
        answer = self.page.goto(f"{self.site.address}{path}")
        assert answer is not None
        assert answer.ok, (path, answer.status)
        return self

    def fill(self, typed: Mapping[str, str | bool | date]) -> "Somebody":
        """Fills in fields of the main part of the page: texts, lists, choices and boxes."""
        for name, value in typed.items():
            self._fill(name, value.isoformat() if isinstance(value, date) else value)
        return self

    def _fill(self, name: str, value: str | bool) -> None:
        field = self.page.locator(f'main [name="{name}"]')
        for folded in field.first.locator("xpath=ancestor::details[not(@open)]/summary").all():
            folded.click()
        kind = field.first.evaluate("field => field.type")
        if kind == "radio":
            self.page.check(f'main [name="{name}"][value="{value}"]')
        elif isinstance(value, bool):
            field.set_checked(value)
        elif kind == "select-one":
            chosen = field.locator("option", has_text=value) if value else field.locator("option")
            field.select_option(chosen.first.get_attribute("value"))
        else:
            field.fill(value)

    def press(self, words: str) -> "Somebody":
        """Presses the button with these words; what is answered must not be a refusal."""
        with self.page.expect_navigation() as answered:
            self.page.locator("main").get_by_role("button", name=words, exact=True).first.click()
        assert answered.value is not None
        assert answered.value.ok, self.read()
        return self

    def refused(self, words: str) -> str:
        """Presses the button with these words, and answers the page that says what is wrong."""
        with self.page.expect_navigation() as answered:
            self.page.locator("main").get_by_role("button", name=words, exact=True).first.click()
        assert answered.value is not None
        assert answered.value.status in (409, 422), answered.value.status
        return self.read()

    def follow(self, words: str) -> "Somebody":
        """Follows the first link with these words."""
        self.page.locator("main").get_by_role("link", name=words).first.click()
        return self

    def read(self) -> str:
        """The words of the page's main part."""
        return self.page.locator("main").inner_text()


@dataclass
class Cast:
    """Brings people in: the first by the operator's command, the others by the invitation in their mail."""

    site: Site
    opened: Callable[..., BrowserContext]

    def by_link(self, link: str) -> Somebody:
        """Somebody who follows an invitation and chooses a password."""
        context = self.opened(java_script_enabled=False, viewport={"width": 1366, "height": 900})
        somebody = Somebody(context.new_page(), self.site)
        parts = urlsplit(link)
        somebody.open(f"{parts.path}?lang=en")
        for field in somebody.page.locator("main input[type=password]").all():
            field.fill(PASSWORD)
        somebody.page.locator("main form button[type=submit]").first.click()
        return somebody

    def invited(self, email: str) -> Somebody:
        """Somebody who was invited by mail."""
        database = Database(self.site.database_url)
        with database.reading() as session:
            mime = session.scalars(
                select(DeliveryRow.mime).where(DeliveryRow.address == email, DeliveryRow.kind == "invitation")
            ).one()
        database.engine.dispose()
        body = message_from_bytes(mime, policy=policy.default).get_body(("plain",))
        assert body is not None
        found = re.search(r"http\S+/invitation/\S+", body.get_content())
        assert found
        return self.by_link(found[0])
