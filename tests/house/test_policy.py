"""Every page answers every role as tests/policy.yaml says, no page is left out, and looking changes nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from roadmap.database import Database
from roadmap.domain.facts import (
    AskFact,
    Confidence,
    Document,
    ExtensionFact,
    OwnerFact,
    Progress,
    ProgressFact,
    ReportFact,
)
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.people import Role
from roadmap.domain.staff import HoldingEntry, OrganisationEntry, PostEntry
from roadmap.domain.text import LocalizedText
from roadmap.store.account_reading import disable
from roadmap.store.accounts import SignInRow
from roadmap.store.context import RiskRow
from roadmap.store.ledger import append
from roadmap.store.mail.outbox import DeliveryRow, write_down
from roadmap.store.people import GrantRow
from roadmap.store.plan import ClauseRow, MeasureRow, MilestoneRow
from roadmap.store.staff import keep_holding, keep_organisation, keep_post
from roadmap.store.tables import Row
from tests.builders.documents import document_in, folder_of
from tests.builders.people import Held, app_on, bare_roadmap, browser_with, sign_in_row, somebody
from tests.house.policy import POLICY, ROLES, Page, answer_of, filled, gone, undeclared, unguarded, walk

PAGES = list(walk(app_on("sqlite://")))
EXPIRED = timedelta(hours=13)


@dataclass
class House:
    """An application with somebody of every role."""

    app: Flask
    people: dict[str, int]
    known: dict[str, int]

    @property
    def database(self) -> Database:
        found: Database = self.app.extensions["roadmap.database"]
        return found

    def ask(self, page: Page, role: str, /, **arguments: Any) -> TestResponse:
        """The page as somebody of this role gets it, newly signed in."""
        return self.ask_for(page.address(self.known, **arguments), page, role)

    def ask_for(self, address: str, page: Page, role: str) -> TestResponse:
        """The page under an address that was typed."""
        token = None
        if role in self.people:
            with self.database.writing() as session:
                token = sign_in_row(session, self.people[role], EXPIRED if role == "expired" else timedelta())
                session.commit()
        query, form = (filled(page.said.get(part, {}), self.known) for part in ("query", "form"))
        sent = {"data": form} if page.method != "GET" else {}
        # English for whoever has no language of his own, so that words can be looked for.
        browser, spoken = browser_with(self.app, token), {"Accept-Language": "en"}
        return browser.open(address, method=page.method, query_string=query, headers=spoken, **sent)


def house_on(database_url: str, **settings: Any) -> House:
    app = app_on(database_url, **settings)
    with app.extensions["roadmap.database"].writing() as session:
        first, other = bare_roadmap(session).id, bare_roadmap(session, "second", default=False).id
        measures = session.scalars(select(MeasureRow.id).where(MeasureRow.roadmap_id == first)).all()
        roles = {
            "recipient": Held(Role.RECIPIENT, first),
            "executive": Held(Role.EXECUTIVE, first),
            "coordinator": Held(Role.COORDINATOR, first, measures[0]),
            "other_coordinator": Held(Role.COORDINATOR, first, measures[1]),
            "controller": Held(Role.CONTROLLER, first),
            "administrator": Held(Role.ADMINISTRATOR),
            "stranger": Held(Role.EXECUTIVE, other),
            "disabled": Held(Role.EXECUTIVE, first),
            "expired": Held(Role.EXECUTIVE, first),
        }
        people = {role: somebody(session, role, held).id for role, held in roles.items()}
        responsible = somebody(session, "Responsible Someone", Held(Role.RECIPIENT, first)).id
        _report_that_asks(session, first, measures[0], people["coordinator"], responsible)
        theirs = session.scalars(select(MeasureRow.id).where(MeasureRow.roadmap_id == other)).all()
        _report_that_asks(session, other, theirs[0], people["stranger"], people["stranger"])
        evidence = document_in(session, folder_of(app), first, measures[0], people["coordinator"])
        mail = _mail_to(session, people["coordinator"])
        spare = somebody(session, "spare", Held(Role.RECIPIENT, other)).id
        spare_role = session.scalars(select(GrantRow.id).where(GrantRow.person_id == spare)).one()
        colleague = _colleague_in_a_post(session, first)
        sign_in_row(session, spare)
        spare_session = session.scalars(select(SignInRow.id).where(SignInRow.person_id == spare)).one()
        disable(session, people["disabled"], datetime.now(UTC))
        session.commit()
    known = {
        "measure": measures[0],
        "other_measure": measures[1],
        "spare": spare,
        "spare_role": spare_role,
        "mail": mail,
        **colleague,
        "evidence": evidence,
        "spare_session": spare_session,
    }
    return House(app, people, known)


def _colleague_in_a_post(session: Session, roadmap_id: int) -> dict[str, int]:
    """Somebody with a role on the road map who holds a post; the numbers of all that."""
    person = somebody(session, "colleague", Held(Role.RECIPIENT, roadmap_id)).id
    name = LocalizedText(en="Ministry")
    organisation = keep_organisation(session, OrganisationEntry("MIN", name))
    post = keep_post(session, PostEntry(LocalizedText(en="Head"), organisation))
    return {
        "colleague": person,
        "colleague_role": session.scalars(select(GrantRow.id).where(GrantRow.person_id == person)).one(),
        "organisation": organisation,
        "post": post,
        "holding": keep_holding(session, HoldingEntry(post, person), datetime.now(UTC)),
    }


def _mail_to(session: Session, person_id: int) -> int:
    at = datetime.now(UTC)
    write_down(
        session,
        key="digest:of-a-test",
        person_id=person_id,
        address="coordinator@people.test",
        language="en",
        subject="Road map",
        message_id="<of-a-test@roadmap.test>",
        mime=b"Subject: Road map\r\n\r\nWords\r\n",
        mime_sha256="of a test",
        at=at,
    )
    return session.scalars(select(DeliveryRow.id)).one()


def _report_that_asks(session: Session, roadmap_id: int, measure_id: int, author_id: int, responsible_id: int) -> None:
    """A milestone reported done and a decision asked for, so that every page of the controlling side has something."""
    milestone = MilestoneRow(measure_id=measure_id, number="1.1", position=1, title=LocalizedText(en="Step"))
    session.add_all([milestone, ClauseRow(measure_id=measure_id, code="1a", position=1, text=LocalizedText(en="Part"))])
    session.add(RiskRow(roadmap_id=roadmap_id, code="R1", position=1, text=LocalizedText(en="Risk")))
    session.flush()
    at = datetime.now(UTC)
    done = ProgressFact(Progress.REPORTED_DONE, actual_on=at.date(), document=Document("1", at.date()))
    append(
        session,
        roadmap_id=roadmap_id,
        measure_id=measure_id,
        act=Act.REPORT,
        statements=[
            Statement(Facet.REPORT, ReportFact(Confidence.AT_RISK, LocalizedText(en="Done."))),
            Statement(Facet.PROGRESS, done, milestone.id),
            Statement(Facet.OWNER, OwnerFact(None, responsible_id)),
            Statement(Facet.ASK, AskFact(LocalizedText(en="Who pays?"), "Somebody", at.date())),
            Statement(Facet.EXTENSION, ExtensionFact(at.date(), "Late"), milestone.id),
        ],
        effective_on=at.date(),
        recorded_at=at,
        author_id=author_id,
    )


@pytest.fixture(params=[False, True], ids=["private", "public"])
def house(request: pytest.FixtureRequest, sqlite_url: str) -> Iterator[House]:
    built = house_on(sqlite_url, public=request.param)
    yield built
    built.database.engine.dispose()


@pytest.fixture
def either_house(database_url: str) -> Iterator[House]:
    built = house_on(database_url)
    yield built
    built.database.engine.dispose()


def test_every_page_is_in_the_policy_and_nothing_else_is() -> None:
    app = app_on("sqlite://")
    assert undeclared(app) == []
    assert gone(app) == []


def test_every_view_declares_who_may_use_it() -> None:
    assert unguarded(app_on("sqlite://")) == []


def test_a_page_that_nobody_declared_or_guards_would_be_seen() -> None:
    app = app_on("sqlite://")
    app.add_url_rule("/forgotten", "forgotten", lambda: "", methods=["GET", "POST"])
    assert undeclared(app) == unguarded(app) == ["GET /forgotten", "POST /forgotten"]


def test_every_policy_says_what_each_role_gets() -> None:
    assert {
        name: tuple(set(ROLES) - set(cells)) for name, cells in POLICY["policies"].items() if set(ROLES) - set(cells)
    } == {}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_role_is_answered_as_the_policy_says(house: House, page: Page) -> None:
    public = bool(house.app.config["PUBLIC_PROGRESS"])
    expected = {role: page.expected(role, public) for role in ROLES}
    # Whoever signs out, or closes an account, does it to nobody else here; so one house does for all the roles.
    assert {role: answer_of(house.ask(page, role)) for role in ROLES} == expected


FORM_TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')
FOREIGN = [page for page in PAGES if "slug" in page.rule.arguments and page.method == "GET"]


@pytest.mark.parametrize("page", FOREIGN, ids=str)
def test_a_foreign_road_map_looks_like_one_that_is_not_there(either_house: House, page: Page) -> None:
    pages = {}
    for slug in ("first", "fourth"):
        answer = either_house.ask(page, "stranger", slug=slug)
        # What was asked for stands in the links of the page, and every page has a token of its own.
        same = FORM_TOKEN.sub("…", answer.text).replace(f"/r/{slug}", "/r/…")
        pages[slug] = (answer.status_code, same)
    assert pages["first"] == pages["fourth"]


@pytest.mark.parametrize("page", [page for page in PAGES if page.method != "GET"], ids=str)
def test_nothing_is_done_without_the_forms_own_token(sqlite_url: str, page: Page) -> None:
    house = house_on(sqlite_url, csrf=True)
    if page.rule.endpoint not in POLICY["csrf_exempt"]:
        for role in ROLES:
            answer = house.ask(page, role)
            if page.rule.endpoint == "coordination.send_report" and role != "coordinator":
                # A report's page keeps what was typed, so it first looks whether there is anybody to show it to.
                assert answer_of(answer) == page.expected(role, public=False), role
            else:
                assert (answer.status_code, "expired" in answer.text) == (400, True), role
    house.database.engine.dispose()


def everything_in(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    with database.reading() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in Row.metadata.sorted_tables
        }


def test_looking_at_any_page_changes_no_row(either_house: House) -> None:
    # When a session was last used is kept to the minute; this minute takes as long as it takes.
    with time_machine.travel(datetime.now(UTC), tick=False):
        _look_at_every_page(either_house)


def _look_at_every_page(either_house: House) -> None:
    with either_house.database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM sign_in_session")
        tokens = {role: sign_in_row(session, number) for role, number in either_house.people.items()}
        session.commit()
    before = everything_in(either_house.database)
    looked = 0
    for page in (page for page in PAGES if page.method == "GET"):
        address = page.address(either_house.known)
        for token in (None, *tokens.values()):
            for method in ("GET", "HEAD"):
                browser_with(either_house.app, token).open(address, method=method)
                looked += 1
    assert looked
    assert everything_in(either_house.database) == before
