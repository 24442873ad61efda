"""Machines look at every link before people do: a thousand visits change nothing, and one click needs no cookie."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from roadmap.domain.people import Role
from roadmap.store.mail.choices import SubscriptionRow
from roadmap.store.mail.outbox import DeliveryRow
from tests.digests.conftest import Planning, Turn, database_of
from tests.kills.ground import enrol, zones_in_the_forenoon
from tests.kills.scanners import addresses_in, kind_of, whole_database

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
Paths = dict[str, list[str]]


@pytest.fixture
def paths(app: Flask, planning: Planning, tick: Callable[..., Turn]) -> Paths:
    """Every address in a morning's real mails, by its kind."""
    now = datetime.now(UTC)
    (zone,) = zones_in_the_forenoon(1, now)
    today = now.astimezone(ZoneInfo(zone)).date()
    with planning() as it:
        it.roadmap.timezone = zone
        # Today is the first working day of its week, so that the overview is due too.
        for back in range(1, today.weekday() + 1):
            it.day(today - timedelta(days=back), working=False)
        it.day(today, working=True)
        it.measure("1")
        for number, days in enumerate((-3, 0, 2), 1):
            it.milestone(f"1.{number}", due=today + timedelta(days=days))
        it.person("anna", "ru")
        it.grant("anna", Role.EXECUTIVE)
        it.person("owner", "kk")
        it.owner("1.1", "owner")
        enrol(it.session, it, ["coordinator@roadmap.test"])
    tick()
    found: Paths = defaultdict(list)
    with database_of(app).reading() as session:
        for mime in session.scalars(select(DeliveryRow.mime).select_from(DeliveryRow)):
            for path in sorted(addresses_in(mime, "https://roadmap.test")):
                found[kind_of(path)].append(path)
    return found


@pytest.fixture
def scanner(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


def test_a_thousand_visits_to_every_link_of_real_mails_change_no_row_of_any_table(
    app: Flask, paths: Paths, scanner: FlaskClient
) -> None:
    assert any(kind.startswith("/unsubscribe/") for kind in paths), paths
    before = whole_database(database_of(app))
    # Every kind of link in turn, however many of them the mails carry.
    in_turn = (path for row in zip(*map(cycle, paths.values()), strict=False) for path in row)
    for number, path in enumerate(islice(in_turn, 1000)):
        response = (scanner.head if number // len(paths) % 2 else scanner.get)(path, base_url="https://roadmap.test")
        assert response.status_code < 400, (path, response.status_code)
    assert whole_database(database_of(app)) == before


def test_a_change_of_any_row_would_be_seen(app: Flask, paths: Paths) -> None:
    before = whole_database(database_of(app))
    with database_of(app).writing() as session:
        session.query(DeliveryRow).filter(DeliveryRow.id == 1).update({"attempts": 1})
        session.commit()
    assert whole_database(database_of(app)) != before


@pytest.mark.parametrize("encoding", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_one_click_works_without_cookies_and_the_second_one_changes_nothing(
    app: Flask, paths: Paths, scanner: FlaskClient, encoding: str
) -> None:
    links = [path for kind, found in paths.items() if kind.startswith("/unsubscribe/") for path in found]
    assert len(links) == 3
    for link in links:
        sums = [whole_database(database_of(app))]
        for _ in range(2):
            response = scanner.post(link, data=ONE_CLICK, content_type=encoding, base_url="https://roadmap.test")
            assert (response.status_code, response.headers.get("Location")) == (200, None)
            sums.append(whole_database(database_of(app)))
        assert sums[0] != sums[1] == sums[2]
    with database_of(app).reading() as session:
        assert not any(session.scalars(select(SubscriptionRow.active)))
