"""A road map of any size in a migrated database, people with roles on it, and browsers in which they are signed in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Config
from roadmap.access.reader import SESSION_KEY
from roadmap.access.tokens import fingerprint, new_token
from roadmap.app import create_app
from roadmap.database import Database
from roadmap.domain.facts import DeadlineFact, Verdict, VerdictFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.plan import Deadline, DeadlineKind
from roadmap.domain.text import LocalizedText
from roadmap.store.accounts import AccountRow, SignInRow
from roadmap.store.ledger import append, last_line_of
from roadmap.store.ledger_reading import lines_of
from roadmap.store.people import GrantRow, PersonRow
from roadmap.store.plan import MeasureRow, MilestoneRow, RoadmapRow
from roadmap.web.sessions import database

TODAY = date(2026, 11, 23)
"""A Monday."""
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
APPROVED = date(2026, 12, 4)


def app_on(database_url: str, **settings: object) -> Flask:
    """The program on a migrated database, for tests."""
    environment = {
        "ROADMAP_ENV": "development",
        "DATABASE_URL": database_url,
        "SECRET_KEY": "a secret for tests, long enough and more",
        "PUBLIC_URL": "http://roadmap.test",
    }
    return create_app(Config.from_environment(environment), {"TESTING": True, "WTF_CSRF_ENABLED": False, **settings})


@dataclass
class House:
    """A road map with its measures and milestones by their ids, and the program on it."""

    database: Database
    app: Flask
    roadmap_id: int
    measures: list[int]
    milestones: list[list[int]]
    people: dict[str, int] = field(default_factory=dict)

    def close(self) -> None:
        """Gives the connections back: one that is forgotten warns in whatever test comes later."""
        self.database.engine.dispose()
        with self.app.app_context():
            database().engine.dispose()

    def person(self, name: str, *grants: tuple[str, int | None], language: str = "en") -> int:
        """Somebody with an account and roles, each on a measure or (``None``) on the whole road map."""
        with self.database.writing() as session:
            row = PersonRow(name=name, email=f"{name.lower().replace(' ', '.')}@people.test", language=language)
            session.add(row)
            session.flush()
            session.add(AccountRow(person_id=row.id, password_hash=None, created_at=NOW))
            for role, measure in grants:
                session.add(
                    GrantRow(person_id=row.id, role=role, roadmap_id=self.roadmap_id, measure_id=measure),
                )
            session.commit()
        self.people[name] = row.id
        return row.id

    def browser(self, name: str | None = None) -> FlaskClient:
        """A browser, in which the named person is signed in."""
        client = self.app.test_client()
        if name is not None:
            with client.session_transaction() as cookie:
                cookie[SESSION_KEY] = self.sign_in(name)
        return client

    def sign_in(self, name: str) -> str:
        """The token of a sign-in that has just begun."""
        token = new_token()
        with self.database.writing() as session:
            session.add(
                SignInRow(
                    token_hash=fingerprint(token),
                    person_id=self.people[name],
                    started_at=NOW,
                    expires_at=NOW + timedelta(days=3650),
                )
            )
            session.commit()
        return token

    def say(
        self,
        measure_id: int,
        *statements: Statement,
        act: Act = Act.REPORT,
        author: str | None = None,
        on: date = TODAY,
        at: datetime | None = None,
    ) -> int:
        """Writes a line past the pages, as somebody else would."""
        with self.database.writing() as session:
            seq = append(
                session,
                roadmap_id=self.roadmap_id,
                measure_id=measure_id,
                act=act,
                statements=statements,
                effective_on=on,
                recorded_at=at or datetime.combine(on, NOW.timetz()) - timedelta(hours=1),
                author_id=self.people[author] if author else None,
            )
            session.commit()
        return seq

    def decide(self, measure_id: int, milestone_id: int, verdict: Verdict, reason: str = "", on: date = TODAY) -> int:
        """Writes a decision about a milestone."""
        fact = VerdictFact(verdict, reason)
        return self.say(measure_id, Statement(Facet.VERDICT, fact, milestone_id), act=Act.DECISION, on=on)

    def lines(self, measure_id: int) -> list[Any]:
        """Every line about a measure, the newest first."""
        with self.database.reading() as session:
            return list(lines_of(session, measure_id, date(2100, 1, 1), None))

    def last_line(self, measure_id: int) -> int:
        """The number of the last line about a measure."""
        with self.database.reading() as session:
            return last_line_of(session, measure_id)


def house_on(database_url: str, *, measures: int = 1, milestones: int = 3, **settings: object) -> House:
    """A road map with so many measures, each with so many milestones, all approved for one day."""
    opened = Database(database_url)
    with opened.writing() as session:
        roadmap = RoadmapRow(
            slug="first",
            is_default=True,
            title=LocalizedText(kk="Жол картасы", en="Road map"),
            timezone="Asia/Almaty",
            calendar="kz",
        )
        session.add(roadmap)
        session.flush()
        measure_ids = _measures(session, roadmap.id, measures)
        milestone_ids = [_milestones(session, measure_id, milestones) for measure_id in measure_ids]
        session.commit()
    house = House(opened, app_on(database_url, **settings), roadmap.id, measure_ids, milestone_ids)
    for measure_id, ids in zip(measure_ids, milestone_ids, strict=True):
        house.say(measure_id, *_approved(ids), act=Act.DECISION, on=date(2026, 9, 1))
    return house


def _measures(session: Session, roadmap_id: int, count: int) -> list[int]:
    rows = [
        MeasureRow(
            roadmap_id=roadmap_id,
            number=str(position),
            position=position,
            title=LocalizedText(kk=f"{position}-шара", ru=f"Мероприятие {position}", en=f"Measure {position}"),
        )
        for position in range(1, count + 1)
    ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def _milestones(session: Session, measure_id: int, count: int) -> list[int]:
    rows = [
        MilestoneRow(
            measure_id=measure_id,
            number=f"{measure_id}.{position}",
            position=position,
            title=LocalizedText(kk=f"{position}-нүкте", en=f"Step {position}"),
            completion_form=LocalizedText(en="Order"),
        )
        for position in range(1, count + 1)
    ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def _approved(milestone_ids: Sequence[int]) -> list[Statement]:
    fact = DeadlineFact(Deadline(DeadlineKind.DAY, APPROVED), None)
    return [Statement(Facet.DEADLINE, fact, milestone_id) for milestone_id in milestone_ids]
