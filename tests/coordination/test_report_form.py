"""The report form: what it starts from, what it refuses, and that nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from roadmap.domain.facts import (
    AskFact,
    Confidence,
    Document,
    ExtensionFact,
    Progress,
    ProgressFact,
    ReportFact,
    Verdict,
    Waiting,
)
from roadmap.domain.ledger import Facet, Statement
from roadmap.domain.text import LocalizedText
from tests.builders.house import House

Fields = Callable[..., dict[str, str]]
FORM = "/measures/1/report"
FACT = ReportFact(
    Confidence.AT_RISK,
    LocalizedText(en="Comments came in."),
    LocalizedText(en="Answer them"),
    waiting=Waiting("Ministry of Justice", date(2026, 11, 2)),
)


def said(house: House) -> int:
    """An earlier report, with a forecast for the first milestone."""
    progress = ProgressFact(Progress.IN_PROGRESS, date(2026, 12, 1), "")
    ask = AskFact(LocalizedText(en="Who pays?"), "Ministry of Finance", date(2026, 11, 30))
    return house.say(
        house.measures[0],
        Statement(Facet.REPORT, FACT),
        Statement(Facet.ASK, ask),
        Statement(Facet.PROGRESS, progress, house.milestones[0][0]),
        author="Bolat",
        on=date(2026, 11, 6),
    )


def test_the_form_starts_from_the_last_report(house: House) -> None:
    said(house)
    page = house.browser("Ainur").get(FORM).text
    assert re.search(r'<input[^>]* checked[^>]* value="at_risk"', page)
    assert "Answer them" in page
    assert 'value="Ministry of Justice"' in page
    assert 'value="2026-12-01"' in page
    assert "Comments came in." in page.split("</aside>")[0]


def test_what_was_done_is_not_repeated_unless_asked_for(house: House, fields: Fields) -> None:
    said(house)
    client = house.browser("Ainur")
    box = 'id="done_en"'
    assert "Comments came in." not in client.get(FORM).text.split(box)[1].split("</textarea>")[0]
    page = client.post(FORM, data=fields(action="as_last", done_en="", next_step_en="Mine")).text
    assert "Comments came in." in page.split(box)[1].split("</textarea>")[0]
    assert "Mine" in page


def test_words_that_were_typed_are_not_replaced_by_the_last_ones(house: House, fields: Fields) -> None:
    said(house)
    page = house.browser("Ainur").post(FORM, data=fields(action="as_last", done_en="New words")).text
    assert "New words" in page.split('id="done_en"')[1].split("</textarea>")[0]


def test_a_report_becomes_a_line_and_leads_to_its_receipt(house: House, fields: Fields) -> None:
    answer = house.browser("Ainur").post(FORM, data=fields())
    seq = house.last_line(house.measures[0])
    assert (answer.status_code, answer.location) == (303, f"/measures/1/reports/{seq}")
    line = house.lines(house.measures[0])[0]
    assert line.author_id == house.people["Ainur"]
    assert [entry.facet for entry in line.entries] == [Facet.REPORT]


def test_only_milestones_that_changed_get_an_entry(house: House, fields: Fields) -> None:
    _, second, _ = house.milestones[0]
    row = f"milestone_{second}"
    typed = fields(
        **{
            f"{row}-state": "reported_done",
            f"{row}-actual_on": "20.11.2026",
            f"{row}-document_number": "412-ө",
            f"{row}-document_on": "2026-11-19",
        }
    )
    assert house.browser("Ainur").post(FORM, data=typed).status_code == 303
    entries = house.lines(house.measures[0])[0].entries
    assert [(e.facet, e.milestone_id) for e in entries] == [(Facet.REPORT, None), (Facet.PROGRESS, second)]
    assert entries[1].fact.document == Document("412-ө", date(2026, 11, 19))
    assert entries[1].fact.actual_on == date(2026, 11, 20)


def test_a_forecast_after_the_approved_date_asks_for_an_extension(house: House, fields: Fields) -> None:
    row = f"milestone_{house.milestones[0][0]}"
    typed = fields(
        **{
            f"{row}-state": "in_progress",
            f"{row}-forecast_on": "2026-12-18",
            f"{row}-forecast_reason": "The tender was late",
            f"{row}-wants_extension": "y",
        }
    )
    house.browser("Ainur").post(FORM, data=typed)
    facts = [entry.fact for entry in house.lines(house.measures[0])[0].entries]
    assert ExtensionFact(date(2026, 12, 18), "The tender was late") in facts


def test_a_refused_form_shows_everything_typed_beside_what_is_wrong(house: House, fields: Fields) -> None:
    row = f"milestone_{house.milestones[0][0]}"
    typed = fields(
        confidence="off_track",
        done_en="",
        done_kk="Ереже жобасы",
        next_step_ru="Согласовать",
        ask_by="31.04.2026",
        waiting_whom="Korea",
        **{f"{row}-state": "reported_done", f"{row}-document_number": "77", f"{row}-forecast_on": "soon"},
    )
    answer = house.browser("Ainur").post(FORM, data=typed)
    assert answer.status_code == 422
    assert house.last_line(house.measures[0]) == 1
    for kept in ("Ереже жобасы", "Согласовать", "31.04.2026", "Korea", "77", 'value="soon"'):
        assert kept in answer.text
    assert answer.text.count("Enter a date as DD.MM.YYYY") >= 3
    for problem in ("Enter the day on which it was done", "date of the completion document"):
        assert problem in answer.text
    assert f'href="#{row}-forecast_on"' in answer.text
    assert 'href="#ask_by"' in answer.text


def test_a_form_without_anything_is_refused_field_by_field(house: House) -> None:
    answer = house.browser("Ainur").post(FORM, data={"action": "send"})
    assert answer.status_code == 422
    assert 'href="#confidence-0"' in answer.text
    assert 'href="#done_en"' in answer.text


@pytest.mark.parametrize("seen", ["", "-1", "x", "99", "9223372036854775808", "٥"])
def test_a_form_that_does_not_say_what_was_seen_is_refused(house: House, fields: Fields, seen: str) -> None:
    answer = house.browser("Ainur").post(FORM, data=fields(last_seen=seen))
    assert answer.status_code == 422
    assert "The statute was sent" in answer.text
    assert house.last_line(house.measures[0]) == 1


def test_a_report_that_is_not_on_track_needs_an_ask(house: House, fields: Fields) -> None:
    answer = house.browser("Ainur").post(FORM, data=fields(confidence="at_risk"))
    assert answer.status_code == 422
    assert "State which decision is needed" in answer.text
    asked = fields(confidence="at_risk", ask_what_en="Who pays?", ask_whom="Ministry of Finance", ask_by="30.11.2026")
    assert house.browser("Ainur").post(FORM, data=asked).status_code == 303


def test_an_open_ask_can_be_withdrawn_with_a_reason(house: House, fields: Fields) -> None:
    seq = said(house)
    client = house.browser("Ainur")
    row = f"withdrawal_{seq}"
    assert "Who pays?" in client.get(FORM).text
    assert client.post(FORM, data=fields(**{f"{row}-withdraw": "y"})).status_code == 422
    assert client.post(FORM, data=fields(**{f"{row}-withdraw": "y", f"{row}-reason": "Paid"})).status_code == 303
    assert "Who pays?" not in client.get(FORM).text.split('id="confidence"')[1]


def test_the_preview_ends_the_sentence_where_the_executives_page_does(house: House, fields: Fields) -> None:
    done = "Under art. 85 of the Code the draft was sent. Two bodies answered."
    sentence = "Under art. 85 of the Code the draft was sent."
    coordinator = house.browser("Ainur")
    previewed = coordinator.post("/measures/1/report", data=fields(action="preview", done_en=done)).text
    assert f"{sentence}<" in previewed.replace("</q>", "<")
    coordinator.post("/measures/1/report", data=fields(done_en=done))
    assert f"<q>{sentence}</q>" in house.browser("Chief").get("/").text


def test_the_preview_shows_the_executives_line_and_writes_nothing(house: House, fields: Fields) -> None:
    answer = house.browser("Ainur").post(FORM, data=fields(action="preview"))
    assert answer.status_code == 200
    preview = answer.text.split('id="preview"')[1].split("</section>")[0]
    assert "The statute was sent for approval." in preview
    assert "Two bodies answered" not in preview
    assert "9 working days left" in preview
    assert house.last_line(house.measures[0]) == 1


def test_a_returned_milestone_stays_returned_until_something_is_said_of_it(house: House, fields: Fields) -> None:
    measure, milestone = house.measures[0], house.milestones[0][0]
    document = Document("5", date(2026, 11, 1))
    done = ProgressFact(Progress.REPORTED_DONE, None, "", date(2026, 11, 1), document)
    house.say(measure, Statement(Facet.PROGRESS, done, milestone), author="Ainur", on=date(2026, 11, 2))
    house.decide(measure, milestone, Verdict.RETURNED, "the annex is missing", on=date(2026, 11, 10))
    client, row = house.browser("Ainur"), f"milestone_{milestone}"
    assert "the annex is missing" in client.get(FORM).text
    filled = {f"{row}-actual_on": "2026-11-01", f"{row}-document_number": "5", f"{row}-document_on": "2026-11-01"}
    assert client.post(FORM, data=fields(**filled, **{f"{row}-state": ""})).status_code == 303
    assert [e.facet for e in house.lines(measure)[0].entries] == [Facet.REPORT]
    assert client.post(FORM, data=fields(**filled, **{f"{row}-state": "reported_done"})).status_code == 303
    assert [e.facet for e in house.lines(measure)[0].entries] == [Facet.REPORT, Facet.PROGRESS]


def test_a_confirmed_milestone_has_no_row(house: House) -> None:
    measure, milestone = house.measures[0], house.milestones[0][0]
    house.decide(measure, milestone, Verdict.CONFIRMED, on=date(2026, 11, 10))
    page = house.browser("Ainur").get(FORM).text
    assert f"milestone_{milestone}-state" not in page
    assert "1 closed milestone" in page


@pytest.mark.parametrize("nasty", ["a\u2028b", "a\u202eb", "a\x0bb"])
def test_hidden_characters_are_refused_with_their_place(house: House, fields: Fields, nasty: str) -> None:
    answer = house.browser("Ainur").post(FORM, data=fields(done_en=f"First line\r\n{nasty}"))
    assert answer.status_code == 422
    assert "not allowed (line 2, position 2)" in answer.text


def test_a_backdated_report_is_allowed_and_one_about_tomorrow_is_not(house: House, fields: Fields) -> None:
    client = house.browser("Ainur")
    assert client.post(FORM, data=fields(effective_on="24.11.2026")).status_code == 422
    answer = client.post(FORM, data=fields(effective_on="2.11.2026"))
    assert answer.status_code == 303
    assert "backdated" in client.get(answer.location).text
