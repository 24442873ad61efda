"""Browsers of people with a part in a road map, and the forms that they send."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from roadmap.domain.people import Role
from roadmap.domain.text import LocalizedText
from roadmap.store.accounts import open_account
from roadmap.store.people import PersonRow, grant
from roadmap.store.plan import RoadmapRow
from tests.builders.people import browser_with, sign_in_row
from tests.digests.conftest import Planning, database_of
from tests.whole.visitor import FormOnPage, Visitor

TODAY = datetime.now(UTC).astimezone(ZoneInfo("Asia/Almaty")).date()


def in_days(number: int) -> date:
    return TODAY + timedelta(days=number)


@dataclass
class Ministry:
    """A road map "labour" with an owner, an executive, a controller, a recipient without an account, and a stranger."""

    app: Flask
    roadmap_id: int
    people: dict[str, int] = field(default_factory=dict)

    def browser(self, name: str | None = None) -> FlaskClient:
        """A browser of somebody who signed in, or of nobody."""
        if name is None:
            return browser_with(self.app)
        with database_of(self.app).writing() as session:
            token = sign_in_row(session, self.people[name])
            session.commit()
        return browser_with(self.app, token)

    def rows(self, table: type[Any]) -> list[Any]:
        with database_of(self.app).reading() as session:
            found = list(session.scalars(select(table).order_by(*table.__table__.primary_key)))
            session.expunge_all()
        return found


def ministry(app: Flask, planning: Planning) -> Ministry:
    with planning() as it:
        for number in ("1", "2"):
            it.measure(number)
        it.milestone("1.1", due=in_days(1))
        for name in ("owner", "executive", "controller", "reader", "coordinator"):
            it.person(name)
        it.owner("1.1", "owner")
        it.grant("owner", Role.RECIPIENT)
        it.grant("executive", Role.EXECUTIVE)
        it.grant("controller", Role.CONTROLLER)
        it.grant("reader", Role.RECIPIENT)
        it.grant("coordinator", Role.COORDINATOR, "1")
        stranger = it.person("stranger")
        for name in ("owner", "executive", "controller", "coordinator", "stranger"):
            open_account(it.session, it.people[name].id, "none that fits", datetime.now(UTC))
        _other_roadmap(it.session, stranger)
        return Ministry(app, it.roadmap.id, {name: row.id for name, row in it.people.items()})


def _other_roadmap(session: Session, stranger: PersonRow) -> None:
    other = RoadmapRow(
        slug="other",
        is_default=False,
        title=LocalizedText(en="Another road map"),
        timezone="Asia/Almaty",
        calendar="KZ",
    )
    session.add(other)
    session.flush()
    grant(session, stranger.id, Role.EXECUTIVE, other.id)


def form_on(client: FlaskClient, path: str, with_field: str = "slot") -> FormOnPage:
    """The form of a page as a browser would fill it, in English."""
    return Visitor(client).open(f"{path}?lang=en").form(with_field)


def sent(client: FlaskClient, path: str, typed: Mapping[str, Any], with_field: str = "slot") -> TestResponse:
    """What comes of sending the form of a page with some of its fields changed; ``None`` leaves one out."""
    data = form_on(client, path, with_field).fields | dict(typed)
    return client.post(f"{path}?lang=en", data={name: value for name, value in data.items() if value is not None})


def problems_in(answer: TestResponse) -> list[str]:
    """The problems of the summary at the top of a form, each with the name of its field."""
    summary = re.search(r'<div class="problems".*?</div>', answer.text, re.DOTALL)
    return [unescape(each).strip() for each in re.findall(r"<li><a [^>]*>(.*?)</a>", summary[0])] if summary else []
