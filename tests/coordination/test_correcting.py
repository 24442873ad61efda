"""Correcting a report: a further line that names the one it corrects, and counts in its place."""

import re
from datetime import date

import pytest

from roadmap.domain.facts import (
    AnswerFact,
    AskFact,
    Confidence,
    CorrectionFact,
    Document,
    Progress,
    ProgressFact,
    ReportFact,
    Verdict,
)
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.text import LocalizedText
from tests.builders.house import House

FRIDAY = date(2026, 11, 20)
REPORT = ReportFact(Confidence.ON_TRACK, LocalizedText(en="The statute was sent."), LocalizedText(en="Wait"))
DONE = ProgressFact(Progress.REPORTED_DONE, None, "", FRIDAY, Document("5", FRIDAY))
ASK = AskFact(LocalizedText(en="Who pays?"), "Ministry of Finance", date(2026, 11, 30))


def reported(house: House, *more: Statement) -> int:
    statements = [Statement(Facet.REPORT, REPORT), *more]
    return house.say(house.measures[0], *statements, author="Ainur", on=FRIDAY)


def done(house: House) -> Statement:
    return Statement(Facet.PROGRESS, DONE, house.milestones[0][0])


def page_of(seq: int) -> str:
    return f"/measures/1/lines/{seq}/correct"


def form(house: House, seq: int, name: str = "Ainur", **changed: str) -> dict[str, str]:
    """The form as a browser would send it back, but for what is changed."""
    page = house.browser(name).get(page_of(seq)).text
    filled = {}
    for tag in re.findall(r"<input[^>]*>", page):
        field, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if field and 'type="checkbox"' not in tag:
            filled[field[1]] = value[1] if value else ""
    for name_, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        filled[name_] = chosen[1] if chosen else ""
    for name_, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        filled[name_] = text.strip()
    return {**filled, "reason": "The wrong day was typed", **changed}


def test_the_form_shows_the_line_as_it_was(house: House) -> None:
    page = house.browser("Bolat").get(page_of(reported(house, done(house)))).text
    for said in ("The statute was sent.", "Wait", 'value="2026-11-20"', 'value="5"', "Ainur"):
        assert said in page


def test_a_correction_names_its_line_says_why_and_counts_in_its_place(house: House) -> None:
    seq = reported(house, done(house))
    sent = form(
        house, seq, entry_1_actual="", **{"entry_1-actual_on": "2026-11-19", "entry_1-document_on": "2026-11-19"}
    )
    answer = house.browser("Ainur").post(page_of(seq), data=sent)
    assert (answer.status_code, answer.location) == (303, f"/measures/1#line-{seq + 1}")
    line = house.lines(house.measures[0])[0]
    assert (line.seq, line.act, line.effective_on) == (seq + 1, Act.REPORT, FRIDAY)
    correction, report, progress = line.entries
    assert correction.fact == CorrectionFact(seq, "The wrong day was typed")
    assert report.fact == REPORT
    assert progress.fact.actual_on == date(2026, 11, 19)
    assert progress.milestone_id == house.milestones[0][0]
    assert "19 Nov 2026" in house.browser("Chief").get("/measures/1").text


def test_the_history_marks_both_lines(house: House) -> None:
    seq = reported(house)
    house.browser("Ainur").post(page_of(seq), data=form(house, seq, **{"entry_0-done_en": "It was not sent."}))
    page = house.browser("Ainur").get("/measures/1").text
    assert f"corrected by line {seq + 1}" in page
    assert f"Corrects line {seq}" in page
    assert "The wrong day was typed" in page
    assert page_of(seq) not in page
    assert page_of(seq + 1) in page


