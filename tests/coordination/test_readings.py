"""Readings of indicators: added with a source, corrected by a further line, and shown as of any day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from roadmap.domain.people import Role
from roadmap.domain.text import NO_TEXT, LocalizedText
from roadmap.store.audit import first_misfit
from roadmap.store.indicators import IndicatorRow, PointRow
from roadmap.store.people import OrganisationRow
from roadmap.store.plan import MeasureRow
from roadmap.store.reading_lines import readings_of
from tests.builders.people import Held, app_on, bare_roadmap, browser_with, sign_in_row, somebody

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
TODAY = date(2026, 11, 23)


class Readings:
    """A road map with one indicator, a coordinator and a controller."""

    def __init__(self, url: str) -> None:
        self.app: Flask = app_on(url)
        self.database = self.app.extensions["roadmap.database"]
        with self.database.writing() as session:
            roadmap = bare_roadmap(session)
            self.roadmap = roadmap.id
            measure = session.scalars(select(MeasureRow.id)).first()
            organisation = OrganisationRow(code="MIN", name=LocalizedText(en="Ministry"), short=NO_TEXT)
            row = IndicatorRow(
                roadmap_id=roadmap.id,
                code="IND1",
                position=1,
                title=LocalizedText(en="Counted"),
                unit=LocalizedText(en="persons"),
                origin="letter",
                kind="series",
                as_of=NO_TEXT,
                caution=NO_TEXT,
                no_data_note=NO_TEXT,
                listed=[],
            )
            session.add_all([organisation, row])
            session.flush()
            self.organisation, self.indicator = organisation.id, row.id
            label = LocalizedText(en="31.12.2020")
            session.add(
                PointRow(
                    indicator_id=row.id,
                    position=1,
                    label=label,
                    on=date(2020, 12, 31),
                    value=Decimal(8902),
                    flag=NO_TEXT,
                )
            )
            self.people = {
                "coordinator": somebody(session, "Coordinator", Held(Role.COORDINATOR, roadmap.id, measure)).id,
                "controller": somebody(session, "Controller", Held(Role.CONTROLLER, roadmap.id)).id,
            }
            session.commit()

    def browser(self, who: str = "coordinator") -> FlaskClient:
        with self.database.writing() as session:
            token = sign_in_row(session, self.people[who])
            session.commit()
        return browser_with(self.app, token)

    def values(self, day: date = TODAY, known_at: datetime | None = None) -> list[tuple[date, Decimal]]:
        with self.database.reading() as session:
            found = readings_of(session, self.roadmap, day, known_at).get("IND1", [])
        return [(each.fact.on, each.fact.value) for each in found]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def there(database_url: str, clock: time_machine.Traveller) -> Iterator[Readings]:
    found = Readings(database_url)
    yield found
    found.database.engine.dispose()


RIGHT = {"on": "2026-06-30", "value": "9 100", "source": "Bulletin 7 of 5 July 2026", "note": ""}
NEW = "/indicators/IND1/readings/new"


def test_a_coordinator_adds_a_reading_that_stands_apart_from_the_letters_points(there: Readings) -> None:
    browser = there.browser()
    assert browser.post(NEW, data=RIGHT).status_code == 303
    page = browser.get("/indicators").text
    for words in ("8,902", "9,100", "Bulletin 7 of 5 July 2026", "Coordinator", "Readings added since"):
        assert words in page, words
    assert "9,100" in browser.get("/").text
    with there.database.reading() as session:
        assert first_misfit(session, there.roadmap) is None


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("value", "-3", "less than nought"),
        ("value", "many", "Enter a number"),
        ("value", "9" * 30, "too large"),
        ("value", "9,100", "two ways"),
        ("value", "", "Fill in this field"),
        ("on", "2026-11-24", "cannot be later"),
        ("on", "31.02.2026", "Enter a date"),
        ("on", "", "Fill in this field"),
        ("source", "", "Fill in this field"),
        ("source", "a\u202eb", "not allowed"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_written(
    there: Readings, field: str, typed: str, words: str
) -> None:
    answer = there.browser().post(NEW, data=RIGHT | {field: typed})
    assert answer.status_code == 422
    assert words in answer.text
    assert there.values() == []


def test_a_second_reading_for_a_day_is_refused_and_the_same_form_sent_twice_is_one(there: Readings) -> None:
    browser = there.browser()
    sent = RIGHT | {"operation_key": "a-key-of-this-very-form"}
    assert [browser.post(NEW, data=sent).status_code for _ in range(2)] == [303, 303]
    again = browser.post(NEW, data=RIGHT | {"value": "9200"})
    assert again.status_code == 422
    assert "There is a reading for this day already" in again.text
    assert there.values() == [(date(2026, 6, 30), Decimal(9100))]


def test_a_correction_is_a_further_line_and_what_was_known_before_can_still_be_read(
    there: Readings, clock: time_machine.Traveller
) -> None:
    there.browser().post(NEW, data=RIGHT)
    known_then = NOW
    clock.shift(timedelta(hours=2))
    wrong = {"value": "9200", "reason": "A figure was read off the wrong row."}
    answer = there.browser("controller").post("/readings/1/correct", data=RIGHT | wrong)
    assert answer.status_code == 303
    assert there.values() == [(date(2026, 6, 30), Decimal(9200))]
    assert there.values(known_at=known_then) == [(date(2026, 6, 30), Decimal(9100))]
    page = there.browser().get("/sources").text
    assert "A figure was read off the wrong row." in page
    assert "corrected by line 2" in page
    assert "9,100" in there.browser().get("/indicators?known=2026-11-23T09:30").text
    assert "9,100" not in there.browser().get("/indicators").text
    assert there.browser().get("/readings/1/correct").status_code == 404


def test_a_reading_can_be_taken_back_with_a_reason(there: Readings) -> None:
    browser = there.browser()
    browser.post(NEW, data=RIGHT)
    assert browser.post("/readings/1/correct", data={"withdrawn": "y"}).status_code == 422
    answer = browser.post("/readings/1/correct", data={"withdrawn": "y", "reason": "Another indicator was meant."})
    assert answer.status_code == 303
    assert there.values() == []


def test_readings_come_into_the_record_on_the_day_they_are_added(there: Readings) -> None:
    there.browser().post(NEW, data=RIGHT)
    assert there.values(date(2026, 11, 22)) == []
    assert len(there.values(date(2026, 11, 23))) == 1


def test_where_an_organisation_owns_the_indicator_others_do_not_read_it_off(there: Readings) -> None:
    with there.database.writing() as session:
        session.get_one(IndicatorRow, there.indicator).organisation_id = there.organisation
        session.commit()
    assert there.browser().get(NEW).status_code == 403
    assert there.browser("controller").get(NEW).status_code == 200
