"""A coordinator reports, and the executive sees it: with scripts and without, by mouse and by keyboard alone."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SignedIn
from tests.browser.site import Site, day_there

ASK = "Нужно решение о передаче серверов до конца недели"
WHOM = "Министерство финансов"
FORM = "form.report"


def page_of(executive: Page, site: Site, on: date | None = None) -> str:
    """The words of the overview, of today or of another day."""
    executive.goto(f"{site.address}/" + (f"?on={on.isoformat()}" if on else ""))
    return executive.locator("main").inner_text()


def report_off_track(page: Page) -> None:
    page.check(f"{FORM} [name=confidence][value=off_track]")
    page.fill(f"{FORM} [name=done_ru]", "Сервер выбран. Средства не выделены.")
    page.fill(f"{FORM} [name=next_step_ru]", "Повторно направить расчёты.")
    page.fill(f"{FORM} [name=ask_what_ru]", ASK)
    page.fill(f"{FORM} [name=ask_whom]", WHOM)
    page.fill(f"{FORM} [name=ask_by]", day_there().isoformat())
    page.click(f"{FORM} [value=send]")


def assert_receipt(page: Page) -> None:
    page.wait_for_url(re.compile(r"/measures/2/reports/\d+"))
    number = page.url.rsplit("/", 1)[1]
    assert number in page.locator("h1").inner_text()
    recorded = page.locator(".receipt time").get_attribute("datetime")
    assert recorded
    assert re.match(r"20\d\d-\d\d-\d\dT\d\d:\d\d", recorded)
    assert ASK in page.locator("main").inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_report_off_track_with_an_ask_is_at_the_top_of_the_executives_page(
    own_site: Site, signed_in: SignedIn, complaints: list[str], scripts: bool
) -> None:
    yesterday = day_there() - timedelta(days=1)
    executive = signed_in(own_site, "executive", java_script_enabled=scripts)
    before, before_yesterday = page_of(executive, own_site), page_of(executive, own_site, yesterday)
    assert ASK not in before

    coordinator = signed_in(own_site, "coordinator2", java_script_enabled=scripts)
    coordinator.goto(f"{own_site.address}/measures/2/report")
    report_off_track(coordinator)
    assert_receipt(coordinator)

    after = page_of(executive, own_site)
    first = executive.locator("main .ask").first.inner_text()
    assert ASK in first
    assert WHOM in first
    assert after.index(ASK) < after.index(executive.locator(".card-title").first.inner_text())
    assert page_of(executive, own_site, yesterday) == before_yesterday
    assert complaints == []


WIDTH, HEIGHT = 360, 740
PHONE = {"viewport": {"width": WIDTH, "height": HEIGHT}, "has_touch": True, "java_script_enabled": False}
FOCUSED = """() => {
    const it = document.activeElement, box = it.getBoundingClientRect();
    return {name: it.name || "", value: it.value || "", inside: Boolean(it.closest("form.report")),
            closed: it.tagName === "SUMMARY" && !it.parentElement.open,
            left: box.left, right: box.right, top: box.top, bottom: box.bottom};
}"""
SHOWN = """() => [...document.querySelectorAll("form.report :is(input, select, textarea)")]
    .filter(it => it.type !== "hidden" && it.checkVisibility({visibilityProperty: true}))
    .map(it => it.name)"""


def test_on_a_phone_without_scripts_the_keyboard_alone_reports(
    own_sqlite_site: Site, signed_in: SignedIn, complaints: list[str]
) -> None:
    page = signed_in(own_sqlite_site, "coordinator2", **PHONE)
    page.goto(f"{own_sqlite_site.address}/measures/2/report")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    type_a_report(page)
    assert_receipt(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert complaints == []


def type_a_report(page: Page) -> None:
    """Tabs through the whole form with everything unfolded, types on the way, and presses Enter on the last button."""
    typed = {
        "done_ru": "Сервер выбран. Средства не выделены.",
        "next_step_ru": "Повторно направить расчёты.",
        "ask_what_ru": ASK,
        "ask_whom": WHOM,
        "ask_by": day_there().strftime(order_of_dates(page)),
    }
    seen: set[str] = set()
    for now in stops_in_form(page):
        assert now["left"] >= 0, now
        assert now["right"] <= WIDTH, now
        assert now["top"] < HEIGHT, now
        assert now["bottom"] > 0, now
        if now["closed"]:
            page.keyboard.press("Enter")
        elif now["name"] == "confidence":
            choose(page, "off_track")
        elif now["name"] in typed and now["name"] not in seen:
            page.keyboard.press("Control+A")
            page.keyboard.type(typed[now["name"]])
        elif (now["name"], now["value"]) == ("action", "send"):
            break
        seen.add(now["name"])
    assert typed.keys() <= seen
    assert set(page.evaluate(SHOWN)) - seen == set()
    page.keyboard.press("Enter")


def order_of_dates(page: Page) -> str:
    """How this browser wants a day typed: that follows the language of the machine, not of the page."""
    other = page.context.new_page()
    other.set_content("<input type=date>")
    other.focus("input")
    other.keyboard.type("01022003")
    typed = other.input_value("input")
    other.close()
    return {"2003-01-02": "%m%d%Y", "2003-02-01": "%d%m%Y"}.get(typed, "%Y%m%d")


def stops_in_form(page: Page) -> Iterator[dict[str, Any]]:
    """Where the focus stands after each further Tab, from the form's first control to its last."""
    inside = False
    for _ in range(500):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED)
        if now["inside"]:
            yield now
        assert now["inside"] or not inside, "the form was left before its last button"
        inside = now["inside"]


def choose(page: Page, value: str) -> None:
    """Moves among the choices of one question with the arrow key."""
    for _ in range(3):
        if page.evaluate(FOCUSED)["value"] == value:
            # Focus alone does not choose what nobody chose before.
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{value} cannot be chosen")
