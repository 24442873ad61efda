"""The overview with three measures is one sheet of A4, lying down, in every language."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from threading import Thread

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from roadmap.domain.facts import Confidence, Progress
from roadmap.domain.ledger import Act
from tests.builders.portfolios import approved, ask, owner, progress, report, write
from tests.oversight.conftest import House

FIRST = date(2026, 11, 2)
A4_LYING = b"/MediaBox [0 0 841.91998 594.95996]"


@pytest.fixture
def address(house: House) -> Iterator[str]:
    """A server of the house, busy with overdue items, asks and changes."""
    with house.writing() as session:
        for number in ("1", "2", "3"):
            ids = [house.roadmap.milestones[f"{number}.{place}"] for place in (1, 2, 3)]
            dates = [approved(each, FIRST + timedelta(days=5 * place)) for place, each in enumerate(ids)]
            write(session, house.roadmap, number, *dates, owner(None, house.executive), on=FIRST, act=Act.DECISION)
            write(
                session,
                house.roadmap,
                number,
                report(Confidence.OFF_TRACK, "The commission postponed it. " * 9),
                ask("Who pays for the integration with the system of the border service?", "Deputy PM", FIRST),
                *(progress(each, Progress.IN_PROGRESS, date(2027, 1, 5)) for each in ids),
                on=date(2026, 11, 20),
            )
        session.commit()
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


def test_three_measures_fill_one_sheet_lying_down(address: str, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        for language in ("kk", "ru", "en"):
            page.goto(f"{address}/?lang={language}")
            paper = page.pdf(prefer_css_page_size=True)
            assert len(re.findall(rb"/Type /Page\b", paper)) == 1, language
            assert A4_LYING in paper


def test_the_sheet_says_how_much_stands_only_on_the_screen(address: str, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/?lang=en")
        rest = page.get_by_text("3 more on the screen").first
        assert not rest.is_visible()
        page.emulate_media(media="print")
        assert rest.is_visible()


def test_a_phone_shows_the_page_without_scrolling_sideways(address: str, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        for path in ("/", "/measures/1", "/sources"):
            page.goto(address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
