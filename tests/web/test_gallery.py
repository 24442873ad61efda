"""All components together in a real browser: readable by everybody, on every screen and on paper."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
PARTS = ["overview", "report", "digest", "narrow"]


@pytest.mark.parametrize("width", [360, 1366])
@pytest.mark.parametrize("part", PARTS)
def test_axe_finds_no_barrier_and_the_policy_no_breach(
    browser: Browser, gallery_address: str, part: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 768})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{gallery_address}/{part}")
    found = Axe().run(page, options=RULES)
    page.close()
    assert found.violations_count == 0, found.generate_report()
    assert complaints == []


@pytest.mark.parametrize("part", PARTS)
def test_no_page_is_wider_than_its_screen(browser: Browser, gallery_address: str, part: str) -> None:
    page = browser.new_page()
    for width in (360, 820, 1000, 1366, 2560):
        page.set_viewport_size({"width": width, "height": 768})
        page.goto(f"{gallery_address}/{part}")
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_the_overview_prints_on_one_sheet_lying_down(browser: Browser, gallery_address: str) -> None:
    page = browser.new_page()
    page.goto(f"{gallery_address}/overview")
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert [(round(float(width)), round(float(height))) for width, height in sheets] == [(842, 595)]


def test_the_menu_opens_without_scripts_by_keyboard(browser: Browser, gallery_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{gallery_address}/overview")
    page.locator(".reader-menu summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="Шығу").is_visible()
    context.close()
