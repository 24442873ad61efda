"""What there is to look at: every page that a browser shows, who opens it, and what is done there first."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page


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


def attach_without_a_state(page: Page) -> None:
    """Attaches a file to a milestone that is not reported done."""
    file = page.locator("form.report [type=file]").first
    file.set_input_files({"name": "order.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"})
    page.click("form.report [value=send]")
    page.wait_for_selector(".problems")


def choose_what_to_remind_of(page: Page) -> None:
    """Chooses an item, and asks whom a reminder of it would concern."""
    page.locator("main [name=item]:enabled").first.check()
    # A form that is sent by its address leaves out what the address said.
    page.locator("main form").evaluate("it => it.insertAdjacentHTML('beforeend', '<input name=lang value=kk>')")
    page.click("main .actions button")
    page.wait_for_url("**/preview?**")


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
    "posts, refused": Look("/people/posts/new", "controller", save_nothing),
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
    "indicators": Look("/indicators", "executive"),
    "reading": Look("/indicators/IND1/readings/new", "coordinator2"),
    "reading, refused": Look("/indicators/IND1/readings/new", "coordinator2", save_nothing),
    "correction of a reading": Look("/readings/{reading}/correct", "coordinator2"),
    "row of a grid, refused": Look("/plan/grids/1/rows/new", "controller", save_nothing),
    "tokens": Look("/my/tokens", "coordinator2"),
    "tokens of somebody": Look("/accounts/{holder}/tokens", "administrator"),
    "reference for programs": Look("/developers"),
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
    "evidence": Look("/measures/2/evidence", "coordinator2"),
    "evidence, refused": Look("/measures/2/evidence", "coordinator2", empty),
    "report, file to choose again": Look("/measures/2/report", "coordinator2", attach_without_a_state),
    "correction of a report": Look("/measures/2/lines/{report}/correct", "coordinator2"),
    "correction of a report, refused": Look("/measures/2/lines/{report}/correct", "coordinator2", save_nothing),
    "correction of a decision": Look("/control/2/lines/{decision}/correct", "controller"),
    "report from a mail": Look("/report/{link}"),
    "receipt from a mail that was not sent": Look("/report/{link}/receipt", status=410),
    "further measure": Look("/plan/measures/new", "controller"),
    "removing a file": Look("/control/evidence/{evidence}", "controller"),
    "removing a file, refused": Look("/control/evidence/{evidence}", "controller", save_nothing),
    "extension": Look("/control/extensions/{asked}", "controller"),
    "who decides": Look("/control/deciders", "controller"),
    "entry of who decides, refused": Look("/control/deciders/add", "controller", save_nothing),
    "people": Look("/people", "controller"),
    "further person, refused": Look("/people/new", "controller", save_nothing),
    "person of the road map": Look("/people/{holder}", "controller"),
    "organisations": Look("/people/organisations", "controller"),
    "organisation": Look("/people/organisations/{organisation}", "controller"),
    "further organisation, refused": Look("/people/organisations/new", "controller", save_nothing),
    "post": Look("/people/posts/{post}", "controller"),
    "holding": Look("/people/holdings/{holding}", "controller"),
    "further holding, refused": Look("/people/holdings/new", "controller", save_nothing),
    "security": Look("/security", "administrator"),
    "sessions": Look("/my/sessions", "coordinator2"),
    "sessions of somebody": Look("/accounts/{holder}/sessions", "administrator"),
    "erasing somebody": Look("/accounts/{holder}/erase", "administrator"),
    "password": Look("/my/password", "coordinator2"),
    "password, refused": Look("/my/password", "coordinator2", empty),
    "forgotten password": Look("/password/forgotten"),
    "forgotten password, refused": Look("/password/forgotten", None, empty),
    "link for a password is asked for": Look("/password/asked"),
    "link for a password that is used up": Look("/password/nothing", status=410),
    "outgoing mail": Look("/outgoing", "administrator"),
    "deliveries": Look("/outgoing/deliveries?state=sent", "administrator"),
    "delivery": Look("/outgoing/{mail}", "administrator"),
    "archived mail": Look("/my/digests/archive/{mail}", "coordinator2"),
    "reminders": Look("/control/reminders", "controller"),
    "whom a reminder would concern": Look("/control/reminders", "controller", choose_what_to_remind_of),
    "escalation": Look("/control/escalation", "controller"),
}
