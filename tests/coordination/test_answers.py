"""The answer is shown where the decision was asked for: on the measure, /my and the receipt, and in the overview."""

from datetime import date, timedelta

import pytest

from roadmap.domain.facts import AnswerFact, AskFact, Confidence, ReportFact, WithdrawalFact
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.text import LocalizedText
from tests.builders.house import TODAY, House

ASK = AskFact(LocalizedText(en="Who pays?"), "Ministry of Finance", date(2026, 11, 30))
REPORT = ReportFact(Confidence.AT_RISK, LocalizedText(en="The tender waits."))
ASKED_ON = TODAY - timedelta(days=20)


def asked(house: House) -> int:
    statements = [Statement(Facet.REPORT, REPORT), Statement(Facet.ASK, ASK)]
    return house.say(house.measures[0], *statements, author="Ainur", on=ASKED_ON)


def answered(house: House, seq: int, on: date = TODAY) -> None:
    fact = AnswerFact(seq, "The republican budget")
    house.say(house.measures[0], Statement(Facet.ANSWER, fact), act=Act.DECISION, on=on)


@pytest.mark.parametrize(("name", "path"), [("Ainur", "/my"), ("Chief", "/"), ("Chief", "/measures/1")])
def test_an_answer_stands_where_the_ask_was(house: House, name: str, path: str) -> None:
    seq = asked(house)
    assert "answered on" not in house.browser(name).get(path).text
    answered(house, seq)
    page = house.browser(name).get(path).text
    assert "answered on 23 Nov 2026" in page
    assert "The republican budget" in page
    assert "Who pays?" in page


def test_the_receipt_tells_what_was_decided(house: House) -> None:
    seq = asked(house)
    answered(house, seq)
    page = house.browser("Ainur").get(f"/measures/1/reports/{seq}").text
    assert "What was decided about it" in page
    assert "The republican budget" in page


def test_after_two_weeks_only_the_measure_still_tells_it(house: House) -> None:
    answered(house, asked(house), TODAY - timedelta(days=14))
    assert "answered on 9 Nov 2026" in house.browser("Chief").get("/measures/1").text
    assert "answered on" not in house.browser("Chief").get("/").text
    assert "answered on" not in house.browser("Ainur").get("/my").text


def test_what_was_withdrawn_says_why(house: House) -> None:
    fact = WithdrawalFact(asked(house), "The donor pays")
    house.say(house.measures[0], Statement(Facet.WITHDRAWAL, fact), author="Ainur")
    page = house.browser("Chief").get("/").text
    assert "no longer needed since 23 Nov 2026" in page
    assert "The donor pays" in page


def test_others_are_not_told_on_their_own_page(house: House) -> None:
    answered(house, asked(house))
    assert "answered on" not in house.browser("Other").get("/my").text
