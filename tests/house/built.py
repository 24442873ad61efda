"""A house with somebody of every role in it, and something of everything, for holding the policy against."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

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
from roadmap.domain.indicators import ReadingFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.people import Role
from roadmap.domain.staff import HoldingEntry, OrganisationEntry, PostEntry
from roadmap.domain.text import LocalizedText
from roadmap.store.account_reading import disable
from roadmap.store.accounts import SignInRow
from roadmap.store.context import RiskRow
from roadmap.store.grids import GridLineRow, GridTableRow
from roadmap.store.indicators import IndicatorRow
from roadmap.store.ledger import append, last_line_of
from roadmap.store.people import GrantRow
from roadmap.store.plan import ClauseRow, MeasureRow, MilestoneRow
from roadmap.store.staff import keep_holding, keep_organisation, keep_post
from tests.builders.documents import document_in, folder_of
from tests.builders.mails import mail_to
from tests.builders.people import Held, app_on, bare_roadmap, browser_with, sign_in_row, somebody, token_row
from tests.house.policy import Page, filled

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
            **dict.fromkeys(("disabled", "expired"), Held(Role.EXECUTIVE, first)),
        }
        people = {role: somebody(session, role, held).id for role, held in roles.items()}
        responsible = somebody(session, "Responsible Someone", Held(Role.RECIPIENT, first)).id
        _report_that_asks(session, first, measures[0], people["coordinator"], responsible)
        theirs = session.scalars(select(MeasureRow.id).where(MeasureRow.roadmap_id == other)).all()
        _report_that_asks(session, other, theirs[0], people["stranger"], people["stranger"])
        reading = _reading_of_an_indicator(session, first, people["coordinator"])
        grid, grid_row = _grid_with_a_row(session, measures[0])
        evidence = document_in(session, folder_of(app), first, measures[0], people["coordinator"])
        mail = mail_to(session, people["coordinator"])
        last_line = last_line_of(session, measures[0])
        spare = somebody(session, "spare", Held(Role.RECIPIENT, other)).id
        spare_role = session.scalars(select(GrantRow.id).where(GrantRow.person_id == spare)).one()
        colleague = _colleague_in_a_post(session, first)
        sign_in_row(session, spare)
        spare_token = token_row(session, spare)
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
        "reading": reading,
        "grid": grid,
        "grid_row": grid_row,
        "spare_session": spare_session,
        "spare_token": spare_token,
        "last_line": last_line,
        "responsible": responsible,
    }
    return House(app, people, known)


def _reading_of_an_indicator(session: Session, roadmap_id: int, author_id: int) -> int:
    """An indicator with one reading; the number of its line."""
    nothing = LocalizedText()
    row = IndicatorRow(
        roadmap_id=roadmap_id,
        code="IND1",
        position=1,
        title=LocalizedText(en="Counted"),
        unit=LocalizedText(en="persons"),
        origin="letter",
        kind="series",
        as_of=nothing,
        caution=nothing,
        no_data_note=nothing,
        listed=[],
    )
    session.add(row)
    at = datetime.now(UTC)
    said = [Statement(Facet.READING, ReadingFact("IND1", at.date(), Decimal(7), "Bulletin 1"))]
    return append(
        session,
        roadmap_id=roadmap_id,
        measure_id=None,
        act=Act.REPORT,
        statements=said,
        effective_on=at.date(),
        recorded_at=at,
        author_id=author_id,
    )


def _grid_with_a_row(session: Session, measure_id: int) -> tuple[int, int]:
    """The numbers of a grid of the measure, and of its one row."""
    name = LocalizedText(en="Systems")
    grid = GridTableRow(
        measure_id=measure_id,
        code="systems",
        position=0,
        kind="matrix",
        title=name,
        things=name,
        steps=[{"en": "built"}],
    )
    session.add(grid)
    session.flush()
    row = GridLineRow(grid_id=grid.id, position=0, title=LocalizedText(en="Register"), clauses="1a")
    session.add(row)
    session.flush()
    return grid.id, row.id


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


def _report_that_asks(session: Session, roadmap_id: int, measure_id: int, author_id: int, responsible_id: int) -> None:
    """A milestone reported done and a decision asked for, so that every page of the controlling side has something."""
    milestone = MilestoneRow(measure_id=measure_id, number="1.1", position=1, title=LocalizedText(en="Step"))
    session.add_all([milestone, ClauseRow(measure_id=measure_id, code="1a", position=1, text=LocalizedText(en="Part"))])
    session.add(RiskRow(roadmap_id=roadmap_id, code="R1", position=1, text=LocalizedText(en="Risk")))
    session.flush()
    at = datetime.now(UTC)
    done = ProgressFact(Progress.REPORTED_DONE, actual_on=at.date(), document=Document("1", at.date()))
    said = [
        Statement(Facet.REPORT, ReportFact(Confidence.AT_RISK, LocalizedText(en="Done."))),
        Statement(Facet.PROGRESS, done, milestone.id),
        Statement(Facet.ASK, AskFact(LocalizedText(en="Who pays?"), "Somebody", at.date())),
        Statement(Facet.EXTENSION, ExtensionFact(at.date(), "Late"), milestone.id),
    ]
    owner = OwnerFact(None, responsible_id)
    named = [Statement(Facet.OWNER, owner), Statement(Facet.OWNER, owner, milestone.id)]
    for act, statements in ((Act.REPORT, said), (Act.DECISION, named)):
        append(
            session,
            roadmap_id=roadmap_id,
            measure_id=measure_id,
            act=act,
            statements=statements,
            effective_on=at.date(),
            recorded_at=at,
            author_id=author_id,
        )
