"""Who has to do with road maps in two time zones is written to once a morning, in the zone that he is at home in."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from flask import Flask
from sqlalchemy import select, update

from roadmap.digests.office import Office
from roadmap.digests.planning import edition_for, plan
from roadmap.domain.people import Role
from roadmap.store.mail.editions import EditionRow
from roadmap.store.mail.homes import home_zone
from roadmap.store.mail.outbox import DeliveryRow
from roadmap.store.people import PersonRow
from roadmap.store.plan import RoadmapRow
from tests.digests.conftest import KEY, Planning, Turn, database_of

ALMATY, BERLIN = "Asia/Almaty", "Europe/Berlin"
MONDAY = date(2026, 11, 23)
OFFICE = Office("roadmap@roadmap.test", KEY, "https://roadmap.test")
Tick = Callable[..., Turn]
# Nine o'clock in Almaty, and in Berlin.
FIRST, SECOND = datetime(2026, 11, 23, 4, tzinfo=UTC), datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def people(app: Flask, planning: Planning) -> dict[str, int]:
    """``both`` reads two road maps, ``near`` the first and ``far`` the second; ``none`` has no role."""
    with planning("near", default=True) as it:
        it.measure("1")
        it.milestone("1.1", due=date(2026, 11, 2))
        for name in ("both", "near", "far", "none"):
            it.person(name)
        it.grant("both", Role.EXECUTIVE)
        it.grant("near", Role.EXECUTIVE)
        numbers = {name: row.id for name, row in it.people.items()}
        known = it.people
    with planning("far", default=False) as it:
        it.roadmap.timezone = BERLIN
        it.measure("2")
        it.milestone("2.1", due=date(2026, 11, 3))
        it.people.update(known)
        it.grant("far", Role.EXECUTIVE)
        it.grant("both", Role.EXECUTIVE)
    return numbers


def mails(app: Flask) -> list[tuple[str, str, str]]:
    """Who was written to, in which zone, and in which words, in the order of writing."""
    with database_of(app).reading() as session:
        query = select(PersonRow.email, EditionRow.timezone, DeliveryRow.mime)
        query = query.join_from(DeliveryRow, EditionRow, EditionRow.id == DeliveryRow.edition_id)
        query = query.join(PersonRow, PersonRow.id == DeliveryRow.person_id).order_by(DeliveryRow.id)
        return [((email or "").partition("@")[0], zone, _text(mime)) for email, zone, mime in session.execute(query)]


def _text(mime: bytes) -> str:
    part = message_from_bytes(mime, _class=EmailMessage, policy=SMTP).get_body(("plain",))
    return part.get_content() if part else ""


def written_at(app: Flask, *moments: datetime) -> list[tuple[str, str, str]]:
    with app.app_context():
        for moment in moments:
            plan(database_of(app), OFFICE, now=lambda moment=moment: moment)  # type: ignore[misc]
    return mails(app)


def test_somebody_with_two_zones_has_one_mail_of_both_road_maps(app: Flask, people: dict[str, int]) -> None:
    found = written_at(app, FIRST, SECOND)
    assert [(name, zone) for name, zone, _ in found] == [("both", ALMATY), ("near", ALMATY), ("far", BERLIN)]
    words = {name: ("Milestone 1.1" in text, "Milestone 2.1" in text) for name, _, text in found}
    assert words == {"both": (True, True), "near": (True, False), "far": (False, True)}


def test_a_person_is_at_home_where_his_first_road_map_is(app: Flask, people: dict[str, int]) -> None:
    with database_of(app).reading() as session:
        homes = {name: home_zone(session, number) for name, number in people.items()}
    assert homes == {"both": ALMATY, "near": ALMATY, "far": BERLIN, "none": ALMATY}


def test_whoever_moves_to_another_zone_on_the_day_is_not_written_to_twice(app: Flask, people: dict[str, int]) -> None:
    assert len(written_at(app, FIRST)) == 2
    with database_of(app).writing() as session:
        session.execute(update(RoadmapRow).values(timezone=BERLIN))
        session.commit()
    assert [name for name, *_ in written_at(app, SECOND)] == ["both", "near", "far"]


@pytest.mark.parametrize(("name", "zone"), [("both", ALMATY), ("far", BERLIN)])
def test_the_preview_is_of_the_zone_that_the_person_is_at_home_in(
    app: Flask, people: dict[str, int], name: str, zone: str
) -> None:
    with database_of(app).reading() as session:
        edition = edition_for(session, MONDAY, people[name])
    assert edition
    assert edition.timezone == zone
    assert list(edition.interests) == [people[name]]
