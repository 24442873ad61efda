"""What an executive asks of the page before a meeting, answered without a word of help, with scripts and without.

The demonstration has what he would find: decisions that are waited for, items that are late, dates that moved.
"""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import SignedIn
from tests.browser.site import Site
from tests.builders.paper import pages_of, text_of

A4_LYING = b"/MediaBox [0 0 841.91998 594.95996]"
Read = Callable[[str], str]


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(request: pytest.FixtureRequest, site: Site, signed_in: SignedIn) -> Page:
    """The overview before the executive, on the screen of an ordinary computer."""
    shown = signed_in(site, "executive.en", java_script_enabled=request.param, viewport={"width": 1366, "height": 768})
    shown.goto(f"{site.address}/?lang=en")
    return shown


def top_of(shown: Locator) -> float:
    box = shown.bounding_box()
    assert box
    return box["y"]


def test_what_needs_my_decision(page: Page, complaints: list[str]) -> None:
    # It can be read without scrolling, before anything else about the measures.
    asks = page.locator("main .ask")
    assert 0 < top_of(asks.first) < top_of(page.locator(".card-measure").first) < 768
    assert f"({asks.count()})" in page.locator("#decisions").inner_text()
    for ask in asks.all():
        what, whom, by, since = (
            ask.locator(f".ask-{part}").inner_text() for part in ("question", "whom", "by", "since")
        )
        assert what
        assert whom
        assert re.search(r"by \d+ \w+ \d{4}", by)
        assert re.search(r"asked (today|\d+ days? ago)", since)
    # And it leads to the line in which it was asked.
    asks.first.locator("a").click()
    assert re.search(r"/measures/\d+\?.*line=\d+#line-\d+", page.url) or "#line-" in page.url
    assert page.locator(":target").is_visible()
    assert complaints == []


def test_what_is_late_and_by_whom(page: Page, complaints: list[str]) -> None:
    rows = page.get_by_role("table", name="Overdue and due in 30 days").locator("tbody tr")
    words = [row.inner_text() for row in rows.all()]
    late = [row for row in words if "late" in row]
    assert late
    # What is late comes first, each with the post that answers for it, and how late it is.
    assert words[: len(late)] == late
    for row in late:
        assert re.search(r"\d+ working days? late", row)
        assert "Vice-Minister" in row or "·" in row
    days = [int(re.findall(r"(\d+) working days? late", row)[0]) for row in late]
    assert all(earlier >= later for earlier, later in pairwise(days))
    rows.first.locator("a").first.click()
    assert page.locator(":target").is_visible()
    assert complaints == []


def test_which_line_is_behind_this_number(page: Page, complaints: list[str]) -> None:
    card = page.locator(".card-measure").first
    shown = re.search(r"(\d+) of (\d+)", card.locator(".card-figures").inner_text().split("Milestones confirmed")[1])
    assert shown
    card.locator(".card-title a").click()
    # The milestones that make up the number stand on the measure's page, and its lines below them.
    confirmed = page.locator("main tr", has_text=re.compile("Confirmed done|Done late"))
    assert confirmed.count() >= int(shown[1])
    lines = page.locator("[id^=line-]")
    assert lines.count() > 0
    assert page.locator(".record-stamp").inner_text().startswith("Record ")
    assert complaints == []


def test_print_it(page: Page, site: Site) -> None:
    paper = page.pdf(prefer_css_page_size=True)
    assert pages_of(paper) == 1
    assert A4_LYING in paper
    printed = text_of(paper)
    assert printed.index("Decision needed") < printed.index("Overdue and due in 30 days")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_take_it_along_as_a_brief(page: Page, site: Site, language: str) -> None:
    page.goto(f"{site.address}/?lang={language}")
    link = page.locator("main a[href*='brief.pdf']")
    assert link.count() == 1
    answer = page.request.get(f"{site.address}{link.get_attribute('href')}")
    assert answer.ok
    brief = answer.body()
    assert pages_of(brief) == 1
    # The sheet asks for the same decisions as the page.
    said = text_of(brief)
    for question in page.locator("main .ask-question").all_inner_texts():
        assert re.sub(r"\s+", " ", question) in said
