"""Every page in Kazakh, whose words are the longest: readable by everybody, on every screen, within the policy."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from roadmap.database import Database
from roadmap.digests.links import Stop, manage_token, token_of
from roadmap.domain.health import ControlStatus
from roadmap.domain.interests import MailKind
from roadmap.domain.people import Role
from roadmap.store.people import add_person, grant
from roadmap.store.portfolio import portfolio_on
from tests.browser.conftest import SignedIn
from tests.browser.site import SECRET, Site, day_there
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


@dataclass(frozen=True)
class Look:
    """A page, who opens it (nobody in particular, if none), and what is done there before it is looked at."""

    path: str
    who: str | None = None
    done: Callable[[Page], None] | None = None
    status: int = 200


def refuse(page: Page) -> None:
    """Sends a report in which almost everything is wrong."""
    page.check("form.report [value=off_track]")
    for name in ("done_ru", "done_kk", "done_en", "ask_whom"):
        page.locator(f"form.report [name={name}]").evaluate("it => it.value = ''")
    page.locator("form.report [name$=forecast_on]").first.evaluate(
        "it => { it.type = 'text'; it.value = '31.02.2026' }"
    )
    page.click("form.report [value=send]")
    page.wait_for_selector(".problems")


def cross(page: Page) -> None:
    """Sends a report from a form that was opened before somebody else's was sent."""
    page.locator("form.report [name=last_seen]").evaluate("it => it.value = '1'")
    page.fill("form.report [name=done_kk]", "Жоба қайта жіберілді.")
    page.click("form.report [value=send]")
    page.wait_for_selector("#theirs")


def lose_the_sign_in(page: Page) -> None:
    """Sends a report when the sign-in has ended meanwhile."""
    page.context.clear_cookies()
    page.click("form.report [value=send]")
    page.wait_for_selector(".steps")


def empty(page: Page) -> None:
    """Sends the form of the page as it is."""
    page.locator("main form .button").last.click()
    page.wait_for_selector(".problems")


def save_nothing(page: Page) -> None:
    """Saves a form of the plan in which what is required was not filled in."""
    page.locator("main form .actions button").first.click()
    page.wait_for_selector(".problems")


def give_no_basis(page: Page) -> None:
    """Moves an approved date without naming the decision."""
    page.fill("main [name=on]", "2030-01-01")
    page.click("main .actions button")
    page.wait_for_selector(".problems")


def choose_no_day(page: Page) -> None:
    """Asks for days of the week without naming one, and for a pause in the past."""
    page.check("main [value=weekdays]")
    page.fill("main [name=paused_until]", "2020-01-01")
    page.click("main .actions button")
    page.wait_for_selector(".problems")


def cross_choices(page: Page) -> None:
    """Sends choices from a form that was opened before others were kept."""
    page.locator("main [name=seen]").evaluate("it => it.value = 'something else'")
    page.select_option("main [name=slot]", "10:00")
    page.click("main .actions button")
    page.wait_for_selector(".notice-warning")


