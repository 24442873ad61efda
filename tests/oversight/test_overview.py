"""The overview: what an executive reads first, on any day."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask

from roadmap.domain.facts import AnswerFact, Confidence, Progress, Verdict
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.text import LocalizedText
from roadmap.store.plan import MeasureRow
from roadmap.web.sessions import database
from tests.builders.portfolios import (
    approved,
    ask,
    build_person,
    build_roadmap,
    owner,
    progress,
    report,
    verdict,
    write,
)
from tests.builders.queries import counted
from tests.oversight.conftest import House

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 20)


def say(house: House, number: str, *statements: Statement, on: date, act: Act = Act.REPORT, **more: object) -> int:
    with house.writing() as session:
        seq = write(session, house.roadmap, number, *statements, on=on, act=act, **more)
        session.commit()
    return seq


def test_a_fresh_road_map_says_its_stage_its_day_and_that_nothing_is_reported(house: House) -> None:
    page = house.signed_in().get("/")
    assert page.status_code == 200
    for words in (
        "Being developed (not adopted)",
        "As of Monday, 23 November 2026",
        "0 of 3 measures reported this month",
        "Nothing has been reported or decided yet.",
        "No decision is asked for.",
        "never reported",
    ):
        assert words in page.text


@pytest.mark.parametrize(("language", "title"), [("kk", "Measure title 2 (kk)"), ("ru", "Measure title 2 (ru)")])
def test_the_titles_stand_in_the_reader_s_language(house: House, language: str, title: str) -> None:
    page = house.visitor().get(f"/?lang={language}")
    assert title in page.text
    assert f'lang="{language}"' in page.text


def test_what_is_asked_for_stands_above_the_cards_with_whom_by_when_and_since_when(house: House) -> None:
    seq = say(
        house,
        "2",
        report(Confidence.OFF_TRACK, "Postponed"),
        ask("Who pays?", "Deputy PM", FRIDAY),
        on=date(2026, 11, 11),
    )
    text = house.signed_in().get("/").text
    assert text.index("Who pays?") < text.index("Measure title 1")
    for words in (
        "Deputy PM",
        "was needed by 20 Nov 2026",
        "asked 12 days ago",
        f'href="/measures/2?line={seq}#line-{seq}"',
        "1 decision is waited for, since 11 November 2026.",
    ):
        assert words in text


def test_an_answered_ask_is_no_longer_needed_and_stands_among_the_changes(house: House) -> None:
    seq = say(
        house,
        "2",
        report(Confidence.OFF_TRACK, "Postponed"),
        ask("Who pays?", "Deputy PM", FRIDAY),
        on=date(2026, 11, 2),
    )
    say(house, "2", Statement(Facet.ANSWER, AnswerFact(seq, "The budget does")), on=FRIDAY, act=Act.DECISION)
    text = house.signed_in().get("/").text
    assert "No decision is asked for." in text
    assert "Measure 2: answered – Who pays?" in text


def test_a_card_shows_status_confidence_gauges_the_next_milestone_and_the_last_word(house: House) -> None:
    first, second = house.roadmap.milestones["1.1"], house.roadmap.milestones["1.2"]
    say(
        house,
        "1",
        approved(first, date(2026, 10, 1)),
        approved(second, date(2026, 11, 18)),
        on=date(2026, 9, 1),
        act=Act.DECISION,
    )
    say(
        house,
        "1",
        report(Confidence.ON_TRACK, "The statute was sent. Two answers came."),
        progress(first, Progress.REPORTED_DONE, actual=date(2026, 9, 30)),
        progress(second, Progress.IN_PROGRESS, forecast=date(2026, 12, 2)),
        on=FRIDAY,
    )
    say(house, "1", verdict(first, Verdict.CONFIRMED), on=FRIDAY, act=Act.DECISION)
    text = house.signed_in().get("/").text
    for words in (
        "Overdue",
        "On track",
        "1 of 1",
        "1 of 2",
        "Beyond the wording",
        "0 of 1",
        "1.2 Step 1.2",
        "3 working days late",
        "+14 days",
        "<q>The statute was sent.</q>",
        "20 Nov 2026",
        "Reported as on track, but a milestone is overdue.",
        "1 of 3 measures reported this month",
    ):
        assert words in text, words
    assert "Two answers came" not in text


def test_an_item_returned_after_its_day_stands_among_what_is_late(house: House) -> None:
    first = house.roadmap.milestones["1.1"]
    say(house, "1", approved(first, date(2026, 10, 1)), on=date(2026, 9, 1), act=Act.DECISION)
    say(house, "1", progress(first, Progress.REPORTED_DONE, actual=date(2026, 9, 30)), on=date(2026, 9, 30))
    say(house, "1", verdict(first, Verdict.RETURNED, "no annex"), on=date(2026, 10, 5), act=Act.DECISION)
    text = house.signed_in().get("/").text
    due = text[text.index('id="due"') : text.index('id="changes"')]
    assert "Step 1.1" in due
    assert "Returned for rework" in due


def test_what_changed_is_told_in_sentences_that_open_their_line(house: House) -> None:
    first = house.roadmap.milestones["1.1"]
    say(house, "1", progress(first, Progress.REPORTED_DONE, actual=date(2026, 11, 2)), on=date(2026, 11, 2))
    seq = say(house, "1", verdict(first, Verdict.CONFIRMED), on=FRIDAY, act=Act.DECISION)
    client = house.signed_in()
    text = client.get("/").text
    assert "1.1 Step 1.1: Confirmed done (was: Reported done)" in text
    assert f'href="/measures/1?line={seq}#line-{seq}"' in text
    assert "Confirmed done (was: Not started)" in client.get("/?since=2026-11-01").text
    assert "No changes" in client.get("/?since=2026-11-21").text


def test_yesterday_s_page_is_the_same_after_a_report_of_today(house: House) -> None:
    say(house, "1", report(Confidence.ON_TRACK, "As planned"), on=FRIDAY)
    client = house.signed_in()
    before, today = client.get("/?on=2026-11-22").text, client.get("/").text
    say(house, "1", report(Confidence.OFF_TRACK, "Stopped"), ask("Who pays?", "Deputy PM", MONDAY), on=MONDAY)
    assert client.get("/?on=2026-11-22").text == before
    assert client.get("/").text != today
    assert "Who pays?" in client.get("/").text


def test_a_day_before_the_first_line_is_said_to_lie_before_the_record(house: House) -> None:
    say(house, "1", report(Confidence.ON_TRACK, "As planned"), on=FRIDAY)
    page = house.signed_in().get("/?on=2026-11-01")
    assert page.status_code == 200
    assert "The record begins on 20 November 2026." in page.text
    assert "As planned" not in page.text


@pytest.mark.parametrize("asked", ["2026-11-24", "2026-02-30", "yesterday", "20261120", "0001-01-01", "<script>"])
@pytest.mark.parametrize("path", ["/", "/measures/1"])
def test_a_day_that_cannot_be_shown_is_refused_with_a_message_and_today_is_shown(
    house: House, path: str, asked: str
) -> None:
    page = house.signed_in().get(path, query_string={"on": asked})
    assert page.status_code == 422
    assert "Today is shown." in page.text
    assert "As of Monday, 23 November 2026" in page.text
    assert "<script>" not in page.text
    assert f'href="/measures/2?on={asked}' not in page.text


@pytest.mark.parametrize("asked", ["2026-11-24", "soon", "0001-01-01"])
def test_changes_since_a_day_to_come_or_no_day_are_refused(house: House, asked: str) -> None:
    page = house.signed_in().get("/", query_string={"since": asked})
    assert page.status_code == 422
    assert "Changed since 9 November 2026" in page.text


def test_an_emptied_date_field_means_today(house: House) -> None:
    assert house.signed_in().get("/?on=&since=").status_code == 200


def test_links_on_a_past_day_s_page_stay_on_that_day(house: House) -> None:
    text = house.signed_in().get("/?on=2026-11-20").text
    assert 'href="/measures/2?on=2026-11-20"' in text
    assert 'href="/?on=2026-11-19"' in text
    assert 'href="/?on=2026-11-21"' in text


def test_names_are_shown_to_people_who_signed_in_and_to_nobody_else(house: House) -> None:
    with house.writing() as session:
        person = build_person(session, "Berik Responsible", "Vice-Minister")
        write(
            session, house.roadmap, "1", owner(None, person), report(Confidence.ON_TRACK, "Sent"), on=FRIDAY, by=person
        )
        session.commit()
    for path in ("/", "/measures/1"):
        known, unknown = house.signed_in().get(path).text, house.visitor().get(path).text
        assert "Berik Responsible" in known
        assert "Berik" not in unknown
        assert "Vice-Minister" in unknown


def test_words_from_outside_are_escaped(house: House) -> None:
    bad = "<script>alert(1)</script>"
    with house.writing() as session:
        session.get(MeasureRow, house.roadmap.measures["1"]).title = LocalizedText(en=bad, kk=bad, ru=bad)
        write(session, house.roadmap, "1", report(Confidence.AT_RISK, bad), ask(bad, bad, FRIDAY), on=FRIDAY)
        session.commit()
    for path in ("/", "/measures/1"):
        text = house.signed_in().get(path).text
        assert "<script" not in text
        assert "&lt;script&gt;" in text


def test_blanks_are_called_blanks(house: House) -> None:
    text = house.signed_in().get("/").text
    assert "Not stated in the letter" in text
    assert "Date not set" in text


def test_three_hundred_measures_cost_as_many_queries_as_three(house: House) -> None:
    with house.writing() as session:
        build_roadmap(session, "small", measures=3)
        build_roadmap(session, "large", measures=300)
        session.commit()
    client = house.visitor()
    for path in ("", "measures/2", "sources"):
        counts = {}
        for slug in ("small", "large"):
            with counted(house.engine) as count:
                assert client.get(f"/r/{slug}/{path}").status_code == 200
            counts[slug] = count.total
        assert counts["small"] == counts["large"], path
        assert counts["large"] < 40


def test_another_road_map_has_its_own_address_and_links(house: House) -> None:
    with house.writing() as session:
        build_roadmap(session, "second", title="Another road map")
        session.commit()
    client = house.visitor()
    text = client.get("/r/second/").text
    assert "Another road map" in text
    assert 'href="/r/second/measures/1"' in text
    assert "Another road map" not in client.get("/").text
    assert client.get("/r/none/").status_code == 404


def test_without_public_progress_a_visitor_is_sent_to_sign_in_and_a_stranger_finds_nothing(house: House) -> None:
    house.app.config["PUBLIC_PROGRESS"] = False
    assert house.signed_in().get("/").status_code == 200
    with house.writing() as session:
        build_roadmap(session, "second")
        session.commit()
    assert house.signed_in().get("/r/second/").status_code == 404


def test_without_any_road_map_the_page_says_how_to_load_one(empty_app: Flask) -> None:
    page = empty_app.test_client().get("/")
    assert page.status_code == 200
    assert "flask --app wsgi seed" in page.text


def test_the_page_changes_nothing(house: House) -> None:
    with house.app.app_context(), database().reading() as session:
        before = session.connection().exec_driver_sql("SELECT revision FROM roadmap").scalar()
    house.signed_in().get("/")
    with house.app.app_context(), database().reading() as session:
        assert session.connection().exec_driver_sql("SELECT revision FROM roadmap").scalar() == before


def test_a_backdated_report_is_seen_on_the_day_it_speaks_about(house: House) -> None:
    say(house, "1", report(Confidence.AT_RISK, "Found later"), on=FRIDAY, at=datetime(2026, 11, 22, 21, tzinfo=UTC))
    assert "Found later" in house.signed_in().get("/?on=2026-11-20").text


def test_the_day_is_that_of_the_road_map_and_not_of_greenwich(house: House) -> None:
    # Half past one in the morning of Tuesday in Almaty is still Monday in Greenwich.
    with time_machine.travel(datetime(2026, 11, 23, 20, 30, tzinfo=UTC), tick=False):
        assert "As of Tuesday, 24 November 2026" in house.signed_in().get("/").text
