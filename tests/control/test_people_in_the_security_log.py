"""Whoever comes to have a role, or another address to sign in with, is in the security log, wherever that was done."""

import json
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from roadmap.domain.people import Role
from roadmap.domain.security import SecurityKind
from roadmap.store.accounts import OneTimeLinkRow
from roadmap.store.links import issue_link
from roadmap.store.people import GrantRow
from roadmap.store.plan import RoadmapRow
from roadmap.store.security_log import SecurityEventRow
from tests.control.conftest import House

NEW = {"title-en": "Harbour", "slug": "harbour", "timezone": "Asia/Almaty", "calendar": "KZ"}


def events(house: House, kind: SecurityKind) -> list[tuple[int | None, int | None, dict[str, object]]]:
    with house.database.reading() as session:
        rows = session.scalars(select(SecurityEventRow).where(SecurityEventRow.kind == kind.value)).all()
        return [(row.person_id, row.by_id, json.loads(row.detail)) for row in rows]


def test_whoever_adds_a_road_map_is_given_its_control_in_the_log(house: House) -> None:
    controller = house.people["controller"]
    answer = house.client("controller").post("/roadmaps/new?lang=en", data=NEW)
    assert answer.status_code == 303, answer.text
    with house.database.reading() as session:
        number = session.scalars(select(RoadmapRow.id).where(RoadmapRow.slug == "harbour")).one()
    said = {"role": "controller", "roadmap_id": number}
    assert events(house, SecurityKind.ROLE_GIVEN) == [(controller, controller, said)]


def test_another_address_ends_what_the_old_one_opened_and_is_in_the_log(house: House) -> None:
    number, at = house.people["coordinator"], datetime.now(UTC)
    with house.writing() as session:
        session.add(GrantRow(person_id=house.people["controller"], role=Role.ADMINISTRATOR.value))
        issue_link(session, number, "a link", at, at + timedelta(days=1))
    form = {"name": "Coordinator", "language": "en", "email": "coordinator@people.test", "seen": 1}
    admin, coordinator = house.client("controller"), house.client("coordinator")
    assert admin.post(f"/people/{number}", data=form | {"name": "Another name"}).status_code == 303
    assert coordinator.get("/").status_code == 200
    assert not events(house, SecurityKind.ADDRESS_CHANGED)
    elsewhere = form | {"name": "Another name", "email": "elsewhere@people.test", "seen": 2}
    assert admin.post(f"/people/{number}", data=elsewhere).status_code == 303
    assert coordinator.get("/").status_code == 302
    assert events(house, SecurityKind.ADDRESS_CHANGED) == [(number, house.people["controller"], {"sessions": 1})]
    with house.database.reading() as session:
        assert session.scalars(select(OneTimeLinkRow.expires_at)).one() < datetime.now(UTC)