def test_what_should_not_have_been_said_is_left_out(house: House) -> None:
    seq = reported(house, done(house))
    sent = form(house, seq, **{"entry_1-left_out": "y"})
    assert house.browser("Ainur").post(page_of(seq), data=sent).status_code == 303
    assert [entry.facet for entry in house.lines(house.measures[0])[0].entries] == [Facet.CORRECTION, Facet.REPORT]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Nothing was changed"),
        ({"reason": " "}, "State the reason"),
        ({"effective_on": "2026-11-24"}, "The date cannot be later than 23 Nov 2026"),
        ({"effective_on": "yesterday"}, "Enter a date as DD.MM.YYYY"),
        ({"effective_on": ""}, "Fill in this field"),
        ({"entry_0-done_en": " … "}, "Fill in this field"),
        ({"entry_0-done_en": "a\u202eb"}, "a character that is not allowed"),
        ({"entry_0-done_en": "a" * 4001}, "At most 4000 characters"),
        ({"entry_0-confidence": "hopeful"}, "Not a valid choice"),
        ({"entry_0-waiting_whom": "Ministry"}, "Fill in this field"),
        ({"entry_1-actual_on": ""}, "Enter the day on which it was done"),
        ({"entry_1-actual_on": "2026-11-21"}, "later than the day the report speaks about"),
        ({"entry_1-actual_on": "2026-11-19"}, "cannot be dated later than the actual date"),
        ({"entry_1-document_number": ""}, "Fill in this field"),
        ({"entry_1-state": "in_progress"}, "otherwise clear the actual date"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    house: House, changed: dict[str, str], said: str
) -> None:
    seq = reported(house, done(house))
    sent = form(house, seq, **({"entry_0-next_step_en": "Typed with care"} if changed else {}), **changed)
    answer = house.browser("Ainur").post(page_of(seq), data=sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert ("Typed with care" in answer.text) is bool(changed)
    assert house.last_line(house.measures[0]) == seq


def test_a_corrected_line_is_corrected_no_more_and_its_correction_can_be(house: House) -> None:
    seq = reported(house)
    client = house.browser("Ainur")
    client.post(page_of(seq), data=form(house, seq, **{"entry_0-done_en": "It was not sent."}))
    page = client.get(page_of(seq)).text
    assert f"This line has been corrected already by line {seq + 1}" in page
    assert "<textarea" not in page
    assert client.post(page_of(seq), data={"reason": "Again", "last_seen": str(seq + 1)}).status_code == 409
    sent = form(house, seq + 1, **{"entry_0-done_en": "It was sent on Monday."})
    assert client.post(page_of(seq + 1), data=sent).status_code == 303
    page = house.browser("Chief").get("/").text
    assert "It was sent on Monday." in page


def test_an_ask_that_was_answered_is_not_corrected_away(house: House) -> None:
    seq = reported(house, Statement(Facet.ASK, ASK))
    house.say(house.measures[0], Statement(Facet.ANSWER, AnswerFact(seq, "The ministry")), act=Act.DECISION)
    assert "decided what is asked for here" in house.browser("Ainur").get(page_of(seq)).text
    assert house.browser("Ainur").post(page_of(seq), data={"reason": "x"}).status_code == 409


def test_an_open_ask_can_be_put_right(house: House) -> None:
    seq = reported(house, Statement(Facet.ASK, ASK))
    sent = form(house, seq, **{"entry_1-by": "01.12.2026"})
    assert house.browser("Ainur").post(page_of(seq), data=sent).status_code == 303
    page = house.browser("Chief").get("/").text
    assert "by 1 Dec 2026" in page
    assert "by 30 Nov 2026" not in page


def test_the_report_on_which_a_confirmation_rests_stays_one_of_completion(house: House) -> None:
    seq = reported(house, done(house))
    house.decide(house.measures[0], house.milestones[0][0], Verdict.CONFIRMED)
    client = house.browser("Ainur")
    for changed in (
        {"entry_1-left_out": "y"},
        {
            "entry_1-state": "in_progress",
            "entry_1-actual_on": "",
            "entry_1-document_number": "",
            "entry_1-document_on": "",
        },
    ):
        answer = client.post(page_of(seq), data=form(house, seq, **changed))
        assert answer.status_code == 422
        assert "This milestone is closed" in answer.text
    later = {"entry_1-actual_on": "2026-11-19", "entry_1-document_on": "2026-11-19"}
    assert client.post(page_of(seq), data=form(house, seq, **later)).status_code == 303


def test_a_correction_that_crosses_a_line_shows_both(house: House) -> None:
    seq = reported(house)
    sent = form(house, seq, **{"entry_0-done_en": "Mine"})
    other = ReportFact(Confidence.ON_TRACK, LocalizedText(en="Meanwhile said."))
    house.say(house.measures[0], Statement(Facet.REPORT, other), author="Bolat")
    answer = house.browser("Ainur").post(page_of(seq), data=sent)
    assert answer.status_code == 409
    assert "Meanwhile said." in answer.text
    assert "Mine" in answer.text
    again = re.search(r'name="last_seen"[^>]*value="(\d+)"', answer.text)
    assert again
    assert house.browser("Ainur").post(page_of(seq), data=sent | {"last_seen": again[1]}).status_code == 303


def test_pressed_twice_it_is_one_correction(house: House) -> None:
    seq = reported(house)
    sent = form(house, seq, **{"entry_0-done_en": "Mine"})
    client = house.browser("Ainur")
    answers = [client.post(page_of(seq), data=sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert house.last_line(house.measures[0]) == seq + 1


@pytest.mark.parametrize(("name", "status"), [("Bolat", 200), ("Other", 403), ("Chief", 403), ("Nobody", 404)])
def test_reports_are_corrected_by_the_coordinators_of_their_measure(house: House, name: str, status: int) -> None:
    seq = reported(house)
    assert house.browser(name).get(page_of(seq)).status_code == status
    link = f"/measures/1/lines/{seq}/correct"
    if name != "Nobody":
        assert (link in house.browser(name).get("/measures/1").text) is (status == 200)


def test_a_decision_or_another_measures_line_is_not_found(house: House) -> None:
    reported(house)
    # Line 1 approves the dates of this measure, line 2 those of the other.
    for seq in (1, 2, 99, 2**40):
        assert house.browser("Ainur").get(page_of(seq)).status_code == 404