PAGES = {
    "overview": Look("/", "executive"),
    "overview, not signed in": Look("/"),
    "overview of a day before the record": Look("/?on=2021-03-01", "executive"),
    "measure 1": Look("/measures/1", "executive"),
    "measure 2": Look("/measures/2", "executive"),
    "measure 3": Look("/measures/3", "executive"),
    "sources": Look("/sources", "executive"),
    "my": Look("/my", "coordinator2"),
    "report": Look("/measures/2/report", "coordinator2"),
    "report, refused": Look("/measures/2/report", "coordinator2", refuse),
    "report, crossed": Look("/measures/3/report", "coordinator3", cross),
    "report, sign-in ended": Look("/measures/1/report", "coordinator1", lose_the_sign_in),
    "receipt": Look("/measures/2/reports/{report}", "coordinator2"),
    "plan": Look("/plan", "controller"),
    "edit a measure": Look("/plan/2", "controller"),
    "edit a milestone": Look("/plan/2/2.5", "controller"),
    "edit, refused": Look("/plan/2/2.5", "controller", give_no_basis),
    "road maps": Look("/roadmaps", "controller"),
    "another road map": Look("/roadmaps/new", "controller"),
    "another road map, refused": Look("/roadmaps/new", "controller", save_nothing),
    "the road map itself": Look("/plan/roadmap", "controller"),
    "measures of a plan": Look("/plan/outline", "controller"),
    "measure of a plan": Look("/plan/measures/2", "controller"),
    "wording of a measure": Look("/plan/measures/2/edit", "controller"),
    "executors of a measure": Look("/plan/measures/3/executors", "controller"),
    "clause of the letter": Look("/plan/clauses/1", "controller"),
    "further clause": Look("/plan/measures/2/clauses/new", "controller"),
    "milestone of a plan": Look("/plan/milestones/1", "controller"),
    "further milestone, refused": Look("/plan/measures/2/milestones/new", "controller", save_nothing),
    "adoption": Look("/plan/adoption", "controller"),
    "what stands around a plan": Look("/plan/surroundings", "controller"),
    "paragraph of the letter": Look("/plan/surroundings/paragraphs/1", "controller"),
    "further dependency": Look("/plan/surroundings/dependencies/new", "controller"),
    "posts": Look("/people/posts", "controller"),
    "posts, refused": Look("/people/posts/new", "controller", empty),
    "desk": Look("/control", "controller"),
    "verdict": Look("/control/{done}", "controller"),
    "answer": Look("/control/asks/{ask}", "controller"),
    "days": Look("/days", "controller"),
    "accounts": Look("/accounts", "administrator"),
    "accounts, refused": Look("/accounts", "administrator", empty),
    "person": Look("/accounts/1", "administrator"),
    "sign-in": Look("/sign-in"),
    "sign-in, refused": Look("/sign-in", None, empty),
    "invitation that is used up": Look("/invitation/nothing", status=410),
    "not found": Look("/nothing", status=404),
    "forbidden": Look("/control", "executive", status=403),
    "my digests": Look("/my/digests", "coordinator2"),
    "my digests, refused": Look("/my/digests", "coordinator2", choose_no_day),
    "my digests, crossed": Look("/my/digests", "executive", cross_choices),
    "preview of a mail": Look("/my/digests/preview", "executive"),
    "preview of no day": Look("/my/digests/preview?on=31.02.2026", "executive", status=422),
    "archive": Look("/my/digests/archive", "executive"),
    "recipients": Look("/recipients", "controller"),
    "recipients, refused": Look("/recipients", "controller", empty),
    "subscribe": Look("/subscribe"),
    "subscribe, refused": Look("/subscribe", None, empty),
    "link that is used up": Look("/subscribe/nothing", status=410),
    "mail without an account": Look("/mail/{manage}"),
    "unsubscribe": Look("/unsubscribe/{stop}"),
}


@pytest.fixture(scope="module")
def numbers(site: Site) -> dict[str, str]:
    """What stands in the addresses of the demonstration's own things."""
    database = Database(site.database_url)
    with database.writing() as session:
        roadmap = the_roadmap(session)
        portfolio = portfolio_on(session, roadmap, day_there())
        reader = add_person(session, "Reader", "reader@people.test", "kk")
        grant(session, reader.id, Role.RECIPIENT, roadmap.id)
        session.commit()
    database.engine.dispose()
    measure = portfolio.measures[1]
    (done, *_) = [item for item in portfolio.items if item.state.control is ControlStatus.REPORTED_DONE]
    assert measure.last_report
    return {
        "report": str(measure.last_report.seq),
        "ask": str(measure.asks[0].entry.seq),
        "done": f"{done.measure.measure.number}/{done.state.milestone.number}",
        "manage": manage_token(reader.id, SECRET),
        "stop": token_of(Stop(1, {roadmap.id: frozenset(MailKind)}), SECRET),
    }


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
