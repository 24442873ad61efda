"""From the mail to the receipt: on a phone, in Kazakh, without scripts, without a password, in two presses."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext
from sqlalchemy import select

from roadmap.database import Database
from roadmap.digests.links import Links
from roadmap.store.people import GrantRow, PersonRow
from roadmap.store.plan_reading import all_roadmaps, measures_of
from tests.browser.site import SECRET, Site, day_there

Opened = Callable[..., BrowserContext]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "java_script_enabled": False}


def link_for(site: Site, email: str) -> str:
    """The address that a mail of today to this coordinator carries for his measure."""
    opened = Database(site.database_url)
    with opened.reading() as session:
        person = session.scalars(select(PersonRow).where(PersonRow.email == email)).one()
        measure_id = session.scalars(select(GrantRow.measure_id).where(GrantRow.person_id == person.id)).first()
        (roadmap,) = all_roadmaps(session)
        measure = next(each for each in measures_of(session, roadmap.id) if each.id == measure_id)
        link = Links(site.address, SECRET, roadmap.slug).report_from_mail(person.id, roadmap, measure, day_there())
    opened.engine.dispose()
    return link


def test_two_presses_report_that_nothing_has_changed(
    own_sqlite_site: Site, opened: Opened, complaints: list[str]
) -> None:
    page = opened(**PHONE).new_page()
    page.goto(link_for(own_sqlite_site, "coordinator1@roadmap.test"))
    assert page.locator("html").get_attribute("lang") == "kk"
    button = page.locator("button[value=unchanged]")
    place = button.bounding_box()
    assert place
    assert place["y"] + place["height"] < PHONE["viewport"]["height"]  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    button.tap()
    page.wait_for_url(re.compile(r"/report/[^/]+/receipt"))
    assert page.locator("html").get_attribute("lang") == "kk"
    assert page.locator(".receipt time").get_attribute("datetime")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert complaints == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_link_is_used_up_and_says_so(own_sqlite_site: Site, opened: Opened, scripts: bool) -> None:
    link = link_for(own_sqlite_site, "coordinator3@roadmap.test")
    page = opened(java_script_enabled=scripts).new_page()
    page.goto(link)
    page.fill("[name=done_en]", "The request was repeated.")
    page.click("form.report [value=send]")
    page.wait_for_url(re.compile("/receipt"))
    assert "The request was repeated." in page.locator("main").inner_text()
    answer = opened(java_script_enabled=scripts).new_page().goto(link)
    assert answer
    assert answer.status == 410
