"""Every page in Kazakh, whose words are the longest: readable by everybody, on every screen, within the policy."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.access.report_links import ReportLink
from roadmap.access.report_links import token_of as report_token
from roadmap.database import Database
from roadmap.digests.links import Stop, manage_token, token_of
from roadmap.domain.health import ControlStatus
from roadmap.domain.indicators import ReadingFact
from roadmap.domain.interests import MailKind
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.people import Role
from roadmap.domain.plan import Roadmap
from roadmap.domain.portfolio import Portfolio
from roadmap.store.evidence_folder import EvidenceFolder
from roadmap.store.holdings import HoldingRow
from roadmap.store.ledger import append
from roadmap.store.ledger_reading import lines_of
from roadmap.store.people import OrganisationRow, PersonRow, add_person, grant
from roadmap.store.portfolio import portfolio_on
from tests.browser.conftest import SignedIn
from tests.browser.looks import PAGES
from tests.browser.site import SECRET, Site, day_there
from tests.builders.documents import document_in
from tests.builders.house import app_on
from tests.builders.mails import mail_to
from tests.builders.seeded import the_roadmap

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
# A form is sent to an address without a language, and so is answered in the language of whoever sends it.
IN_KAZAKH = """() => document.querySelectorAll("main form").forEach(form => {
    const address = new URL(form.getAttribute("action") || location.href, location.href);
    address.searchParams.set("lang", "kk");
    form.setAttribute("action", address.pathname + address.search);
})"""
WIDTHS = (320, 360, 768, 1366)
AXE_WIDTHS = (360, 1366)
Opened = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def numbers(site: Site) -> dict[str, str]:
    """What stands in the addresses of the demonstration's own things."""
    database = Database(site.database_url)
    with database.writing() as session:
        roadmap = the_roadmap(session)
        portfolio = portfolio_on(session, roadmap, day_there())
        reader = add_person(session, "Reader", "reader@people.test", "kk")
        grant(session, reader.id, Role.RECIPIENT, roadmap.id)
        known = _known(session, roadmap, portfolio, site)
        session.commit()
    database.engine.dispose()
    (done, *_) = [item for item in portfolio.items if item.state.control is ControlStatus.REPORTED_DONE]
    return known | {
        "done": f"{done.measure.measure.number}/{done.state.milestone.number}",
        "manage": manage_token(reader.id, SECRET),
        "stop": token_of(Stop(1, {roadmap.id: frozenset(MailKind)}), SECRET),
    }


def _known(session: Session, roadmap: Roadmap, portfolio: Portfolio, site: Site) -> dict[str, str]:
    """The numbers of what there is about measure 2, its coordinator and his post; a file and a mail are added."""
    measure = portfolio.measures[1]
    assert measure.last_report
    coordinator = session.scalars(select(PersonRow.id).where(PersonRow.email == "coordinator2@roadmap.test")).one()
    lines = lines_of(session, measure.measure.id, day_there(), None)
    holding = session.scalars(select(HoldingRow).order_by(HoldingRow.id).limit(1)).one()
    folder = EvidenceFolder(Path(site.database_url.removeprefix("sqlite:///")).parent / "evidence")
    folder.prepare()
    organisation = session.scalars(select(OrganisationRow.id).order_by(OrganisationRow.id).limit(1)).one()
    link = ReportLink(coordinator, roadmap.id, measure.measure.id, day_there())
    found = {
        "report": measure.last_report.seq,
        "ask": measure.asks[0].entry.seq,
        "decision": next(line.seq for line in lines if line.act is Act.DECISION),
        "reading": _reading(session, roadmap.id, coordinator),
        "evidence": document_in(session, folder, roadmap.id, measure.measure.id, coordinator),
        "holder": holding.person_id,
        "post": holding.post_id,
        "holding": holding.id,
        "organisation": organisation,
        "mail": mail_to(session, coordinator),
        "asked": _asked(portfolio),
        "link": report_token(link, SECRET),
    }
    return {name: str(value) for name, value in found.items()}


def _reading(session: Session, roadmap_id: int, author_id: int) -> int:
    """The line of a reading of the first indicator."""
    fact = ReadingFact("IND1", day_there(), Decimal(7), "Bulletin 1")
    return append(
        session,
        roadmap_id=roadmap_id,
        measure_id=None,
        act=Act.REPORT,
        statements=[Statement(Facet.READING, fact)],
        effective_on=day_there(),
        recorded_at=datetime.now(UTC),
        author_id=author_id,
    )


