"""A road map from draft to end, kept by four people in browsers without scripts; nothing of it is in the seeds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext
from sqlalchemy import URL

from config import Config
from roadmap.app import create_app
from roadmap.database import Database
from roadmap.store.audit import first_misfit
from roadmap.store.plan_reading import default_roadmap
from tests.browser.cast import Cast, Somebody
from tests.browser.site import Site, day_there, served, settings_for
from tests.conftest import KINDS
from tests.services import databases


@dataclass(frozen=True)
class Days:
    """The days of the story, counted from the one on which it is told."""

    today: date
    adopted: date
    approved: date
    extended: date
    done: date


def story_days() -> Days:
    today = day_there()
    adopted, approved, extended, done = (today - timedelta(days=back) for back in (60, 30, 10, 1))
    return Days(today, adopted, approved, extended, done)


@pytest.fixture
def empty_sqlite_site(sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    with served(databases.copy_of_sqlite(sqlite_template, tmp_path)) as running:
        yield running


@pytest.fixture
def empty_postgresql_site(postgresql_server: URL, postgresql_template: URL) -> Iterator[Site]:
    template = str(postgresql_template.database)
    with databases.new_postgresql(postgresql_server, template) as url, served(databases.in_full(url)) as running:
        yield running


@pytest.fixture(params=KINDS)
def cast(request: pytest.FixtureRequest, opened: Callable[..., BrowserContext]) -> Cast:
    """Nobody is there yet, and nothing is loaded."""
    return Cast(request.getfixturevalue(f"empty_{request.param}_site"), opened)


def first_administrator(site: Site) -> str:
    app = create_app(Config.from_environment(settings_for(site.database_url, 8000)))
    words = ["admin", "create", "saule@harbour.test", "Saule Harbour", "--language", "en"]
    ended = app.test_cli_runner().invoke(args=words, catch_exceptions=False)
    app.extensions["roadmap.database"].engine.dispose()
    return str(ended.output.strip().splitlines()[-1])


def write_the_plan(saule: Somebody) -> None:
    """A road map, a body that leads, a measure, its clause and two milestones that complete it."""
    saule.open("/roadmaps/new").fill({"title-en": "Road map of the harbour", "slug": "harbour"})
    saule.press("Add the road map")
    saule.open("/people/organisations/new").fill({"code": "PORT", "name_en": "Port Authority"}).press("Save")
    saule.open("/people/posts/new").fill({"title_en": "Harbour master", "organisation_id": "Port Authority"})
    saule.press("Save")
    saule.open("/plan/measures/new").fill({"number": "1", "title-en": "Deepen the basin"})
    saule.fill({"wording-en": "Deepen the basin to eight metres", "completion_form-en": "Act of acceptance"})
    saule.press("Save")
    measure = urlsplit(saule.page.url).path
    saule.open(f"{measure}/executors").fill({"lead": "0", "executors-0-organisation": "Port Authority"}).press("Save")
    saule.open(f"{measure}/clauses/new").fill({"text-en": "The basin is eight metres deep"}).press("Save")
    for number, title in (("1.1", "Dredging done"), ("1.2", "Depth measured")):
        saule.open(f"{measure}/milestones/new").fill({"number": number, "title-en": title})
        saule.fill({"completion_form-en": "Act of acceptance", "links-0-relation": "completes"}).press("Save")


def adopt_and_assign(saule: Somebody, days: Days) -> None:
    """The act, then who answers by when."""
    saule.open("/plan/adoption").fill({"title-en": "Order of the Port Authority", "number": "17"})
    saule.fill({"dated_on": days.adopted}).press("Record the adoption")
    for number in ("1.1", "1.2"):
        saule.open(f"/plan/1/{number}").fill({"post": "Harbour master", "kind": "Day", "on": days.approved})
        saule.fill({"basis_number": "17", "basis_date": days.adopted, "decided_by": "Port Authority"})
        saule.fill({"effective_on": days.adopted}).press("Save")


def invite(saule: Somebody) -> None:
    for name, role in (("Marat", "controller"), ("Dina", "coordinator"), ("Ilyas", "executive")):
        saule.open("/accounts").fill({"name": f"{name} Harbour", "email": f"{name.lower()}@harbour.test"})
        saule.fill({"language": "English", "role": role})
        if role == "coordinator":
            saule.fill({"measure": "Deepen the basin"})
        saule.press("Send the invitation")


def extend(dina: Somebody, marat: Somebody, days: Days) -> None:
    """Asked for in a report, decided by somebody whom the record names, and only then moved."""
    dina.open("/measures/1/report").fill({"confidence": "at_risk", "done_en": "A storm took two weeks."})
    dina.fill({"ask_what_en": "May the dredger work at night?", "ask_whom": "Ministry of Transport"})
    dina.fill({"ask_by": days.today, "milestone_1-state": "In progress", "milestone_1-forecast_on": days.today})
    dina.fill({"milestone_1-forecast_reason": "The storm", "milestone_1-wants_extension": True}).press("Send report")
    assert "The approved date stays until it is decided" in dina.read()
    marat.open("/control").follow("Record the decision")
    marat.fill({"granted": "yes", "on": days.extended, "decided_by": "Minister of Transport", "basis_number": "44"})
    marat.fill({"basis_date": days.today}).press("Record the decision")
    marat.open("/control").follow("Record the answer")
    marat.fill({"text": "Granted: order 45 of the minister"}).press("Record the answer")


def finish(dina: Somebody, marat: Somebody, days: Days) -> None:
    """Reported done with its document, returned, reported again, confirmed; then the other milestone."""
    for step, document, verdict in ((1, "A-1", "returned"), (1, "A-2", "confirmed"), (2, "B-1", "confirmed")):
        dina.open("/measures/1/report").fill({"confidence": "on_track", "done_en": f"Done by document {document}."})
        said = {"state": "Reported done", "actual_on": days.done, "document_on": days.done}
        dina.fill({f"milestone_{step}-{field}": value for field, value in said.items()})
        if document == "A-1":
            assert "document" in dina.refused("Send report")
        dina.fill({f"milestone_{step}-document_number": document}).press("Send report")
        marat.open(f"/control/1/1.{step}").fill({"verdict": verdict})
        if verdict == "returned":
            marat.fill({"reason": "The annex is missing"})
        marat.press("Save")


def test_a_road_map_is_kept_from_draft_to_end_by_four_people(cast: Cast) -> None:
    days = story_days()
    saule = cast.by_link(first_administrator(cast.site))
    write_the_plan(saule)
    adopt_and_assign(saule, days)
    invite(saule)
    dina, marat, ilyas = (cast.invited(f"{name}@harbour.test") for name in ("dina", "marat", "ilyas"))
    extend(dina, marat, days)
    finish(dina, marat, days)
    page = ilyas.open("/measures/1").read()
    assert "Done late" in page
    assert "1 of 1 clause complete" in page
    assert "2 of 2 milestones confirmed" in page
    told_in_order(page, *STORY)
    earlier = ilyas.open(f"/measures/1?on={days.extended.isoformat()}").read()
    assert "0 of 2 milestones confirmed" in earlier
    assert "Ministry of Transport" not in earlier
    assert_whole(cast.site)


# The newest first.
STORY = (
    "1.2 Depth measured: confirmed",
    "1.1 Dredging done: confirmed",
    "1.1 Dredging done: returned",
    "Granted: order 45 of the minister",
    "Minister of Transport",
    "May the dredger work at night?",
    "extension asked for",
)


def told_in_order(page: str, *words: str) -> None:
    """Each of these words comes after the ones before it, in the history at the page's end."""
    history = page[page.rindex("History") :]
    places = [history.lower().find(each.lower()) for each in words]
    assert -1 not in places, [each for each, place in zip(words, places, strict=True) if place < 0]
    assert places == sorted(places), list(zip(words, places, strict=True))


def assert_whole(site: Site) -> None:
    database = Database(site.database_url)
    with database.reading() as session:
        roadmap = default_roadmap(session)
        assert roadmap is not None
        assert first_misfit(session, roadmap.id) is None
    database.engine.dispose()
