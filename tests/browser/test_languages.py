"""The same page in three languages, on the screen and on paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.site import Site
from tests.builders.seeded import shipped_seeds

LANGUAGES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
A4_LYING = b"/MediaBox [0 0 841.91998 594.95996]"
Opened = Callable[..., BrowserContext]


def titles_in(language: str) -> list[str]:
    """The three measures as the seeds name them."""
    return [getattr(measure.title, language) for measure in shipped_seeds().measures]


def test_the_switch_changes_the_language_and_a_cookie_remembers_it(
    site: Site, opened: Opened, complaints: list[str]
) -> None:
    page = opened(locale="ru-RU").new_page()
    page.goto(f"{site.address}/")
    assert page.locator("html").get_attribute("lang") == "ru"
    for code, name in LANGUAGES.items():
        page.locator(".language-switch").get_by_role("link", name=name).click()
        page.wait_for_url(f"**lang={code}")
        page.goto(f"{site.address}/")
        assert page.locator("html").get_attribute("lang") == code
        shown = page.locator(".cards").inner_text()
        assert len(titles_in(code)) == 3
        assert [title for title in titles_in(code) if title not in shown] == []
    assert complaints == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demonstrations_overview_prints_on_one_sheet_lying_down(site: Site, opened: Opened, language: str) -> None:
    page = opened().new_page()
    page.goto(f"{site.address}/?lang={language}")
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", paper)) == 1
    assert A4_LYING in paper