def _asked(portfolio: Portfolio) -> str:
    """The address of a request for an extension."""
    of_measures = [f"{m.extension.seq}" for m in portfolio.measures if m.extension]
    of_milestones = [
        f"{item.state.extension.seq}/{item.state.milestone.number}" for item in portfolio.items if item.state.extension
    ]
    return [*of_milestones, *of_measures][0]


@pytest.fixture(scope="module")
def cookies() -> dict[str, Any]:
    """The cookies of everybody who signed in, so that each does it once."""
    return {}


@pytest.fixture
def page_of(site: Site, opened: Opened, signed_in: SignedIn, cookies: dict[str, Any]) -> Callable[[str | None], Page]:
    """A browser in which somebody is signed in, or nobody."""

    def open_one(who: str | None) -> Page:
        if who and who not in cookies:
            cookies[who] = signed_in(site, who).context.storage_state()
        return opened(storage_state=cookies[who] if who else None).new_page()

    return open_one


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_open_to_everybody_and_fits_every_screen(
    name: str, site: Site, page_of: Callable[[str | None], Page], numbers: dict[str, str], complaints: list[str]
) -> None:
    look = PAGES[name]
    page = page_of(look.who)
    address = site.address + look.path.format(**numbers)
    answer = page.goto(address + ("&" if "?" in address else "?") + "lang=kk")
    assert answer
    assert answer.status == look.status
    if look.done:
        page.evaluate(IN_KAZAKH)
        look.done(page)
    assert page.locator("html").get_attribute("lang") == "kk"
    wide, barriers = [], []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(width)
        if width in AXE_WIDTHS:
            found = Axe().run(page, options=RULES)
            barriers += [found.generate_report()] if found.violations_count else []
    assert barriers == []
    assert wide == []
    assert complaints == []


# These send no page of their own: files, a redirect, and what is asked by machines.
NOT_LOOKED_AT = {
    "static",
    "bootstrap.static",
    "access.healthz",
    "oversight.evidence_file",
    "digests.archived_file",
    "digests.preview_file",
    "control.posts",
    "oversight.brief",
    # Looked at from the page on which it is asked for.
    "digests.preview_reminders",
    # Nothing in the demonstration is adopted, so that there is no line of the road map's own to correct.
    "control.correct_own",
}


def test_every_page_there_is_is_looked_at(sqlite_url: str) -> None:
    app = app_on(sqlite_url)
    known = app.url_map.bind("localhost")
    numbers = {"done": "1/1.1", "asked": "1/1.1"}
    paths = [
        re.sub(r"{(\w+)}", lambda m: numbers.get(m[1], "1"), look.path.partition("?")[0]) for look in PAGES.values()
    ]
    looked_at = {known.match(path)[0] for path in paths if path != "/nothing"}
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    pages = {endpoint for endpoint in pages if not endpoint.startswith("api.")}
    app.extensions["roadmap.database"].engine.dispose()
    assert pages - looked_at == NOT_LOOKED_AT


TABBED = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(it =>
    it.checkVisibility({visibilityProperty: true}) && it.tabIndex >= 0 && !it.disabled && it.type !== "hidden"
    && !(it.type === "radio" && it !== (document.querySelector(`[name="${it.name}"]:checked`)
         || document.querySelector(`[name="${it.name}"]`)))).length"""
FOCUSED = """() => {
    const it = document.activeElement
    if (!it || it === document.body) return null
    window.reached = window.reached || []
    if (!window.reached.includes(it)) window.reached.push(it)
    const style = getComputedStyle(it)
    return {reached: window.reached.length, seen: style.outlineStyle !== "none" || style.boxShadow !== "none"}
}"""
BY_KEYBOARD = (
    "evidence",
    "correction of a report",
    "report",
    "people",
    "person of the road map",
    "post",
    "holding",
    "security",
    "sessions",
    "password",
    "outgoing mail",
    "delivery",
    "extension",
    "removing a file",
)


@pytest.mark.parametrize("name", BY_KEYBOARD)
def test_everything_on_a_page_is_reached_by_the_keyboard_and_shows_it(
    name: str, site: Site, page_of: Callable[[str | None], Page], numbers: dict[str, str]
) -> None:
    look = PAGES[name]
    page = page_of(look.who)
    page.goto(site.address + look.path.format(**numbers) + "?lang=kk")
    there, focused = page.evaluate(TABBED), []
    # A date is several stops: its day, its month, its year and its calendar.
    for _ in range(5 * there + 5):
        page.keyboard.press("Tab")
        focused.append(page.evaluate(FOCUSED))
        if focused[-1] is None and len(focused) > there:
            break
    found = [each for each in focused if each]
    assert found[-1]["reached"] >= there
    assert [each for each in found if not each["seen"]] == []
